import Formats

extension ReportPage {
  /// The page as Markdown; a picture is what can be read from it.
  package var markdown: String {
    var text = "# \(Self.plain(title))\n\n\(Self.plain(subtitle))\n"
    for block in blocks {
      text += "\n"
      switch block {
      case .heading(let level, let title):
        text += String(repeating: "#", count: level + 1) + " \(Self.plain(title))\n"
      case .paragraph(let words): text += Self.plain(words) + "\n"
      case .missing(let words): text += "> \(Self.plain(words))\n"
      case .list(let items): text += items.map { "- \(Self.plain($0))\n" }.joined()
      case .table(let table): text += Self.markdown(table)
      case .picture(let picture):
        text += "*\(Self.plain(picture.title))* \(Self.plain(picture.description))\n"
      }
    }
    return text
  }

  private static func markdown(_ table: Table) -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { plain($0).replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    let rule = table.columns.enumerated().map { $0 > 0 && $1.isNumber ? "---:" : "---" }
    return "*\(plain(table.caption))*\n\n" + line(table.columns.map(\.title)) + line(rule)
      + table.rows.map(line).joined()
  }

  /// A text on one line in which nothing is taken for markup.
  private static func plain(_ text: String) -> String {
    var kept = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\t", "\r": kept += " "
      case "*", "_", "`", "<", "[", "]", "#", "\\":
        kept += "\\"
        kept.unicodeScalars.append(scalar)
      default: if scalar.value >= 0x20 { kept.unicodeScalars.append(scalar) }
      }
    }
    return kept
  }
}
