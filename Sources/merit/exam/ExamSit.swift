import Exams
import Formats
import Glibc
import Terminal
import Workforce
import Workspace

extension Verb {
  static let examSit = Verb(
    "exam", "sit", arguments: ["ID"],
    options: [
      Option("--staff", "ID", en: "the candidate", zh: "考生工号"),
      Option("--code", "CODE", en: "the one-time code", zh: "一次性考试码"),
      Option("--plain", en: "line by line, without using the whole screen", zh: "逐行作答，不使用全屏"),
      Option(
        "--server", "URL", en: "over the network: answers are kept here until the server has them",
        zh: "通过网络作答，作答先存本机，再送服务器"),
      Option(
        "--account", "NAME", en: "with --server: sign in with this account's password, instead of a code",
        zh: "与 --server 同用：以账号和密码登录，代替考试码"),
      Option(
        "--allow-plain", en: "with --server: http:// to another machine, which everybody between can read",
        zh: "与 --server 同用：允许以不加密的 http:// 连接其他机器"),
    ], en: "sit an exam at this terminal, or go on where it stopped", zh: "参加考试，或继续作答",
    example: "merit exam sit hotline-five-1 --staff E0001 --code 7K2M9QXD"
  ) { session, input in
    let language = session.isChinese ? "zh-Hans" : "en"
    let seat: any SittingSeat
    if let server = input.value("--server") {
      switch try door(server, session, input).arrive(language: language) {
      case .seated(let found): seat = found
      case .over(let submitted, let sitting, let late):
        session.tellOver(submitted, exam: input.argument(0), sitting: sitting, late: late)
        return .done
      }
    } else {
      if let name = ["--account", "--allow-plain"].first(where: { input.flag($0) }) {
        throw Refusal(.usage, "\(name) goes with --server", "add --server URL, or drop it")
      }
      let staff = try input.required("--staff")
      let occasion = Occasion(
        try session.open(), actor: Actor(account: "candidate \(staff)", roles: [.staff], staff: staff),
        now: session.now)
      seat = try WorkspaceSeat(
        ExamRoom(occasion, exam: input.argument(0)), staff: staff, language: language,
        code: try input.required("--code"))
    }
    var dialogue = SittingDialogue(session, seat)
    return try dialogue.run(plain: input.flag("--plain"))
  }

  /// The way to a server, with what the candidate gave to sign in.
  private static func door(_ text: String, _ session: Session, _ input: Input) throws -> NetworkDoor {
    let address = try ServerAddress(text, allowsPlain: input.flag("--allow-plain"))
    let credentials: Credentials
    if let account = input.value("--account") {
      let given = getenv("MERIT_PASSWORD").map { String(cString: $0) }
      credentials =
        given.map { .account(name: account, password: $0) }
        ?? NetworkDoor.typed(.account(name: account, password: nil), isChinese: session.isChinese)
    } else {
      credentials = .code(staff: try input.required("--staff"), code: try input.required("--code"))
    }
    let wire: any Wire = try wire(to: address)
    return try NetworkDoor(
      ExamServer(wire, address: address, exam: input.argument(0), credentials: credentials))
  }

  private static func wire(to address: ServerAddress) throws -> any Wire {
    guard address.isSecure else { return PlainWire(address) }
    do { return try SecureWire(address) } catch {
      throw Refusal(.unavailable, "the server '\(address.origin)' cannot be reached", error.reason)
    }
  }
}

extension Session {
  /// What is said of a sitting that was over before its answers had all arrived.
  fileprivate func tellOver(_ submitted: SubmittedPaper, exam: String, sitting: Int, late: Int) {
    report(
      .object(
        [("exam", .string(exam)), ("sitting", .int(sitting)), ("late", .int(late))] + submitted.members)
    ) {
      say(
        word(
          "The sitting is over, and everything that stood here was sent. \(late) answers came after the time; they stand beside the paper until an examiner decides.",
          "考试已结束，本机留存的作答已全部发送。有 \(late) 条在截止后到达，已另行留存，由考官决定是否采纳。"))
    }
  }
}
