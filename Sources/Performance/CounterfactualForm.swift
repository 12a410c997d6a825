import Formats
import Quality
import Workspace

extension Counterfactual {
  package static let form = JSONForm<Counterfactual>([
    .optionalScore("total_now") { $0.now.assessment.total }, .optionalScore("total_then") { $0.then.total },
    .optionalText("grade_now") { $0.now.assessment.grade }, .optionalText("grade_then") { $0.then.grade },
    .money("bonus_now") { $0.now.bonus }, .money("bonus_then") { $0.bonus },
    .money("difference") { $0.difference }, .list("calls", callForm) { $0.calls },
  ])

  private static let callForm = JSONForm<(call: String, now: Score?, then: Score?)>([
    .text("call") { $0.call }, .optionalScore("score_now") { $0.now },
    .optionalScore("score_then") { $0.then },
  ])
}

extension CounterfactualDesk.CallTrace {
  package static let form = JSONForm<CounterfactualDesk.CallTrace>([
    .text("call") { $0.call }, .text("staff") { $0.staff }, .quarter("quarter") { $0.quarter },
    .list("evaluations", evaluationForm) { $0.evaluations },
    .optionalObject("without", Counterfactual.form) { $0.without }, .optionalText("note") { $0.note?.en },
    .list("adjustments", adjustmentForm) { $0.adjustments },
  ])

  private static let evaluationForm = JSONForm<
    (assessor: String, kind: Evaluation.Kind, score: Score?, day: CalendarDay)
  >([
    .text("assessor") { $0.assessor }, .init("kind", Evaluation.Kind.schema) { .string($0.kind.name) },
    .optionalScore("score") { $0.score }, .day("date") { $0.day },
  ])

  private static let adjustmentForm = JSONForm<Adjustment>([
    .quarter("quarter") { $0.quarter }, .money("amount") { $0.amount }, .text("text") { $0.text },
  ])
}
