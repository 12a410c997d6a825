import Formats
import Workforce
import Workspace

/// Reads question files: `NAME.zh-Hans.gift` beside `NAME.en.gift`, the same questions under the same ids.
package enum BankReading {
  /// The question files under paths, in order: a folder gives the GIFT files in it and in its folders.
  ///
  /// - Throws: a refusal where a path is no GIFT file, or a folder holds none: an empty answer would look like a good one.
  package static func files(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      guard InputFile.isFolder(path) else {
        guard path.hasSuffix(".gift") else { throw Refusal.notGIFT(path) }
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
      return name.hasSuffix(".gift") ? [path] : []
    }
  }

  /// Every entry of the files, and every fault.
  package static func entries(of files: [String]) throws -> (entries: [QuestionEntry], faults: Faults) {
    var entries: [QuestionEntry] = []
    var faults = Faults()
    for file in files {
      let (found, wrong) = GIFT.read(try InputFile.bytes(of: file), named: file)
      entries += found
      faults.append(contentsOf: wrong)
    }
    return (entries, faults)
  }

  /// The questions that files make together, with every rule of a bank held.
  package static func questions(in files: [String]) throws -> (questions: [Question], faults: Faults) {
    var reading = Reading()
    for file in files {
      let (entries, wrong) = GIFT.read(try InputFile.bytes(of: file), named: file)
      reading.faults.append(contentsOf: wrong)
      for case .question(let question) in entries {
        reading.add(question, language: language(of: file), bank: bank(of: file))
      }
    }
    reading.join()
    return (reading.questions, reading.faults)
  }

  /// `en` for `NAME.en.gift`; Chinese where a file names no language.
  static func language(of file: String) -> String { file.hasSuffix(".en.gift") ? "en" : "zh-Hans" }

  /// The folder's name.
  private static func bank(of file: String) -> String {
    let parts = file.split(separator: "/").filter { $0 != "." }
    return parts.count > 1 ? String(parts[parts.count - 2]) : "bank"
  }
}

/// Gathers the texts of each id.
private struct Reading {
  private struct Labels: Equatable {
    let level: Int
    let topic: String
    let difficulty: Question.Difficulty
    let lesson: String
  }

  var faults = Faults()
  private(set) var questions: [Question] = []
  private var order: [String] = []
  private var texts: [String: [String: WrittenQuestion]] = [:]
  private var labels: [String: Labels] = [:]
  private var banks: [String: String] = [:]
  private var stems: [String: (id: String, line: Int)] = [:]

  private mutating func fault(_ question: WrittenQuestion, _ message: String) {
    faults.append(Fault(file: question.file, line: question.line, column: 1, message: message))
  }

  mutating func add(_ question: WrittenQuestion, language: String, bank: String) {
    if case .description = question.body { return }
    guard let id = question.idnumber else {
      return fault(question, "the question has no id; write [id:…] in a comment above it")
    }
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
      fault(question, "tag '\(name)' is missing; write [tag:\(name):…]")
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
      if texts.count < 2 {
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
    case (.shortanswer, .shortanswer), (.essay, .essay): return nil
    default: return "is of another type"
    }
    return nil
  }

  /// A stem without case, width, blanks and punctuation.
  private static func bare(_ stem: String) -> String {
    String(foldedWidth(stem).lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
