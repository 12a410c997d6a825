import Formats
import Workspace

extension PayDesk {
  /// A person with what a quarter pays.
  package typealias Row = (id: String, name: String, result: QuarterResult)

  package static let rowForm = JSONForm<Row>([
    .text("staff") { $0.id }, .text("post") { $0.result.post }, .text("status") { $0.result.status.text },
    .optionalScore("total") { $0.result.assessment.total },
    .optionalText("grade") { $0.result.assessment.grade },
    .number("factor") { $0.result.assessment.factor.factorText },
    .number("gate") { $0.result.assessment.gate.factorText }, .integer("days") { $0.result.days },
    .money("base") { $0.result.base }, .money("bonus") { $0.result.bonus },
    .money("adjustment") { $0.result.adjustment }, .money("payable") { $0.result.payable },
    .texts("flags") { $0.result.assessment.flags },
  ])

  /// A person whose pay differs between two revisions.
  package typealias Difference = (id: String, name: String, before: QuarterResult?, after: QuarterResult?)

  package static let differenceForm = JSONForm<Difference>([
    .text("staff") { $0.id }, .optionalText("before") { $0.before?.bonus.description },
    .optionalText("after") { $0.after?.bonus.description },
    .money("difference") { ($0.after?.bonus ?? .zero) - ($0.before?.bonus ?? .zero) },
  ])
}

extension LateDesk {
  /// An adjustment with whose it is.
  package typealias Posted = (staff: String, adjustment: Adjustment)

  package static let postedForm = JSONForm<Posted>([
    .text("staff") { $0.staff }, .quarter("cause") { $0.adjustment.cause },
    .quarter("quarter") { $0.adjustment.quarter }, .money("amount") { $0.adjustment.amount },
    .text("text") { $0.adjustment.text },
  ])

  /// What late evidence is worth, in a language.
  package static let effectForm = JSONForm<(effect: LateEffect, isChinese: Bool)>([
    .text("staff") { $0.effect.staff }, .money("paid") { $0.effect.closed.bonus + $0.effect.posted },
    .money("earned") { $0.effect.earned }, .money("due") { $0.effect.due },
    .text("changes") { $0.effect.changes.text(chinese: $0.isChinese) },
  ])
}
