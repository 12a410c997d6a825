import Formats
import Workspace

/// What a submitted paper came to, as far as its candidate may know it now.
package struct SubmittedPaper: Hashable, Sendable {
  package struct Known: Hashable, Sendable {
    /// In hundredths.
    package let points: Int
    package let score: Score?
    package let isPassed: Bool
    /// Whether some question earned nothing.
    package let hasGaps: Bool
  }

  /// In hundredths.
  package let maximum: Int
  /// Whether nobody has still to mark anything.
  package let isComplete: Bool
  /// `nil` while it is held back.
  package let known: Known?

  package init(_ result: PaperResult, _ blueprint: Blueprint) {
    maximum = result.maximum
    isComplete = result.isComplete
    known =
      result.isComplete && blueprint.showsScore == .atOnce
      ? Known(
        points: result.total, score: result.score, isPassed: result.isPassed,
        hasGaps: result.points.contains(0)) : nil
  }

  /// The members for programs; null what is held back.
  package var members: [(String, JSON)] {
    [
      ("points", known.map { .number(decimalText($0.points, places: 2)) } ?? .null),
      ("maximum", .number(decimalText(maximum, places: 2))), ("score", known?.score?.json ?? .null),
      ("passed", known.map { .bool($0.isPassed) } ?? .null), ("complete", .bool(isComplete)),
    ]
  }

  /// Reads what `members` writes; `nil` of anything else.
  package init?(_ node: JSON5Node) {
    guard let maximum = node["maximum"]?.decimal?.scaled(to: 2), let isComplete = node["complete"]?.boolean
    else {
      return nil
    }
    self.maximum = maximum
    self.isComplete = isComplete
    known = node["points"]?.decimal?.scaled(to: 2).flatMap { points in
      node["passed"]?.boolean.map { isPassed in
        Known(
          points: points, score: node["score"]?.decimal?.scaled(to: 2).map { Score(hundredths: $0) },
          isPassed: isPassed, hasGaps: points < maximum)
      }
    }
  }
}
