import Formats
import Glibc
import Improvement
import Service
import Terminal
import Workforce
import Workspace

/// One run of the command line: who asks, in which language, about which workspace, at what time.
final class Session: Sendable {
  let isChinese: Bool
  let isJSON: Bool
  let isQuiet: Bool
  let path: String
  let account: String
  /// The clock, read once.
  let now: Instant

  init(_ input: Input) throws {
    let environment = { (name: String) in getenv(name).map { String(cString: $0) } }
    let language =
      input.value("--lang") ?? environment("LC_ALL") ?? environment("LC_MESSAGES") ?? environment("LANG")
      ?? "en"
    if let given = input.value("--lang"), !["en", "zh-Hans", "zh"].contains(given) {
      throw Refusal(.usage, "language '\(given)' is not known", "use en or zh-Hans")
    }
    isChinese = language.hasPrefix("zh")
    isJSON = input.flag("--json")
    isQuiet = input.flag("--quiet")
    path = input.value("--db") ?? environment("MERIT_DB") ?? "merit.db"
    account = input.value("--as") ?? Self.systemUser
    now = Instant.now
  }

  static var systemUser: String {
    if let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name { return String(cString: name) }
    return "uid-\(geteuid())"
  }

  func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }
  func word(_ words: Words) -> String { words.text(chinese: isChinese) }

  // MARK: The workspace

  func open(readOnly: Bool = false) throws -> Workspace {
    try Workspace.open(at: path, migrations: House.migrations, readOnly: readOnly)
  }

  /// An occasion in the name of the account.
  func occasion(readOnly: Bool = false) throws -> Occasion {
    let workspace = try open(readOnly: readOnly)
    return Occasion(workspace, actor: try AccountDesk.actor(named: account, in: workspace), now: now)
  }

  /// The ids of people with an open early warning.
  func warnedStaff() throws -> Set<String> {
    try WarningRecords(try open(readOnly: true).database).warnedStaff()
  }

  // MARK: Output

  /// A sentence, or a line of a list; at a terminal broken between words.
  func say(_ text: String) {
    let text = withoutControls(text)
    Screen.write((Screen.isTerminal ? fitted(text, to: Screen.width) : text) + "\n")
  }

  func emit(_ json: JSON) { Screen.write(json.text + "\n") }

  /// A sentence beside the output, on standard error.
  func notice(_ text: String) {
    if isQuiet { return }
    let text = withoutControls(text)
    Screen.write((Screen.isErrorTerminal ? fitted(text, to: Screen.width) : text) + "\n", toError: true)
  }

  func show(_ table: AlignedTable) {
    Screen.write(table.lines(bold: Screen.hasStyle).joined(separator: "\n") + "\n")
  }

  /// The JSON or, for people, the sentences and the table.
  func report(_ json: @autoclosure () -> JSON, people: () -> Void) {
    if isJSON { emit(json()) } else { people() }
  }

  /// What an import did.
  func report(_ outcome: IntakeOutcome) {
    for text in outcome.notices { notice(text) }
    report(outcome.json) {
      let done = outcome.isDryRun ? word("would be written", "待写入") : word("written", "已写入")
      say(
        word(
          "\(outcome.file): \(outcome.rows) rows read, \(outcome.new) new \(done), \(outcome.corrected) corrected, \(outcome.identical) there already",
          "\(outcome.file)：读取 \(outcome.rows) 行，新增 \(outcome.new) 行\(done)，更正 \(outcome.corrected) 行，已存在 \(outcome.identical) 行"
        ))
    }
  }

  /// Asks before what cannot be undone; `--yes` answers for those who are not there.
  func confirm(_ question: String, _ input: Input) throws {
    if input.flag("--yes") { return }
    guard Screen.isInputTerminal else {
      throw Refusal(.usage, "\(question) Nobody is at the terminal to answer", "add --yes")
    }
    Screen.write("\(question) [y/N] ", toError: true)
    guard case .text(let answer) = LineInput().next(secondsLeft: { nil }),
      ["y", "yes", "是"].contains(answer.lowercased())
    else { throw Refusal(.no, "nothing was done", "answer y, or add --yes") }
  }

  /// Writes a file whole or not at all: under another name first, then renamed.
  func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
    let temporary = "\(path).\(getpid()).part"
    func failure() -> Refusal {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      return Refusal(
        .cannotCreate, "'\(path)' cannot be written: \(reason)",
        "choose another place, or mend the folder's rights")
    }
    let descriptor = Glibc.open(temporary, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure() }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        let error = failure()
        close(descriptor)
        throw error
      }
      written += count
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
      throw failure()
    }
  }
}
