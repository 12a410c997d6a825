import Exams
import Foundation
import Testing
import Workspace
import merit

@Suite struct LocalJournalTests {
  private static let header = LocalJournal.Header(
    server: "http://127.0.0.1:1", exam: "e", candidate: "staff E1", sitting: 7, holder: "HOLDER01")
  private static let now = Instant(seconds: 1_790_000_000)

  private static let text = String(repeating: "word ", count: 20)
  private static let answers: [(place: Int, response: Response)] = [
    (0, .choice([2])), (1, .text(text)), (1, .text(text + "a")), (1, .text(text + "ab")),
    (0, .choice([0, 2])),
    (2, .pairs([1, nil])), (1, .blank),
  ]

  private func folder() throws -> String {
    let path = NSTemporaryDirectory() + "merit-journal-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// A journal with seven answers, closed again.
  private func written(_ path: String) throws -> [UInt8] {
    do {
      let journal = try LocalJournal.create(path, Self.header)
      for (place, response) in Self.answers {
        _ = try journal.append(response, place: place, at: Self.now)
      }
    }
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func `a journal reads back what was answered, keystrokes of a text as one, and goes on`() throws {
    let path = try folder() + "/a"
    let bytes = try written(path)
    // A keystroke of a long text is a small line.
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"response\":\"e:100,0:a\""))
    let (journal, answers) = try #require(try LocalJournal.open(path))
    #expect(journal.header == Self.header && journal.sequence == 7 && !journal.isEnded)
    #expect(answers.entries.map(\.first) == [1, 2, 5, 6, 7])
    #expect(answers.entries.map(\.sequence) == [1, 4, 5, 6, 7])
    #expect(
      answers.entries.map(\.response) == [
        .choice([2]), .text(Self.text + "ab"), .choice([0, 2]), .pairs([1, nil]), .blank,
      ])
    let next = try journal.append(.truth(true), place: 3, at: Self.now)
    #expect(next.sequence == 8 && next.head.count == 64)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `killed between any two bytes it has every line that was whole, and goes on`() throws {
    let path = try folder() + "/a"
    let bytes = try written(path)
    let ends = bytes.indices.filter { bytes[$0] == 0x0a }
    for length in 0...bytes.count {
      try Data(bytes[..<length]).write(to: URL(fileURLWithPath: path))
      let whole = ends.count { $0 < length }
      guard let (journal, _) = try LocalJournal.open(path) else {
        // Without its first line it never was one.
        #expect(whole == 0)
        continue
      }
      #expect(journal.sequence == whole - 1)
      let next = try journal.append(.truth(true), place: 3, at: Self.now)
      #expect(next.sequence == whole)
    }
    #expect(try LocalJournal.open(path)?.journal.sequence == 8)
  }

  @Test func `a changed line is refused with its number`() throws {
    let path = try folder() + "/a"
    let bytes = try written(path)
    let ends = bytes.indices.filter { bytes[$0] == 0x0a }
    for line in 1...8 {
      var changed = bytes
      // The last byte but one of a line is a bracket of its content.
      changed[ends[line - 1] - 1] = UInt8(ascii: " ")
      try Data(changed).write(to: URL(fileURLWithPath: path))
      let refusal = #expect(throws: Refusal.self) { _ = try LocalJournal.open(path) }
      #expect(
        refusal?.summary.hasPrefix("line \(line) of the journal") == true || line == 1 && refusal != nil,
        "\(line)")
      #expect(refusal?.code == .badData)
    }
    // A line taken out of the middle shows too.
    try Data(bytes[...ends[2]] + bytes[(ends[3] + 1)...]).write(to: URL(fileURLWithPath: path))
    let refusal = #expect(throws: Refusal.self) { _ = try LocalJournal.open(path) }
    #expect(refusal?.summary == "line 4 of the journal '\(path)' was changed")
  }

  @Test func `one process at a time holds a journal, and one that ended is put away`() throws {
    let path = try folder() + "/a"
    let journal = try LocalJournal.create(path, Self.header)
    let refusal = #expect(throws: Refusal.self) { _ = try LocalJournal.open(path) }
    #expect(refusal?.code == .tryAgain)
    try journal.end()
    journal.retire()
    #expect(try LocalJournal.open(path) == nil)
    #expect(FileManager.default.fileExists(atPath: path + ".7"))
  }
}
