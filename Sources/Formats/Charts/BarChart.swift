/// Bars from zero with the interval of each, and a line for what all of them are set against.
package struct BarChart: Sendable {
  /// A bar.
  package struct Bar: Sendable {
    package let label: String
    /// `nil` where nothing is known: only the label stands.
    package let value: Double?
    package let low: Double?
    package let high: Double?
    /// What is written at the end of the row, such as `92.58 (n 229)`.
    package let text: String
    /// Whether it is to be looked at first: drawn hollow and with a sign before its text, not by colour alone.
    package let isWeak: Bool

    package init(
      label: String, value: Double?, low: Double? = nil, high: Double? = nil, text: String,
      isWeak: Bool = false
    ) {
      self.label = label
      self.value = value
      self.low = low
      self.high = high
      self.text = text
      self.isWeak = isWeak
    }
  }

  private let title: String
  private let description: String
  private let axis: String
  private let bars: [Bar]
  private let reference: Double?
  private let referenceLabel: String
  private let range: ClosedRange<Double>?

  /// - Parameters:
  ///   - axis: what the bars measure, with the unit.
  ///   - reference: a value drawn as a dashed line through all rows, such as the mean; `nil` of none.
  ///   - range: what the axis has to hold beside the bars and zero, such as 0 to 100.
  package init(
    title: String, description: String, axis: String, bars: [Bar], reference: Double? = nil,
    referenceLabel: String = "", range: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.description = description
    self.axis = axis
    self.bars = bars
    self.reference = reference
    self.referenceLabel = referenceLabel
    self.range = range
  }

  private static let (width, row, top) = (720.0, 24.0, 30.0)

  package var picture: Picture {
    let left = min(250, (bars.map { Picture.width(of: $0.label) }.max() ?? 0) + 14)
    let right = Self.width - min(210, (bars.map { Picture.width(of: $0.text) }.max() ?? 0) + 34)
    let bottom = Self.top + Self.row * Double(bars.count)
    var picture = Picture(
      width: Self.width, height: bottom + 28, title: title, description: description)
    let known = bars.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    let ends = range.map { [$0.lowerBound, $0.upperBound] } ?? []
    let scale = ChartScale(
      known + ends + [reference].compactMap { $0 }, from: left, to: right, includesZero: true)
    picture.text(axis, x: left, y: 16)
    for tick in scale.ticks {
      picture.line(scale.place(tick), Self.top, scale.place(tick), bottom, "grid")
      picture.text(scale.text(tick), x: scale.place(tick), y: bottom + 18, anchor: .middle, "muted")
    }
    for (place, bar) in bars.enumerated() {
      draw(bar, &picture, scale, y: Self.top + Self.row * Double(place), left: left, right: right)
    }
    picture.line(scale.place(0), Self.top, scale.place(0), bottom, "axis")
    if let reference {
      picture.line(scale.place(reference), Self.top - 4, scale.place(reference), bottom, "centre")
      picture.text(referenceLabel, x: scale.place(reference), y: Self.top - 9, anchor: .end, "muted")
    }
    return picture
  }

  private func draw(
    _ bar: Bar, _ picture: inout Picture, _ scale: ChartScale, y: Double, left: Double, right: Double
  ) {
    let middle = y + Self.row / 2
    picture.text(
      Picture.fitted(bar.label, to: left - 12), x: left - 8, y: middle + 4.5, anchor: .end)
    picture.text((bar.isWeak ? "▼ " : "") + bar.text, x: right + 12, y: middle + 4.5, bar.isWeak ? "bad" : "")
    guard let value = bar.value else { return }
    let (zero, end) = (scale.place(0), scale.place(value))
    picture.box(
      x: min(zero, end), y: y + 5, width: abs(end - zero), height: Self.row - 10, bar.isWeak ? "weak" : "bar")
    guard let low = bar.low, let high = bar.high else { return }
    picture.line(scale.place(low), middle, scale.place(high), middle, "whisker")
    for side in [low, high] {
      picture.line(scale.place(side), middle - 4, scale.place(side), middle + 4, "whisker")
    }
  }
}
