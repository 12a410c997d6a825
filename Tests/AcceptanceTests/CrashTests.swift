import Foundation
import Testing

@Suite struct CrashTests {
  private func openExam(_ desk: Desk) throws -> String {
    #expect(try desk.merit("bank", "load", "\(Desk.root.path)/QuestionBanks/hotline").code == 0)
    #expect(try desk.merit("exam", "create", "hotline-five", "--id", "e", "--seed", "7").code == 0)
    #expect(try desk.merit("exam", "open", "e").code == 0)
    let code = try desk.merit("account", "code", "E1", "--json").output
    return String(try #require(code.split(separator: "\"").dropFirst(7).first))
  }

  /// An answer that fits any question: letters for a choice, T or F, a number, pairs, or words.
  private func answers(_ desk: Desk) throws -> [String] {
    try desk.write("id\nE1\n", to: "one.csv")
    let papers = try desk.merit("exam", "papers", "e", "--staff", "one.csv", "--json").output
    let printed = try #require(JSONSerialization.jsonObject(with: Data(papers.utf8)) as? [String: Any])
    let sheets = try #require(printed["papers"] as? [[String: Any]])
    let paper = try #require(sheets.first?["paper"] as? [[String: Any]])
    let types = Dictionary(
      uniqueKeysWithValues: try desk.sqlite("SELECT id, type FROM question ORDER BY id").split(
        separator: "\n"
      ).map {
        ($0.split(separator: "|")[0], $0.split(separator: "|")[1])
      })
    return paper.map { item in
      switch types[Substring(item["question"] as? String ?? "")] {
      case "multichoice": "A"
      case "truefalse": "T"
      case "numerical": "1"
      case "matching": "1A"
      case "ordering": String("ABCDEFGH".prefix((item["options"] as? [String])?.count ?? 0))
      default: "word"
      }
    }
  }

  @Test func `a sitting killed at any moment goes on at the first unanswered question`() throws {
    let desk = try Desk()
    try desk.setUp()
    let code = try openExam(desk)
    let answers = try answers(desk)
    #expect(answers.count == 18)
    let started = try desk.sqlite("SELECT started_at FROM sitting")
    #expect(started.isEmpty)
    var kept = 0
    // Killed with -9 after one more answer each time, at whatever instant that is.
    for round in 1...5 {
      let (process, _) = try desk.process("merit", ["exam", "sit", "e", "--staff", "E1", "--code", code])
      let pipe = Pipe()
      process.standardInput = pipe
      try process.run()
      pipe.fileHandleForWriting.write(
        Data((answers[kept..<min(kept + round, 18)].joined(separator: "\n") + "\n").utf8))
      while try (Int(desk.sqlite("SELECT COUNT(*) FROM answer").filter(\.isNumber)) ?? 0) < kept + 1,
        process.isRunning
      {}
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let now = Int(try desk.sqlite("SELECT COUNT(*) FROM answer").filter(\.isNumber)) ?? 0
      #expect(now > kept)
      kept = now
      #expect(try desk.sqlite("SELECT COUNT(*), COUNT(DISTINCT place) FROM answer") == "\(kept)|\(kept)\n")
    }
    let clock = try desk.sqlite("SELECT started_at, deadline FROM sitting")
    let last = try desk.merit(
      "exam", "sit", "e", "--staff", "E1", "--code", code, "--lang", "en",
      input: answers[kept...].joined(separator: "\n") + "\n")
    #expect(last.code == 0)
    #expect(last.output.contains("Going on where it stopped: \(kept) answers are kept."))
    #expect(last.output.contains("Submitted:"))
    #expect(try desk.sqlite("SELECT started_at, deadline FROM sitting") == clock)
    #expect(try desk.sqlite("SELECT COUNT(*), COUNT(DISTINCT place) FROM answer") == "18|18\n")
    #expect(try desk.sqlite("SELECT COUNT(*) FROM place_mark") == "18\n")
    // Submitted is submitted, and a passed exam is not sat again for a better mark.
    #expect(try desk.merit("exam", "sit", "e", "--staff", "E1", "--code", code, input: "A\n").code == 77)
    #expect(try desk.merit("exam", "sit", "e", "--staff", "E2", "--code", code, input: "A\n").code == 77)
    #expect(try desk.merit("check").code == 0)
  }

  @Test func `an import killed in the middle leaves nothing to be seen`() throws {
    let desk = try Desk()
    try desk.setUp()
    var text = "response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked\n"
    for number in 0..<60_000 {
      text += "S\(number),2026-07-\(10 + number % 20),E\(number % 3 + 1),4,4,4,4,4,4,4,4,4\n"
    }
    try desk.write(text, to: "survey.csv")
    let (process, _) = try desk.process("merit", ["survey", "import", "survey.csv"])
    try process.run()
    // Killed once the first slice is committed and before the last can be.
    while try desk.sqlite("SELECT COUNT(*) > 0 FROM survey_response") != "1\n", process.isRunning {}
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(try desk.sqlite("SELECT is_published FROM batch ORDER BY id") == "0\n")
    // The next command that may write sweeps it; until then no reader counts it.
    let shown = try desk.merit("kpi", "show", "--quarter", "2026Q3", "--json").output
    #expect(shown.hasPrefix("{\"quarter\":\"2026Q3\",\"survey\":null"))
    let again = try desk.merit("survey", "import", "survey.csv", "--json")
    #expect(again.output.contains("\"new\":60000"))
    #expect(try desk.sqlite("SELECT COUNT(*) FROM survey_response") == "60000\n")
    #expect(try desk.merit("check").code == 0)
  }
}
