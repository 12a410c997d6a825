import Formats
import Workspace

extension ScoringRoom {
  /// A form that was handed in, and what it comes to.
  package static let resultForm = JSONForm<(room: ScoringRoom, result: ScorecardResult)>([
    .text("call") { $0.room.call }, .text("assessor") { $0.room.assessor },
    .init("kind", Evaluation.Kind.schema) { .string($0.room.kind.name) },
    .optionalScore("score") { $0.result.score }, .integer("criticals") { $0.result.criticals },
  ])

  /// A form as it stands while it is being filled in.
  package static let form = JSONForm<ScoringRoom>([
    .text("call") { $0.call }, .text("agent") { $0.agent }, .text("assessor") { $0.assessor },
    .init("kind", Evaluation.Kind.schema) { .string($0.kind.name) }, .text("started") { $0.started },
    .optionalText("recording") { $0.recording }, .text("scorecard") { $0.card.head.id },
    .integer("version") { $0.card.head.version },
    .list("items", itemForm) { room in
      zip(room.card.items, room.draft.items).map { ($0, $1, room.draft.notes[$0.id]) }
    },
    .text("comment") { $0.draft.comment }, .text("moment") { $0.draft.moment },
  ])

  private static let itemForm = JSONForm<(item: Scorecard.Item, byte: UInt8, note: String?)>([
    .text("item") { $0.item.id }, .words("title") { $0.item.title },
    .choice("scale") { $0.item.scale },
    .number("full") { ExactDecimal(mantissa: $0.item.full, places: 2).text },
    .number("step") { ExactDecimal(mantissa: $0.item.step, places: 2).text },
    .flag("critical") { $0.item.criticality != nil },
    .optionalText("answer") {
      $0.byte == ScoringDraft.unanswered ? nil : $0.item.answerText($0.byte)
    },
    .optionalText("note") { $0.note },
  ])
}
