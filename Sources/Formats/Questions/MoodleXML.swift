/// Reads Moodle's XML; its reader (`question/format/xml/format.php`) is the authority.
///
/// Types that Merit does not hold, and files inside questions, are faults by name; the other questions are read all the same.
package enum MoodleXML {
  package static func read(_ bytes: [UInt8], named file: String) -> QuestionReading {
    guard let decoded = TextEncoding.decode(bytes), !decoded.utf8.contains(0) else {
      return QuestionReading(fault: RecordReader.unknownEncoding, file: file)
    }
    var reading = QuestionReading()
    var lines = LineCounter(decoded.utf8)
    var scanner = XMLScanner(decoded.utf8)
    var category: String?
    var isInside = false
    do {
      while let event = try scanner.next() {
        guard case .open(let name, let attributes, let isEmpty) = event else { continue }
        if name == "quiz" {
          isInside = true
        } else if name == "question", isInside {
          let line = lines.line(of: scanner.eventStart)
          let element =
            isEmpty
            ? XMLElement(name: name, attributes: attributes)
            : try XMLElement.read(name, attributes, from: &scanner, depth: 1)
          let question = MoodleXMLQuestion(element: element, file: file, line: line, category: category)
          do throws(AnswerKey.Problem) {
            guard let entry = try question.entry() else { continue }
            if case .category(let path, _, _) = entry { category = path }
            reading.entries.append(entry)
          } catch { reading.faults.append(Fault(file: file, line: line, column: 1, message: error.message)) }
        } else {
          reading.faults.append(
            Fault(
              file: file, line: lines.line(of: scanner.eventStart), column: 1,
              message: "<\(name)> stands where <\(isInside ? "question" : "quiz")> is expected"))
          if !isInside { return reading }
        }
      }
      if !isInside {
        return QuestionReading(
          fault: "no <quiz> element; export the questions from Moodle as Moodle XML", file: file)
      }
    } catch let damage as XMLScanner.Damage {
      reading.faults.append(
        Fault(file: file, line: lines.line(of: damage.offset), column: 1, message: damage.message))
    } catch { return QuestionReading(fault: "the file cannot be read further", file: file) }
    reading.faults = reading.faults.sorted()
    return reading
  }
}

/// Counts lines up to ever later bytes.
private struct LineCounter {
  private let bytes: [UInt8]
  private var offset = 0
  private var count = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func line(of wanted: Int) -> Int {
    while offset < min(wanted, bytes.count) {
      if bytes[offset] == 0x0a { count += 1 }
      offset += 1
    }
    return count
  }
}

/// An element with everything in it.
struct XMLElement {
  let name: String
  let attributes: [String: String]
  var text = ""
  var children: [XMLElement] = []

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// No question nests deeper; a file that does is out to exhaust the stack.
  private static let deepest = 32

  /// Reads what follows an opening tag up to its end.
  static func read(
    _ name: String, _ attributes: [String: String], from scanner: inout XMLScanner, depth: Int
  ) throws -> XMLElement {
    var element = XMLElement(name: name, attributes: attributes)
    guard depth <= deepest else {
      throw XMLScanner.Damage(
        offset: scanner.eventStart, message: "elements are nested deeper than \(deepest)")
    }
    while let event = try scanner.next() {
      switch event {
      case .text(let text): element.text += text
      case .open(let child, let attributes, let isEmpty):
        element.children.append(
          isEmpty
            ? XMLElement(name: child, attributes: attributes)
            : try read(child, attributes, from: &scanner, depth: depth + 1))
      case .close(let closed):
        guard closed == name else {
          throw XMLScanner.Damage(
            offset: scanner.eventStart, message: "</\(closed)> closes <\(name)>; mend the nesting")
        }
        return element
      }
    }
    throw XMLScanner.Damage(offset: scanner.eventStart, message: "the file ends inside <\(name)>")
  }

  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The text of a child's `<text>`, trimmed.
  func inner(_ name: String) -> String {
    child(name).map { String(($0.child("text")?.text ?? $0.text).trimmed) } ?? ""
  }
}

/// Turns one `<question>` into what it means.
private struct MoodleXMLQuestion {
  let element: XMLElement
  let file: String
  let line: Int
  let category: String?

  func entry() throws(AnswerKey.Problem) -> QuestionEntry? {
    let type = element.attributes["type"] ?? ""
    if type == "category" {
      return .category(name: element.inner("category"), file: file, line: line)
    }
    let stem = element.inner("questiontext")
    guard !stem.isEmpty else { throw AnswerKey.Problem(message: "the question has no <questiontext>") }
    if let picture = Self.firstFile(in: element) {
      throw AnswerKey.Problem(
        message:
          "the question holds the file '\(picture)', which a terminal cannot show; describe it in words")
    }
    let body = try body(type)
    let markup = Self.markup(element.child("questiontext")?.attributes["format"])
    let identifier = element.inner("idnumber")
    var tags =
      element.child("tags").map { $0.all("tag").map { String(($0.child("text")?.text ?? "").trimmed) } } ?? []
    tags.removeAll { $0.isEmpty }
    let title = element.inner("name")
    let rubric = Self.rubric(element.inner("graderinfo"))
    return .question(
      WrittenQuestion(
        file: file, line: line, title: title.isEmpty ? nil : title,
        idnumber: identifier.isEmpty ? nil : identifier, tags: tags, category: category, stem: stem,
        markup: markup,
        generalFeedback: element.inner("generalfeedback"), body: body, rubric: rubric, source: ""))
  }

  private static func firstFile(in element: XMLElement) -> String? {
    for child in element.children {
      if child.name == "file" { return child.attributes["name"] ?? "?" }
      if let found = firstFile(in: child) { return found }
    }
    return nil
  }

  private static func markup(_ name: String?) -> WrittenQuestion.Markup {
    switch name {
    case "moodle_auto_format": .moodle
    case "plain_text": .plain
    case "markdown": .markdown
    default: .html
    }
  }

  /// Lines `points: text` of the notes for graders, as Merit writes them.
  private static func rubric(_ notes: String) -> [WrittenQuestion.RubricLine] {
    notes.split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let points = Int(parts[0].trimmed), (1...1_000).contains(points) else {
        return nil
      }
      return .init(points: points, text: String(parts[1].trimmed))
    }
  }

  private func body(_ type: String) throws(AnswerKey.Problem) -> WrittenQuestion.Body {
    switch type {
    case "description": return .description
    case "essay": return .essay
    case "multichoice":
      let single = element.inner("single")
      let isSingle = single == "true" || single == "1"
      let answers = try answers()
      guard answers.count >= 2 else {
        throw AnswerKey.Problem(message: "fewer than two answers to choose from")
      }
      guard answers.contains(where: { isSingle ? $0.credit == .full : $0.credit > .none }) else {
        throw AnswerKey.Problem(message: "no answer is right; give one a fraction of 100")
      }
      return .multichoice(isSingle: isSingle, answers)
    case "truefalse":
      let answers = try answers()
      guard let right = answers.first(where: { $0.credit == .full }),
        let wrong = answers.first(where: { $0.credit != .full }),
        ["true", "false"].contains(right.text.lowercased())
      else {
        throw AnswerKey.Problem(
          message: "a true/false question has the answers true and false, one of them right")
      }
      return .truefalse(
        isTrue: right.text.lowercased() == "true", feedbackWrong: wrong.feedback,
        feedbackRight: right.feedback)
    case "shortanswer":
      let answers = try answers()
      guard answers.contains(where: { $0.credit > .none }) else {
        throw AnswerKey.Problem(message: "no answer is right")
      }
      return .shortanswer(answers)
    case "numerical": return try numerical()
    case "matching", "match":
      let pairs = element.all("subquestion").map {
        (left: String(($0.child("text")?.text ?? "").trimmed), right: $0.inner("answer"))
      }
      guard pairs.count(where: { !$0.left.isEmpty }) >= 2, pairs.allSatisfy({ !$0.right.isEmpty }) else {
        throw AnswerKey.Problem(
          message: "a matching question needs two pairs or more, each with a right side")
      }
      return .matching(pairs)
    case "ordering":
      // The fraction of an item is its place.
      let items = element.all("answer").enumerated()
        .map { (place: ExactDecimal($1.attributes["fraction"] ?? "")?.double ?? Double($0), $1) }
        .sorted { $0.place < $1.place }
        .map { String(($0.1.child("text")?.text ?? "").trimmed) }
      guard items.count >= 2, Set(items).count == items.count else {
        throw AnswerKey.Problem(message: "an ordering question needs two different items or more")
      }
      return .ordering(items)
    default:
      throw AnswerKey.Problem(
        message:
          "type '\(type)' is not held; use multichoice, truefalse, shortanswer, numerical, matching, ordering or essay"
      )
    }
  }

  private func credit(_ answer: XMLElement) throws(AnswerKey.Problem) -> Credit {
    let text = answer.attributes["fraction"] ?? "0"
    guard let percent = ExactDecimal(text), let credit = Credit(percent: percent) else {
      throw AnswerKey.Problem(message: "the fraction \(text) is not one of Moodle's list")
    }
    return credit
  }

  private func answers() throws(AnswerKey.Problem) -> [WrittenQuestion.Answer] {
    var answers: [WrittenQuestion.Answer] = []
    for answer in element.all("answer") {
      let text = String((answer.child("text")?.text ?? "").trimmed)
      guard !text.isEmpty else { throw AnswerKey.Problem(message: "an answer is empty") }
      answers.append(.init(text: text, credit: try credit(answer), feedback: answer.inner("feedback")))
    }
    return answers
  }

  private func numerical() throws(AnswerKey.Problem) -> WrittenQuestion.Body {
    var numbers: [WrittenQuestion.NumberAnswer] = []
    var wrong = ""
    for answer in element.all("answer") {
      let text = String((answer.child("text")?.text ?? "").trimmed)
      if text == "*" {
        wrong = answer.inner("feedback")
        continue
      }
      let tolerance = answer.inner("tolerance")
      guard let value = ExactDecimal(text), let width = ExactDecimal(tolerance.isEmpty ? "0" : tolerance),
        width.mantissa >= 0
      else { throw AnswerKey.Problem(message: "'\(text)' with tolerance '\(tolerance)' is not a number") }
      numbers.append(
        .init(value: value, tolerance: width, credit: try credit(answer), feedback: answer.inner("feedback")))
    }
    guard numbers.contains(where: { $0.credit > .none }) else {
      throw AnswerKey.Problem(message: "no number is right; give one a fraction of 100")
    }
    return .numerical(numbers, wrongFeedback: wrong)
  }
}
