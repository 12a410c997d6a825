import Formats
import Workspace

/// Something that is done so that a figure becomes better: who does it, until when, and what is to be seen by it.
package struct Measure: Sendable {
  /// The figure that it is to move.
  package enum Target: Hashable, Sendable {
    /// The company's value of an indicator.
    case indicator(String)
    /// The share of people who need a lesson, of whoever was judged.
    case lesson(String)
    /// The mean of an item of calls, in per cent of its points.
    case item(String)

    package var kind: String {
      switch self {
      case .indicator: "indicator"
      case .lesson: "lesson"
      case .item: "item"
      }
    }

    package var id: String {
      switch self {
      case .indicator(let id), .lesson(let id), .item(let id): id
      }
    }

    /// `nil` of an unknown kind.
    package init?(kind: String, named id: String) {
      guard ["indicator", "lesson", "item"].contains(kind) else { return nil }
      self.init(kind: kind, id: id)
    }

    init(kind: String, id: String) {
      switch kind {
      case "indicator": self = .indicator(id)
      case "lesson": self = .lesson(id)
      default: self = .item(id)
      }
    }
  }

  /// What a check says.
  package enum Verdict: String, CaseIterable, Sendable {
    case better
    /// Not to be told from chance, or not moved.
    case same
    case worse
    case tooEarly = "too-early"
    /// A figure is missing.
    case unknown

    package var title: Words {
      switch self {
      case .better: Words(en: "better", zh: "改善")
      case .same: Words(en: "not distinguishable", zh: "无显著变化")
      case .worse: Words(en: "worse", zh: "变差")
      case .tooEarly: Words(en: "too early", zh: "尚早")
      case .unknown: Words(en: "a figure is missing", zh: "缺数据")
      }
    }
  }

  package let department: String
  /// The id of the person who sees to it.
  package let owner: String
  package let due: CalendarDay
  package let target: Target
  package let what: String
  /// The warning that it answers.
  package let warning: Int?
  /// The value that is to be reached, in ten-thousandths of the figure's unit.
  package let expected: Int?
  /// The day on which it was decided.
  package let made: CalendarDay

  package init(
    department: String, owner: String, due: CalendarDay, target: Target, what: String, warning: Int? = nil,
    expected: Int? = nil, made: CalendarDay
  ) {
    self.department = department
    self.owner = owner
    self.due = due
    self.target = target
    self.what = what
    self.warning = warning
    self.expected = expected
    self.made = made
  }

  /// The last whole quarter before it was decided.
  package var before: Quarter { Quarter(of: made).previous }

  /// The first whole quarter after it was due.
  package var after: Quarter { Quarter(of: due).next }
}

/// A figure by which a measure is judged.
package struct MeasureFigure: Hashable, Sendable {
  /// In ten-thousandths of its unit.
  package let value: Int
  /// The standard error in the same unit; `nil` where the figure is no sample.
  package let error: Double?

  package init(value: Int, error: Double? = nil) {
    self.value = value
    self.error = error
  }

  /// The value as people write it.
  package var text: String { ExactDecimal(mantissa: value, places: 4).text }
}

extension Measure {
  /// What the figures say of a measure.
  ///
  /// Figures that are samples must differ by more than chance allows at 95 % (1.96 standard errors of the difference); a
  /// figure that is counted is better or worse by any difference.
  /// - Parameters:
  ///   - isHigherBetter: the direction of the figure.
  ///   - today: until the quarter after the due day is over, it is too early.
  package func verdict(
    before: MeasureFigure?, after: MeasureFigure?, isHigherBetter: Bool, today: CalendarDay
  ) -> Verdict {
    guard today > self.after.lastDay else { return .tooEarly }
    guard let before, let after else { return .unknown }
    let gain = isHigherBetter ? after.value - before.value : before.value - after.value
    if before.error != nil || after.error != nil {
      let (one, two) = (before.error ?? 0, after.error ?? 0)
      guard abs(Double(gain)) > 1.959964 * (one * one + two * two).squareRoot() else { return .same }
    }
    return gain > 0 ? .better : gain < 0 ? .worse : .same
  }

  /// Whether the expected value is reached; `nil` where none was named, or the figure is missing.
  package func isReached(_ after: MeasureFigure?, isHigherBetter: Bool) -> Bool? {
    guard let expected, let after else { return nil }
    return isHigherBetter ? after.value >= expected : after.value <= expected
  }
}
