import Formats
import Workspace

extension LateAnswerDesk {
  /// What came late to a sitting, for programs.
  package static let lateForm = JSONForm<Late>([
    .integer("sitting") { $0.sitting.id }, .text("staff") { $0.sitting.staff },
    .integer("attempt") { $0.sitting.attempt },
    .optionalText("submitted") { $0.sitting.submitted?.description },
    .integer("undecided") { $0.undecided },
    .list("answers", answerForm) { late in
      late.answers.map { answer in (answer, late.decisions.first { answer.id <= $0.through }) }
    },
  ])

  private static let answerForm = JSONForm<(answer: LateAnswer, decision: LateDecision?)>([
    .text("client") { $0.answer.holder }, .integer("sequence") { $0.answer.sequence },
    .integer("question") { $0.answer.place + 1 }, .text("given") { $0.answer.said.description },
    .text("arrived") { $0.answer.received.description },
    .text("response") { $0.answer.response.stored }, .text("head") { $0.answer.head },
    .optionalFlag("accepted") { $0.decision?.isAccepted }, .optionalText("decided_by") { $0.decision?.by },
    .optionalText("reason") { $0.decision?.reason },
  ])

  /// A decision about a sitting's late answers, and the result that follows from it at once.
  package static let decisionForm = JSONForm<
    (sitting: Int, isAccepted: Bool, change: RegradeDesk.Change?)
  >([
    .integer("sitting") { $0.sitting }, .flag("accepted") { $0.isAccepted },
    .optionalNumber("points") { $0.change.map { decimalText($0.points, places: 2) } },
    .optionalNumber("score") { $0.change?.score.description },
    .optionalFlag("passed") { $0.change?.isPassed },
  ])
}
