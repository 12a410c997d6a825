import Formats
import Workspace

/// What somebody knew before a course and after it, out of 100.
package struct TrainingTest: Hashable, Sendable {
  package let course: String
  /// The integer key of the person.
  package let staff: Int
  package let before: Score
  package let after: Score

  package static let shape = TableShape(
    "prepost",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("pre", "训前", required: true, example: "62"),
      Column("post", "训后", required: true, example: "81.5"),
      Column("course", "课程", example: "hotline-onboarding"),
    ])

  /// - Parameter course: of rows that name none.
  static func read(
    _ table: TableReader, course: String?, courses: Set<String>, staff: [String: Int]
  ) throws -> [Placed<TrainingTest>] {
    var rows: [Placed<TrainingTest>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let person = row.text("staff")
      let before = row.decimal("pre", places: 2, in: 0...100_00)
      let after = row.decimal("post", places: 2, in: 0...100_00)
      let name = row.optional("course") ?? course
      if let person, staff[person] == nil {
        row.fault("staff", "nobody has the id '\(person)'; see: merit staff list")
      }
      if let name, !courses.contains(name) {
        row.fault("course", "course '\(name)' is not loaded; load it with: merit course load DIR")
      }
      if name == nil { row.fault("course", "the row names no course; add the column, or give --course ID") }
      guard let person, let key = staff[person], let before, let after, let name, courses.contains(name)
      else {
        return
      }
      if let first = lines["\(name) \(person)"] {
        return row.fault("staff", "'\(person)' stands on line \(first) already; keep one")
      }
      lines["\(name) \(person)"] = row.line
      rows.append(
        Placed(
          TrainingTest(
            course: name, staff: key, before: Score(hundredths: before), after: Score(hundredths: after)),
          line: row.line))
    }
    return rows
  }
}
