/// A picture in SVG that says in words what it shows: lines, boxes and texts, without a script.
///
/// Colours come from classes and `currentColor`, so that the page around it decides between light and dark; the same
/// picture is always the same bytes. Lengths are in user units and are written with at most one decimal.
package struct Picture: Sendable {
  /// Which end of a text stands at its place.
  package enum Anchor: String, Sendable { case start, middle, end }

  /// How a mark differs from others other than by colour.
  package enum Mark: Sendable { case disc, ring, diamond }

  package let width: Double
  package let height: Double
  /// What it shows, and what can be read from it.
  package let title: String
  package let description: String
  private var body = ""

  /// - Parameters:
  ///   - title: what it shows.
  ///   - description: what can be read from it, for whoever does not see it.
  package init(width: Double, height: Double, title: String, description: String) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
  }

  // MARK: Drawing

  /// A straight line; `kind` is a class of `style`.
  package mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
    body +=
      "<line class=\"\(kind)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>\n"
  }

  /// A line through several places; nothing of fewer than two.
  package mutating func path(_ places: [(x: Double, y: Double)], _ kind: String) {
    guard places.count > 1 else { return }
    let text = places.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    body += "<polyline class=\"\(kind)\" points=\"\(text)\"/>\n"
  }

  package mutating func box(x: Double, y: Double, width: Double, height: Double, _ kind: String) {
    body +=
      "<rect class=\"\(kind)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\"/>\n"
  }

  package mutating func mark(_ mark: Mark, x: Double, y: Double, size: Double = 4, _ kind: String) {
    switch mark {
    case .disc, .ring:
      body +=
        "<circle class=\"\(kind)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(size))\"/>\n"
    case .diamond:
      let corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
      let text = corners.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
      body += "<polygon class=\"\(kind)\" points=\"\(text)\"/>\n"
    }
  }

  package mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, _ kind: String = ""
  ) {
    guard !text.isEmpty else { return }
    let name = kind.isEmpty ? "" : "class=\"\(kind)\" "
    body += "<text \(name)x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
    body += "text-anchor=\"\(anchor.rawValue)\">\(XMLText.escaped(text))</text>\n"
  }

  // MARK: Writing

  /// The picture for a page that carries `style`.
  package var svg: String { svg(style: "") }

  /// The picture as a file of its own, with its style inside.
  package var file: String { svg(style: "<style>\(Self.variables)\(Self.style)</style>\n") }

  private func svg(style: String) -> String {
    let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" \(box) \(size)>
      <title>\(XMLText.escaped(title))</title>
      <desc>\(XMLText.escaped(description))</desc>

      """ + style + body + "</svg>\n"
  }

  /// The colours of light and of dark; paper is light.
  package static let variables = """
    :root{--ink:#1f2328;--paper:#ffffff;--muted:#57606a;--grid:#d0d7de;--bar:#2c6e9b;--other:#8a6d1f;--bad:#b3261e}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--muted:#a5afba;--grid:#3d444d;--bar:#3f86b8;--other:#d9b44a;--bad:#ff8a80}}

    """

  /// What the classes of pictures look like, once a page.
  package static let style = """
    .chart{color:var(--ink,#1f2328);font:13px sans-serif;max-width:100%;height:auto}
    .chart text{fill:currentColor;paint-order:stroke;stroke:var(--paper,#ffffff);stroke-width:3px}
    .chart text.muted{fill:var(--muted,#57606a)}
    .chart text.bad{fill:var(--bad,#b3261e);font-weight:bold}
    .chart line,.chart polyline{fill:none;stroke:currentColor;stroke-width:1.5}
    .chart .grid{stroke:var(--grid,#d0d7de);stroke-width:1}
    .chart .axis{stroke:var(--muted,#57606a);stroke-width:1}
    .chart .centre{stroke:var(--muted,#57606a);stroke-dasharray:6 4}
    .chart .limit{stroke:var(--bad,#b3261e);stroke-dasharray:2 3}
    .chart .bar{fill:var(--bar,#2c6e9b)}
    .chart .weak{fill:none;stroke:var(--bad,#b3261e);stroke-width:2}
    .chart .other{fill:var(--other,#8a6d1f)}
    .chart .point{fill:var(--bar,#2c6e9b)}
    .chart .out{fill:var(--bad,#b3261e)}
    .chart .ring{fill:var(--paper,#ffffff);stroke:var(--bar,#2c6e9b);stroke-width:2}

    """

  // MARK: Bytes

  /// A length with at most one decimal: `12` or `12.5`.
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(max(value, -1e9), 1e9) * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : decimalText(tenths, places: 1)
  }

  /// About how wide a text is at 13 units: a Chinese character takes a letter's height, a Latin letter a good half of it.
  package static func width(of text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2e80 ? 13 : 7.2) }
  }

  /// A text cut to about a width, with an ellipsis where something was left out.
  package static func fitted(_ text: String, to wide: Double) -> String {
    guard width(of: text) > wide else { return text }
    var kept = ""
    var taken = 13.0
    for character in text {
      let more = width(of: String(character))
      if taken + more > wide { break }
      kept.append(character)
      taken += more
    }
    return kept + "…"
  }
}
