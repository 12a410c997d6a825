import Exams
import Formats
import Glibc
import Workspace

/// A candidate's own record of a sitting over a network: a file to which each answer is appended and synced before it shows as
/// saved, each line chained to the one before.
///
/// The first line says which sitting it is; every other line is the chain's head after it, a blank, and what was done. Answers
/// are in the places that the paper shows. One process at a time holds it.
package final class LocalJournal {
  /// Which sitting it is, and who this client is.
  package struct Header: Hashable, Sendable {
    package let server: String
    package let exam: String
    package let candidate: String
    package let sitting: Int
    /// What this client is called at the server.
    package let holder: String

    package init(server: String, exam: String, candidate: String, sitting: Int, holder: String) {
      self.server = server
      self.exam = exam
      self.candidate = candidate
      self.sitting = sitting
      self.holder = holder
    }
  }

  package let path: String
  package let header: Header
  private let descriptor: Int32
  /// The chain's end.
  private var head: [UInt8]
  /// What its own lines gave to each place; the server may hold answers that it never saw.
  private var held: [Int: Response]
  /// The bytes that are whole lines.
  private var length: Int
  /// The number of the last answer; 0 before any.
  package private(set) var sequence = 0
  /// Whether the sitting was handed in and the server knows.
  package private(set) var isEnded = false

  // MARK: Opening

  /// The journal at a path, its chain verified; `nil` where there is none.
  ///
  /// A last line that was cut off is dropped: it never showed as saved.
  /// - Returns: with it the answers that it holds, oldest first, keystrokes of one text as one.
  /// - Throws: a refusal that names the line where the chain breaks, or where another process holds the file.
  package static func open(_ path: String) throws -> (journal: LocalJournal, answers: Outbox)? {
    let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw Refusal.journal(path, String(cString: strerror(errno))) }
    do {
      try hold(descriptor, path)
      let bytes = try InputFile.bytes(of: path)
      guard let content = try JournalContent(bytes, path: path) else {
        // Not even the first line was written whole: nothing was ever saved in it.
        // Unlinked while it is still held, or it could be another's by then.
        unlink(path)
        close(descriptor)
        return nil
      }
      guard ftruncate(descriptor, off_t(content.length)) == 0 else {
        throw Refusal.journal(path, String(cString: strerror(errno)))
      }
      return (LocalJournal(path, descriptor, content), content.answers)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// A new journal, on the disk when this returns; whatever was at the path must be out of the way.
  package static func create(_ path: String, _ header: Header) throws -> LocalJournal {
    let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Refusal.journal(path, String(cString: strerror(errno))) }
    do { try hold(descriptor, path) } catch {
      close(descriptor)
      throw error
    }
    let text = header.json.text
    let journal = LocalJournal(
      path, descriptor,
      JournalContent(header: header, head: SHA256.hash(text.utf8)))
    try journal.write(text + "\n")
    // The name must outlast a power failure as well as what is under it.
    let folder = Glibc.open(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)), O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
    return journal
  }

  private static func hold(_ descriptor: Int32, _ path: String) throws {
    // A terminal that is just ending, or a process that one started, may hold it for a moment more.
    var looks = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, looks < 50 {
      usleep(10_000)
      looks += 1
    }
    guard looks < 50 else {
      throw Refusal(
        .tryAgain, "another terminal of this account is sitting this exam here ('\(path)' is in use)",
        "go on there, or end it first")
    }
  }

  private init(_ path: String, _ descriptor: Int32, _ content: JournalContent) {
    self.path = path
    self.descriptor = descriptor
    header = content.header
    head = content.head
    held = content.held
    length = content.length
    sequence = content.sequence
    isEnded = content.isEnded
  }

  deinit { close(descriptor) }

  // MARK: Writing

  /// Appends an answer, of a long text only what changed; on the disk when this returns.
  package func append(_ response: Response, place: Int, at now: Instant) throws -> OutgoingEntry {
    let next = sequence + 1
    try add(
      .object([
        ("sequence", .int(next)), ("place", .int(place)), ("at", .string(now.description)),
        ("response", .string(Journal.entry(for: response, after: held[place]))),
      ]))
    sequence = next
    held[place] = response
    return OutgoingEntry(
      first: next, sequence: next, place: place, said: now, head: hexText(head), response: response)
  }

  /// Notes that the paper was handed in and the server knows.
  package func end() throws {
    if isEnded { return }
    try add(.object([("end", .bool(true))]))
    isEnded = true
  }

  private func add(_ json: JSON) throws {
    let text = json.text
    let next = JournalContent.head(after: head, text)
    try write("\(hexText(next)) \(text)\n")
    head = next
  }

  private func write(_ text: String) throws {
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard written == bytes.count, fdatasync(descriptor) == 0 else {
      let reason = written < 0 ? String(cString: strerror(errno)) : "the disk is full"
      // What is not whole must not stand before the next line.
      ftruncate(descriptor, off_t(length))
      throw Refusal.journal(path, reason)
    }
    length += bytes.count
  }

  /// Moves the file out of the way of the next sitting's.
  package func retire() { rename(path, "\(path).\(header.sitting)") }

  /// What the file says now, for sending it again from the beginning.
  static func answers(at path: String) throws -> Outbox {
    try JournalContent(InputFile.bytes(of: path), path: path)?.answers ?? Outbox()
  }
}

extension Refusal {
  static func journal(_ path: String, _ reason: String) -> Refusal {
    Refusal(
      .inputOutput, "the journal '\(path)' cannot be written: \(reason)",
      "make room there, or mend its rights; then go on with the same command")
  }
}

extension LocalJournal.Header {
  var json: JSON {
    .object([
      ("merit", .string("sitting")), ("version", .int(1)), ("server", .string(server)),
      ("exam", .string(exam)),
      ("candidate", .string(candidate)), ("sitting", .int(sitting)), ("holder", .string(holder)),
    ])
  }

  init?(_ node: JSON5Node) {
    guard node["merit"]?.string == "sitting", node["version"]?.wholeNumber == 1,
      let server = node["server"]?.string, let exam = node["exam"]?.string,
      let candidate = node["candidate"]?.string, let sitting = node["sitting"]?.wholeNumber,
      let holder = node["holder"]?.string
    else { return nil }
    self.init(server: server, exam: exam, candidate: candidate, sitting: sitting, holder: holder)
  }
}
