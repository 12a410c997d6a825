import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  static let scorecardOption = Option(
    "--scorecard", "ID", en: "the scorecard; hotline-call unless said", zh: "评分表，默认 hotline-call")

  static let qaImport = Verb(
    "qa", "import", arguments: ["EVALUATIONS"], options: [scorecardOption] + intake,
    en: "take in evaluations", zh: "导入质检结果",
    example: "merit qa import evaluations.csv --scorecard hotline-call"
  ) { session, input in
    var progress = ProgressLine(session.word("writing", "写入"), total: 0)
    let outcome = try QualityDesk(try session.occasion()).importEvaluations(
      .path(input.argument(0)), scorecard: input.value("--scorecard") ?? "hotline-call",
      options: input.intake()
    ) { progress.show($0) }
    session.report(outcome)
    return .done
  }
}
