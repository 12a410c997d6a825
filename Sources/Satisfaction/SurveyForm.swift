import Formats
import Statistics
import Workspace

extension SurveyReport {
  /// A report by its model, with that of the quarter before.
  package typealias Compared = (report: SurveyReport, model: SurveyModel, before: SurveyReport?)

  package static let form = JSONForm<Compared>([
    .text("group") { $0.report.name }, .integer("responses") { $0.report.responses },
    .flag("enough") { $0.report.isEnough }, .optionalScore("index") { $0.report.index.index },
    .figure("index_se") { $0.report.indexError },
    .optionalObject("change", changeForm) { own in own.before.flatMap { own.report.change(since: $0) } },
    .init("parts", .map(.optional(.number))) {
      .object($0.report.index.parts.map { ($0.id, $0.score?.json ?? .null) })
    },
    .init("processes", .map(Figure.form.schema)) {
      .object($0.report.processes.map { ($0.name.en, Figure.form.json($0.figure)) })
    },
    .list("questions", questionForm) { $0.report.questions },
    .optionalObject("fuzzy", fuzzyForm) { graded($0.report.fuzzy, $0.model) },
    .init("fuzzy_parts", .map(.optional(fuzzyForm.schema))) { own in
      .object(
        own.report.fuzzyParts.map { part in
          (part.id, graded(part.result, own.model).map { fuzzyForm.json($0) } ?? .null)
        })
    },
  ])

  private static let changeForm = JSONForm<(difference: Score, error: Double?)>([
    .score("difference") { $0.difference }, .figure("se") { $0.error },
  ])

  private static let questionForm = JSONForm<Question>([
    .text("question") { $0.question.id }, .integer("n") { $0.mean.n },
    .optionalScore("mean") { $0.mean.score }, .figure("se") { $0.mean.error },
    .figure("top_two") { $0.top }, .interval("top_two_interval") { $0.topInterval },
    .optionalObject("nps", Figure.form) { $0.promoters },
  ])

  private typealias Graded = (result: FuzzyResult, grades: [(title: Words, score: Score)])

  private static func graded(_ result: FuzzyResult?, _ model: SurveyModel) -> Graded? {
    guard let result, let grades = model.fuzzy?.grades else { return nil }
    return (result, grades)
  }

  private static let fuzzyForm = JSONForm<Graded>([
    .init("memberships", .list(.optional(.number))) {
      .array($0.result.memberships.map { .optional($0) })
    },
    .score("score") { $0.result.score },
    .texts("between") {
      [$0.grades[$0.result.between.upper].title.en, $0.grades[$0.result.between.lower].title.en]
    },
  ])
}

extension SurveyReport.Figure {
  package static let form = JSONForm<SurveyReport.Figure>(members { $0 })

  static func members<Value>(
    _ figure: @escaping @Sendable (Value) -> SurveyReport.Figure
  ) -> [JSONForm<Value>.Member] {
    [
      .optionalScore("score") { figure($0).score }, .figure("se") { figure($0).error },
      .integer("n") { figure($0).n }, .interval("ci95") { figure($0).interval },
    ]
  }
}

extension SurveyDesk {
  /// A person with what they can answer for.
  package typealias PersonFigure = (staff: String, figure: SurveyReport.Figure)

  package static let personForm = JSONForm<PersonFigure>(
    [.text("group") { $0.staff }] + SurveyReport.Figure.members { $0.figure })

  /// What a customer wrote.
  package typealias Comment = (response: String, day: String, staff: String?, text: String)

  package static let commentForm = JSONForm<Comment>([
    .text("response") { $0.response }, .text("date") { $0.day }, .optionalText("staff") { $0.staff },
    .text("comment") { $0.text },
  ])
}
