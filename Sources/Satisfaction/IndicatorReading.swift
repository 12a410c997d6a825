import Formats
import Workspace

/// An indicator with what was measured in a quarter.
package struct IndicatorReading: Sendable {
  package let indicator: IndicatorCatalogue.Indicator
  /// The company's value, in ten-thousandths.
  package let company: Int?
  /// The target for this quarter, in ten-thousandths; `nil` where there is none, or no baseline for a relative one.
  package let target: Int?
  /// Over persons and units.
  package let mean: Int?
  package let highest: (subject: String, value: Int)?
  package let lowest: (subject: String, value: Int)?
  package let subjects: Int
  /// The value of each person and unit.
  package let values: [(subject: String, isStaff: Bool, value: Int)]

  package init(
    indicator: IndicatorCatalogue.Indicator, company: Int?, target: Int?, mean: Int? = nil,
    highest: (subject: String, value: Int)? = nil, lowest: (subject: String, value: Int)? = nil,
    subjects: Int = 0,
    values: [(subject: String, isStaff: Bool, value: Int)] = []
  ) {
    self.indicator = indicator
    self.company = company
    self.target = target
    self.mean = mean
    self.highest = highest
    self.lowest = lowest
    self.subjects = subjects
    self.values = values
  }

  /// Whether the target is met; `nil` where it cannot be said.
  package var isMet: Bool? {
    guard let company, let target else { return nil }
    return indicator.direction == .higher ? company >= target : company <= target
  }

  /// Whether the value is worse than the floor; `nil` where it cannot be said.
  package var isBeyondFloor: Bool? { company.flatMap(isBeyondFloor) }

  /// Whether a value, of the company or of anybody, is worse than the floor; `nil` where there is none.
  package func isBeyondFloor(_ value: Int) -> Bool? {
    indicator.floor.map { indicator.direction == .higher ? value < $0 : value > $0 }
  }

  /// `floor`, `below`, `target` or `stretch`: how far the value has got.
  package var standing: String? {
    if isBeyondFloor == true { return "floor" }
    if isMet != false, let company, let stretch = indicator.stretch,
      indicator.direction == .higher ? company >= stretch : company <= stretch
    {
      return "stretch"
    }
    return isMet.map { $0 ? "target" : "below" }
  }

  /// A value of the indicator as people write it.
  package func text(_ value: Int) -> String {
    ExactDecimal(mantissa: value, places: Observation.places).text
  }
}
