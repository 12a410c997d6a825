import Formats

/// A part of the organisation: a site, a centre, a department or a team.
package struct Unit: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case site, centre, department, team }

  package let id: String
  package let name: String
  package let kind: Kind
  /// The id of the unit above; `nil` at the top.
  package let parent: String?
  package let leader: String?
  package let from: CalendarDay?
  package let to: CalendarDay?

  package static let shape = TableShape(
    "organisation",
    [
      Column("unit", "单位编号", required: true, example: "T01"),
      Column("name", "名称", required: true, example: "热线一班"),
      Column("kind", "类型", required: true, example: "team"),
      Column("parent", "上级", example: "C01"),
      Column("leader", "负责人", example: "E0001"),
      Column("from", "起", example: "2026-01-01"),
      Column("to", "止"),
    ])

  static let kinds: [(Kind, [String])] = [
    (.site, ["site", "地市"]), (.centre, ["centre", "center", "中心"]), (.department, ["department", "部门"]),
    (.team, ["team", "班组"]),
  ]
}
