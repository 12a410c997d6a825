import Exams
import Formats
import Workforce
import Workspace

extension Route {
  /// Answers that came after the end of a sitting, and decisions about them.
  static let lateAnswers: [Route] = [
    .list(
      "/exam/{exam}/late", "exam.late", "Answers that came after the end of their sittings",
      .roles(.examiner, .trainer), of: LateAnswerDesk.lateForm, key: { "\($0.sitting.id)" }
    ) { call in try LateAnswerDesk(try call.occasion).list(call["exam"]) },
    .write(
      "POST", "/exam/sitting/{sitting:number}/late", "exam.late-decide",
      "Decide about everything that came late to a sitting and waits", .roles(.examiner),
      body: .object([
        .init("accepted", .boolean, note: "whether it counts like what came in time"),
        .init("reason", .someText),
      ]), answer: LateAnswerDesk.decisionForm.schema
    ) { call in
      let isAccepted = call.isTrue("accepted")
      let change = try LateAnswerDesk(try call.occasion).decide(
        call.number("sitting"), isAccepted: isAccepted, reason: call.text("reason"))
      return LateAnswerDesk.decisionForm.json((call.number("sitting"), isAccepted, change))
    },
  ]
}
