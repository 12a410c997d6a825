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

/// What a question file holds: the entries that could be read, and what was wrong with the rest.
package struct QuestionReading: Sendable {
  package var entries: [QuestionEntry] = []
  package var faults = Faults()

  package init() {}

  /// A file of which nothing could be read.
  init(fault message: String, file: String, line: Int = 1, column: Int = 1) {
    faults.append(Fault(file: file, line: line, column: column, message: message))
  }
}

/// Reads Moodle's GIFT; its reader (`question/format/gift/format.php`) is the authority where tools differ.
///
/// One bad question does not hide the faults of the others.
package enum GIFT {
  package static func read(_ bytes: [UInt8], named file: String) -> QuestionReading {
    if let strange = bytes.firstIndex(where: { $0 < 0x09 }) {
      let line = bytes[..<strange].count { $0 == 0x0a } + 1
      let name = bytes[strange] == 0 ? "a NUL byte" : "a control character"
      return QuestionReading(
        fault: "\(name); the file is damaged or is not GIFT", file: file, line: line)
    }
    guard let decoded = TextEncoding.decode(bytes), decoded.encoding == .utf8 || decoded.encoding == .utf8BOM
    else {
      return QuestionReading(fault: "GIFT is UTF-8 and this file is not; save it as UTF-8", file: file)
    }
    var reader = GIFTReader(file: file)
    forEachBlock(of: decoded.utf8) { reader.read($0) }
    reader.finish()
    reader.reading.faults = reader.reading.faults.sorted()
    return reader.reading
  }

  /// Calls `body` with the lines between blank ones; a line ends with LF, CR or both.
  private static func forEachBlock(of text: [UInt8], _ body: (GIFTBlock) -> Void) {
    var current: [GIFTBlock.Line] = []
    var number = 0
    var start = 0
    while start < text.count {
      number += 1
      var end = start
      while end < text.count, text[end] != 0x0a, text[end] != 0x0d { end += 1 }
      let (from, to) = GIFTText.trimmed(text[start..<end])
      if from < to {
        current.append(GIFTBlock.Line(number: number, start: start, range: from..<to))
      } else if !current.isEmpty {
        body(GIFTBlock(current, in: text))
        current = []
      }
      start = end + 1
      if end + 1 < text.count, text[end] == 0x0d, text[end + 1] == 0x0a { start += 1 }
    }
    if !current.isEmpty { body(GIFTBlock(current, in: text)) }
  }
}

/// Reads block after block; what `$CATEGORY` says holds for those that follow.
private struct GIFTReader {
  let file: String
  var reading = QuestionReading()
  private var category: String?
  /// Where braces were opened in a block that ended without closing them.
  private var unclosed: Position?

  init(file: String) { self.file = file }

  private mutating func fault(_ message: String, at position: Position) {
    reading.faults.append(
      Fault(file: file, line: position.line, column: position.column, message: message))
  }

  mutating func finish() {
    if let opening = unclosed {
      fault("'{' is opened and never closed; close the answers with '}'", at: opening)
    }
    unclosed = nil
  }

  mutating func read(_ block: GIFTBlock) {
    guard let first = block.lines.first else { return }
    var text = block.text
    if let opening = unclosed {
      // The rest of a question that a blank line cut in two: it ends with the next '}'.
      let (closing, next) = (text.firstIndex(of: UInt8(ascii: "}")), text.firstIndex(of: UInt8(ascii: "{")))
      guard closing != nil || next != nil else { return }
      fault("a blank line stands inside the braces opened here; remove it", at: opening)
      unclosed = nil
      if let closing, next.map({ closing < $0 }) ?? true { return }
    }
    if text.starts(with: "$CATEGORY:") {
      let line = GIFTText(text.bytes.prefix { $0 != 0x0a })
      let name = line.after(line.start, length: 10).string
      if name.isEmpty {
        return fault("the category has no name; write $CATEGORY: topic", at: block.position(of: text.start))
      }
      category = name
      reading.entries.append(.category(name: name, file: file, line: first.number))
      if block.lines.count > 1 {
        fault(
          "a category stands alone between blank lines; put a blank line after it",
          at: Position(line: block.lines[1].number, column: 1))
      }
      return
    }
    var title: String?
    if text.starts(with: "::") {
      guard let end = text.firstIndex(of: "::", from: text.start + 2) else {
        return fault(
          "the title is opened with '::' and not closed; write ::title::", at: block.position(of: text.start))
      }
      let name = text.before(end).after(text.start, length: 2).string
      title = name
      if name.utf8.count > 255, name.unicodeScalars.count > 255 {
        return fault("the title is longer than 255 characters", at: block.position(of: text.start))
      }
      text = text.after(end, length: 2)
    }
    question(text, title: title, block)
  }

  private mutating func question(_ text: GIFTText, title: String?, _ block: GIFTBlock) {
    let start = Position(line: block.lines[0].number, column: 1)
    let opening = text.firstIndex(of: UInt8(ascii: "{"))
    let closing = text.firstIndex(of: UInt8(ascii: "}"))
    let labels = QuestionLabels(block.commentTexts)
    for problem in labels.problems { fault(problem, at: start) }
    var stem = text
    var body = WrittenQuestion.Body.description
    var feedback = ""
    let markup: WrittenQuestion.Markup
    if let opening {
      guard let closing else {
        unclosed = block.position(of: opening)
        return
      }
      guard closing > opening else {
        return fault(
          "'}' stands before '{'; escape it as \\} if it is text", at: block.position(of: closing))
      }
      let after = text.after(closing)
      if let second = after.firstIndex(of: UInt8(ascii: "{")) ?? after.firstIndex(of: UInt8(ascii: "}")) {
        return fault(
          "a second pair of braces; a question has one block of answers (escape braces in text as \\{ and \\})",
          at: block.position(of: second))
      }
      stem = text.before(opening)
      if !after.trimmed.isEmpty {
        stem = GIFTText((Array(stem.bytes) + Array("_____".utf8) + Array(after.bytes))[...])
      }
      let (found, shown) = stem.takingMarkup(inherited: .moodle)
      (markup, stem) = (found, shown)
      var answers = GIFTText(text.bytes[(opening + 1)..<closing])
      if let hashes = answers.lastIndex(of: "####") {
        feedback = answers.after(hashes, length: 4).takingMarkup(inherited: markup).1.string
        answers = answers.before(hashes)
      }
      do { body = try GIFTAnswers(markup: markup).body(of: answers) } catch {
        return fault(error.message, at: answers.isEmpty ? start : block.position(of: error.index))
      }
    } else {
      if let closing {
        return fault("'}' closes nothing; escape it as \\} if it is text", at: block.position(of: closing))
      }
      (markup, stem) = text.takingMarkup(inherited: .moodle)
    }
    let stemText = stem.string
    guard !stemText.isEmpty else { return fault("the question has no text before its answers", at: start) }
    reading.entries.append(
      .question(
        WrittenQuestion(
          file: file, line: start.line, title: title, idnumber: labels.identifier, tags: labels.tags,
          category: category, stem: stemText, markup: markup, generalFeedback: feedback, body: body,
          rubric: labels.rubric, source: block.source)))
  }
}
