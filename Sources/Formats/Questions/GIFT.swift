/// An entry of a question file, in the order of the file.
package enum QuestionEntry: Sendable {
  case question(WrittenQuestion)
  case category(name: String, file: String, line: Int)

  package var json: JSON {
    switch self {
    case .question(let question): question.json
    case .category(let name, _, let line):
      .object([("type", .string("category")), ("category", .string(name)), ("line", .int(line))])
    }
  }
}

/// Reads Moodle's GIFT; its reader (`question/format/gift/format.php`) is the authority where tools differ.
///
/// One bad question does not hide the faults of the others.
package enum GIFT {
  /// The entries that could be read, and what was wrong with the rest.
  package static func read(_ bytes: [UInt8], named file: String) -> (entries: [QuestionEntry], faults: Faults)
  {
    var faults = Faults()
    if bytes.contains(0) {
      return (
        [],
        Faults([
          Fault(file: file, line: 1, column: 1, message: "a NUL byte; the file is damaged or is not GIFT")
        ])
      )
    }
    guard let decoded = TextEncoding.decode(bytes), decoded.encoding == .utf8 || decoded.encoding == .utf8BOM
    else {
      return (
        [],
        Faults([
          Fault(
            file: file, line: 1, column: 1, message: "GIFT is UTF-8 and this file is not; save it as UTF-8")
        ])
      )
    }
    var reader = GIFTReader(file: file)
    for block in blocks(String(decoding: decoded.utf8, as: UTF8.self)) { reader.read(block) }
    reader.finish()
    faults.append(contentsOf: reader.faults)
    return (reader.entries, faults.sorted())
  }

  /// Runs of lines between blank ones, each trimmed, with their numbers.
  private static func blocks(_ text: String) -> [[(number: Int, indent: Int, text: Substring)]] {
    var blocks: [[(number: Int, indent: Int, text: Substring)]] = []
    var current: [(number: Int, indent: Int, text: Substring)] = []
    var number = 0
    for line in text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" })
    {
      number += 1
      let trimmed = line.trimmed
      if trimmed.isEmpty {
        if !current.isEmpty { blocks.append(current) }
        current = []
      } else {
        current.append((number, line.distance(from: line.startIndex, to: trimmed.startIndex), trimmed))
      }
    }
    if !current.isEmpty { blocks.append(current) }
    return blocks
  }
}

/// Reads block after block; what `$CATEGORY` says holds for those that follow.
private struct GIFTReader {
  typealias Line = (number: Int, indent: Int, text: Substring)

  let file: String
  var entries: [QuestionEntry] = []
  var faults = Faults()
  private var category: String?
  /// Where braces were opened in a block that ended without closing them.
  private var unclosed: Position?

  init(file: String) { self.file = file }

  private mutating func fault(_ message: String, at position: Position) {
    faults.append(Fault(file: file, line: position.line, column: position.column, message: message))
  }

  mutating func finish() {
    if let opening = unclosed {
      fault("'{' is opened and never closed; close the answers with '}'", at: opening)
    }
    unclosed = nil
  }

  mutating func read(_ block: [Line]) {
    let comments = block.filter { $0.text.hasPrefix("//") }
    let lines = block.filter { !$0.text.hasPrefix("//") }
    guard let first = lines.first else { return }
    var text = GIFTText(lines: lines)
    if let opening = unclosed {
      // The rest of a question that a blank line cut in two: it ends with the next '}'.
      let closing = text.firstIndex(of: "}")
      if closing != nil || text.firstIndex(of: "{") != nil {
        fault("a blank line stands inside the braces opened here; remove it", at: opening)
        unclosed = nil
        if let closing, text.firstIndex(of: "{").map({ closing < $0 }) ?? true { return }
      } else {
        return
      }
    }
    if first.text.hasPrefix("$CATEGORY:") {
      let name = String(first.text.dropFirst("$CATEGORY:".count).trimmed)
      if name.isEmpty { return fault("the category has no name; write $CATEGORY: topic", at: text.position) }
      category = name
      entries.append(.category(name: name, file: file, line: first.number))
      if lines.count > 1 {
        fault(
          "a category stands alone between blank lines; put a blank line after it",
          at: Position(line: lines[1].number, column: 1))
      }
      return
    }
    var title: String?
    if text.starts(with: "::") {
      guard let end = text.firstIndex(of: "::", from: text.marks.startIndex + 2) else {
        return fault("the title is opened with '::' and not closed; write ::title::", at: text.position)
      }
      let name = text.before(end).after(text.marks.startIndex, length: 2)
      title = name.string
      if name.string.unicodeScalars.count > 255 {
        return fault("the title is longer than 255 characters", at: text.position)
      }
      text = text.after(end, length: 2)
    }
    let source = block.map { String($0.text) }.joined(separator: "\n")
    question(text, title: title, line: first.number, comments: comments, source: source)
  }

  private mutating func question(
    _ text: GIFTText, title: String?, line: Int, comments: [Line], source: String
  ) {
    let start = Position(line: line, column: 1)
    let opening = text.firstIndex(of: "{")
    let closing = text.firstIndex(of: "}")
    var stem = text
    var body = WrittenQuestion.Body.description
    var feedback = ""
    let markup: WrittenQuestion.Markup
    if let opening {
      guard let closing else {
        unclosed = text.marks[opening].position
        return
      }
      guard closing > opening else {
        return fault(
          "'}' stands before '{'; escape it as \\} if it is text", at: text.marks[closing].position)
      }
      let after = text.after(closing)
      if let second = after.firstIndex(of: "{") ?? after.firstIndex(of: "}") {
        return fault(
          "a second pair of braces; a question has one block of answers (escape braces in text as \\{ and \\})",
          at: after.marks[second].position)
      }
      stem = text.before(opening)
      if !after.trimmed.isEmpty {
        stem = GIFTText(marks: (Array(stem.marks) + Self.gap(at: stem.position) + Array(after.marks))[...])
      }
      let (found, shown) = stem.takingMarkup(inherited: .moodle)
      (markup, stem) = (found, shown)
      var answers = GIFTText(marks: text.marks[(opening + 1)..<closing])
      if let hashes = answers.lastIndex(of: "####") {
        feedback = answers.after(hashes, length: 4).takingMarkup(inherited: markup).1.string
        answers = answers.before(hashes)
      }
      do { body = try GIFTAnswers(markup: markup).body(of: answers) } catch {
        return fault(error.message, at: answers.isEmpty ? start : error.position)
      }
    } else {
      if let closing {
        return fault("'}' closes nothing; escape it as \\} if it is text", at: text.marks[closing].position)
      }
      (markup, stem) = text.takingMarkup(inherited: .moodle)
    }
    guard !stem.string.isEmpty else { return fault("the question has no text before its answers", at: start) }
    let (identifier, tags) = Self.labels(comments)
    entries.append(
      .question(
        WrittenQuestion(
          file: file, line: line, title: title, idnumber: identifier, tags: tags, category: category,
          stem: stem.string, markup: markup, generalFeedback: feedback, body: body, source: source)))
  }

  private static func gap(at position: Position) -> [GIFTText.Mark] {
    "_____".unicodeScalars.map { GIFTText.Mark(scalar: $0, isEscaped: true, position: position) }
  }

  /// `[id:x]`, of which the first counts, and every `[tag:x]` of the comment lines.
  private static func labels(_ comments: [Line]) -> (identifier: String?, tags: [String]) {
    var identifier: String?
    var tags: [String] = []
    for comment in comments {
      var rest = comment.text[...]
      while let opening = rest.firstIndex(of: "[") {
        rest = rest[rest.index(after: opening)...]
        guard let (name, value, end) = label(rest) else { continue }
        rest = rest[end...]
        if name == "id", identifier == nil, !value.isEmpty { identifier = value }
        if name == "tag", !value.isEmpty, !value.contains(where: { "<>`".contains($0) }) {
          tags.append(value)
        }
      }
    }
    return (identifier, tags)
  }

  private static func label(_ text: Substring) -> (name: String, value: String, end: Substring.Index)? {
    guard let name = ["id", "tag"].first(where: { text.hasPrefix($0 + ":") }) else { return nil }
    var index = text.index(text.startIndex, offsetBy: name.count + 1)
    var value = ""
    while index < text.endIndex {
      let character = text[index]
      let next = text.index(after: index)
      if character == "\\", next < text.endIndex, text[next] == "]" {
        value.append("]")
        index = text.index(after: next)
        continue
      }
      if character == "]" { return (name, String(value.trimmed), next) }
      value.append(character)
      index = next
    }
    return nil
  }
}
