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

  private static let (width, height) = (760.0, 560.0)
  private static let (left, top, right, bottom) = (70.0, 40.0, 730.0, 500.0)

  package var svg: String {
    let performance = Self.bounds(points.map(\.performance))
    let importance = Self.bounds(points.map { $0.importance * 100 })
    func x(_ value: Double) -> Double {
      Self.left + (value - performance.low) / (performance.high - performance.low) * (Self.right - Self.left)
    }
    func y(_ value: Double) -> Double {
      Self.bottom - (value * 100 - importance.low) / (importance.high - importance.low)
        * (Self.bottom - Self.top)
    }
    let centre = centre
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 560" width="760" height="560" font-family="sans-serif" font-size="13">
      <rect width="760" height="560" fill="#ffffff"/>
      <rect x="70" y="40" width="660" height="460" fill="#f7f7f5" stroke="#888888"/>

      """
    text += Self.line(x(centre.performance), Self.top, x(centre.performance), Self.bottom)
    text += Self.line(Self.left, y(centre.importance), Self.right, y(centre.importance))
    let corners: [(Quadrant, Double, Double, String)] = [
      (.improve, Self.left + 8, Self.top + 18, "start"), (.keep, Self.right - 8, Self.top + 18, "end"),
      (.low, Self.left + 8, Self.bottom - 8, "start"), (.overdone, Self.right - 8, Self.bottom - 8, "end"),
    ]
    for (quadrant, x, y, anchor) in corners {
      text += Self.text(
        Self.title(quadrant, isChinese: isChinese), x, y, anchor: anchor, fill: "#999999")
    }
    for (place, label) in labels(x: x, y: y).enumerated() {
      let point = points[place]
      let fill = quadrant(point) == .improve ? "#c0392b" : "#2c5f8a"
      text +=
        "<circle cx=\"\(Self.number(x(point.performance)))\" cy=\"\(Self.number(y(point.importance)))\" r=\"5\" fill=\"\(fill)\"/>\n"
      text += Self.text(point.title, label.x, label.y, anchor: label.anchor, fill: "#222222")
    }
    let axes =
      isChinese ? ("表现（满意度得分）", "重要性（R² 份额，%）") : ("performance (score)", "importance (share of R², %)")
    text += Self.text(axes.0, (Self.left + Self.right) / 2, 545, anchor: "middle", fill: "#222222")
    text +=
      "<text x=\"18\" y=\"270\" text-anchor=\"middle\" fill=\"#222222\" transform=\"rotate(-90 18 270)\">\(escaped(axes.1))</text>\n"
    for value in Self.ticks(performance) {
      text += Self.text("\(Int(value))", x(value), Self.bottom + 18, anchor: "middle", fill: "#555555")
    }
    for value in Self.ticks(importance) {
      text += Self.text("\(Int(value))", Self.left - 8, y(value / 100) + 4, anchor: "end", fill: "#555555")
    }
    return text + "</svg>\n"
  }

  /// Where each point's title stands: right of it, or left near the edge, moved down while it would cover another title.
  private func labels(x: (Double) -> Double, y: (Double) -> Double) -> [(
    x: Double, y: Double, anchor: String
  )] {
    var taken: [(from: Double, to: Double, y: Double)] = []
    return points.map { point in
      // Wide characters take the height of a letter, others a good half of it.
      let width = point.title.unicodeScalars.reduce(0.0) { $0 + ($1.value > 0x2e80 ? 13 : 7) }
      let isRight = x(point.performance) + 9 + width > Self.right
      let place = x(point.performance) + (isRight ? -9 : 9)
      let (from, to) = isRight ? (place - width, place) : (place, place + width)
      var height = y(point.importance) + 4
      while taken.contains(where: { $0.from < to && from < $0.to && abs($0.y - height) < 14 }) {
        height += 14
      }
      taken.append((from, to, height))
      return (place, height, isRight ? "end" : "start")
    }
  }

  private func escaped(_ text: String) -> String { Self.escaped(text) }

  private static func escaped(_ text: String) -> String {
    withoutControls(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
      ">", with: "&gt;")
  }

  /// What XML 1.0 does not allow is left out.
  private static func withoutControls(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) {
      kept.append(scalar)
    }
    return String(kept)
  }

  private static func number(_ value: Double) -> String {
    decimalText(Int((value * 10).rounded()), places: 1)
  }

  private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"#bbbbbb\" stroke-dasharray=\"5 4\"/>\n"
  }

  private static func text(_ text: String, _ x: Double, _ y: Double, anchor: String, fill: String) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" fill=\"\(fill)\">\(escaped(text))</text>\n"
  }

  /// Whole bounds around the values, with some air.
  private static func bounds(_ values: [Double]) -> (low: Double, high: Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 100)
    let air = max(1, (high - low) * 0.12)
    return ((low - air).rounded(.down), (high + air).rounded(.up))
  }

  private static func ticks(_ bounds: (low: Double, high: Double)) -> [Double] {
    let span = bounds.high - bounds.low
    let step = span > 40 ? 10.0 : span > 16 ? 5.0 : span > 8 ? 2.0 : 1.0
    return Array(stride(from: (bounds.low / step).rounded(.up) * step, through: bounds.high, by: step))
  }
}
