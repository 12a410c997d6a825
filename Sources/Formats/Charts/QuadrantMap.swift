/// Things in four quarters by two figures, cut at a centre, such as importance and performance.
package struct QuadrantMap: Sendable {
  package struct Point: Sendable {
    package let label: String
    package let x: Double
    package let y: Double
    /// Whether it lies in the quarter that is to be seen to first: a diamond instead of a disc.
    package let isMarked: Bool

    package init(label: String, x: Double, y: Double, isMarked: Bool = false) {
      self.label = label
      self.x = x
      self.y = y
      self.isMarked = isMarked
    }
  }

  /// What the quarters are called: above and below the centre, left and right of it.
  package struct Quarters: Sendable {
    package let (topLeft, topRight, bottomLeft, bottomRight): (String, String, String, String)

    package init(topLeft: String, topRight: String, bottomLeft: String, bottomRight: String) {
      (self.topLeft, self.topRight, self.bottomLeft, self.bottomRight) =
        (topLeft, topRight, bottomLeft, bottomRight)
    }
  }

  private let title: String
  private let description: String
  private let points: [Point]
  private let centre: (x: Double, y: Double)
  private let quarters: Quarters
  private let axes: (x: String, y: String)

  package init(
    title: String, description: String, points: [Point], centre: (x: Double, y: Double), quarters: Quarters,
    axes: (x: String, y: String)
  ) {
    self.title = title
    self.description = description
    self.points = points
    self.centre = centre
    self.quarters = quarters
    self.axes = axes
  }

  private static let (width, height) = (720.0, 460.0)
  private static let (left, top, right, bottom) = (64.0, 34.0, 704.0, 404.0)

  package var picture: Picture {
    var picture = Picture(
      width: Self.width, height: Self.height, title: title, description: description)
    let across = ChartScale(points.map(\.x) + [centre.x], from: Self.left, to: Self.right, ticks: 6)
    let up = ChartScale(points.map(\.y) + [centre.y], from: Self.bottom, to: Self.top)
    for tick in across.ticks {
      picture.text(across.text(tick), x: across.place(tick), y: Self.bottom + 18, anchor: .middle, "muted")
    }
    for tick in up.ticks {
      picture.text(up.text(tick), x: Self.left - 8, y: up.place(tick) + 4, anchor: .end, "muted")
    }
    picture.line(Self.left, Self.bottom, Self.right, Self.bottom, "axis")
    picture.line(Self.left, Self.top, Self.left, Self.bottom, "axis")
    picture.line(across.place(centre.x), Self.top, across.place(centre.x), Self.bottom, "centre")
    picture.line(Self.left, up.place(centre.y), Self.right, up.place(centre.y), "centre")
    picture.text(quarters.topLeft, x: Self.left + 8, y: Self.top + 16, "muted")
    picture.text(quarters.topRight, x: Self.right - 4, y: Self.top + 16, anchor: .end, "muted")
    picture.text(quarters.bottomLeft, x: Self.left + 8, y: Self.bottom - 8, "muted")
    picture.text(quarters.bottomRight, x: Self.right - 4, y: Self.bottom - 8, anchor: .end, "muted")
    picture.text(axes.y, x: Self.left - 8, y: 16)
    picture.text(axes.x, x: (Self.left + Self.right) / 2, y: Self.height - 12, anchor: .middle)
    var taken: [(from: Double, to: Double, y: Double)] = []
    for point in points {
      let place = (x: across.place(point.x), y: up.place(point.y))
      picture.mark(
        point.isMarked ? .diamond : .disc, x: place.x, y: place.y, size: point.isMarked ? 7 : 5,
        point.isMarked ? "out" : "point")
      draw(point.label, beside: place, &picture, &taken)
    }
    return picture
  }

  /// A label right of its point, or left near the edge, moved down while it would cover another.
  private func draw(
    _ label: String, beside place: (x: Double, y: Double), _ picture: inout Picture,
    _ taken: inout [(from: Double, to: Double, y: Double)]
  ) {
    let wide = Picture.width(of: label)
    let isLeft = place.x + 10 + wide > Self.right
    let (from, to) = isLeft ? (place.x - 10 - wide, place.x - 10) : (place.x + 10, place.x + 10 + wide)
    var y = place.y + 4
    while taken.contains(where: { $0.from < to && from < $0.to && abs($0.y - y) < 14 }) { y += 14 }
    taken.append((from, to, y))
    picture.text(label, x: isLeft ? to : from, y: y, anchor: isLeft ? .end : .start)
  }
}
