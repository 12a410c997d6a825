import Exams
import Formats
import Training
import Workforce
import Workspace

/// What the people of a ladder's posts bring, gathered in one pass over each department.
struct LadderEvidence {
  let inPostSince: [Int: CalendarDay]
  private let passed: [String: [Int: (sitting: Int, score: Score, day: CalendarDay)]]
  private let drillScores: [String: [Int: [(record: Int, score: Score, day: CalendarDay)]]]
  private let completed: [String: [Int: CalendarDay]]
  /// By level and key, the newest registration with its examiners' scores and votes.
  private var registered: [Int: [Int: Registered]] = [:]

  private struct Registered {
    let sitting: LevelSitting
    let sponsor: String?
    let practicals: [String: (sitting: Int, score: Score)]
    let votes: (yes: Int, no: Int)
  }

  /// - Parameters:
  ///   - levels: what these ask for; all of the ladder's unless said.
  ///   - withParts: also what is passed, not only what must hold before somebody may sit.
  ///   - sitting: registrations of this sitting only; of the newest of each person where it is `nil`.
  init(
    _ ladder: Ladder, _ occasion: Occasion, on day: CalendarDay, levels: [Ladder.Level]? = nil,
    withParts: Bool = true, sitting: Int? = nil
  ) throws {
    let levels = levels ?? ladder.levels
    var held: [Int: [Assignment]] = [:]
    try StaffRecords(occasion.database).forEachAssignment { key, assignment in
      if ladder.posts.contains(assignment.post), assignment.from <= day {
        held[key, default: []].append(assignment)
      }
    }
    inPostSince = held.compactMapValues { Self.inPostSince($0, on: day) }
    var passed: [String: [Int: (sitting: Int, score: Score, day: CalendarDay)]] = [:]
    var drills: [String: [Int: [(record: Int, score: Score, day: CalendarDay)]]] = [:]
    var completed: [String: [Int: CalendarDay]] = [:]
    let training = TrainingRecords(occasion.database)
    for level in levels {
      for part in withParts ? level.parts + (level.renewal?.parts ?? []) : [] {
        switch part {
        case .exam(let blueprint, _):
          passed[blueprint] = try SittingRecords(occasion.database).passed(blueprint: blueprint, by: day)
        case .drill(let course, let lesson, _):
          drills["\(course)/\(lesson)"] = try training.scores(course: course, lesson: lesson, by: day)
        case .practical: break
        }
      }
      for course in level.courses {
        completed[course] = try training.completions(of: course, by: day).mapValues(\.day)
      }
    }
    self.passed = passed
    drillScores = drills
    self.completed = completed
    for level in levels where withParts && level.needsSitting {
      registered[level.level] = try Self.registered(ladder, level, occasion, on: day, sitting: sitting)
    }
  }

  private static func registered(
    _ ladder: Ladder, _ level: Ladder.Level, _ occasion: Occasion, on day: CalendarDay, sitting: Int?
  ) throws -> [Int: Registered] {
    let records = LevelSittingRecords(occasion.database)
    var marks: [Int: [Int: [String: [String: [String: Score]]]]] = [:]
    var votes: [Int: [Int: (yes: Int, no: Int)]] = [:]
    var found: [Int: Registered] = [:]
    for (key, own) in try records.registrations(ladder: ladder.head.id, level: level.level, by: day) {
      guard let newest = own.last(where: { sitting == nil || $0.sitting == sitting }),
        let held = try records.sitting(newest.sitting)
      else { continue }
      if marks[held.id] == nil {
        marks[held.id] = try records.marks(of: held.id)
        votes[held.id] = try records.votes(of: held.id)
      }
      var scores: [String: (sitting: Int, score: Score)] = [:]
      for practical in level.practicals {
        if let score = practical.score(marks[held.id]?[key]?[practical.id] ?? [:]) {
          scores[practical.id] = (held.id, score)
        }
      }
      found[key] = Registered(
        sitting: held, sponsor: newest.sponsor, practicals: scores, votes: votes[held.id]?[key] ?? (0, 0))
    }
    return found
  }

  /// What somebody brings to a level.
  ///
  /// - Parameters:
  ///   - after: evidence of this day or an earlier one earned another certificate already.
  ///   - belowSince: since when the level below has been held.
  func candidacy(
    of staff: Int, for level: Ladder.Level, after: CalendarDay?, belowSince: CalendarDay?
  ) -> Candidacy {
    let isNew = { (day: CalendarDay) in after.map { day > $0 } ?? true }
    let registration = registered[level.level]?[staff].flatMap { isNew($0.sitting.day) ? $0 : nil }
    return Candidacy(
      sittings: passed.compactMapValues { found in
        found[staff].flatMap { isNew($0.day) ? ($0.sitting, $0.score) : nil }
      },
      drills: drillScores.compactMapValues { found in
        found[staff]?.filter { isNew($0.day) }.max { $0.score < $1.score }.map { ($0.record, $0.score) }
      },
      practicals: registration?.practicals ?? [:],
      completed: completed.compactMapValues { $0[staff] }, inPostSince: inPostSince[staff],
      belowSince: belowSince, sponsor: registration?.sponsor, votes: registration?.votes ?? (0, 0))
  }

  /// The first day of the unbroken run of assignments that reaches a day; `nil` for who holds none then.
  static func inPostSince(_ assignments: [Assignment], on day: CalendarDay) -> CalendarDay? {
    guard var since = assignments.filter({ $0.covers(day) }).map(\.from).min() else { return nil }
    while let before = assignments.filter({
      $0.from < since && ($0.to.map { $0.adding(days: 1) >= since } ?? true)
    })
    .map(\.from).min() {
      since = before
    }
    return since
  }
}
