import Formats
import SQLite
import Workforce
import Workspace

/// A grade that somebody got in a quarter before Merit.
package struct EarlierGrade: Hashable, Sendable {
  package let staff: Int
  package let quarter: Quarter
  package let grade: String
  package let score: Score?

  package static let shape = TableShape(
    "grades",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("quarter", "季度", required: true, example: "2026Q2"),
      Column("grade", "等级", required: true, example: "B"),
      Column("score", "得分", example: "84.5"),
    ])
}

/// The rows of grades from before Merit.
extension PerformanceRecords {
  func find(_ key: EarlierGrade) throws -> (id: Int, row: EarlierGrade)? {
    try database.first(
      """
      SELECT id, staff, quarter, grade, score
        FROM earlier_grade
       WHERE quarter = ?1 AND staff = ?2 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(key.quarter.number), .integer(key.staff)]
    ) {
      (
        $0.int(0),
        EarlierGrade(
          staff: $0.int(1), quarter: Quarter(number: $0.int(2)), grade: $0.text(3),
          score: $0.optionalInt(4).map(Score.init(hundredths:)))
      )
    }
  }

  func insert(_ row: EarlierGrade, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO earlier_grade (batch, staff, quarter, grade, score, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(batch), .integer(row.staff), .integer(row.quarter.number), .text(row.grade),
        .optional(row.score?.hundredths), .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }
}

extension QuarterDesk {
  /// Takes in grades that people got before Merit.
  package func importGrades(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "take in earlier grades")
    let keys = try StaffRecords(database).keys()
    var rows: [Placed<EarlierGrade>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let id = row.text("staff")
      let text = row.text("quarter")
      let grade = row.text("grade")
      let score = row.optionalDecimal("score", places: 2, in: 0...100_00)
      if let id, keys[id] == nil { row.fault("staff", "nobody has the id '\(id)'; see: merit staff list") }
      if let text, Quarter(text) == nil {
        row.fault("quarter", "'\(text)' is not a quarter; write it as 2026Q2")
      }
      guard let id, let key = keys[id], let quarter = text.flatMap({ Quarter($0) }), let grade else { return }
      if let first = lines["\(id) \(quarter)"] {
        return row.fault("staff", "'\(id)' has a grade of \(quarter) on line \(first) already; keep one")
      }
      lines["\(id) \(quarter)"] = row.line
      rows.append(
        Placed(
          EarlierGrade(staff: key, quarter: quarter, grade: grade, score: score.map(Score.init(hundredths:))),
          line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: PerformanceRecords(occasion.database).find,
      name: { "the grade of \($0.quarter)" })
    return try occasion.take(
      arrivals, of: table, options: options, into: "earlier_grade", deed: "promotion.import",
      subject: table.file
    ) { row, batch, supersedes in
      try PerformanceRecords(occasion.database).insert(
        row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }
}
