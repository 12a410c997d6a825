import Formats

extension SizingDesk {
  /// How many calls each group needs, and the standard deviation that this was worked out by, in points.
  package typealias Sizes = (deviation: Double, rows: [(id: String, calls: Int, needed: Int)])

  package static let form = JSONForm<Sizes>([
    .figure("sd") { $0.deviation }, .integer("total") { $0.rows.reduce(0) { $0 + $1.needed } },
    .list("groups", rowForm) { $0.rows },
  ])

  private static let rowForm = JSONForm<(id: String, calls: Int, needed: Int)>([
    .text("group") { $0.id }, .integer("calls") { $0.calls }, .integer("needed") { $0.needed },
  ])
}
