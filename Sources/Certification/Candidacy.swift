import Formats
import Workspace

/// What somebody brings to the award of a level.
package struct Candidacy: Sendable {
  /// The best sitting of each blueprint, by blueprint.
  package let sittings: [String: (sitting: Int, score: Score)]
  /// The best score of each drill, by `course/lesson`, with the id of its record.
  package let drills: [String: (record: Int, score: Score)]
  /// The score of each test before examiners, by part, with the sitting.
  package let practicals: [String: (sitting: Int, score: Score)]
  /// The day on which each course was completed.
  package let completed: [String: CalendarDay]
  package let inPostSince: CalendarDay?
  /// The day from which the level below has been held without a gap.
  package let belowSince: CalendarDay?
  package let sponsor: String?
  package let votes: (yes: Int, no: Int)

  package init(
    sittings: [String: (sitting: Int, score: Score)] = [:],
    drills: [String: (record: Int, score: Score)] = [:],
    practicals: [String: (sitting: Int, score: Score)] = [:], completed: [String: CalendarDay] = [:],
    inPostSince: CalendarDay?, belowSince: CalendarDay?, sponsor: String? = nil,
    votes: (yes: Int, no: Int) = (0, 0)
  ) {
    self.sittings = sittings
    self.drills = drills
    self.practicals = practicals
    self.completed = completed
    self.inPostSince = inPostSince
    self.belowSince = belowSince
    self.sponsor = sponsor
    self.votes = votes
  }

  /// What must hold before somebody may sit: time and courses.
  package func prerequisites(for level: Ladder.Level, on day: CalendarDay) -> [Requirement] {
    var list: [Requirement] = []
    if let months = level.monthsBelow {
      list.append(
        Requirement(
          level.belowWords, months: months, since: belowSince, on: day, found: "level below held",
          otherwise: "not held"))
    }
    if level.monthsInPost > 0 {
      list.append(
        Requirement(
          level.postWords, months: level.monthsInPost, since: inPostSince, on: day, found: "in post",
          otherwise: "not in post")
      )
    }
    for course in level.courses {
      let day = completed[course]
      list.append(
        Requirement(
          Words(en: "course \(course) completed", zh: "完成课程 \(course)"), isMet: day != nil,
          found: day.map { "\(course) completed \($0)" } ?? "not completed"))
    }
    return list
  }

  /// Every condition of a level, in the order of the ladder.
  package func requirements(for level: Ladder.Level, on day: CalendarDay) -> [Requirement] {
    var list = prerequisites(for: level, on: day) + level.parts.map(requirement)
    if level.asksForSponsor {
      list.append(
        Requirement(
          Words(en: "a sponsor", zh: "推荐人"), isMet: sponsor != nil,
          found: sponsor.map { "sponsor \($0)" } ?? "nobody vouches"))
    }
    if level.board > 0 {
      list.append(
        Requirement(
          Words(en: "a review board of \(level.board)", zh: "\(level.board) 人评审委员会"),
          isMet: votes.yes + votes.no >= level.board && votes.yes > votes.no,
          found: "board \(votes.yes) for, \(votes.no) against"))
    }
    return list
  }

  /// How a part stands.
  package func requirement(_ part: LadderPart) -> Requirement {
    switch part {
    case .exam(let blueprint, let pass):
      let best = sittings[blueprint]
      return Requirement(
        Words(en: "theory \(blueprint) \(pass) or more", zh: "理论考试 \(blueprint) 不低于 \(pass)"),
        isMet: best.map { $0.score >= pass } ?? false,
        found: best.map { "sitting \($0.sitting): \($0.score)" } ?? "not passed")
    case .drill(let course, let lesson, let pass):
      let best = drills["\(course)/\(lesson)"]
      return Requirement(
        Words(en: "practical \(lesson) \(pass) or more", zh: "实操 \(lesson) 不低于 \(pass)"),
        isMet: best.map { $0.score >= pass } ?? false,
        found: best.map { "drill \(lesson), attendance \($0.record): \($0.score)" } ?? "not taken")
    case .practical(let practical):
      let own = practicals[practical.id]
      return Requirement(
        Words(
          en: "practical \(practical.id) \(practical.pass) or more",
          zh: "实操 \(practical.id) 不低于 \(practical.pass)"),
        isMet: own.map { $0.score >= practical.pass } ?? false,
        found: own.map { "level sitting \($0.sitting), \(practical.id): \($0.score)" } ?? "not examined")
    }
  }
}
