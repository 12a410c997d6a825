import Certification
import Formats
import SQLite
import Workforce
import Workspace

/// Looking at a scored quarter: pay, promotion, and a person's own result.
package struct PayDesk {
  private let occasion: Occasion
  private let records: PerformanceRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PerformanceRecords(occasion.database)
  }

  /// The run of a quarter, which must have been scored.
  package func run(of quarter: Quarter) throws -> PerformanceRecords.Run {
    guard let run = try records.run(of: quarter) else { throw Refusal.quarterNotScored(quarter) }
    return run
  }

  /// Calls `body` for everybody's result, by id.
  package func forEachResult(
    in quarter: Quarter, _ body: (String, String, QuarterResult) throws -> Void
  ) throws {
    try occasion.require(.hr, to: "see everybody's pay")
    // One snapshot: a scoring that runs meanwhile replaces the rows under us.
    try database.snapshot { try records.forEachResult(ofRun: run(of: quarter).batch, body) }
  }

  /// One person's result: their own, or anybody's for HR.
  package func result(of staff: String, in quarter: Quarter) throws -> (
    person: Person, key: Int, result: QuarterResult
  ) {
    if occasion.actor.staff != staff, !occasion.actor.may([.hr]) { throw Refusal.someoneElse }
    let people = StaffRecords(database)
    guard let person = try people.person(staff), let key = try people.key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    let found = try database.snapshot { try records.result(ofRun: run(of: quarter).batch, staff: key) }
    guard let result = found else {
      throw Refusal.notInQuarter(staff, quarter)
    }
    return (person, key, result)
  }

  /// What every promotion scheme in force proposes after a scored quarter.
  package func promotions(in quarter: Quarter) throws -> [(
    scheme: PromotionScheme, proposals: [PromotionProposal]
  )] {
    try occasion.require(.hr, .leader, to: "see proposals for promotion")
    return try database.snapshot { try proposals(in: quarter) }
  }

  private func proposals(in quarter: Quarter) throws -> [(
    scheme: PromotionScheme, proposals: [PromotionProposal]
  )] {
    let run = try run(of: quarter)
    let certificates = try CertificationRecords(database).levels(on: quarter.lastDay)
    return try SchemeRecords(database).allInForce(kind: PromotionScheme.kind, on: quarter.lastDay).map {
      scheme in
      let document = try PromotionScheme.read(Array(scheme.text.utf8), named: scheme.label)
      let history = try (0..<document.quarters).map {
        try records.grades(in: Quarter(number: quarter.number - $0))
      }
      var rosterLevels: [Int: Int] = [:]
      try StaffRecords(database).forEachPerson { key, person in rosterLevels[key] = person.level }
      var cases: [PromotionCase] = []
      try records.forEachResult(ofRun: run.batch) { id, name, result in
        guard result.post == document.post else { return }
        // The higher of what the register and the roster say: a lower number.
        let level = [certificates[result.key], rosterLevels[result.key]].compactMap { $0 }.min()
        cases.append(
          PromotionCase(
            staff: id, name: name, total: result.assessment.total, level: level,
            grades: history.map { $0[result.key] }, satisfaction: result.satisfaction,
            criticals: result.criticals))
      }
      return (document, PromotionProposal.proposals(cases, scheme: document))
    }
  }
}
