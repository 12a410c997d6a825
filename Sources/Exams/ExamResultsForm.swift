import Formats
import Statistics
import Workspace

extension ResultDesk {
  /// What an exam came to, for programs.
  package static let form = JSONForm<Results>([
    .text("exam") { $0.exam.id }, .integer("submitted") { $0.sittings.count { $0.submitted != nil } },
    .integer("passed") { share(of: $0).hits }, .optionalTime("released") { $0.exam.released },
    .figure("pass_rate") { share(of: $0).estimate }, .interval("wilson") { share(of: $0).wilson() },
    .list("sittings", Sitting.form) { $0.sittings },
    .texts("absent") { $0.candidates.filter { $0.state == .absent }.map(\.candidate.staff) },
  ])

  /// How many of the marked sittings passed.
  private static func share(of results: Results) -> Proportion {
    let done = results.sittings.compactMap(\.outcome)
    return Proportion(hits: done.count(where: \.isPassed), of: done.count)
  }

  /// Pass rates by group, for programs.
  package static let ratesForm = JSONForm<(grouping: Grouping, rates: [PassRate])>([
    .choice("by") { $0.grouping }, .integer("sittings") { $0.rates.reduce(0) { $0 + $1.share.of } },
    .integer("passed") { $0.rates.reduce(0) { $0 + $1.share.hits } },
    .list("groups", rateForm) { $0.rates },
  ])

  private static let rateForm = JSONForm<PassRate>([
    .text("group") { $0.group }, .integer("sittings") { $0.share.of }, .integer("passed") { $0.share.hits },
    .figure("pass_rate") { $0.share.estimate }, .interval("wilson") { $0.share.wilson() },
    .optionalScore("mean") { $0.mean },
  ])
}
