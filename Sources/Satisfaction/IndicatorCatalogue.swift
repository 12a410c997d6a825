import Formats
import Workspace

/// The indicators that are watched, with their targets and owners.
package struct IndicatorCatalogue: SchemeDocument {
  package static let kind = "indicators"

  package enum Direction: String, CaseIterable, Sendable { case higher, lower }
  package enum Source: String, CaseIterable, Sendable {
    case observation, survey, complaintClosure = "complaint-closure", complaintSatisfaction =
      "complaint-satisfaction"
  }

  package enum Target: Hashable, Sendable {
    /// In ten-thousandths of the unit.
    case value(Int)
    /// A change against the same quarter of the year before, in hundredths of a percent.
    case change(Int)
    case none
  }

  package struct Indicator: Sendable {
    package let id: String
    package let title: Words
    package let family: String
    package let unit: String
    package let direction: Direction
    package let target: Target
    /// A value beyond it raises a warning; in ten-thousandths of the unit.
    package let floor: Int?
    /// What is better than the target.
    package let stretch: Int?
    /// What a relative target stands on; without it the same quarter of the year before.
    package let baseline: Int?
    package let owner: String
    package let source: Source
    /// The survey whose index it is; without it the first in force, by id.
    package let survey: String?
  }

  package let head: SchemeHead
  package let indicators: [Indicator]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    var indicators: [Indicator] = []
    var seen: Set<String> = []
    for entry in object.objects("indicators") {
      let id = entry.text("id")
      let title = entry.words("title")
      let family = entry.text("family")
      let unit = entry.text("unit")
      let direction = entry.word("direction", Direction.self)
      let value = entry.optionalDecimal("target", places: 4, in: -1_000_000_000_0000...1_000_000_000_0000)
      let change = entry.optionalDecimal("target_change", places: 2, in: -100_00...1_000_00)
      let values = -1_000_000_000_0000...1_000_000_000_0000
      let floor = entry.optionalDecimal("floor", places: 4, in: values)
      let stretch = entry.optionalDecimal("stretch", places: 4, in: values)
      let baseline = entry.optionalDecimal("baseline", places: 4, in: values)
      if baseline != nil, change == nil {
        entry.fault("'baseline' goes with 'target_change'; add it, or drop the baseline", at: "baseline")
      }
      let ordered = [floor, value, stretch].compactMap { $0 }
      if let direction,
        zip(ordered, ordered.dropFirst()).contains(where: { direction == .higher ? $0 >= $1 : $0 <= $1 })
      {
        entry.fault("floor, target and stretch must each be better than the one before", at: "target")
      }
      let survey = entry.optionalText("survey")
      let owner = entry.text("owner")
      let source = entry.optionalWord("source", Source.self) ?? .observation
      if value != nil, change != nil {
        entry.fault("'target' and 'target_change' are both given; keep one", at: "target")
      }
      entry.finish()
      guard let id, let title, let family, let unit, let direction, let owner else { continue }
      if !seen.insert(id).inserted { entry.fault("indicator '\(id)' stands twice; ids are unique", at: "id") }
      indicators.append(
        Indicator(
          id: id, title: title, family: family, unit: unit, direction: direction,
          target: value.map(Target.value) ?? change.map(Target.change) ?? .none, floor: floor,
          stretch: stretch,
          baseline: baseline, owner: owner, source: source, survey: survey)
      )
    }
    guard let head, !indicators.isEmpty else { return nil }
    self.head = head
    self.indicators = indicators
  }
}

/// An observation of an indicator.
package struct Observation: Hashable, Sendable {
  package let indicator: String
  /// The id of a person or unit, or `company`.
  package let subject: String
  package let quarter: Quarter
  /// The day where one was given, else empty.
  package let day: String
  /// In ten-thousandths of the unit.
  package let value: Int
  package let n: Int?

  package static let places = 4

  package static let shape = TableShape(
    "observations",
    [
      Column("indicator", "指标", required: true, example: "one-stop-in-time"),
      Column("subject", "对象", required: true, example: "company"),
      Column("value", "数值", required: true, example: "97.6"),
      Column("quarter", "季度", example: "2026Q3"),
      Column("date", "日期"),
      Column("n", "样本数", example: "1200"),
    ])

  static func read(_ table: TableReader, indicators: Set<String>) throws -> [Placed<Observation>] {
    var rows: [Placed<Observation>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let indicator = row.text("indicator")
      let subject = row.text("subject")
      let value = row.decimal("value", places: places, in: -1_000_000_000_0000...1_000_000_000_0000)
      let n = row.optionalInteger("n", in: 0...1_000_000_000)
      let day = row.optionalDay("date")
      let quarterText = row.optional("quarter")
      let quarter = quarterText.flatMap { Quarter($0) } ?? day.map { Quarter(of: $0) }
      if let quarter, let day, Quarter(of: day) != quarter {
        row.fault("date", "\(day) does not lie in \(quarter); mend one of them")
      }
      if let quarterText, Quarter(quarterText) == nil {
        row.fault("quarter", "'\(quarterText)' is not a quarter; write it as 2026Q3")
      } else if quarter == nil, row.optional("date") == nil {
        row.fault("quarter", "neither 'quarter' nor 'date' is given; one is needed")
      }
      if let indicator, !indicators.contains(indicator) {
        let hint =
          nearest(to: indicator, among: indicators.sorted()).map { "; did you mean '\($0)'?" }
          ?? "; see: merit scheme show indicators"
        row.fault("indicator", "indicator '\(indicator)' is not in the catalogue\(hint)")
      }
      guard let indicator, indicators.contains(indicator), let subject, let value, let quarter else { return }
      let name = "\(indicator)\u{1f}\(subject)\u{1f}\(quarter)\u{1f}\(day?.description ?? "")"
      if let first = lines[name] {
        return row.fault(
          "indicator", "the same indicator, subject and time stand on line \(first) already; keep one")
      }
      lines[name] = row.line
      rows.append(
        Placed(
          Observation(
            indicator: indicator, subject: subject, quarter: quarter, day: day?.description ?? "",
            value: value, n: n),
          line: row.line))
    }
    return rows
  }
}

extension Observation {
  /// One value for each subject: that of the whole quarter where there is one, else the mean of the dated ones, each
  /// weighing its number of cases.
  static func values(_ observations: [Observation]) -> [(subject: String, value: Int)] {
    Dictionary(grouping: observations, by: \.subject).sorted { $0.key < $1.key }.map { subject, own in
      if let whole = own.first(where: { $0.day.isEmpty }) { return (subject, whole.value) }
      let known = own.allSatisfy { $0.n ?? 0 > 0 }
      let weight = own.reduce(Int128(0)) { $0 + Int128(known ? $1.n ?? 1 : 1) }
      let sum = own.reduce(Int128(0)) { $0 + Int128($1.value) * Int128(known ? $1.n ?? 1 : 1) }
      return (subject, Int(roundedQuotient(sum, weight)))
    }
  }
}

/// How a figure stands against another: a target, a competitor, a quarter before.
package struct Gap: Hashable, Sendable {
  package let own: Score
  package let other: Score

  package init(own: Score, other: Score) {
    self.own = own
    self.other = other
  }

  /// Own less other: negative where one is behind.
  package var difference: Score { own - other }

  /// The change relative to the other, in hundredths of a percent; `nil` from zero.
  package static func relativeChange(from before: Int, to after: Int) -> Int? {
    guard before != 0 else { return nil }
    let sign = before < 0 ? -1 : 1
    return Int(roundedQuotient(Int128(after - before) * 10_000 * Int128(sign), Int128(before.magnitude)))
  }
}
