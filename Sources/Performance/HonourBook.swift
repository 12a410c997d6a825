import Formats
import SQLite
import Workforce
import Workspace

/// What everybody brings to the honours of a quarter, gathered in one ordered pass over each table.
struct HonourBook {
  /// How far back somebody may have been assessed for the last time.
  private static let reach = 8

  private let quarter: Quarter
  private var everybody: [HonourCandidate] = []
  private let grants: [HonourGrant]

  init(_ database: Connection, in quarter: Quarter, run: PerformanceRecords.Run) throws {
    self.quarter = quarter
    let records = HonourRecords(database)
    let quarters = try (0...Self.reach).map {
      try PromotionRecords(database).quarters(Quarter(number: quarter.number - $0))
    }
    grants = try records.grants()
    let (adopted, helped) = (
      try records.sums(of: .adopted, in: quarter), try records.sums(of: .confirmed, in: quarter)
    )
    var results: [Int: QuarterResult] = [:]
    try PerformanceRecords(database).forEachResult(ofRun: run.batch) { results[$2.key] = $2 }
    var posts: [Int: String] = [:]
    try StaffRecords(database).forEachAssignment { if $1.covers(quarter.lastDay) { posts[$0] = $1.post } }
    try StaffRecords(database).forEachPerson { key, person in
      if let left = person.left, left <= quarter.lastDay { return }
      var candidate = HonourCandidate(
        staff: person.id, name: person.name, post: results[key]?.post ?? posts[key] ?? "",
        joined: person.joined)
      let now = quarters[0][key] ?? .none
      if !now.isNeutral { (candidate.total, candidate.grade) = (now.total, now.grade) }
      candidate.criticals = now.criticals
      candidate.satisfaction = results[key]?.satisfaction
      candidate.before =
        (1...Self.reach).lazy.compactMap { back -> HonourCandidate.Assessed? in
          guard let earlier = quarters[back][key], !earlier.isNeutral, let total = earlier.total else {
            return nil
          }
          return .init(quarter: Quarter(number: quarter.number - back), total: total)
        }.first
      (candidate.suggestions, candidate.saving) = (
        adopted[key]?.count ?? 0, Money(fen: adopted[key]?.saving ?? 0)
      )
      (candidate.helps, candidate.helpDays) = (helped[key]?.count ?? 0, helped[key]?.days ?? 0)
      everybody.append(candidate)
    }
  }

  /// Everybody with what they had of an honour, by id.
  func candidates(for honour: String, of scheme: String) -> [HonourCandidate] {
    let own = Dictionary(grouping: grants.filter { $0.scheme == scheme && $0.honour == honour }, by: \.staff)
    return everybody.map { candidate in
      guard let had = own[candidate.staff] else { return candidate }
      var candidate = candidate
      candidate.granted = had.filter { $0.revoked == nil && $0.quarter != quarter }.map(\.quarter)
      candidate.isRevoked = had.contains { $0.quarter == quarter && $0.revoked != nil }
      return candidate
    }
  }
}
