import Foundation
import Testing

/// A sitting over the network, as a candidate has it: at a terminal, with a server that dies.
@Suite struct NetworkSittingTests {
  /// `merit serve` on a port that stays the same when it is started again.
  private final class Server {
    private let desk: Desk
    private var process: Process?
    private(set) var port = 0

    init(_ desk: Desk) throws {
      self.desk = desk
      try start()
    }

    deinit { kill() }

    func start() throws {
      let (process, _) = try desk.process("merit", ["serve", "--port", "\(port)", "--lang", "en"])
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      self.process = process
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      port = try #require(Int(line.split(separator: ":").last?.filter(\.isNumber) ?? ""))
    }

    func kill() {
      guard let process, process.isRunning else { return }
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  private func open(_ desk: Desk) throws -> (server: Server, words: [String]) {
    try desk.setUp()
    #expect(try desk.merit("bank", "load", "\(Desk.root.path)/QuestionBanks/hotline").code == 0)
    #expect(try desk.merit("exam", "create", "hotline-five", "--id", "e", "--seed", "7").code == 0)
    #expect(try desk.merit("exam", "open", "e").code == 0)
    let code = try desk.merit("account", "code", "E1", "--json").output
    let server = try Server(desk)
    return (
      server,
      [
        "exam", "sit", "e", "--server", "http://127.0.0.1:\(server.port)", "--staff", "E1", "--code",
        String(try #require(code.split(separator: "\"").dropFirst(7).first)),
      ]
    )
  }

  private func answers(_ desk: Desk) throws -> Int {
    Int(try desk.sqlite("SELECT COUNT(*) FROM answer").filter(\.isNumber)) ?? 0
  }

  @Test func `a server that is killed in the middle costs nobody an answer`() throws {
    let desk = try Desk()
    let (server, words) = try open(desk)
    let screen = try PseudoTerminal()
    let process = try screen.start(desk, words)
    func answer(_ question: Int) throws {
      screen.type("a")
      try screen.wait(for: "saved")
      screen.type("\t")
      try screen.wait(for: "Question \(question + 1) of 18")
    }
    try screen.wait(for: "Question 1 of 18")
    for question in 1...3 { try answer(question) }
    server.kill()
    let before = try answers(desk)
    for question in 4...9 { try answer(question) }
    #expect(try answers(desk) == before)
    try screen.wait(for: "kept here")
    screen.type("\u{12}")
    try screen.wait(for: "9 of 18 questions are answered.")
    screen.type("s")
    try screen.wait(for: "Submit now?")
    screen.type("y")
    try screen.wait(for: "Your paper is being handed in.")
    try server.start()
    let end = try screen.wait(for: "Submitted:")
    #expect(end.contains("\u{1b}[?1049l"))
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try answers(desk) == 9)
    #expect(try desk.merit("exam", "prove", "1", "--json").output.contains("\"ok\":true"))
    #expect(try desk.sqlite("SELECT cause FROM exam_result") == "submission\n")
    #expect(try desk.merit("check").code == 0)
  }

  @Test func `a client that is killed sends what it has when it comes back, and the server keeps it once`()
    throws
  {
    let desk = try Desk()
    let (server, words) = try open(desk)
    let first = try PseudoTerminal()
    let process = try first.start(desk, words)
    try first.wait(for: "Question 1 of 18")
    server.kill()
    first.type("a")
    try first.wait(for: "saved")
    first.type("\tb")
    try first.wait(for: "saved")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(try desk.run("merit", words).code == 69)
    try server.start()
    let second = try PseudoTerminal()
    let again = try second.start(desk, words)
    try second.wait(for: "Going on: 2 answers are kept.")
    second.type("\u{3}")
    try second.wait(for: "Kept, not submitted")
    again.waitUntilExit()
    #expect(again.terminationStatus == 0)
    #expect(try answers(desk) == 2)
  }

  @Test func `what arrives after the end stands beside the sitting until an examiner decides`() throws {
    let desk = try Desk()
    let (server, words) = try open(desk)
    let screen = try PseudoTerminal()
    let process = try screen.start(desk, words)
    try screen.wait(for: "Question 1 of 18")
    server.kill()
    screen.type("a")
    try screen.wait(for: "saved")
    screen.type("\u{3}")
    try screen.wait(for: "1 answers have not arrived")
    process.waitUntilExit()
    // Over by the books of the server.
    try desk.execute("UPDATE sitting SET deadline = '2026-01-01T00:00:00Z'", in: "merit.db")
    #expect(try desk.merit("exam", "results", "e").code == 0)
    try server.start()
    let answer = try desk.run("merit", words + ["--json"])
    #expect(answer.code == 0 && answer.output.contains("\"late\":1"))
    #expect(try answers(desk) == 0)
    let late = try desk.merit("exam", "late", "e", "--json")
    #expect(late.output.contains("\"undecided\":1"))
    #expect(try desk.merit("exam", "late-decide", "1", "--accept").code == 64)
    #expect(
      try desk.merit("exam", "late-decide", "1", "--accept", "--reason", "the line was down").code == 0)
    #expect(try desk.sqlite("SELECT cause FROM exam_result ORDER BY revision") == "submission\nlate\n")
    #expect(try desk.merit("exam", "prove", "1", "--json").output.contains("\"ok\":true"))
    #expect(try desk.merit("check").code == 0)
  }
}
