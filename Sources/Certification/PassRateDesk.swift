import Exams
import Formats
import Workforce
import Workspace

/// Reports on who passes.
package struct PassRateDesk {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// What counts as an attempt.
  package enum Attempts: String, CaseIterable, Sendable {
    /// A sitting of a theory paper of the level, passed at the level's pass mark.
    case theory
    /// A registration for a sitting of the level, passed where the certificate was awarded.
    case decision
  }

  /// Pass rates of a ladder up to a day.
  package func rates(
    _ ladderID: String, of kind: Attempts, by grouping: PassRates.Grouping, on day: CalendarDay
  ) throws -> PassRates {
    try occasion.require(.examiner, .hr, .trainer, to: "see pass rates")
    let ladder = try CertificationDesk(occasion).ladder(ladderID, on: day)
    var people: [Int: (site: String, joined: Int)] = [:]
    var keys: [String: Int] = [:]
    try StaffRecords(occasion.database).forEachPerson { key, person in
      people[key] = (person.site ?? "–", person.joined.parts.year)
      keys[person.id] = key
    }
    var attempts: [PassRates.Attempt] = []
    func add(_ tries: [(staff: Int, isPassed: Bool)], level: Int) {
      var counts: [Int: Int] = [:]
      for (staff, isPassed) in tries {
        counts[staff, default: 0] += 1
        attempts.append(
          PassRates.Attempt(
            level: Person.levelName(level), site: people[staff]?.site ?? "–",
            cohort: people[staff].map { "\($0.joined)" } ?? "–", number: counts[staff] ?? 1,
            isPassed: isPassed))
      }
    }
    for level in ladder.levels {
      switch kind {
      case .theory:
        for case .exam(let blueprint, let pass) in level.parts {
          let results = try SittingRecords(occasion.database).results(blueprint: blueprint, by: day)
          add(results.map { ($0.staff, $0.score >= pass) }, level: level.level)
        }
      case .decision:
        let records = LevelSittingRecords(occasion.database)
        let decisions = try records.sittings()
          .filter { $0.ladder == ladderID && $0.level == level.level && $0.day <= day }
          .flatMap { try records.decisions(of: $0.id) }
        add(decisions.compactMap { own in keys[own.staff].map { ($0, own.isAwarded) } }, level: level.level)
      }
    }
    return PassRates(attempts, by: grouping)
  }
}
