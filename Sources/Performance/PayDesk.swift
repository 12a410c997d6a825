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
    try PromotionDesk(occasion).lists(in: quarter).map { ($0.scheme, $0.proposals) }
  }
}
