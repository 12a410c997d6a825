import Exams
import Formats
import Workspace

/// What a journal's bytes say, its chain followed from the first line.
struct JournalContent {
  let header: LocalJournal.Header
  /// Its answers, keystrokes of one text as one.
  private(set) var answers = Outbox()
  /// The number of the last answer.
  private(set) var sequence = 0
  /// The last response to each place.
  private(set) var held: [Int: Response] = [:]
  private(set) var isEnded = false
  private(set) var head: [UInt8]
  /// How many of the bytes are whole lines.
  private(set) var length = 0

  /// A journal with nothing in it yet.
  init(header: LocalJournal.Header, head: [UInt8]) {
    self.header = header
    self.head = head
  }

  /// - Returns: `nil` where not even the first line is whole.
  /// - Throws: a refusal that names the first line that does not follow from those before it.
  init?(_ bytes: [UInt8], path: String) throws {
    // What has no line end after it was cut off while it was written.
    guard let last = bytes.lastIndex(of: 0x0a) else { return nil }
    let lines = bytes[..<last].split(separator: 0x0a, omittingEmptySubsequences: false)
    func broken(_ number: Int) -> Refusal {
      Refusal(
        .badData, "line \(number) of the journal '\(path)' was changed",
        "keep the file and show it to the examiner; what the server has is not touched by it")
    }
    guard let node = try? JSON5Parser.parse(Array(lines[0]), named: path),
      let header = LocalJournal.Header(node)
    else { throw broken(1) }
    self.header = header
    head = SHA256.hash(lines[0])
    length = last + 1
    for (index, line) in lines.enumerated().dropFirst() {
      let text = String(decoding: line.dropFirst(65), as: UTF8.self)
      let next = Self.head(after: head, text)
      guard line.count > 65, line.starts(with: "\(hexText(next)) ".utf8),
        let node = try? JSON5Parser.parse(Array(text.utf8), named: path)
      else { throw broken(index + 1) }
      head = next
      if node["end"]?.boolean == true {
        isEnded = true
        continue
      }
      guard let sequence = node["sequence"]?.wholeNumber, sequence == self.sequence + 1,
        let place = node["place"]?.wholeNumber, let said = node["at"]?.string.flatMap({ Instant($0) }),
        let stored = node["response"]?.string,
        let response = Self.response(stored, after: held[place])
      else { throw broken(index + 1) }
      held[place] = response
      self.sequence = sequence
      answers.add(
        OutgoingEntry(
          first: sequence, sequence: sequence, place: place, said: said, head: hexText(head),
          response: response))
    }
  }

  private static func response(_ stored: String, after previous: Response?) -> Response? {
    guard let edit = TextEdit(stored: stored) else { return Response(stored: stored) }
    guard case .text(let before)? = previous else { return nil }
    return .text(edit.applied(to: before))
  }

  static func head(after previous: [UInt8], _ line: String) -> [UInt8] {
    var sha = SHA256()
    sha.update(previous)
    sha.update(line.utf8)
    return sha.finish()
  }
}
