import Formats
import Workspace
import Satisfaction

extension Verb {
  static let surveyImport = Verb(
    "survey", "import", arguments: ["FILE"],
    options: [
      Option(
        "--model", "ID", en: "the survey model; customer-survey unless said", zh: "问卷模型，默认 customer-survey")
    ] + intake,
    en: "take in customers' answers", zh: "导入满意度问卷", example: "merit survey import survey.csv"
  ) { session, input in
    session.report(
      try SatisfactionDesk(try session.occasion()).importSurvey(
        .path(input.argument(0)), model: input.value("--model") ?? "customer-survey", options: input.intake())
    )
    return .done
  }
}
