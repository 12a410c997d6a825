import Formats
import SQLite
import Workspace

/// A time for which somebody was away.
package struct Leave: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case annual, sick, maternity, injury, personal, training
  }

  /// The integer key of the person.
  package let staff: Int
  package let from: CalendarDay
  /// The last day.
  package let to: CalendarDay
  package let kind: Kind

  package init(staff: Int, from: CalendarDay, to: CalendarDay, kind: Kind) {
    self.staff = staff
    self.from = from
    self.to = to
    self.kind = kind
  }

  package var days: Int { to.number - from.number + 1 }

  package func covers(_ day: CalendarDay) -> Bool { from <= day && day <= to }

  package static let shape = TableShape(
    "leave",
    [
      Column("id", "工号", required: true, example: "E0001"),
      Column("from", "起", required: true, example: "2026-03-01"),
      Column("to", "止", required: true, example: "2026-06-06"),
      Column("kind", "类型", required: true, example: "maternity"),
    ])

  static let kinds: [(Kind, [String])] = [
    (.annual, ["annual", "年假", "年休假"]), (.sick, ["sick", "病假"]), (.maternity, ["maternity", "产假"]),
    (.injury, ["injury", "工伤", "工伤假"]), (.personal, ["personal", "事假"]),
    (.training, ["training", "培训", "外出培训"]),
  ]
}

/// The rows of leave.
package struct LeaveRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static func leave(_ row: Statement) -> Leave {
    Leave(
      staff: row.int(0), from: row.day(1),
      to: row.day(2),
      kind: Leave.Kind(rawValue: row.text(3)) ?? .personal
    )
  }

  /// Everybody's leave by key, oldest first: one pass.
  package func all() throws -> [Int: [Leave]] {
    let rows = try database.rows(
      """
      SELECT staff, from_day, to_day, kind
        FROM leave
       ORDER BY staff, from_day
      """, decode: Self.leave)
    return Dictionary(grouping: rows, by: \.staff)
  }

  package func leave(of staff: Int) throws -> [Leave] {
    try database.rows(
      """
      SELECT staff, from_day, to_day, kind
        FROM leave
       WHERE staff = ?1
       ORDER BY from_day
      """, [.integer(staff)], decode: Self.leave)
  }

  func remove(_ leave: Leave) throws {
    try database.run(
      "DELETE FROM leave WHERE staff = ?1 AND from_day = ?2",
      [.integer(leave.staff), .text(leave.from.description)])
  }

  func save(_ leave: Leave) throws {
    try database.run(
      """
      INSERT INTO leave (staff, from_day, to_day, kind)
      VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT (staff, from_day) DO UPDATE
         SET to_day = ?3, kind = ?4
      """,
      [
        .integer(leave.staff), .text(leave.from.description), .text(leave.to.description),
        .text(leave.kind.rawValue),
      ])
  }
}

extension WorkforceDesk {
  /// Takes in who was, or will be, away; somebody is away once at a time.
  package func importLeave(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, .leader, to: "import leave")
    let keys = try StaffRecords(occasion.database).keys()
    let records = LeaveRecords(occasion.database)
    let known = try records.all()
    var rows: [Placed<Leave>] = []
    var read: [Int: [(leave: Leave, line: Int)]] = [:]
    var ids: Set<String> = []
    try table.forEachRow { row in
      let id = row.text("id")
      let from = row.day("from")
      let to = row.day("to")
      let kind = row.word("kind", Leave.kinds)
      if let id, keys[id] == nil {
        row.fault("id", "nobody has the id '\(id)'; see: merit staff list")
      }
      guard let id, let staff = keys[id], let from, let to, let kind else { return }
      guard from <= to else {
        return row.fault("to", "the leave would end on \(to), before it begins on \(from)")
      }
      let leave = Leave(staff: staff, from: from, to: to, kind: kind)
      if let other = read[staff]?.first(where: { $0.leave.from <= to && from <= $0.leave.to }) {
        return row.fault(
          "from",
          "'\(id)' is away from \(other.leave.from) to \(other.leave.to) already, on line \(other.line); join the two, or mend the days"
        )
      }
      if options.correction == nil,
        let other = known[staff]?.first(where: { $0.from != from && $0.from <= to && from <= $0.to })
      {
        return row.fault(
          "from",
          "'\(id)' is away from \(other.from) to \(other.to) already; mend the days, or replace it with --correct --reason TEXT"
        )
      }
      ids.insert(id)
      read[staff, default: []].append((leave, row.line))
      rows.append(Placed(leave, line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table,
      find: { leave in known[leave.staff]?.first { $0.from == leave.from }.map { (0, $0) } },
      name: { "the leave from \($0.from)" })
    try table.faults.throwIfAny()
    try occasion.requireLead(of: ids.sorted(), insteadOf: [.hr], to: "import leave of other teams")
    if !options.dryRun, !arrivals.isEmpty {
      let rows = arrivals.accepted.map(\.row)
      try occasion.record("staff.leave", of: table.file, content: "\(rows)\n\(options.correction ?? "")") {
        for leave in rows {
          for other in known[leave.staff] ?? []
          where other.from != leave.from && other.from <= leave.to && leave.from <= other.to {
            try records.remove(other)
          }
          try records.save(leave)
        }
      }
    }
    return table.outcome(arrivals, options: options)
  }
}
