import Foundation
import Testing

/// Calls drawn, handed out, judged, disputed and counted, as people do it.
@Suite struct QualityLoopTests {
  private func json(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func list(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  /// A workspace with the sample drawn and handed out to three assessors of other teams.
  private func drawn() throws -> Desk {
    let desk = try Desk()
    func done(_ program: String, _ words: String...) throws {
      let answer = try desk.run(program, words)
      #expect(answer.code == 0, "\(words): \(answer.errors)")
    }
    try done("merit", "init", ".")
    try done("merit-demo", "make", "in", "--staff", "72", "--only", "organisation,roster,calls")
    try done("merit", "org", "import", "in/organisation.csv")
    try done("merit", "staff", "import", "in/roster.csv")
    let sample = try desk.merit(
      "qa", "sample", "in/calls.csv", "--plan", "hotline-sampling", "--quarter", "2026Q3", "--seed", "5")
    #expect(sample.code == 0)
    try desk.write(sample.output, to: "sample.csv")
    try done(
      "merit", "qa", "assign", "--quarter", "2026Q3", "--assessors", "E0001,E0025,E0049", "--seed", "1")
    return desk
  }

  @Test func `the loop runs from the draw to the warning`() throws {
    let desk = try drawn()
    func done(_ words: String...) throws -> String {
      let answer = try desk.run("merit", words)
      #expect(answer.code == 0, "\(words): \(answer.errors)")
      return answer.output
    }
    let proof = try list(try done("qa", "sample", "verify", "in/calls.csv", "--quarter", "2026Q3", "--json"))
    #expect((proof[0]["different"] as? [String]) == [])
    let tasks = try done("qa", "tasks", "--json")
    try desk.write(tasks, to: "tasks.json")
    #expect(
      try list(tasks).allSatisfy { $0["kind"] == nil }, "who scores a call blind must not see it")
    #expect(
      try desk.run("merit-demo", ["evaluate", "tasks.json", "evaluations.csv", "--staff", "72"]).code == 0)
    let taken = try json(try done("qa", "import", "evaluations.csv", "--json"))
    #expect(taken["new"] as? Int == (try list(tasks)).count)
    #expect(try json(try done("qa", "import", "evaluations.csv", "--json"))["new"] as? Int == 0)
    #expect(try list(try done("qa", "tasks", "--json")).isEmpty)
    // Everybody in the post has the same base sample, whatever was drawn on top.
    let results = try list(try done("qa", "results", "--quarter", "2026Q3", "--json"))
    #expect(Set(results.compactMap { $0["evaluations"] as? Int }) == [6])
    #expect(Set(results.compactMap { $0["handled"] as? Int }) == [60])
    let calibration = try json(try done("qa", "calibrate", "--quarter", "2026Q3", "--json"))
    let assessors = try #require(calibration["assessors"] as? [[String: Any]])
    #expect(assessors.compactMap { $0["assessor"] as? String } == ["E0001", "E0025", "E0049"])
    for grouping in ["agent", "team", "site", "class", "item", "all"] {
      #expect(
        !(try list(try done("qa", "results", "--quarter", "2026Q3", "--by", grouping, "--json"))).isEmpty)
    }
    _ = try done("qa", "baseline", "--quarter", "2026Q3")
    for chart in ["p", "ewma", "cusum"] {
      #expect(try done("qa", "chart", "--quarter", "2026Q3", "--chart", chart).contains("2026-07-06"))
    }
    let raised = try list(try done("improve", "warn", "--quarter", "2026Q3", "--json"))
    #expect(raised.allSatisfy { $0["owner"] is String && $0["due"] is String })
    #expect(try list(try done("improve", "warn", "--quarter", "2026Q3", "--json")).isEmpty)
    try desk.write(try done("qa", "export", "--quarter", "2026Q3"), to: "export.csv")
    let again = try json(try done("qa", "import", "export.csv", "--json"))
    #expect(again["new"] as? Int == 0 && again["corrected"] as? Int == 0)
    #expect(try done("check").contains("all is well"))
  }

  @Test func `a form at the full screen loses no key to kill -9`() throws {
    let desk = try drawn()
    let task = try #require(
      try list(try desk.merit("qa", "tasks", "--assessor", "E0025", "--json").output).first)
    let call = try #require(task["call"] as? String)
    let words = ["qa", "score", call, "--assessor", "E0025"]
    // Killed after each of four keys; the form goes on where it was.
    for (place, key) in ["y", "y", "4", "a"].enumerated() {
      let screen = try PseudoTerminal()
      let process = try screen.start(desk, words)
      try screen.wait(for: "\(place)/11")
      screen.type(key)
      try screen.wait(for: "saved")
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let screen = try PseudoTerminal()
    let process = try screen.start(desk, words)
    try screen.wait(for: "Going on where it was left.")
    screen.type("n5y44yy")
    try screen.wait(for: "11/11")
    screen.type("\u{12}")
    try screen.wait(for: "Critical items failed: 1")
    screen.type("y")
    try screen.wait(for: "0.00, 1 critical items failed")
    process.waitUntilExit()
    let shown = try list(try desk.merit("qa", "show", call, "--json").output)
    let items = try #require(shown[0]["items"] as? [[String: Any]])
    #expect(
      items.compactMap { $0["answer"] as? String } == [
        "yes", "yes", "4/5", "NA", "no", "5/5", "yes", "4/5", "4/5", "yes", "yes",
      ])
    #expect(try desk.sqlite("SELECT COUNT(*) FROM evaluation_draft") == "0\n")
    #expect(try desk.merit("qa", "score", call, "--assessor", "E0025", input: "greeting=no\n").code == 65)
  }

  @Test func `an evaluation is disputed by the agent, decided by others, and superseded`() throws {
    let desk = try drawn()
    let task = try #require(
      try list(try desk.merit("qa", "tasks", "--assessor", "E0001", "--json").output).first)
    let (call, agent) = (try #require(task["call"] as? String), try #require(task["agent"] as? String))
    let lines =
      "greeting=yes\nidentity=no\nattention=5\nparaphrase=5\ncorrect=yes\ncomplete=5\nticket=yes\ntone=5\nwording=5\nsummary=yes\nfarewell=yes\n"
    #expect(try desk.merit("qa", "score", call, "--assessor", "E0001", input: lines).code == 0)
    for words in [
      ["agent", "--staff", agent], ["judge", "--staff", "E0001"], ["lead", "--role", "leader"],
      ["panel", "--role", "assessor"],
    ] { #expect(try desk.run("merit", ["account", "add"] + words).code == 0) }
    for role in ["leader", "assessor"] { #expect(try desk.merit("account", "role", "judge", role).code == 0) }
    func step(_ words: String..., as account: String) throws -> Int32 {
      try desk.run("merit", ["qa"] + words + ["--as", account]).code
    }
    func score() throws -> Double? {
      try list(try desk.merit("qa", "show", call, "--json").output)[0]["score"] as? Double
    }
    #expect(try score() == 0)
    #expect(try step("dispute", call, "--text", "x", as: "panel") == 77)
    #expect(try step("dispute", call, "--text", "verified earlier", as: "agent") == 0)
    #expect(try step("dispute", call, "--text", "again", as: "agent") == 65)
    // The assessor never decides, though the account may do what leaders and panels do.
    #expect(try step("decide", call, "upheld", "--text", "no", as: "judge") == 77)
    #expect(try step("decide", call, "upheld", "--text", "not heard", as: "lead") == 0)
    #expect(try step("dispute", call, "--text", "listen at 00:40", as: "agent") == 0)
    #expect(
      try step("decide", call, "changed", "--change", "identity=maybe", "--text", "x", as: "panel") == 65)
    #expect(
      try step("decide", call, "changed", "--change", "identity=yes", "--text", "heard", as: "panel") == 0)
    #expect(try score() == 100)
    #expect(try step("dispute", call, "--text", "once more", as: "agent") == 65)
    #expect(try desk.sqlite("SELECT COUNT(*) FROM evaluation") == "2\n")
    #expect(try desk.merit("check").code == 0)
  }

  @Test func `what must not be judged is refused in words, and damaged rows are set aside`() throws {
    let desk = try drawn()
    let header =
      "call,assessor,date,greeting,identity,attention,paraphrase,correct,complete,ticket,tone,wording,summary,farewell\n"
    let own = try #require(
      try list(try desk.merit("qa", "tasks", "--json").output).first { $0["assessor"] as? String == "E0025" })
    let call = try #require(own["call"] as? String)
    let agent = try #require(own["agent"] as? String)
    // Teams are of twelve: whoever has the next number in the team.
    let number = try #require(Int(agent.dropFirst()))
    let mate = "E" + String("000\(number % 12 == 11 ? number - 1 : number + 1)".suffix(4))
    try desk.write(
      header
        + "\(call),\(mate),2026-08-01,yes,yes,5,5,yes,5,yes,5,5,yes,yes\n\(call),E0025,2026-08-01,,yes,6,5,yes,5,yes,5,5,yes,yes\n",
      to: "bad.csv")
    let answer = try desk.merit("qa", "import", "bad.csv")
    #expect(answer.code == 65)
    #expect(answer.errors.contains("an assessor does not judge their own team"))
    #expect(answer.errors.contains("item 'greeting' has no answer"))
    #expect(answer.errors.contains("'6' is no answer to item 'attention'"))
    #expect(try desk.sqlite("SELECT COUNT(*) FROM evaluation") == "0\n")
    try desk.write(
      "call,agent,started,seconds,queue,channel,class\nX1,E0005,2026-10-01 09:00,100,billing,phone,billing\nX2,E0005,soon,100,billing,phone,billing\nX3,NOBODY,2026-10-01 09:00,100,billing,phone,billing\n",
      to: "calls.csv")
    let words = ["qa", "sample", "calls.csv", "--per-agent", "2", "--quarter", "2026Q4", "--seed", "1"]
    #expect(try desk.run("merit", words).code == 65)
    let skipped = try desk.run("merit", words + ["--skip-bad", "rejected.csv"])
    #expect(skipped.code == 0 && skipped.errors.contains("2 damaged rows were passed over"))
    let rejected = try String(contentsOfFile: desk.path("rejected.csv"), encoding: .utf8)
    #expect(rejected.contains("'soon' is not a time") && rejected.contains("nobody has the id 'NOBODY'"))
  }
}
