import Formats
import SQLite
import Statistics
import Workforce
import Workspace

/// How many calls must be judged for a wanted margin of error.
package struct SizingDesk {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// The calls needed by each agent or team that handled calls in a quarter, by id.
  ///
  /// - Parameters:
  ///   - error: half the width of the interval, in points.
  ///   - deviation: the standard deviation of a call's score in points; by default that within agents in the quarter, or in
  ///     the one before.
  package func sizes(
    _ quarter: Quarter, byTeam: Bool, error: Double, deviation: Double?, level: Double
  ) throws -> Sizes {
    try occasion.require(.assessor, .leader, .hr, to: "plan samples")
    let database = occasion.database
    let before = Quarter(number: quarter.number - 1)
    guard
      let deviation = try deviation ?? self.deviation(in: quarter, isWithinAgents: !byTeam)
        ?? self.deviation(in: before, isWithinAgents: !byTeam)
    else {
      throw Refusal(
        .noInput, "nothing was judged in \(quarter) or \(before), so the spread of scores is not known",
        "say it: --sd 15")
    }
    let staff = StaffRecords(database)
    let book = try TeamBook(staff)
    var ids: [Int: String] = [:]
    for (id, key) in try staff.keys() { ids[key] = id }
    var calls: [String: Int] = [:]
    for (key, count) in try QualityRecords(database).frame(of: quarter) {
      let group = byTeam ? book.team(of: key, on: quarter.lastDay) ?? "–" : ids[key] ?? "?"
      calls[group, default: 0] += count
    }
    guard !calls.isEmpty else {
      throw Refusal(
        .noInput, "\(quarter) has no draw, so the calls handled are not known", "draw with: merit qa sample")
    }
    let z = normalQuantile(0.5 + level / 2)
    let rows = calls.sorted { $0.key < $1.key }.map { group, count in
      (
        id: group, calls: count,
        needed: SampleSize.forMean(error: error, deviation: deviation, z: z, population: count)
      )
    }
    return (deviation, rows)
  }

  /// The standard deviation of scores in points, within agents or over all.
  private func deviation(in quarter: Quarter, isWithinAgents: Bool) throws -> Double? {
    var all = SampleSums()
    var (within, freedom) = (0.0, 0)
    var current = (staff: -1, sums: SampleSums())
    func finish() {
      within += current.sums.deviation
      freedom += max(0, current.sums.count - 1)
    }
    try occasion.database.forEach(
      """
      SELECT staff, score
        FROM evaluation INDEXED BY evaluation_pay
       WHERE quarter = ?1 AND kind = 1 AND score IS NOT NULL AND \(Batch.inForce("evaluation"))
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { row in
      if row.int(0) != current.staff {
        finish()
        current = (row.int(0), SampleSums())
      }
      current.sums.add(row.int(1))
      all.add(row.int(1))
    }
    finish()
    if !isWithinAgents { return all.standardDeviation.map { $0 / 100 } }
    return freedom > 0 ? (within / Double(freedom)).squareRoot() / 100 : nil
  }
}
