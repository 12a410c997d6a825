import Formats
import Workspace

/// What a trainee or an instructor says of a cycle afterwards.
package struct Feedback: Hashable, Sendable {
  package enum Author: String, Sendable { case trainee, instructor }

  package let cycle: Int
  /// The integer key of the trainee, who speaks or is spoken of.
  package let staff: Int
  package let author: Author
  /// 1 to 5 each.
  package let content: Int?
  package let teaching: Int?
  package let usefulness: Int?
  package let comment: String

  package static let shape = TableShape(
    "feedback",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("author", "评价人", example: "trainee"),
      Column("content", "内容", example: "5"),
      Column("teaching", "讲授", example: "4"),
      Column("usefulness", "实用", example: "4"),
      Column("comment", "意见", example: "more practice with bills"),
    ])

  private static let authors: [(Author, [String])] = [
    (.trainee, ["trainee", "学员"]), (.instructor, ["instructor", "讲师"]),
  ]

  static func read(_ table: TableReader, cycle: Int, enrolled: [String: Int]) throws -> [Placed<Feedback>] {
    var rows: [Placed<Feedback>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let staff = row.text("staff")
      let author = row.optionalWord("author", authors) ?? .trainee
      let marks = ["content", "teaching", "usefulness"].map { row.optionalInteger($0, in: 1...5) }
      if let staff, enrolled[staff] == nil {
        row.fault("staff", "'\(staff)' is not in cycle \(cycle)")
      }
      guard let staff, let key = enrolled[staff] else { return }
      if let first = lines["\(staff) \(author)"] {
        return row.fault("staff", "'\(staff)' stands on line \(first) already; keep one")
      }
      lines["\(staff) \(author)"] = row.line
      let comment = row.optional("comment") ?? ""
      if marks.allSatisfy({ $0 == nil }), comment.isEmpty {
        return row.fault("staff", "the row says nothing; give a mark from 1 to 5 or a comment")
      }
      rows.append(
        Placed(
          Feedback(
            cycle: cycle, staff: key, author: author, content: marks[0], teaching: marks[1],
            usefulness: marks[2], comment: comment), line: row.line))
    }
    return rows
  }
}
