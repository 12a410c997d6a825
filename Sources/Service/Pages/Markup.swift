import Formats
import Workspace

/// Markup for pages: the few shapes that all are made of, each escaping what it is given.
enum Markup {
  /// A cell of a table.
  enum Cell {
    case text(String)
    /// Set to the right.
    case number(String)
    /// Escaped already.
    case markup(String)
  }

  static func escaped(_ text: String) -> String { XMLText.escaped(text) }

  static func link(_ path: String, _ text: String) -> String {
    "<a href=\"\(escaped(path))\">\(escaped(text))</a>"
  }

  static func paragraph(_ text: String, kind: String = "") -> String {
    "<p\(kind.isEmpty ? "" : " class=\"\(kind)\"")>\(escaped(text))</p>"
  }

  static func section(_ title: String, _ body: String) -> String {
    "<section>\n<h2>\(escaped(title))</h2>\n\(body)\n</section>"
  }

  /// A word that says how something stands, in a frame whose kind is `good`, `bad`, `busy` or empty.
  static func badge(_ text: String, _ kind: String = "") -> String {
    "<span class=\"badge \(kind)\">\(escaped(text))</span>"
  }

  /// A big link that says what there is to do behind it.
  static func card(_ path: String, _ title: String, _ text: String, isUrgent: Bool = false) -> String {
    "<li><a class=\"card\(isUrgent ? " urgent" : "")\" href=\"\(escaped(path))\"><strong>\(escaped(title))</strong><span>\(escaped(text))</span></a></li>"
  }

  /// Links to the quarters before and after one; `path` ends where the quarter is written.
  static func quarters(_ path: String, _ quarter: Quarter, _ call: PageCall) -> String {
    let (before, after) = (quarter.previous, quarter.next)
    return """
      <nav class="quarters" aria-label="\(call.word("Quarters", "季度"))"><a href="\(escaped(path))\(before)" rel="prev">‹ \(before)</a>
      <strong aria-current="true">\(quarter)</strong> <a href="\(escaped(path))\(after)" rel="next">\(after) ›</a></nav>
      """
  }

  // MARK: Tables

  /// A table that scrolls sideways where the screen is narrow; the first column names the row.
  ///
  /// - Parameters:
  ///   - caption: what it lists, also for whoever does not see it.
  ///   - numbers: the columns that are set to the right.
  static func table(
    _ caption: String, _ headings: [String], numbers: Set<Int> = [], _ rows: [[Cell]], empty: String
  ) -> String {
    guard !rows.isEmpty else { return paragraph(empty, kind: "note") }
    let head = headings.enumerated().map { place, heading in
      "<th scope=\"col\"\(numbers.contains(place) ? " class=\"number\"" : "")>\(escaped(heading))</th>"
    }.joined()
    let body = rows.map { row in
      "<tr>" + row.enumerated().map { cell($1, isHeading: $0 == 0) }.joined() + "</tr>"
    }.joined(separator: "\n")
    return """
      <div class="wide" role="region" aria-label="\(escaped(caption))" tabindex="0">
      <table>
      <caption class="spoken">\(escaped(caption))</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)
      </tbody>
      </table>
      </div>
      """
  }

  private static func cell(_ cell: Cell, isHeading: Bool) -> String {
    let (tag, scope) = isHeading ? ("th", " scope=\"row\"") : ("td", "")
    return switch cell {
    case .text(let text):
      "<\(tag)\(scope)\(isMoment(text) ? " class=\"moment\"" : "")>\(escaped(text))</\(tag)>"
    case .number(let text): "<\(tag)\(scope) class=\"number\">\(escaped(text))</\(tag)>"
    case .markup(let markup): "<\(tag)\(scope)>\(markup)</\(tag)>"
    }
  }

  /// Whether a text is a day, a time or both, which are not broken at the end of a line.
  private static func isMoment(_ text: String) -> Bool {
    text.utf8.count >= 10
      && text.utf8.allSatisfy { byte in
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: ":")
          || byte == UInt8(ascii: " ")
      }
  }

  /// So many of so many, as a bar and in figures.
  ///
  /// - Parameter label: what the bar shows, for whoever does not see it.
  static func progress(_ done: Int, of all: Int, _ label: String) -> String {
    "<span class=\"moment\"><progress max=\"\(max(1, all))\" value=\"\(done)\" aria-label=\"\(escaped(label))\"></progress> \(done) / \(all)</span>"
  }

  /// Facts under their names.
  static func facts(_ rows: [(name: String, value: String)]) -> String {
    let list = rows.map { "<div><dt>\(escaped($0.name))</dt><dd>\(escaped($0.value))</dd></div>" }
    return "<dl class=\"facts\">\n\(list.joined(separator: "\n"))\n</dl>"
  }

  // MARK: Forms

  /// A form that does a deed of the page that it is on.
  static func form(
    _ call: PageCall, _ deed: String, kind: String = "", _ body: String
  ) -> String {
    """
    <form method="post" action="\(escaped(call.target))"\(kind.isEmpty ? "" : " class=\"\(kind)\"")>
    <input type="hidden" name="csrf" value="\(call.csrf)">
    <input type="hidden" name="deed" value="\(escaped(deed))">
    \(body)
    </form>
    """
  }

  static func button(_ text: String, isPrimary: Bool = true) -> String {
    "<button\(isPrimary ? " class=\"primary\"" : "")>\(escaped(text))</button>"
  }

  /// One line to fill in.
  ///
  /// - Parameters:
  ///   - id: unlike any other on the page; the name where that is so.
  ///   - attributes: further ones, escaped already, such as `required inputmode="decimal"`.
  static func field(
    _ name: String, _ label: String, id: String? = nil, value: String = "", type: String = "text",
    attributes: String = "", hint: String? = nil
  ) -> String {
    let id = escaped(id ?? name)
    let note = hint.map { "<small id=\"\(id)-hint\">\(escaped($0))</small>" } ?? ""
    let described = hint == nil ? "" : " aria-describedby=\"\(id)-hint\""
    return
      "<div class=\"field\"><label for=\"\(id)\">\(escaped(label))</label><input id=\"\(id)\" name=\"\(name)\" type=\"\(type)\" value=\"\(escaped(value))\"\(described)\(attributes.isEmpty ? "" : " \(attributes)")>\(note)</div>"
  }

  static func area(
    _ name: String, _ label: String, id: String? = nil, value: String = "", attributes: String = "required"
  ) -> String {
    let id = escaped(id ?? name)
    return
      "<div class=\"field\"><label for=\"\(id)\">\(escaped(label))</label><textarea id=\"\(id)\" name=\"\(name)\" rows=\"3\" maxlength=\"2000\" \(attributes)>\(escaped(value))</textarea></div>"
  }

  static func choice(
    _ name: String, _ label: String, _ options: [(value: String, text: String)], chosen: String?
  )
    -> String
  {
    let list = options.map {
      "<option value=\"\(escaped($0.value))\"\($0.value == chosen ? " selected" : "")>\(escaped($0.text))</option>"
    }
    return
      "<div class=\"field\"><label for=\"\(name)\">\(escaped(label))</label><select id=\"\(name)\" name=\"\(name)\">\(list.joined())</select></div>"
  }

  /// A box to tick.
  static func box(
    _ name: String, _ value: String, _ label: String, isTicked: Bool = false, attributes: String = ""
  )
    -> String
  {
    "<label class=\"option\"><input type=\"checkbox\" name=\"\(name)\" value=\"\(escaped(value))\"\(isTicked ? " checked" : "")\(attributes.isEmpty ? "" : " \(attributes)")><span>\(escaped(label))</span></label>"
  }

  /// The question before what cannot be undone: a box that must be ticked.
  static func sure(_ question: String) -> String { box("sure", "yes", question, attributes: "required") }
}
