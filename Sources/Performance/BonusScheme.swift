import Formats
import Workspace

/// What the company pays out in a quarter, how teams share it, and how people may object before it is closed.
package struct BonusScheme: SchemeDocument {
  package static let kind = "bonus"

  /// The company's satisfaction index, which scales the pool.
  package struct Index: Sendable {
    package let survey: String
    /// From the index in hundredths to a factor in basis points.
    package let curve: Curve
  }

  /// How a team's share depends on its result.
  package struct Teams: Sendable {
    package enum Measure: String, CaseIterable, Sendable { case satisfaction, score }

    package let measure: Measure
    /// From the team's satisfaction or mean total in hundredths to a factor in basis points.
    package let curve: Curve
  }

  package let head: SchemeHead
  /// Before the index; `nil` for what everybody assessed would get at factor 1.
  package let pool: Money?
  package let index: Index?
  package let teams: Teams?
  /// Working days for objections after publishing; 0 to close without.
  package let objectionDays: Int
  /// Months from the quarter's last month to the month of pay.
  package let payAfterMonths: Int

  package var needed: [SchemeReference] {
    index.map { [SchemeReference(kind: "survey", id: $0.survey)] } ?? []
  }

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let pool = object.optionalDecimal("pool", places: 2, in: 0...Int.max / 100)
    var index: Index?
    if let entry = object.optionalObject("index") {
      let survey = entry.text("survey")
      let curve = entry.object("curve").flatMap(CurveReading.factor)
      entry.finish()
      if let survey, let curve { index = Index(survey: survey, curve: curve) }
    }
    var teams: Teams?
    if let entry = object.optionalObject("teams") {
      let measure = entry.word("by", Teams.Measure.self)
      let curve = entry.object("curve").flatMap(CurveReading.factor)
      entry.finish()
      if let measure, let curve { teams = Teams(measure: measure, curve: curve) }
    }
    let days = object.optionalInteger("objection_days", in: 0...60) ?? 5
    let months = object.optionalInteger("pay_after_months", in: 0...12) ?? 1
    guard let head else { return nil }
    self.head = head
    self.pool = pool.map(Money.init(fen:))
    self.index = index
    self.teams = teams
    objectionDays = days
    payAfterMonths = months
  }

  /// The month in which a quarter is paid, as `2026-10`.
  package func payMonth(of quarter: Quarter) -> String {
    Self.payMonth(of: quarter, after: payAfterMonths)
  }

  /// The month so many months after a quarter's last.
  package static func payMonth(of quarter: Quarter, after months: Int = 1) -> String {
    let month = quarter.year * 12 + quarter.ordinal * 3 - 1 + months
    return "\(month / 12)-\(twoDigits(month % 12 + 1))"
  }
}
