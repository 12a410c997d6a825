import Formats
import Workspace

/// Question banks: loading with all faults of all files at once, comparing, retiring, and how their questions did.
package struct BankDesk {
  package struct Outcome: Sendable {
    package let questions: Int
    package let new: Int
    /// Questions whose text or tags changed: a new version, and sat exams keep the old.
    package let changed: Int
    package let identical: Int
    package let isDryRun: Bool
  }

  private let occasion: Occasion
  private let records: BankRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = BankRecords(occasion.database)
  }

  package func load(
    _ paths: [String], defaults: LabelDefaults = LabelDefaults(), dryRun: Bool = false
  ) throws -> Outcome {
    try occasion.require(.trainer, .examiner, to: "load question banks")
    return try load(try read(paths, defaults), from: paths.joined(separator: ", "), dryRun: dryRun)
  }

  /// Loads the questions of one file that is not on this machine.
  package func load(
    _ bytes: [UInt8], named file: String, defaults: LabelDefaults, dryRun: Bool = false
  ) throws -> Outcome {
    try occasion.require(.trainer, .examiner, to: "load question banks")
    return try load(try read(bytes, named: file, defaults), from: file, dryRun: dryRun)
  }

  private func load(_ read: [Question], from source: String, dryRun: Bool) throws -> Outcome {
    let newest = try records.newest()
    let questions = try read.map { question -> Question in
      // A file in one language leaves the text in the other as it is.
      guard let known = newest[question.id],
        let held = try records.question(question.id, version: known.version)
      else { return question }
      return question.with(held.texts.merging(question.texts) { $1 })
    }
    var fresh: [(question: Question, version: Int)] = []
    var changed = 0
    for question in questions {
      guard let known = newest[question.id] else {
        fresh.append((question, 1))
        continue
      }
      if known.hash == question.hash, known.bank == question.bank { continue }
      fresh.append((question, known.version + 1))
      changed += 1
    }
    if !dryRun, !fresh.isEmpty {
      try occasion.record(
        "bank.load", of: source,
        content: fresh.map(\.question.hash).joined(separator: "\n")
      ) {
        for (question, version) in fresh { try records.insert(question, version: version, at: occasion.now) }
      }
    }
    return Outcome(
      questions: questions.count, new: fresh.count - changed, changed: changed,
      identical: questions.count - fresh.count, isDryRun: dryRun)
  }

  private func read(_ bytes: [UInt8], named file: String, _ defaults: LabelDefaults) throws -> [Question] {
    let (questions, faults) = try BankReading.questions(of: bytes, named: file, defaults: defaults)
    try faults.throwIfAny()
    return questions
  }

  private func read(_ paths: [String], _ defaults: LabelDefaults) throws -> [Question] {
    let (questions, faults) = try BankReading.questions(in: try BankReading.files(paths), defaults: defaults)
    try faults.throwIfAny()
    return questions
  }

  // MARK: Comparing

  /// What loading would do to a question.
  package struct Change: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
      case new, changed, missing

      package var words: Words {
        switch self {
        case .new: Words(en: "new", zh: "新增")
        case .changed: Words(en: "changed", zh: "变更")
        case .missing: Words(en: "not in the files", zh: "文件中没有")
        }
      }
    }

    package let id: String
    package let kind: Kind
    /// Lines that go with `-` and that come with `+`.
    package let lines: [String]
  }

  /// What files hold otherwise than the bank, by id; questions of the bank that no file has are named too.
  package func difference(_ paths: [String], defaults: LabelDefaults) throws -> [Change] {
    try occasion.require(.trainer, .examiner, to: "compare question banks")
    return try difference(try read(paths, defaults))
  }

  /// As above, of one file that is not on this machine.
  package func difference(_ bytes: [UInt8], named file: String, defaults: LabelDefaults) throws -> [Change] {
    try occasion.require(.trainer, .examiner, to: "compare question banks")
    return try difference(try read(bytes, named: file, defaults))
  }

  private func difference(_ questions: [Question]) throws -> [Change] {
    var changes: [Change] = []
    var seen: Set<String> = []
    var held: [String: Question] = [:]
    for bank in Set(questions.map(\.bank)) {
      for question in try records.all(bank: bank) { held[question.id] = question }
    }
    for question in questions {
      seen.insert(question.id)
      guard let old = held[question.id] else {
        changes.append(Change(id: question.id, kind: .new, lines: []))
        continue
      }
      let new = question.with(old.texts.merging(question.texts) { $1 })
      if old.hash == new.hash { continue }
      changes.append(Change(id: question.id, kind: .changed, lines: Self.lines(old, new)))
    }
    for id in held.keys where !seen.contains(id) { changes.append(Change(id: id, kind: .missing, lines: [])) }
    return changes.sorted { $0.id < $1.id }
  }

  private static func lines(_ old: Question, _ new: Question) -> [String] {
    Set(old.texts.keys).union(new.texts.keys).sorted().flatMap { language -> [String] in
      let before = (old.texts[language]?.source ?? "").split(separator: "\n").map(String.init)
      let after = (new.texts[language]?.source ?? "").split(separator: "\n").map(String.init)
      return after.difference(from: before).map { change in
        switch change {
        case .remove(_, let line, _): "\(language) - \(line)"
        case .insert(_, let line, _): "\(language) + \(line)"
        }
      }
    }
  }

  // MARK: Use

  /// How many questions of each bank may be drawn, by level and topic.
  package func counts() throws -> [(bank: String, level: Int, topic: String, count: Int)] {
    try occasion.require(.trainer, .examiner, to: "see the banks")
    return try records.counts()
  }

  /// The newest versions of a bank's questions in a language, for export.
  package func questions(of bank: String, in language: String) throws -> [WrittenQuestion] {
    try occasion.require(.trainer, .examiner, to: "export question banks")
    let questions = try records.all(bank: bank)
    guard !questions.isEmpty else { throw Refusal.unknownBank(bank) }
    return questions.compactMap { $0.text(in: language) }
  }

  /// A question with how it did over all exams.
  package struct Standing: Sendable {
    package let question: Question
    package let isRetired: Bool
    package let figures: BankStatistics.Figures
  }

  package func statistics(of bank: String) throws -> [Standing] {
    try occasion.require(.trainer, .examiner, to: "see how questions did")
    let questions = try records.all(bank: bank)
    guard !questions.isEmpty else { throw Refusal.unknownBank(bank) }
    let (figures, retired) = (try BankStatistics(occasion.database).figures(), try records.retired())
    return questions.map {
      Standing(
        question: $0, isRetired: retired.contains($0.id), figures: figures[$0.id] ?? BankStatistics.Figures())
    }
  }

  /// Takes a question out of every draw to come.
  package func retire(_ id: String, reason: String) throws {
    try occasion.require(.trainer, .examiner, to: "retire questions")
    guard try records.newest()[id] != nil else { throw Refusal.unknownQuestion(id) }
    if try records.retired().contains(id) { throw Refusal.alreadyRetired(id) }
    try occasion.record("bank.retire", of: id, content: reason) {
      try records.retire(id, at: occasion.now, by: occasion.actor.account, reason: reason)
    }
  }
}
