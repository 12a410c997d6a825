import Formats
import SQLite
import Workspace

/// The rows of decisions on steps and of what they change on the roster; and quarters as steps count them.
struct PromotionRecords {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  /// How a quarter counts for everybody: of its newest scoring, else as it was brought from before Merit.
  func quarters(_ quarter: Quarter) throws -> [Int: PromotionQuarter] {
    var found: [Int: PromotionQuarter] = [:]
    try database.forEach(
      """
      SELECT staff, grade, score
        FROM earlier_grade
       WHERE quarter = ?1 AND \(Batch.inForce("earlier_grade"))
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { row in
      found[row.int(0)] = PromotionQuarter(
        grade: row.text(1), total: row.optionalInt(2).map(Score.init(hundredths:)))
    }
    guard let run = try PerformanceRecords(database).run(of: quarter) else { return found }
    try database.forEach(
      """
      SELECT staff, grade, total, criticals, flags
        FROM result
       WHERE batch = ?1
       ORDER BY staff
      """, [.integer(run.batch)]
    ) { row in
      let flags = row.text(4).split(separator: " ")
      let incidents = flags.first { $0.hasPrefix("incidents:") }.flatMap { Int($0.dropFirst(10)) }
      let scored = PromotionQuarter(
        grade: row.optionalText(1), total: row.optionalInt(2).map(Score.init(hundredths:)),
        isNeutral: flags.contains { $0.hasPrefix("neutral:") }, criticals: row.int(3) + (incidents ?? 0))
      // A grade from before stands where the scoring found nothing to judge.
      if scored.grade != nil || scored.isNeutral || found[row.int(0)] == nil { found[row.int(0)] = scored }
    }
    return found
  }

  // MARK: Decisions

  private static let columns = """
    d.id, d.scheme, d.version, d.quarter, s.id, s.name, d.verdict, d.is_proposed, d.ground, d.reason, d.vacancy,
           d.from_day, d.at, d.by, d.supersedes
    """

  private static let inForce =
    "d.id NOT IN (SELECT supersedes FROM promotion_decision WHERE supersedes IS NOT NULL)"

  private static func decision(_ row: Statement) -> PromotionDecision {
    PromotionDecision(
      id: row.int(0), scheme: row.text(1), version: row.int(2), quarter: Quarter(number: row.int(3)),
      staff: row.text(4), name: row.text(5),
      verdict: PromotionDecision.Verdict(rawValue: row.text(6)) ?? .keep, isProposed: row.bool(7),
      ground: row.text(8), reason: row.optionalText(9), vacancy: row.optionalInt(10),
      from: row.optionalDay(11), at: Instant(row.text(12)) ?? Instant(seconds: 0), by: row.text(13),
      supersedes: row.optionalInt(14))
  }

  /// The decisions of a quarter in the order in which they were made.
  ///
  /// - Parameter all: also those that were replaced.
  func decisions(in quarter: Quarter, all: Bool = false) throws -> [PromotionDecision] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM promotion_decision d
        JOIN staff s ON s.key = d.staff
       WHERE d.quarter = ?1 AND (?2 OR \(Self.inForce))
       ORDER BY d.id
      """, [.integer(quarter.number), .bool(all)], decode: Self.decision)
  }

  func insert(_ decision: PromotionDecision, staff: Int) throws -> Int {
    try database.insert(
      """
      INSERT INTO promotion_decision (scheme, version, quarter, staff, verdict, is_proposed, ground, reason, vacancy,
                                      from_day, at, by, supersedes)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """,
      [
        .text(decision.scheme), .integer(decision.version), .integer(decision.quarter.number),
        .integer(staff),
        .text(decision.verdict.rawValue), .bool(decision.isProposed), .text(decision.ground),
        .optional(decision.reason), .optional(decision.vacancy), .optional(decision.from?.description),
        .text(decision.at.description), .text(decision.by), .optional(decision.supersedes),
      ])
  }

  // MARK: Changes of the roster

  /// The changes of decisions that stand, oldest first; of one decision also where it was replaced.
  func changes(of decision: Int? = nil) throws -> [RosterChange] {
    try database.rows(
      """
      SELECT c.id, c.decision, s.id, c.kind, c.was, c.becomes, c.team, c.from_day, n.change IS NOT NULL
        FROM roster_change c
        JOIN promotion_decision d ON d.id = c.decision
        JOIN staff s ON s.key = d.staff
        LEFT JOIN roster_change_done n ON n.change = c.id
       WHERE c.decision = ?1 OR (?1 IS NULL AND \(Self.inForce))
       ORDER BY c.id
      """, [.optional(decision)]
    ) {
      RosterChange(
        id: $0.int(0), decision: $0.int(1), staff: $0.text(2),
        kind: RosterChange.Kind(rawValue: $0.text(3)) ?? .star, before: $0.optionalText(4),
        after: $0.optionalText(5), team: $0.optionalText(6), from: $0.day(7), isDone: $0.bool(8))
    }
  }

  func insert(_ change: RosterChange) throws {
    try database.run(
      """
      INSERT INTO roster_change (decision, kind, was, becomes, team, from_day)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(change.decision), .text(change.kind.rawValue), .optional(change.before),
        .optional(change.after), .optional(change.team), .text(change.from.description),
      ])
  }

  func setDone(_ change: Int, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO roster_change_done (change, at, by) VALUES (?1, ?2, ?3)",
      [.integer(change), .text(at.description), .text(actor)])
  }

  /// Everybody whose level a decision about an earlier quarter changed by a day, with the last such level and its first
  /// day, by key.
  func levelsRisen(by day: CalendarDay) throws -> [Int: (level: Int, from: CalendarDay)] {
    var risen: [Int: (level: Int, from: CalendarDay)] = [:]
    try database.forEach(
      """
      SELECT d.staff, c.becomes, c.from_day
        FROM roster_change c
        JOIN roster_change_done n ON n.change = c.id
        JOIN promotion_decision d ON d.id = c.decision
       WHERE c.kind = 'level' AND c.becomes IS NOT NULL AND c.from_day <= ?1 AND d.quarter < ?2
       ORDER BY c.id
      """, [.text(day.description), .integer(Quarter(of: day).number)]
    ) { row in
      if let level = Int(row.text(1)) { risen[row.int(0)] = (level, row.day(2)) }
    }
    return risen
  }

  /// What the roster said of everybody before decisions about a quarter or a later one changed it, by key: else whoever
  /// has been promoted would no longer be among those whom the places were for.
  func rosterBefore(_ quarter: Quarter, _ kind: RosterChange.Kind) throws -> [Int: Int?] {
    var before: [Int: Int?] = [:]
    try database.forEach(
      """
      SELECT d.staff, c.was
        FROM roster_change c
        JOIN roster_change_done n ON n.change = c.id
        JOIN promotion_decision d ON d.id = c.decision
       WHERE c.kind = ?1 AND d.quarter >= ?2
       ORDER BY c.id
      """, [.text(kind.rawValue), .integer(quarter.number)]
    ) { row in
      if before[row.int(0)] == nil {
        before.updateValue(row.optionalText(1).flatMap { Int($0) }, forKey: row.int(0))
      }
    }
    return before
  }
}
