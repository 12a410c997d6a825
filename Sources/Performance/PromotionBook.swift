import Certification
import Exams
import Formats
import SQLite
import Training
import Workforce
import Workspace

/// What everybody brings to the steps of a quarter, gathered in one ordered pass over each department.
struct PromotionBook {
  private let day: CalendarDay
  /// The holders of the schemes' posts, by id.
  private var standings: [Standing] = []
  private let levels: [Int: Int?]
  private let stars: [Int: Int?]
  private var assignments: [Int: [Assignment]] = [:]
  private let certificates: [Int: [HeldCertificate]]
  /// From the quarter in question back.
  private let history: [[Int: PromotionQuarter]]
  private let risen: [Int: (level: Int, from: CalendarDay)]
  private var exams: [String: [Int: PromotionCase.ExamResult]] = [:]
  private var completed: [String: [Int: CalendarDay]] = [:]

  /// What the quarter's scoring says of somebody.
  private struct Standing {
    let person: Person
    let key: Int
    let post: String
    let total: Score?
    let satisfaction: Score?
    let quality: Score?
  }

  /// - Parameter run: the scoring of the quarter.
  init(
    _ database: Connection, quarter: Quarter, run: PerformanceRecords.Run, schemes: [PromotionScheme]
  ) throws {
    day = quarter.lastDay
    let staff = StaffRecords(database)
    let records = PromotionRecords(database)
    certificates =
      schemes.contains { $0.level != nil || $0.certificate != nil }
      ? try CertificationRecords(database).certificates() : [:]
    history = try (0..<(schemes.map(\.reach).max() ?? 0)).map {
      try records.quarters(Quarter(number: quarter.number - $0))
    }
    risen = try records.levelsRisen(by: quarter.lastDay)
    levels = try records.rosterBefore(quarter, .level)
    stars = try records.rosterBefore(quarter, .star)
    let posts = Set(schemes.map(\.post))
    try staff.forEachAssignment { if posts.contains($1.post) { assignments[$0, default: []].append($1) } }
    for blueprint in Set(schemes.compactMap(\.exam?.blueprint)).sorted() {
      exams[blueprint] = try Self.best(SittingRecords(database).results(blueprint: blueprint, by: day))
    }
    for course in Set(schemes.flatMap(\.training)).sorted() {
      completed[course] = try TrainingRecords(database).completions(of: course, by: day).mapValues(\.day)
    }
    standings = try Self.standings(database, run: run, posts: posts, left: day)
  }

  /// - Parameter day: who has left by then has no standing.
  private static func standings(
    _ database: Connection, run: PerformanceRecords.Run, posts: Set<String>, left day: CalendarDay
  ) throws -> [Standing] {
    var standings: [Standing] = []
    // The parts of a performance scheme that come from evaluated calls.
    var parts: [String: Set<String>] = [:]
    try PerformanceRecords(database).forEachPerson(ofRun: run.batch) { person, result in
      guard posts.contains(result.post), person.left.map({ $0 > day }) ?? true else { return }
      let label = "\(result.scheme) \(result.version)"
      if parts[label] == nil, !result.scheme.isEmpty {
        let scheme = try SchemeRecords(database).document(
          PerformanceScheme.self, id: result.scheme, version: result.version)
        parts[label] = Set(scheme.parts.filter { $0.source == .qa }.map(\.id))
      }
      standings.append(
        Standing(
          person: person, key: result.key, post: result.post, total: result.assessment.total,
          satisfaction: result.satisfaction, quality: quality(result, parts: parts[label] ?? [])))
    }
    return standings
  }

  /// The cases of the holders of a scheme's post, by id; who has left is none.
  func cases(for scheme: PromotionScheme) -> [PromotionCase] {
    standings.filter { $0.post == scheme.post }.map { self.case(of: $0, for: scheme) }
  }

  private func `case`(of standing: Standing, for scheme: PromotionScheme) -> PromotionCase {
    let (person, key) = (standing.person, standing.key)
    let held = (certificates[key] ?? []).filter { $0.isValid(on: day) }
    var found = PromotionCase(staff: person.id, name: person.name)
    found.site = person.site
    found.joined = person.joined
    found.total = standing.total
    found.rosterLevel = levels[key] ?? person.level
    found.star = stars[key] ?? person.star
    // The higher of what the register and the roster say: a lower number.
    found.level = (held.map(\.certificate.level) + [found.rosterLevel].compactMap(\.self)).min()
    found.levelSince = scheme.level.flatMap { levelSince(key, found.rosterLevel, $0) }
    found.postSince = Self.postSince((assignments[key] ?? []).filter { $0.post == scheme.post }, on: day)
    found.quarters = history.prefix(scheme.reach).map { $0[key] ?? .none }
    found.satisfaction = standing.satisfaction
    found.quality = standing.quality
    found.exam = scheme.exam.flatMap { exams[$0.blueprint]?[key] }
    for course in scheme.training { found.completed[course] = completed[course]?[key] }
    found.certificate = scheme.certificate.flatMap { asked in
      held.filter { $0.certificate.ladder == asked.ladder }.map(\.certificate.level).min()
    }
    return found
  }

  /// The score of evaluated calls, where there were enough for a part of the score; a quarter scored before Merit kept
  /// evidence beside its results knows only the parts.
  private static func quality(_ result: QuarterResult, parts: Set<String>) -> Score? {
    let mean = Score.weightedMean(
      result.assessment.parts.compactMap { part in
        guard parts.contains(part.id), let score = part.score else { return nil }
        return (score, part.weight)
      })
    return mean.map { result.evidence.qa ?? $0 }
  }

  /// Since when a level or a higher one has been held without a gap: by certificates that follow one another, or by the
  /// decision that raised the roster's level.
  private func levelSince(_ key: Int, _ roster: Int?, _ level: Int) -> CalendarDay? {
    let own = (certificates[key] ?? []).filter { $0.certificate.level <= level }
    var since = own.filter { $0.isValid(on: day) }.map(\.certificate.awarded).min()
    while let start = since,
      let before = own.filter({
        $0.certificate.awarded < start && $0.expires.adding(days: 1) >= start
          && $0.status(on: day) != .revoked
      }).map(\.certificate.awarded).min()
    {
      since = before
    }
    guard let risen = risen[key], risen.level == roster, risen.level <= level else { return since }
    return min(since ?? risen.from, risen.from)
  }

  /// The first day of the unbroken run of assignments that reaches a day; `nil` for who holds none then.
  private static func postSince(_ assignments: [Assignment], on day: CalendarDay) -> CalendarDay? {
    guard var since = assignments.filter({ $0.covers(day) }).map(\.from).min() else { return nil }
    while let before = assignments.filter({
      $0.from < since && ($0.to.map { $0.adding(days: 1) >= since } ?? true)
    }).map(\.from).min() {
      since = before
    }
    return since
  }

  /// Everybody's best result, the earlier of equals.
  private static func best(
    _ results: [(staff: Int, day: CalendarDay, score: Score)]
  ) -> [Int: PromotionCase.ExamResult] {
    var best: [Int: PromotionCase.ExamResult] = [:]
    for (staff, day, score) in results {
      if let held = best[staff], held.score >= score { continue }
      best[staff] = PromotionCase.ExamResult(score: score, day: day)
    }
    return best
  }
}
