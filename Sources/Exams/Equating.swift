import Formats
import Statistics
import Workspace

/// Puts papers of random questions on one scale: what each candidate's score would be on a paper of average difficulty.
///
/// A question counts as right from half of its points on. A two-parameter model is fitted to all sittings, a one-parameter one
/// where there are too few; questions that the able get wrong are left out of it. A score moves by the difference between what the
/// candidate is expected to earn on the average paper and on their own (true-score equating; Kolen and Brennan, 2014, ch. 6).
package struct Equating: Sendable {
  package struct Row: Sendable {
    package let sitting: Sitting
    /// Out of 100, as marked.
    package let score: Score
    /// Out of 100, on the average paper; from 0 to 100.
    package let equated: Double
    /// The standard error of the adjustment, in points of 100: from how well the answers fix the ability.
    package let error: Double
    /// Whether the decision would be another.
    package let passesEquated: Bool

    package var adjustment: Double { equated - Double(score.hundredths) / 100 }
  }

  package let form: ItemResponseModel.Form
  /// Questions in the model, and those left out by id.
  package let modelled: Int
  package let leftOut: [String]
  package let isConverged: Bool
  package let rows: [Row]

  /// - Returns: `nil` where no question has both right and wrong answers.
  package init?(_ sittings: [AnalysedSitting], pool: Pool, blueprint: Blueprint) {
    let ids = pool.questions.map(\.id)
    let places = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
    func cells(without excluded: Set<Int>) -> [UInt8] {
      var cells = [UInt8](repeating: 2, count: sittings.count * ids.count)
      for (row, sitting) in sittings.enumerated() {
        for (place, item) in sitting.items.enumerated() {
          guard let column = places[item.question], !excluded.contains(column) else { continue }
          cells[row * ids.count + column] = 2 * sitting.points[place] >= item.points ? 1 : 0
        }
      }
      return cells
    }
    let perQuestion =
      sittings.reduce(0) { $0 + $1.items.count }
      / max(1, Set(sittings.flatMap { $0.items.map(\.question) }).count)
    form = perQuestion >= 200 ? .twoPL : .onePL
    // A question that the able get wrong would bend the common scale.
    let negative = Self.negative(sittings)
    let excluded = Set(negative.compactMap { places[$0] })
    guard
      let model = ItemResponseModel(
        cells(without: excluded), itemCount: ids.count, form: form, withErrors: false)
    else {
      return nil
    }
    isConverged = model.isConverged
    modelled = model.items.count { $0 != nil }
    leftOut = negative.sorted()
    // What each row of the blueprint is worth on average at an ability.
    let rowItems = pool.rows.map { row in row.compactMap { model.items[$0] } }
    func expectedAverage(_ ability: Double) -> Double {
      var (earned, maximum) = (0.0, 0.0)
      for (row, items) in zip(blueprint.rows, rowItems) where !items.isEmpty {
        let mean =
          items.reduce(0) { $0 + ItemResponseModel.chance($1, ability: ability) } / Double(items.count)
        earned += Double(row.count * row.points) * mean
        maximum += Double(row.count * row.points)
      }
      return maximum > 0 ? 100 * earned / maximum : 0
    }
    rows = sittings.compactMap { sitting in
      guard let outcome = sitting.sitting.outcome else { return nil }
      var own: [(item: ItemResponseModel.Item, points: Int)] = []
      var answers: [(item: ItemResponseModel.Item, isRight: Bool)] = []
      for (place, item) in sitting.items.enumerated() {
        guard let fitted = places[item.question].flatMap({ model.items[$0] }) else { continue }
        own.append((fitted, item.points))
        answers.append((fitted, 2 * sitting.points[place] >= item.points))
      }
      let maximum = own.reduce(0) { $0 + $1.points }
      guard maximum > 0 else { return nil }
      let (shift, error) = AbilityPosterior(answers).moments { ability in
        let expected = own.reduce(0.0) {
          $0 + Double($1.points) * ItemResponseModel.chance($1.item, ability: ability)
        }
        return expectedAverage(ability) - 100 * expected / Double(maximum)
      }
      let score = Double(outcome.score.hundredths) / 100
      // To the hundredth, as scores are: what moves nothing must not turn a decision.
      let equated = (min(100, max(0, score + shift)) * 100).rounded() / 100
      let sections = PaperResult(items: sitting.items, points: sitting.points, blueprint: blueprint).sections
      return Row(
        sitting: sitting.sitting, score: outcome.score, equated: equated, error: error,
        passesEquated: Int((equated * 100).rounded()) >= blueprint.pass.hundredths
          && sections.allSatisfy(\.isPassed))
    }
  }

  /// The questions whose correlation with the rest of their papers is below nothing by more than two of its errors.
  private static func negative(_ sittings: [AnalysedSitting]) -> [String] {
    var shares: [String: [(item: Int, rest: Int)]] = [:]
    for sitting in sittings {
      for (place, item) in sitting.items.enumerated() {
        shares[item.question, default: []].append(sitting.shares(at: place))
      }
    }
    return shares.compactMap { id, shares in
      let figures = QuestionFigures(shares)
      guard let r = figures.discrimination, let error = figures.discriminationError, r + 2 * error < 0 else {
        return nil
      }
      return id
    }
  }
}
