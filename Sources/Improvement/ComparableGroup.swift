import Formats
import Workspace

/// People who were not trained, as like the trained as can be: one for each, by where they stood before.
package enum ComparableGroup {
  /// Pairs of trained and untrained, each person once; who has no match within the distance stays alone.
  ///
  /// The trained are matched in the order of their scores, each with the nearest who is left, of equal distance the first
  /// by key.
  /// - Parameters:
  ///   - within: how far the scores before may lie apart.
  package static func pairs(
    trained: [Int: Score], others: [Int: Score], within: Score
  ) -> [(trained: Int, other: Int)] {
    var left = others.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    var pairs: [(trained: Int, other: Int)] = []
    for (key, score) in trained.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      func distance(_ place: Int) -> Int { abs(left[place].value.hundredths - score.hundredths) }
      guard
        let nearest = left.indices.min(by: { (distance($0), left[$0].key) < (distance($1), left[$1].key) }),
        distance(nearest) <= within.hundredths
      else { continue }
      pairs.append((key, left[nearest].key))
      left.remove(at: nearest)
    }
    return pairs
  }
}
