/// How often values fell into equal steps, as small as a word, to stand in a table's cell.
package struct Histogram: Sendable {
  private let title: String
  private let description: String
  private let counts: [Int]
  private let marked: Int?

  /// - Parameters:
  ///   - counts: from the lowest step to the highest.
  ///   - marked: the place of the step to be pointed at, such as the one that holds the mean.
  package init(title: String, description: String, counts: [Int], marked: Int? = nil) {
    self.title = title
    self.description = description
    self.counts = counts
    self.marked = marked
  }

  /// - Parameters:
  ///   - values: such as scores in hundredths; those beyond an end fall into the step at that end.
  package static func counts(_ values: some Sequence<Int>, from low: Int, to high: Int, steps: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: max(1, steps))
    guard high > low else { return counts }
    for value in values {
      let place = (min(max(value, low), high) - low) * counts.count / (high - low)
      counts[min(place, counts.count - 1)] += 1
    }
    return counts
  }

  private static let (step, height) = (10.0, 24.0)

  package var picture: Picture {
    var picture = Picture(
      width: Self.step * Double(counts.count), height: Self.height + 6, title: title,
      description: description)
    let most = Double(max(counts.max() ?? 0, 1))
    for (place, count) in counts.enumerated() where count > 0 {
      // What is there at all is seen.
      let tall = max(1.5, Double(count) / most * Self.height)
      picture.box(
        x: Double(place) * Self.step + 1, y: Self.height - tall, width: Self.step - 2, height: tall, "bar")
    }
    picture.line(0, Self.height, picture.width, Self.height, "axis")
    if let marked, counts.indices.contains(marked) {
      picture.mark(
        .diamond, x: (Double(marked) + 0.5) * Self.step, y: Self.height + 3, size: 3, "out")
    }
    return picture
  }
}
