import Formats
import Workspace

/// Places of a post at a level, at a site or anywhere, as the table of vacancies states them.
package struct Vacancy: Hashable, Sendable {
  package static let shape = TableShape(
    "vacancies",
    [
      Column("post", "岗位", required: true, example: "hotline-agent"),
      Column("level", "等级", required: true, example: "four"),
      Column("places", "名额", required: true, example: "3"),
      Column("site", "地市", example: "成都"),
      Column("from", "起", example: "2026-10-01"),
    ])

  package let post: String
  /// 5 to 1.
  package let level: Int
  /// `nil` where the places are open to every site.
  package let site: String?
  package let places: Int
  /// The day from which they are open: a new round of as many places has another day.
  package let from: CalendarDay?
}

/// A vacancy with how many of its places decisions have used.
package struct VacancyBalance: Sendable {
  package let id: Int
  package let vacancy: Vacancy
  package let used: Int

  /// 0 where decisions went beyond the places.
  package var left: Int { max(0, vacancy.places - used) }
}
