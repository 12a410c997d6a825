/// Values over time with a centre line and limits: a control chart as a picture.
///
/// What lies outside its limits is a diamond with its value beside it, so that it shows without colour too.
package struct LineChart: Sendable {
  /// A moment with what was measured then.
  package struct Point: Sendable {
    /// The moment, such as `07-06`.
    package let label: String
    /// `nil` where nothing was measured: the line has a gap there.
    package let value: Double?
    package let low: Double?
    package let high: Double?
    package let isOut: Bool
    /// The value as it is written beside a point outside its limits.
    package let text: String

    package init(
      label: String, value: Double?, low: Double? = nil, high: Double? = nil, isOut: Bool = false,
      text: String = ""
    ) {
      self.label = label
      self.value = value
      self.low = low
      self.high = high
      self.isOut = isOut
      self.text = text
    }
  }

  private let title: String
  private let description: String
  /// What the values are, with their unit.
  private let axis: String
  private let points: [Point]
  private let centre: Double?
  private let centreLabel: String
  private let limitLabel: String

  /// - Parameters:
  ///   - centre: where the frozen mean lies; `nil` of none.
  ///   - centreLabel: what the centre is called, such as `baseline`.
  ///   - limitLabel: what the limits are called, such as `3σ limits`; empty where there are none.
  package init(
    title: String, description: String, axis: String, points: [Point], centre: Double? = nil,
    centreLabel: String = "", limitLabel: String = ""
  ) {
    self.title = title
    self.description = description
    self.axis = axis
    self.points = points
    self.centre = centre
    self.centreLabel = centreLabel
    self.limitLabel = limitLabel
  }

  private static let (width, height) = (720.0, 260.0)
  private static let (left, top, right, bottom) = (64.0, 34.0, 704.0, 212.0)

  package var picture: Picture {
    var picture = Picture(
      width: Self.width, height: Self.height, title: title, description: description)
    let values = points.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    let scale = ChartScale(
      values + [centre].compactMap { $0 }, from: Self.bottom, to: Self.top, ticks: 4)
    for tick in scale.ticks {
      picture.line(Self.left, scale.place(tick), Self.right, scale.place(tick), "grid")
      picture.text(scale.text(tick), x: Self.left - 8, y: scale.place(tick) + 4, anchor: .end, "muted")
    }
    picture.line(Self.left, Self.bottom, Self.right, Self.bottom, "axis")
    picture.text(axis, x: Self.left - 8, y: 16)
    drawLabels(&picture)
    drawLimits(&picture, scale)
    drawValues(&picture, scale)
    drawLegend(&picture)
    return picture
  }

  private func x(_ place: Int) -> Double {
    let step = (Self.right - Self.left) / Double(max(points.count, 1))
    return Self.left + (Double(place) + 0.5) * step
  }

  /// As many moments are named as have room.
  private func drawLabels(_ picture: inout Picture) {
    let widest = points.map { Picture.width(of: $0.label) }.max() ?? 0
    let step = (Self.right - Self.left) / Double(max(points.count, 1))
    let every = max(1, Int(((widest + 8) / max(step, 0.1)).rounded(.up)))
    for (place, point) in points.enumerated() where place % every == 0 {
      picture.text(point.label, x: x(place), y: Self.bottom + 18, anchor: .middle, "muted")
    }
  }

  /// Limits are steps, for each point has its own.
  private func drawLimits(_ picture: inout Picture, _ scale: ChartScale) {
    if let centre {
      picture.line(Self.left, scale.place(centre), Self.right, scale.place(centre), "centre")
    }
    let half = (Self.right - Self.left) / Double(max(points.count, 1)) / 2
    for limit in [\Point.low, \Point.high] {
      var run: [(x: Double, y: Double)] = []
      for (place, point) in points.enumerated() {
        guard let value = point[keyPath: limit] else {
          picture.path(run, "limit")
          run = []
          continue
        }
        run += [(x(place) - half, scale.place(value)), (x(place) + half, scale.place(value))]
      }
      picture.path(run, "limit")
    }
  }

  private func drawValues(_ picture: inout Picture, _ scale: ChartScale) {
    var run: [(x: Double, y: Double)] = []
    for (place, point) in points.enumerated() {
      guard let value = point.value else {
        picture.path(run, "line")
        run = []
        continue
      }
      run.append((x(place), scale.place(value)))
    }
    picture.path(run, "line")
    for (place, point) in points.enumerated() {
      guard let value = point.value else { continue }
      let y = scale.place(value)
      if point.isOut {
        picture.mark(.diamond, x: x(place), y: y, size: 7, "out")
        picture.text(
          point.text, x: x(place), y: y - 11 < Self.top ? y + 20 : y - 11, anchor: .middle, "bad")
      } else {
        picture.mark(.disc, x: x(place), y: y, size: 3.5, "point")
      }
    }
  }

  private func drawLegend(_ picture: inout Picture) {
    var x = Self.left
    let y = Self.height - 12
    func entry(_ kind: String, _ label: String) {
      guard !label.isEmpty else { return }
      picture.line(x, y - 4, x + 26, y - 4, kind)
      picture.text(label, x: x + 32, y: y)
      x += 32 + Picture.width(of: label) + 22
    }
    if centre != nil { entry("centre", centreLabel) }
    if points.contains(where: { $0.low != nil || $0.high != nil }) { entry("limit", limitLabel) }
  }
}
