import Formats
import Workspace

/// A member of staff as the roster states it.
package struct Person: Hashable, Sendable {
  package enum Employment: String, CaseIterable, Sendable { case regular, dispatched, outsourced }

  /// The id on the badge, leading zeros kept.
  package let id: String
  package let name: String
  package let joined: CalendarDay
  package let left: CalendarDay?
  package let site: String?
  package let department: String?
  package let leader: String?
  /// The skill level on the roster, 5 (entry) to 1.
  package let level: Int?
  /// 0 to 5.
  package let star: Int?
  /// The bonus for a full quarter at factor 1.
  package let base: Money?
  package let employment: Employment
  package let employer: String?
  package let probationUntil: CalendarDay?
}

/// A post that somebody holds, wholly or in part, for a time.
package struct Assignment: Hashable, Sendable {
  package let post: String
  /// The id of the team.
  package let team: String
  /// Shares of posts held at the same time sum to 100 %.
  package let share: Weight
  package let from: CalendarDay
  /// The last day; `nil` while it goes on.
  package let to: CalendarDay?

  package init(post: String, team: String, share: Weight, from: CalendarDay, to: CalendarDay?) {
    self.post = post
    self.team = team
    self.share = share
    self.from = from
    self.to = to
  }

  package func covers(_ day: CalendarDay) -> Bool { from <= day && day <= (to ?? day) }
}

extension Person {
  package static let shape = TableShape(
    "roster",
    [
      Column("id", "工号", required: true, example: "E0001"),
      Column("name", "姓名", required: true, example: "李晓燕"),
      Column("post", "岗位", required: true, example: "hotline-agent"),
      Column("team", "班组", required: true, example: "T01"),
      Column("joined", "入职日期", required: true, example: "2024-03-01"),
      Column("site", "地市", example: "成都"),
      Column("department", "部门", example: "客服部"),
      Column("leader", "组长", example: "E0100"),
      Column("level", "技能等级", example: "five"),
      Column("star", "星级", example: "3"),
      Column("base", "奖金基数", example: "3000"),
      Column("employment", "用工形式", example: "regular"),
      Column("employer", "用工单位"),
      Column("probation_until", "试用期止"),
      Column("left", "离职日期"),
      Column("share", "占比", example: "100%"),
      Column("from", "起", example: "2024-03-01"),
      Column("to", "止"),
    ])

  static let employments: [(Employment, [String])] = [
    (.regular, ["regular", "正式"]), (.dispatched, ["dispatched", "派遣"]), (.outsourced, ["outsourced", "外包"]),
  ]

  /// Levels as people write them.
  package static let levels: [(Int, [String])] = [
    (5, ["five", "5", "五级", "五"]), (4, ["four", "4", "四级", "四"]), (3, ["three", "3", "三级", "三"]),
    (2, ["two", "2", "二级", "二"]), (1, ["one", "1", "一级", "一"]),
  ]

  /// `five` for 5.
  package static func levelName(_ level: Int) -> String {
    levels.first { $0.0 == level }?.1.first ?? "\(level)"
  }
}
