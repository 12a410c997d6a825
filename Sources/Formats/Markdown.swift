/// The front matter and body of a Markdown page.
package struct MarkdownPage: Sendable {
  /// A field of the front matter: one text, or the items of a list.
  package struct Field: Sendable {
    package let line: Int
    package let text: String
    package let items: [String]
  }

  package let fields: [String: Field]
  package let body: String
  /// The line on which the body starts.
  package let bodyLine: Int

  /// Reads `---` lines around `key: value` and `key:` with `- item` lines, then the body.
  package static func parse(_ bytes: [UInt8], named file: String) throws -> MarkdownPage {
    guard let decoded = TextEncoding.decode(bytes) else {
      throw Faults([Fault(file: file, line: 1, column: 1, message: RecordReader.unknownEncoding)])
    }
    let lines = String(decoding: decoded.utf8, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      throw Faults([
        Fault(
          file: file, line: 1, column: 1,
          message: "the front matter is missing; start the page with '---', its keys, and '---'")
      ])
    }
    var faults = Faults()
    var fields: [String: Field] = [:]
    var current: (key: String, line: Int, items: [String])?
    func close() {
      if let open = current { fields[open.key] = Field(line: open.line, text: "", items: open.items) }
      current = nil
    }
    for index in 1..<end {
      let line = lines[index]
      let trimmed = line.trimmed
      if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
      if trimmed.hasPrefix("- "), current != nil {
        current?.items.append(String(trimmed.dropFirst(2).trimmed))
        continue
      }
      guard let colon = trimmed.firstIndex(of: ":") else {
        faults.append(
          Fault(
            file: file, line: index + 1, column: 1,
            message: "'\(trimmed)' is neither 'key: value' nor '- item'"))
        continue
      }
      close()
      let key = String(trimmed[..<colon].trimmed)
      let value = String(trimmed[trimmed.index(after: colon)...].trimmed)
      if fields[key] != nil {
        faults.append(Fault(file: file, line: index + 1, column: 1, message: "key '\(key)' stands twice"))
      }
      if value.isEmpty {
        current = (key, index + 1, [])
      } else {
        fields[key] = Field(line: index + 1, text: value, items: [])
      }
    }
    close()
    try faults.throwIfAny()
    let body = lines[(end + 1)...].joined(separator: "\n")
    return MarkdownPage(fields: fields, body: body, bodyLine: end + 2)
  }
}

extension StringProtocol {
  /// Without blanks at either end.
  package var trimmed: SubSequence {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}

/// A block of a Markdown page.
package enum MarkdownBlock: Hashable, Sendable {
  case heading(level: Int, String)
  case paragraph(String)
  case item(mark: String, depth: Int, String)
  case quote(String)
  case code(String)
  /// Rows of cells; the first is the heading.
  case table([[String]])

  /// The blocks of a body, in order; inline marks are left in the texts.
  package static func parse(_ body: String) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var paragraph: [String] = []
    var table: [[String]] = []
    var code: [String]?
    func close() {
      if !paragraph.isEmpty { blocks.append(.paragraph(joined(paragraph))) }
      if !table.isEmpty { blocks.append(.table(table)) }
      paragraph = []
      table = []
    }
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.trimmed
      if text.hasPrefix("```") {
        if let lines = code {
          blocks.append(.code(lines.joined(separator: "\n")))
          code = nil
        } else {
          close()
          code = []
        }
        continue
      }
      if code != nil {
        code?.append(String(line))
        continue
      }
      if text.hasPrefix("|") {
        if !paragraph.isEmpty { close() }
        let cells = text.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map {
          String($0.trimmed)
        }
        let row = text.hasSuffix("|") ? Array(cells.dropLast()) : cells
        if !row.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }) { table.append(row) }
        continue
      }
      if !table.isEmpty { close() }
      if text.isEmpty {
        close()
        continue
      }
      let hashes = text.prefix { $0 == "#" }.count
      if hashes > 0, hashes <= 6, text.dropFirst(hashes).hasPrefix(" ") {
        close()
        blocks.append(.heading(level: hashes, String(text.dropFirst(hashes).trimmed)))
      } else if text.hasPrefix(">") {
        close()
        blocks.append(.quote(String(text.dropFirst().trimmed)))
      } else if let (mark, rest) = listItem(text) {
        close()
        blocks.append(.item(mark: mark, depth: line.prefix { $0 == " " }.count / 2, rest))
      } else if line.hasPrefix("  "), paragraph.isEmpty,
        case .item(let mark, let depth, let start) = blocks.last
      {
        blocks[blocks.count - 1] = .item(mark: mark, depth: depth, joined([start, String(text)]))
      } else {
        paragraph.append(String(text))
      }
    }
    if let lines = code { blocks.append(.code(lines.joined(separator: "\n"))) }
    close()
    return blocks
  }

  private static func listItem(_ text: Substring) -> (String, String)? {
    if text.hasPrefix("- ") || text.hasPrefix("* ") { return ("•", String(text.dropFirst(2).trimmed)) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count <= 3 else { return nil }
    let rest = text.dropFirst(digits.count)
    guard rest.hasPrefix(". ") else { return nil }
    return ("\(digits).", String(rest.dropFirst(2).trimmed))
  }

  /// Lines of one paragraph; no blank between two Chinese characters.
  private static func joined(_ lines: [String]) -> String {
    var result = ""
    for line in lines {
      if let last = result.unicodeScalars.last, let first = line.unicodeScalars.first {
        let isChinese = last.value >= 0x2e80 && first.value >= 0x2e80
        if !isChinese { result += " " }
      }
      result += line
    }
    return result
  }
}
