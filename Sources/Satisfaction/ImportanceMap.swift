import Formats
import Workspace

/// An importance–performance map (Martilla and James 1977) as an SVG picture: what matters most and is done worst stands top left.
package struct ImportanceMap: Sendable {
  package struct Point: Sendable {
    package let title: String
    /// Share of R², 0 to 1.
    package let importance: Double
    /// Out of 100.
    package let performance: Double

    package init(title: String, importance: Double, performance: Double) {
      self.title = title
      self.importance = importance
      self.performance = performance
    }
  }

  package enum Quadrant: String, Sendable {
    case improve, keep, low, overdone
  }

  private let points: [Point]
  private let isChinese: Bool

  package init(_ points: [Point], isChinese: Bool) {
    self.points = points
    self.isChinese = isChinese
  }

  /// The means that cut the map into its quarters.
  package var centre: (importance: Double, performance: Double) {
    let n = Double(max(points.count, 1))
    return (points.reduce(0) { $0 + $1.importance } / n, points.reduce(0) { $0 + $1.performance } / n)
  }

  package func quadrant(_ point: Point) -> Quadrant {
    let centre = centre
    switch (point.importance >= centre.importance, point.performance >= centre.performance) {
    case (true, false): return .improve
    case (true, true): return .keep
    case (false, false): return .low
    case (false, true): return .overdone
    }
  }

  package static func title(_ quadrant: Quadrant, isChinese: Bool) -> String {
    switch quadrant {
    case .improve: isChinese ? "重点改进" : "concentrate here"
    case .keep: isChinese ? "继续保持" : "keep it up"
    case .low: isChinese ? "次要改进" : "low priority"
    case .overdone: isChinese ? "可能过度" : "possible overkill"
    }
  }

  // MARK: The picture

  /// Performance to the right, importance upward, cut at both means.
  package var picture: Picture {
    let centre = centre
    func name(_ quadrant: Quadrant) -> String { Self.title(quadrant, isChinese: isChinese) }
    let first = points.filter { quadrant($0) == .improve }.map(\.title)
    let list = first.joined(separator: isChinese ? "、" : ", ")
    return QuadrantMap(
      title: isChinese ? "重要性—表现矩阵" : "Importance and performance",
      description: first.isEmpty
        ? (isChinese ? "没有重要而表现偏低的过程。" : "Nothing that matters more than the mean is done worse than it.")
        : (isChinese ? "重要而表现偏低：\(list)。" : "What matters and is done worse than the mean: \(list)."),
      points: points.map {
        QuadrantMap.Point(
          label: $0.title, x: $0.performance, y: $0.importance * 100, isMarked: quadrant($0) == .improve)
      }, centre: (centre.performance, centre.importance * 100),
      quarters: QuadrantMap.Quarters(
        topLeft: name(.improve), topRight: name(.keep), bottomLeft: name(.low), bottomRight: name(.overdone)),
      axes: isChinese
        ? ("表现（满意度得分）", "重要性（R² 份额，%）") : ("performance (score)", "importance (share of R², %)")
    ).picture
  }

  /// The picture as a file of its own.
  package var svg: String { picture.file }
}
