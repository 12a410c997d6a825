/// A text with markup as it can be read on a terminal.
package enum MarkupText {
  /// The text without its tags; line breaks and list points stay, entities are resolved.
  ///
  /// Markdown and plain texts stand as written: they are made to be read so.
  package static func plain(_ text: String, _ markup: WrittenQuestion.Markup) -> String {
    // Moodle's own form allows HTML tags too.
    guard markup == .html || markup == .moodle, text.utf8.contains(where: { $0 == 0x3c || $0 == 0x26 }) else {
      return text
    }
    var result = ""
    var rest = text[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">"),
        isTag(rest[rest.index(after: rest.startIndex)..<end])
      {
        let name = rest[rest.index(after: rest.startIndex)..<end].drop { $0 == "/" }.prefix {
          $0.isLetter || $0.isNumber
        }
        let isClosing = rest.dropFirst().first == "/"
        rest = rest[rest.index(after: end)...]
        switch name.lowercased() {
        case "br", "p", "div", "tr", "h1", "h2", "h3", "h4", "ul", "ol":
          if !result.isEmpty, !result.hasSuffix("\n") { result += "\n" }
        case "li" where !isClosing: result += result.isEmpty || result.hasSuffix("\n") ? "- " : "\n- "
        default: break
        }
      } else if character == "&", let end = rest.prefix(12).firstIndex(of: ";"),
        let scalar = entity(String(rest[rest.index(after: rest.startIndex)..<end]))
      {
        result.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: end)...]
      } else {
        result.append(character)
        rest.removeFirst()
      }
    }
    return String(result.trimmed)
  }

  /// Whether what stands between angles is a tag, and not a comparison such as `a < b`.
  private static func isTag(_ inner: Substring) -> Bool {
    let name = inner.drop { $0 == "/" }
    return (name.first?.isLetter ?? false) && name.first?.isASCII ?? false
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    name == "nbsp" ? " " : XMLScanner.entity(name)
  }
}
