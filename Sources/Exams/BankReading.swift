import Formats
import Workforce
import Workspace

/// What stands in for labels that a question does not carry, as questions from other programs often do not.
package struct LabelDefaults: Sendable {
  package let level: String?
  package let topic: String?
  package let difficulty: String?
  package let lesson: String?
  /// Questions without an id get this with their number in the file.
  package let idPrefix: String?
  /// The bank, else the folder's name.
  package let bank: String?
  /// The language of files whose names tell none.
  package let language: String

  package init(
    level: String? = nil, topic: String? = nil, difficulty: String? = nil, lesson: String? = nil,
    idPrefix: String? = nil, bank: String? = nil, language: String = "zh-Hans"
  ) {
    self.level = level
    self.topic = topic
    self.difficulty = difficulty
    self.lesson = lesson
    self.idPrefix = idPrefix
    self.bank = bank
    self.language = language
  }

  subscript(name: String) -> String? {
    switch name {
    case "level": level
    case "topic": topic
    case "difficulty": difficulty
    case "lesson": lesson
    default: nil
    }
  }
}

/// Reads question files of every form; `NAME.zh-Hans.gift` beside `NAME.en.gift` holds the same questions under the same ids.
package enum BankReading {
  /// The question files under paths, in order: a folder gives those in it and in its folders.
  ///
  /// - Throws: a refusal where a path is no question file, or a folder holds none: an empty answer would look like a good one.
  package static func files(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      guard InputFile.isFolder(path) else {
        guard path == "-" || QuestionFile.isNamed(path) else { throw Refusal.notQuestions(path) }
        return [path]
      }
      let files = try filesBelow(path)
      guard !files.isEmpty else { throw Refusal.noQuestions(path) }
      return files
    }
  }

  private static func filesBelow(_ folder: String) throws -> [String] {
    try InputFile.names(inFolder: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if InputFile.isFolder(path) { return try filesBelow(path) }
      return QuestionFile.isNamed(name) ? [path] : []
    }
  }

  /// Every entry of the files, and every fault.
  package static func entries(of files: [String]) throws -> QuestionReading {
    var whole = QuestionReading()
    for file in files {
      let reading = try QuestionFile.read(file)
      whole.entries += reading.entries
      whole.faults.append(contentsOf: reading.faults)
    }
    return whole
  }

  /// The questions that files make together, with every rule of a bank held.
  package static func questions(
    in files: [String], defaults: LabelDefaults = LabelDefaults()
  ) throws -> (questions: [Question], faults: Faults) {
    try questions(named: files, defaults: defaults) { try QuestionFile.read($0) }
  }

  /// The questions that one file's bytes make, with every rule of a bank held.
  package static func questions(
    of bytes: [UInt8], named file: String, defaults: LabelDefaults
  ) throws -> (questions: [Question], faults: Faults) {
    guard QuestionFile.isNamed(file) else { throw Refusal.notQuestions(file) }
    return try questions(named: [file], defaults: defaults) { try QuestionFile.read(bytes, named: $0) }
  }

  private static func questions(
    named files: [String], defaults: LabelDefaults, read: (String) throws -> QuestionReading
  ) throws -> (questions: [Question], faults: Faults) {
    var gathering = Gathering(defaults: defaults)
    for file in files {
      let reading = try read(file)
      gathering.faults.append(contentsOf: reading.faults)
      var number = 0
      for case .question(var question) in reading.entries {
        number += 1
        if question.idnumber == nil, let prefix = defaults.idPrefix {
          let digits = "\(number)"
          question = question.asGIFT(
            idnumber: prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits)
        }
        gathering.add(question, language: language(of: file), bank: defaults.bank ?? bank(of: file))
      }
    }
    gathering.join()
    return (gathering.questions, gathering.faults)
  }

  /// `en` for `NAME.en.gift`, `zh-Hans` for `NAME.zh-Hans.gift`; `nil` where a file's name tells none.
  static func language(of file: String) -> String? {
    let parts = file.split(separator: "/").last?.split(separator: ".") ?? []
    guard parts.count > 2 else { return nil }
    return ["en", "zh-Hans"].first { $0 == parts[parts.count - 2] }
  }

  /// The folder's name.
  private static func bank(of file: String) -> String {
    let parts = file.split(separator: "/").filter { $0 != "." }
    return parts.count > 1 ? String(parts[parts.count - 2]) : "bank"
  }
}

/// Gathers the texts of each id.
private struct Gathering {
  private struct Labels: Equatable {
    let level: Int
    let topic: String
    let difficulty: Question.Difficulty
    let lesson: String
  }

  let defaults: LabelDefaults
  var faults = Faults()
  private(set) var questions: [Question] = []
  private var order: [String] = []
  private var texts: [String: [String: WrittenQuestion]] = [:]
  private var labels: [String: Labels] = [:]
  private var banks: [String: String] = [:]
  private var stems: [String: (id: String, line: Int)] = [:]
  /// Ids from files whose names tell a language: the other one is promised.
  private var isPaired: Set<String> = []

  init(defaults: LabelDefaults) { self.defaults = defaults }

  private mutating func fault(_ question: WrittenQuestion, _ message: String) {
    faults.append(Fault(file: question.file, line: question.line, column: 1, message: message))
  }

  mutating func add(_ question: WrittenQuestion, language named: String?, bank: String) {
    if case .description = question.body { return }
    guard let id = question.idnumber else {
      return fault(
        question, "the question has no id; write [id:…] in a comment above it, or load it with --id-prefix")
    }
    guard isPlainName(id) else {
      return fault(question, "id '\(id)' is no name; use letters, digits, '.', '_' and '-', 64 at most")
    }
    for part in AnswerFolding.unknownParts(in: question.tags) {
      fault(
        question,
        "'\(part)' in the tag 'exact:' is none of \(AnswerFolding.Part.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    if question.isDrill, question.rubric.isEmpty {
      fault(question, "a drill needs the examiner's form; write [rubric:3:what is looked for] lines above it")
    }
    let (question, problem) = stored(question)
    if let problem { return fault(question, problem) }
    let language = named ?? defaults.language
    if named != nil { isPaired.insert(id) }
    guard let labels = readLabels(question) else { return }
    if let other = texts[id]?[language] {
      return fault(
        question,
        "id '\(id)' is that of the question on line \(other.line) of \(other.file) too; ids are unique")
    }
    let stem = language + Self.bare(question.stem)
    if let other = stems[stem] {
      fault(question, "the same stem as question '\(other.id)' on line \(other.line); reword one of them")
    }
    stems[stem] = (id, question.line)
    if let first = self.labels[id], first != labels {
      fault(question, "question '\(id)' has other tags in its other language; make them the same")
    }
    if texts[id] == nil { order.append(id) }
    texts[id, default: [:]][language] = question
    self.labels[id] = self.labels[id] ?? labels
    banks[id] = bank
  }

  /// The question as the bank keeps it, as GIFT with all its labels; with a problem where that would not be the same question.
  private func stored(_ question: WrittenQuestion) -> (WrittenQuestion, problem: String?) {
    let missing = ["level", "topic", "difficulty", "lesson"].filter { name in
      !question.tags.contains { $0.hasPrefix(name + ":") } && defaults[name] != nil
    }
    if !question.source.isEmpty, missing.isEmpty { return (question, nil) }
    let kept = question.asGIFT(
      tags: question.tags + missing.compactMap { name in defaults[name].map { "\(name):\($0)" } })
    guard case .question(let again)? = GIFT.read(Array(kept.source.utf8), named: question.file).entries.first,
      again.hasSameContent(as: kept)
    else {
      return (
        question,
        "the question cannot be kept as it is, for GIFT would read something else; take '->', '//' at the start of a line and '\\' before ']' out of its texts"
      )
    }
    return (kept, nil)
  }

  private mutating func readLabels(_ question: WrittenQuestion) -> Labels? {
    var values: [String: String] = [:]
    var isSound = true
    for tag in question.tags {
      let parts = tag.split(separator: ":", maxSplits: 1).map { String($0.trimmed) }
      guard parts.count == 2, ["level", "topic", "difficulty", "lesson"].contains(parts[0]) else { continue }
      if values[parts[0]] != nil {
        fault(question, "tag '\(parts[0])' stands twice; keep one")
        isSound = false
      }
      values[parts[0]] = parts[1]
    }
    for name in ["level", "topic", "difficulty", "lesson"] where values[name] == nil {
      fault(question, "tag '\(name)' is missing; write [tag:\(name):…], or load it with --\(name)")
      isSound = false
    }
    let level = values["level"].flatMap { name in Person.levels.first { $0.1.contains(name) }?.0 }
    if let name = values["level"], level == nil {
      fault(question, "level '\(name)' is none of five, four, three, two, one")
    }
    let difficulty = values["difficulty"].flatMap(Question.Difficulty.init)
    if let name = values["difficulty"], difficulty == nil {
      fault(question, "difficulty '\(name)' is none of easy, medium, hard")
    }
    guard isSound, let level, let difficulty, let topic = values["topic"], let lesson = values["lesson"]
    else { return nil }
    return Labels(level: level, topic: topic, difficulty: difficulty, lesson: lesson)
  }

  mutating func join() {
    for id in order {
      guard let labels = labels[id], let texts = texts[id],
        let first = texts.min(by: { $0.key < $1.key })?.value
      else { continue }
      if texts.count < 2, isPaired.contains(id) {
        fault(first, "question '\(id)' exists in one language only; write it in the other file too")
      }
      for (_, other) in texts.sorted(by: { $0.key < $1.key }).dropFirst() {
        if let difference = Self.difference(first, other) {
          fault(other, "question '\(id)' \(difference) than in \(first.file)")
        }
      }
      questions.append(
        Question(
          id: id, version: 1, bank: banks[id] ?? "bank", type: first.typeName, level: labels.level,
          topic: labels.topic,
          difficulty: labels.difficulty, lesson: labels.lesson, texts: texts))
    }
  }

  /// What two languages of a question must share: the type, and what each answer earns.
  private static func difference(_ a: WrittenQuestion, _ b: WrittenQuestion) -> String? {
    switch (a.body, b.body) {
    case (.multichoice(let oneA, let x), .multichoice(let oneB, let y)):
      if oneA != oneB || x.map(\.credit) != y.map(\.credit) { return "has another key" }
    case (.truefalse(let x, _, _), .truefalse(let y, _, _)):
      if x != y { return "has another key" }
    case (.numerical(let x, _), .numerical(let y, _)):
      if x.map({ [$0.value.text, $0.tolerance.text] }) != y.map({ [$0.value.text, $0.tolerance.text] }) {
        return "has another key"
      }
    case (.matching(let x), .matching(let y)):
      if x.count != y.count { return "has another number of pairs" }
    case (.ordering(let x), .ordering(let y)):
      if x.count != y.count { return "has another number of items" }
    case (.essay, .essay):
      if a.isDrill != b.isDrill || a.rubric.map(\.points) != b.rubric.map(\.points) {
        return "has another rubric"
      }
    case (.shortanswer, .shortanswer): return nil
    default: return "is of another type"
    }
    return nil
  }

  /// A stem without case, width, blanks and punctuation.
  private static func bare(_ stem: String) -> String {
    String(
      foldedWidth(stem).lowercased().filter { !$0.isWhitespace && (!$0.isPunctuation || "-/%".contains($0)) })
  }
}
