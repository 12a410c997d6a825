import Formats
import Workspace

extension Evaluation.Kind {
  /// Such as `random`.
  package var name: String { "\(self)" }

  /// Reads a kind's name.
  package init?(named name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  package static let schema = JSONSchema.choice(allCases.map(\.name))
}

extension Scorecard.Item {
  /// An answer with what it was of: `yes`, `NA` or `3/5`.
  package func answerText(_ byte: UInt8) -> String {
    switch ItemAnswer(byte: byte) {
    case .notApplicable: "NA"
    case .steps(let steps) where scale == .yesno: steps == 1 ? "yes" : "no"
    case .steps(let steps):
      "\(ExactDecimal(mantissa: steps * step, places: 2).text)/\(ExactDecimal(mantissa: full, places: 2).text)"
    }
  }
}

extension DisputeDesk.Case {
  package static let form = JSONForm<DisputeDesk.Case>([
    .text("call") { $0.call }, .text("agent") { $0.agent }, .text("assessor") { $0.assessor },
    .init("kind", Evaluation.Kind.schema) { .string($0.evaluation.kind.name) },
    .day("date") { $0.evaluation.day }, .text("scorecard") { $0.evaluation.scorecard },
    .integer("version") { $0.evaluation.version }, .optionalScore("score") { $0.evaluation.score },
    .integer("criticals") { $0.evaluation.criticals }, .optionalText("recording") { $0.recording },
    .optionalInteger("days_left") { $0.daysLeft }, .optionalText("comment") { $0.evaluation.comment },
    .list("items", answerForm) { found in
      let notes = found.evaluation.itemNotes
      return zip(found.card.items, found.evaluation.items).map { ($0, $1, notes[$0.id]) }
    },
    .list("steps", stepForm) { $0.dispute.steps }, .list("superseded", earlierForm) { $0.earlier },
  ])

  private static let answerForm = JSONForm<(item: Scorecard.Item, byte: UInt8, note: String?)>([
    .text("item") { $0.item.id }, .text("answer") { $0.item.answerText($0.byte) },
    .optionalText("comment") { $0.note }, .optionalText("lesson") { $0.item.lesson },
  ])

  private static let stepForm = JSONForm<DisputeStep>([
    .choice("step") { $0.kind },
    .init("outcome", .optional(.choice(DisputeStep.Outcome.allCases.map(\.rawValue)))) {
      .optional($0.outcome?.rawValue)
    },
    .text("text") { $0.text }, .flag("late") { $0.isLate }, .time("at") { $0.at }, .text("by") { $0.by },
  ])

  private static let earlierForm = JSONForm<(score: Score?, reason: String?)>([
    .optionalScore("score") { $0.score }, .optionalText("reason") { $0.reason },
  ])
}

extension DisputeDesk {
  /// A dispute that waits for a decision.
  package typealias Waiting = (
    call: String, agent: String, assessor: String, since: String, text: String, byPanel: Bool,
    quarter: Quarter
  )

  package static let waitingForm = JSONForm<Waiting>([
    .text("call") { $0.call }, .text("agent") { $0.agent }, .text("assessor") { $0.assessor },
    .text("since") { $0.since },
    .init("judge", .choice(["leader", "panel"])) { .string($0.byPanel ? "panel" : "leader") },
    .text("text") { $0.text },
  ])

  /// What was decided about a dispute, and the score that holds now.
  package static let decisionForm = JSONForm<(call: String, outcome: DisputeStep.Outcome, score: Score?)>([
    .text("call") { $0.call }, .choice("outcome") { $0.outcome }, .optionalScore("score") { $0.score },
  ])
}
