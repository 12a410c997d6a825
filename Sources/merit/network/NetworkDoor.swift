import Exams
import Formats
import Glibc
import Terminal
import Workspace

/// The way from a command line to a seat over the network: signing in, what an earlier run left to be sent, and the paper.
struct NetworkDoor {
  enum Arrival {
    case seated(NetworkSeat)
    /// The sitting of an earlier run was over; what stood here was sent after it.
    case over(SubmittedPaper, sitting: Int, late: Int)
  }

  let server: ExamServer
  /// Where this account's journals are.
  let folder: String

  init(_ server: ExamServer) throws {
    self.server = server
    let environment = { (name: String) in
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    guard
      let base = environment("XDG_STATE_HOME") ?? environment("HOME").map({ "\($0)/.local/state" })
    else {
      throw Refusal(.cannotCreate, "there is no place for a journal of answers", "set HOME or XDG_STATE_HOME")
    }
    folder = "\(base)/merit"
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      mkdir(path, 0o700)
    }
    guard access(folder, W_OK) == 0 else { throw Refusal.journal(folder, String(cString: strerror(errno))) }
  }

  /// One file for each server, exam and candidate.
  private var path: String {
    let name = "\(server.address.origin)\n\(server.exam)\n\(server.credentials.candidate)"
    return "\(folder)/sitting-\(SHA256.hex(name).prefix(16)).journal"
  }

  func arrive(language: String) throws -> Arrival {
    var held = try LocalJournal.open(path)
    if held?.journal.isEnded == true {
      held?.journal.retire()
      held = nil
    }
    do {
      try server.signIn()
      if let (journal, answers) = held, let over = try finish(journal, answers) { return over }
      let opening = try server.begin(
        language: language, holder: held?.journal.header.holder ?? SystemRandom.token(26))
      if let (journal, answers) = held, journal.header.sitting == opening.sitting,
        opening.kept <= journal.sequence
      {
        var outbox = answers
        outbox.acknowledge(opening.kept)
        return .seated(NetworkSeat(opening, journal: journal, outbox: outbox, server: server))
      }
      return .seated(try begin(opening, instead: held?.journal, language: language))
    } catch let objection as ServerObjection { throw worded(objection, held?.journal) }
  }

  /// A seat with a new journal; one that belongs to another sitting, or that knows less than the server, is put away.
  private func begin(_ opening: ServerOpening, instead old: LocalJournal?, language: String) throws
    -> NetworkSeat
  {
    old?.retire()
    let holder = SystemRandom.token(26)
    let journal = try LocalJournal.create(
      path,
      LocalJournal.Header(
        server: server.address.origin, exam: server.exam, candidate: server.credentials.candidate,
        sitting: opening.sitting, holder: holder))
    // The file is there before the server hears the name that stands in it.
    return NetworkSeat(
      try server.begin(language: language, holder: holder), journal: journal, outbox: Outbox(), server: server
    )
  }

  /// Sends what an earlier run left, where its sitting is over; `nil` where it goes on.
  private func finish(_ journal: LocalJournal, _ answers: Outbox) throws -> Arrival? {
    let (sitting, holder) = (journal.header.sitting, journal.header.holder)
    let (standing, _) = try server.standing(sitting: sitting, holder: holder)
    guard standing.isOver else { return nil }
    var outbox = answers
    outbox.acknowledge(standing.kept)
    while !outbox.isEmpty {
      outbox.acknowledge(try server.append(outbox.batch(), sitting: sitting, holder: holder).kept)
    }
    let (submitted, late) = try server.submit(sitting: sitting, holder: holder, through: journal.sequence)
    try journal.end()
    journal.retire()
    return .over(submitted, sitting: sitting, late: late)
  }

  private func worded(_ objection: ServerObjection, _ journal: LocalJournal?) -> Refusal {
    let kept = journal.map { "what you answered is kept in '\($0.path)'; " } ?? ""
    let name = server.address.origin
    return switch objection {
    case .away(let reason):
      Refusal(.unavailable, "the server '\(name)' does not answer: \(reason)", kept + "try again in a moment")
    case .signInNeeded:
      Refusal(.notPermitted, "the server '\(name)' does not know this sign-in", kept + "sign in again")
    case .takenOver: .takenOver(server.exam)
    case .gap: Refusal(.tryAgain, "the server '\(name)' lacks some answers", kept + "try again")
    case .refused(let refusal, _): refusal
    }
  }

  // MARK: Typing

  /// Credentials with what is secret of them typed, without being shown.
  static func typed(_ credentials: Credentials, isChinese: Bool) -> Credentials {
    switch credentials {
    case .code(let staff, _):
      guard
        case .text(let code) = LineInput().hidden(
          prompt: isChinese ? "登录已失效，请重新输入考试码：" : "The sign-in is over; type the code again: ")
      else { return credentials }
      return .code(staff: staff, code: code)
    case .account(let name, let password):
      guard
        case .text(let typed) = LineInput().hidden(
          prompt: isChinese ? "“\(name)”的密码：" : "password of '\(name)': ")
      else { return .account(name: name, password: password) }
      return .account(name: name, password: typed)
    }
  }
}
