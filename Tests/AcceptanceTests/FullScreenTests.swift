import Foundation
import Testing

@Suite struct FullScreenTests {
  private func open(_ desk: Desk) throws -> String {
    try desk.setUp()
    #expect(try desk.merit("bank", "load", "\(Desk.root.path)/QuestionBanks/hotline").code == 0)
    #expect(try desk.merit("exam", "create", "hotline-five", "--id", "e", "--seed", "7").code == 0)
    #expect(try desk.merit("exam", "open", "e").code == 0)
    let code = try desk.merit("account", "code", "E1", "--json").output
    return String(try #require(code.split(separator: "\"").dropFirst(7).first))
  }

  private func number(_ desk: Desk, _ sql: String) throws -> Int {
    Int(try desk.sqlite(sql).filter(\.isNumber)) ?? 0
  }

  @Test func `an exam at a full screen loses no keystroke to kill -9, and the terminal is put back`() throws {
    let desk = try Desk()
    let code = try open(desk)
    let words = ["exam", "sit", "e", "--staff", "E1", "--code", code]
    let terminal = PseudoTerminal.self
    var answered = 0
    // Killed five times, each time right after a keystroke was saved.
    for round in 1...5 {
      let screen = try terminal.init()
      let process = try screen.start(desk, words)
      try screen.wait(for: "Question \(answered + 1) of 18")
      for _ in 0..<round {
        screen.type("a")
        try screen.wait(for: "saved")
        screen.type("\t")
        answered += 1
        if answered < 18 { try screen.wait(for: "Question \(answered + 1) of 18") }
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try number(desk, "SELECT COUNT(DISTINCT place) FROM answer") == answered)
    }
    #expect(answered == 15)
    let clock = try desk.sqlite("SELECT started_at, deadline FROM sitting")
    let screen = try terminal.init()
    let process = try screen.start(desk, words + ["--lang", "zh-Hans"])
    // A sitting goes on in the language in which it was begun.
    try screen.wait(for: "Question 16 of 18")
    screen.type("\u{12}")
    let review = try screen.wait(for: "Without an answer")
    #expect(review.contains("15 of 18 questions are answered."))
    screen.type("s")
    try screen.wait(for: "Submit now?")
    screen.type("y")
    let end = try screen.wait(for: "Submitted:")
    // The screen that was there before, its cursor and its line editing come back.
    #expect(end.contains("\u{1b}[?1049l") && end.contains("\u{1b}[?25h"))
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try desk.sqlite("SELECT started_at, deadline FROM sitting") == clock)
    #expect(try desk.merit("exam", "prove", "1", "--json").output.contains("\"ok\":true"))
    #expect(try desk.merit("check").code == 0)
  }

  @Test func `a second terminal takes over and the first leaves by itself`() throws {
    let desk = try Desk()
    let code = try open(desk)
    let words = ["exam", "sit", "e", "--staff", "E1", "--code", code]
    let (first, second) = (try PseudoTerminal(), try PseudoTerminal())
    let one = try first.start(desk, words)
    try first.wait(for: "Question 1 of 18")
    first.type("a")
    try first.wait(for: "saved")
    let two = try second.start(desk, words)
    try second.wait(for: "Going on: 1 answers are kept.")
    try first.wait(for: "goes on at another terminal")
    one.waitUntilExit()
    #expect(one.terminationStatus == 77)
    second.type("\u{3}")
    try second.wait(for: "Kept, not submitted")
    two.waitUntilExit()
    #expect(two.terminationStatus == 0)
  }

  @Test func `a signal puts the terminal back before it ends the program`() throws {
    let desk = try Desk()
    let code = try open(desk)
    for signal in [SIGTERM, SIGHUP] {
      let screen = try PseudoTerminal()
      let process = try screen.start(desk, ["exam", "sit", "e", "--staff", "E1", "--code", code])
      try screen.wait(for: "Question 1 of 18")
      kill(process.processIdentifier, signal)
      try screen.wait(for: "\u{1b}[?1049l")
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    }
  }
}
