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

  /// Everybody's result in two revisions of a closed quarter, by id; only those that differ in what is paid.
  package func differences(
    in quarter: Quarter, from one: Int, to other: Int
  ) throws -> [Difference] {
    try occasion.require(.hr, to: "see everybody's pay")
    return try database.snapshot {
      let (first, second) = (try batch(of: quarter, one), try batch(of: quarter, other))
      var before: [String: QuarterResult] = [:]
      try records.forEachResult(ofRun: first) { before[$0] = $2 }
      var differences: [Difference] = []
      try records.forEachResult(ofRun: second) { id, name, result in
        let old = before.removeValue(forKey: id)
        if old?.bonus != result.bonus { differences.append((id, name, old, result)) }
      }
      for (id, old) in before where old.bonus != .zero { differences.append((id, "", old, nil)) }
      return differences.sorted { $0.id < $1.id }
    }
  }

  private func batch(of quarter: Quarter, _ revision: Int) throws -> Int {
    guard
      let found = try FrozenRecords(database).revisions(of: quarter).first(where: { $0.number == revision })
    else {
      throw Refusal(
        .noInput, "\(quarter) has no revision \(revision)", "see: merit quarter status \(quarter)")
    }
    return found.batch
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
    try requireShown(quarter)
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

  /// The same where there is a sheet to be shown; `nil` where the quarter is not scored or not published yet, or the person is
  /// not in it.
  package func shownResult(of staff: String, in quarter: Quarter) throws -> (
    person: Person, key: Int, result: QuarterResult
  )? {
    do { return try result(of: staff, in: quarter) } catch let refusal as Refusal
      where [.quarterNotScored(quarter), .notShown(quarter), .notInQuarter(staff, quarter)].contains(refusal)
    { return nil }
  }

  /// Refuses a person's own sheet before HR has published it: until then it may still change without a word.
  func requireShown(_ quarter: Quarter) throws {
    if occasion.actor.may([.hr]) { return }
    if try QuarterRecords(database).state(of: quarter) == .closed { return }
    _ = try run(of: quarter)
    guard try QuarterBook(database).standingPublication(of: quarter) != nil else {
      throw Refusal.notShown(quarter)
    }
  }
}
