import Formats
import SQLite
import Workforce
import Workspace

/// What the keepers of satisfaction do: take in surveys, complaints and observations, and show the indicators.
package struct SatisfactionDesk {
  private let occasion: Occasion
  private let records: SatisfactionRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = SatisfactionRecords(occasion.database)
  }

  /// Takes in the answers to a survey.
  package func importSurvey(
    _ source: TableSource, model id: String, options: IntakeOptions, progress: (Int) -> Void = { _ in }
  ) throws -> IntakeOutcome {
    try occasion.require(.leader, .hr, to: "take in surveys")
    let schemes = SchemeRecords(occasion.database)
    let model = try schemes.document(
      SurveyModel.self, id: id, forRowsOf: source, dayColumn: SurveyResponse.dayColumn, today: occasion.today)
    let table = try source.table(model.shape)
    let (rows, digest) = try SurveyResponse.read(
      table, model: model, staff: StaffRecords(occasion.database).keys(), today: occasion.today)
    try schemes.checkVersion(
      kind: SurveyModel.kind, id: id, version: model.head.version,
      days: rows.lazy.map { ($0.row.day, $0.line) },
      in: table)
    let mayHold = try records.hasResponses()
    let arrivals = try Arrivals(
      rows, options: options, in: table,
      find: { mayHold ? try records.find(response: $0.name, model: $0.model) : nil },
      name: { "response '\($0.name)'" })
    return try take(
      arrivals, table, options, into: "survey_response", deed: "survey.import", digest: digest,
      quarter: { Quarter(of: $0.day) }, progress: progress
    ) {
      try records.insert($0, batch: $1, supersedes: $2, reason: options.correction)
    }
  }

  /// Takes in complaints.
  package func importComplaints(_ source: TableSource, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.leader, .hr, to: "take in complaints")
    let table = try source.table(Complaint.shape)
    let rows = try Complaint.read(
      table, staff: StaffRecords(occasion.database).keys(), zone: occasion.workspace.zone, now: occasion.now)
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find(like: $0) },
      name: { "complaint '\($0.name)'" })
    return try take(
      arrivals, table, options, into: "complaint", deed: "complaint.import", digest: Self.digest(rows),
      quarter: \.quarter
    ) { row, batch, supersedes in
      // What was done in Merit since the file was first read stays, unless the file now says otherwise.
      let merged = try supersedes.map { _ in try records.merged(row) } ?? row
      try records.insert(
        merged, batch: batch, fileDigest: Complaint.digest(row), supersedes: supersedes,
        reason: options.correction)
    }
  }

  /// Takes in observations of indicators.
  package func importObservations(_ source: TableSource, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.leader, .hr, to: "take in observations")
    let catalogues = try SchemeRecords(occasion.database).allInForce(
      kind: IndicatorCatalogue.kind, on: occasion.today)
    let indicators = try catalogues.flatMap {
      try IndicatorCatalogue.read(Array($0.text.utf8), named: $0.label).indicators.map(\.id)
    }
    let table = try source.table(Observation.shape)
    let rows = try Observation.read(table, indicators: Set(indicators))
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find(observation: $0) },
      name: { "'\($0.indicator)' of \($0.subject) in \($0.quarter)" })
    let staff = StaffRecords(occasion.database)
    let subjects = Set(try staff.keys().keys).union(try staff.unitKeys().keys).union(["company"])
    let strangers = Set(rows.map(\.row.subject)).subtracting(subjects).sorted()
    var outcome = try take(
      arrivals, table, options, into: "observation", deed: "kpi.import", digest: Self.digest(rows),
      quarter: \.quarter
    ) {
      try records.insert($0, batch: $1, supersedes: $2, reason: options.correction)
    }
    if !strangers.isEmpty {
      outcome.notices.append(
        "taken as competitors, being neither staff nor unit nor 'company': \(strangers.prefix(10).joined(separator: ", "))"
      )
    }
    return outcome
  }

  private static func digest<Row>(_ rows: [Placed<Row>]) -> String {
    var hash = SHA256()
    for placed in rows { hash.update("\(placed.row)\n".utf8) }
    return hexText(hash.finish())
  }

  private func take<Row>(
    _ arrivals: Arrivals<Row>, _ table: TableReader, _ options: IntakeOptions, into name: String,
    deed: String,
    digest: String, quarter: (Row) -> Quarter, progress: (Int) -> Void = { _ in },
    insert: (Row, Int, Int?) throws -> Void
  ) throws -> IntakeOutcome {
    var outcome = try occasion.take(
      arrivals, of: table, options: options, into: name, deed: deed, subject: table.file, content: digest,
      progress: progress, insert: insert)
    outcome.notices += try occasion.noticesOfClosedQuarters(
      Set(arrivals.accepted.map { quarter($0.row) }))
    return outcome
  }

  /// Every indicator of a catalogue in a quarter, and the survey's index behind it.
  ///
  /// - Parameter other: the quarter whose catalogue is asked; by default its own.
  package func readings(in quarter: Quarter, byCatalogueOf other: Quarter? = nil) throws -> Readings {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see the indicators")
    let schemes = SchemeRecords(occasion.database)
    let asked = other ?? quarter
    let day = min(asked.lastDay, max(occasion.today, asked.firstDay))
    let index = try surveyIndex(in: quarter, schemes: schemes, day: day)
    let now = try company(in: quarter, survey: index)
    let before = Quarter(number: quarter.number - 4)
    let past = try company(in: before, survey: try surveyIndex(in: before, schemes: schemes, day: day))
    let staff = StaffRecords(occasion.database)
    let people = Set(try staff.keys().keys)
    let known = people.union(try staff.unitKeys().keys)
    let observations = Dictionary(grouping: try records.observations(in: quarter), by: \.indicator)
    var readings: [IndicatorReading] = []
    for scheme in try schemes.allInForce(kind: IndicatorCatalogue.kind, on: day) {
      for indicator in try IndicatorCatalogue.read(Array(scheme.text.utf8), named: scheme.label).indicators {
        let others = Observation.values(observations[indicator.id] ?? []).filter {
          known.contains($0.subject)
        }
        let sum = others.reduce(Int128(0)) { $0 + Int128($1.value) }
        readings.append(
          IndicatorReading(
            indicator: indicator, company: now[Self.key(indicator)],
            target: Self.target(indicator, past: past[Self.key(indicator)]),
            mean: others.isEmpty ? nil : Int(roundedQuotient(sum, Int128(others.count))),
            highest: others.max { ($0.value, $1.subject) < ($1.value, $0.subject) }.map {
              ($0.subject, $0.value)
            },
            lowest: others.min { ($0.value, $0.subject) < ($1.value, $1.subject) }.map {
              ($0.subject, $0.value)
            },
            subjects: others.count,
            values: others.map { ($0.subject, people.contains($0.subject), $0.value) }))
      }
    }
    return (readings, index)
  }

  /// What the company is set against.
  package enum Other: Hashable, Sendable {
    case target, lastQuarter, lastYear
    /// Somebody whose figures are observed too, such as a competitor or another branch.
    case subject(String)

    package init(_ word: String) {
      switch word {
      case "target": self = .target
      case "last": self = .lastQuarter
      case "year": self = .lastYear
      default: self = .subject(word)
      }
    }
  }

  /// The company's indicators against another figure, in ten-thousandths, in the catalogue's order; where either is missing, `nil`.
  package func gaps(in quarter: Quarter, against other: Other) throws -> [Against] {
    let now = try readings(in: quarter).readings
    var others: [String: Int] = [:]
    switch other {
    case .target: for reading in now { others[reading.indicator.id] = reading.target }
    case .lastQuarter, .lastYear:
      let before = Quarter(number: quarter.number - (other == .lastYear ? 4 : 1))
      for reading in try readings(in: before, byCatalogueOf: quarter).readings {
        others[reading.indicator.id] = reading.company
      }
    case .subject(let name):
      let observed = try records.observations(in: quarter).filter { $0.subject == name }
      guard !observed.isEmpty else {
        throw Refusal(
          .noInput, "nothing is observed of '\(name)' in \(quarter)",
          "write target, last, year, or a subject of the observations")
      }
      for (indicator, own) in Dictionary(grouping: observed, by: \.indicator) {
        others[indicator] = Observation.values(own).first?.value
      }
    }
    return now.map { ($0, others[$0.indicator.id]) }
  }

  private static func key(_ indicator: IndicatorCatalogue.Indicator) -> String {
    indicator.source == .observation ? indicator.id : "@\(indicator.source.rawValue)"
  }

  private static func target(_ indicator: IndicatorCatalogue.Indicator, past: Int?) -> Int? {
    switch indicator.target {
    case .value(let value): value
    case .change(let change):
      (indicator.baseline ?? past).map { Int(roundedQuotient(Int128($0) * Int128(10_000 + change), 10_000)) }
    case .none: nil
    }
  }

  private func surveyIndex(in quarter: Quarter, schemes: SchemeRecords, day: CalendarDay) throws
    -> SurveyIndex?
  {
    let models = try schemes.allInForce(kind: SurveyModel.kind, on: day)
    let wanted = try schemes.allInForce(kind: IndicatorCatalogue.kind, on: day).flatMap {
      try IndicatorCatalogue.read(Array($0.text.utf8), named: $0.label).indicators
    }.first { $0.source == .survey }?.survey
    guard let scheme = models.first(where: { $0.id == wanted }) ?? models.first else { return nil }
    let model = try SurveyModel.read(Array(scheme.text.utf8), named: scheme.label)
    return try SurveyDesk(occasion).whole(model, in: quarter)?.index
  }

  /// The company's values: observed ones by indicator, computed ones by source.
  private func company(in quarter: Quarter, survey: SurveyIndex?) throws -> [String: Int] {
    var values: [String: Int] = [:]
    let own = try records.observations(in: quarter).filter { $0.subject == "company" }
    for (indicator, observed) in Dictionary(grouping: own, by: \.indicator) {
      values[indicator] = Observation.values(observed).first?.value
    }
    let summary = ComplaintSummary(try records.complaints(in: quarter), asOf: occasion.now)
    values["@survey"] = survey?.index.map { $0.hundredths * 100 }
    values["@complaint-closure"] = summary.closureInTime.map { $0.hundredths * 100 }
    values["@complaint-satisfaction"] = summary.satisfaction.map { $0.hundredths * 100 }
    return values
  }
}
