import Formats
import Workspace

extension SatisfactionDesk {
  /// The indicators of a quarter, and the survey behind them.
  package typealias Readings = (readings: [IndicatorReading], survey: SurveyIndex?)

  package static let readingsForm = JSONForm<(quarter: Quarter, found: Readings)>([
    .quarter("quarter") { $0.quarter }, .optionalObject("survey", surveyForm) { $0.found.survey },
    .list("indicators", readingForm) { $0.found.readings },
  ])

  private static let surveyForm = JSONForm<SurveyIndex>([
    .integer("responses") { $0.responses }, .optionalScore("index") { $0.index },
    .init("parts", .map(.optional(.number))) { .object($0.parts.map { ($0.id, $0.score?.json ?? .null) }) },
    .init("questions", .map(.optional(.number))) {
      .object($0.questions.map { ($0.id, $0.mean?.json ?? .null) })
    },
  ])

  private static let readingForm = JSONForm<IndicatorReading>([
    .text("indicator") { $0.indicator.id }, .value("value") { $0.company }, .value("target") { $0.target },
    .optionalFlag("met") { $0.isMet }, .value("mean") { $0.mean }, .value("highest") { $0.highest?.value },
    .value("lowest") { $0.lowest?.value }, .integer("subjects") { $0.subjects },
    .text("owner") { $0.indicator.owner },
    .init("standing", .optional(.choice(["floor", "below", "target", "stretch"]))) { .optional($0.standing) },
  ])

  /// An indicator of the company beside what it is set against.
  package typealias Against = (reading: IndicatorReading, other: Int?)

  package static let gapForm = JSONForm<Against>([
    .text("indicator") { $0.reading.indicator.id }, .value("own") { $0.reading.company },
    .value("other") { $0.other },
    .value("gap") { row in row.reading.company.flatMap { own in row.other.map { own - $0 } } },
    .optionalNumber("percent") { row in
      guard let own = row.reading.company, let other = row.other else { return nil }
      return Gap.relativeChange(from: other, to: own).map { decimalText($0, places: 2) }
    },
  ])
}

extension JSONForm.Member {
  /// A value of an indicator, in ten-thousandths.
  fileprivate static func value(_ name: String, _ read: @escaping @Sendable (Value) -> Int?) -> Self {
    .optionalNumber(name) { read($0).map { ExactDecimal(mantissa: $0, places: Observation.places).text } }
  }
}
