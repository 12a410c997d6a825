/// One's own figures against another's: how far each lies ahead, to the right, or behind, to the left.
package struct GapChart: Sendable {
  package struct Row: Sendable {
    package let label: String
    /// Own minus other, turned so that ahead is positive; `nil` where either is missing.
    package let gap: Double?
    /// The gap as it is written, with its sign and unit.
    package let text: String

    package init(label: String, gap: Double?, text: String) {
      self.label = label
      self.gap = gap
      self.text = text
    }
  }

  private let title: String
  private let description: String
  private let rows: [Row]
  private let behind: String
  private let ahead: String

  /// - Parameters:
  ///   - behind: what the left side is called.
  ///   - ahead: what the right side is called.
  package init(title: String, description: String, rows: [Row], behind: String, ahead: String) {
    self.title = title
    self.description = description
    self.rows = rows
    self.behind = behind
    self.ahead = ahead
  }

  private static let (width, row, top) = (720.0, 24.0, 30.0)

  package var picture: Picture {
    let left = min(280, (rows.map { Picture.width(of: $0.label) }.max() ?? 0) + 14)
    let right = Self.width - min(160, (rows.map { Picture.width(of: $0.text) }.max() ?? 0) + 24)
    let bottom = Self.top + Self.row * Double(rows.count)
    var picture = Picture(
      width: Self.width, height: bottom + 28, title: title, description: description)
    let gaps = rows.compactMap(\.gap)
    let most = gaps.map { abs($0) }.max() ?? 1
    let scale = ChartScale([-most, most], from: left, to: right, ticks: 6)
    for tick in scale.ticks {
      picture.line(scale.place(tick), Self.top, scale.place(tick), bottom, "grid")
      picture.text(scale.text(tick), x: scale.place(tick), y: bottom + 18, anchor: .middle, "muted")
    }
    picture.text("◀ \(behind)", x: scale.place(0) - 10, y: 18, anchor: .end)
    picture.text("\(ahead) ▶", x: scale.place(0) + 10, y: 18)
    for (place, row) in rows.enumerated() {
      let y = Self.top + Self.row * Double(place)
      picture.text(
        Picture.fitted(row.label, to: left - 12), x: left - 8, y: y + 16.5, anchor: .end)
      picture.text(row.text, x: right + 12, y: y + 16.5, (row.gap ?? 0) < 0 ? "bad" : "")
      guard let gap = row.gap else { continue }
      let (zero, end) = (scale.place(0), scale.place(gap))
      picture.box(
        x: min(zero, end), y: y + 5, width: abs(end - zero), height: Self.row - 10, gap < 0 ? "weak" : "bar")
    }
    picture.line(scale.place(0), Self.top - 4, scale.place(0), bottom, "axis")
    return picture
  }
}
