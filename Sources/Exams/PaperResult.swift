import Formats
import Workspace

/// The result of a paper.
package struct PaperResult: Hashable, Sendable {
  /// What a section of a paper came to.
  package struct Section: Hashable, Sendable {
    package let points: Int
    package let maximum: Int
    /// Out of 100; never below nothing.
    package let score: Score?
    /// Whether it reached its own pass mark; true where it has none.
    package let isPassed: Bool
  }

  /// In hundredths, place by place; `nil` where a person has still to mark.
  package let points: [Int?]
  /// What each place is worth, in hundredths.
  package let maxima: [Int]
  /// In the blueprint's order.
  package let sections: [Section]

  /// Gathers what the places of a paper earned.
  package init(items: [PaperItem], points: [Int?], blueprint: Blueprint) {
    self.points = points
    maxima = items.map(\.points)
    sections = blueprint.sections.indices.map { index in
      let places = items.indices.filter { blueprint.rows[items[$0].row].section == index }
      let earned = places.reduce(0) { $0 + (points[$1] ?? 0) }
      let maximum = places.reduce(0) { $0 + items[$1].points }
      let score = Score(part: max(0, earned), of: maximum)
      let pass = blueprint.sections[index].pass
      return Section(
        points: earned, maximum: maximum, score: score,
        isPassed: pass.map { pass in score.map { $0 >= pass } ?? false } ?? true)
    }
    pass = blueprint.pass
  }

  private let pass: Score

  /// The sum over the places, never below nothing, in hundredths.
  package var total: Int { max(0, points.reduce(0) { $0 + ($1 ?? 0) }) }
  package var maximum: Int { maxima.reduce(0, +) }
  /// Out of 100.
  package var score: Score? { Score(part: total, of: maximum) }
  /// Whether nobody has still to mark anything.
  package var isComplete: Bool { !points.contains { $0 == nil } }
  package var isPassed: Bool { (score.map { $0 >= pass } ?? false) && sections.allSatisfy(\.isPassed) }
}
