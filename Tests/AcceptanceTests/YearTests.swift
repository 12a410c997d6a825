import Foundation
import Testing

/// A year of one agent, from the files that `merit-demo year` writes: the README's second walk.
@Suite struct YearTests {
  private let desk: Desk
  private let curriculum = Desk.root.appendingPathComponent("Curriculum").path
  private let banks = Desk.root.appendingPathComponent("QuestionBanks/hotline").path

  init() throws { desk = try Desk() }

  @discardableResult
  private func done(_ words: String...) throws -> String {
    let answer = try desk.run("merit", words)
    #expect(answer.code == 0, "\(words): \(answer.errors)")
    return answer.output
  }

  private func refused(_ words: String...) throws -> String {
    let answer = try desk.run("merit", words)
    #expect(answer.code != 0, "\(words) was not refused")
    return answer.errors
  }

  private func list(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func exam(_ blueprint: String, _ id: String, on date: String) throws {
    try done("exam", "create", blueprint, "--id", id, "--seed", "1")
    try done("exam", "open", id)
    try desk.write(try done("exam", "papers", id, "--staff", "newcomers.csv", "--json"), to: "papers.json")
    let answers = try desk.run("merit-demo", ["answer", "papers.json", banks, "answers.csv", "--date", date])
    #expect(answers.code == 0)
    try done("exam", "answers", id, "answers.csv")
  }

  private func quarter(_ name: String) throws {
    let sample = try done(
      "qa", "sample", "calls-\(name).csv", "--per-agent", "6", "--quarter", name, "--seed", "1")
    #expect(sample.split(separator: "\n").count == 37)
    try done("qa", "import", "evaluations-\(name).csv")
  }

  @Test func `a year of one agent`() throws {
    #expect(try desk.run("merit-demo", ["year", "."]).code == 0)
    try done("init")
    try done("org", "import", "organisation.csv")
    try done("staff", "import", "roster.csv")
    try done("scheme", "load", "ladder.json5", "training.json5", "cup.json5")
    try done("cert", "import", "held.csv")
    try done("course", "load", "\(curriculum)/hotline-onboarding", "\(curriculum)/hotline-refresher")
    try done("bank", "load", banks)
    try trained()
    try certifiedFive()
    try trainedAgain()
    try competed()
    try certifiedFour()
    #expect(try done("check").hasPrefix("all is well"))
  }

  private func trained() throws {
    let plan = try list(
      try done(
        "cycle", "plan", "year", "--from", "2026-01-05", "--until", "2026-02-28", "--staff", "E0007", "--json"
      ))
    #expect(plan.map { $0["reasons"] as? [String] } == [["newcomer: joined 2026-01-05"]])
    try done(
      "cycle", "open", "hotline-onboarding", "--staff", "newcomers.csv", "--from", "2026-01-05", "--to",
      "2026-01-31")
    let session = ["cycle", "session", "1", "--date", "2026-01-07", "--room", "R1"]
    #expect(
      try desk.run(
        "merit", session + ["--from", "09:00", "--to", "12:00", "--instructor", "E0001", "--lesson", "hl-03"]
      ).code == 0)
    let clash = try desk.run(
      "merit", session + ["--from", "11:00", "--to", "12:00", "--instructor", "外部讲师", "--lesson", "hl-07"])
    #expect(clash.code == 65)
    #expect(clash.errors.contains("room 'R1' is taken on 2026-01-07 09:00–12:00 by session 1"))
    #expect(clash.errors.contains("instructor '外部讲师' may not teach 'hotline-onboarding'"))
    try done("cycle", "sheet", "1", "--out", "sheet.html")
    try done("cycle", "invite", "1", "--out", "invitations.csv")
    try done("cycle", "sessions", "--from", "2026-01-05", "--ics", "training.ics")
    #expect(
      try String(contentsOfFile: desk.path("training.ics"), encoding: .utf8).contains(
        "DTSTART:20260107T010000Z"))
    #expect(try String(contentsOfFile: desk.path("sheet.html"), encoding: .utf8).contains("<td>林晓</td>"))
    #expect(try refused("staff", "permit", "E0007").contains("has not completed hotline-onboarding"))
    try done("cycle", "attend", "attendance-onboarding.csv")
    try done("cycle", "drill", "hotline-onboarding", "hl-17", "drill-onboarding.csv")
    try done("cycle", "feedback", "1", "feedback.csv")
    try done("course", "prepost", "tests.csv", "--course", "hotline-onboarding")
    try done("staff", "permit", "E0007")
    try read()
    let hours = try list(try done("course", "hours", "--year", "2026", "--staff", "E0007", "--json"))
    #expect(hours.map { "\($0["hours"] ?? "") \($0["lessons"] ?? "")" } == ["13.5 17"])
  }

  /// An online lesson at the terminal: what is no answer is asked again, and the end of input records nothing.
  private func read() throws {
    let words = ["course", "read", "hotline-refresher", "hr-01", "--staff", "E0004", "--json"]
    let short = try desk.run("merit", words, input: "A\n")
    #expect(short.code == 1)
    #expect(short.errors.contains("the input ended at question"))
    let whole = try desk.run("merit", words, input: String(repeating: "A\nT\n1\n1A 2B 3C 4D\n", count: 12))
    #expect(whole.code == 0, "\(whole.errors)")
    let read = try object(whole.output)
    #expect((read["checks"] as? [Any])?.count == 4)
    #expect((read["score"] as? Double).map { (0...100).contains($0) } ?? false)
    #expect(
      try refused("course", "read", "hotline-refresher", "hr-05", "--staff", "E0004").contains(
        "is not online but drill"))
    let hours = try list(try done("course", "hours", "--staff", "E0004", "--json"))
    #expect(hours.map { $0["lessons"] as? Int } == [1])
  }

  private func certifiedFive() throws {
    #expect(try refused("cert", "award", "hotline-year", "--date", "2098-01-01").contains("not yet here"))
    try exam("hotline-five", "february", on: "2026-02-06")
    try done("cert", "award", "hotline-year", "--level", "five", "--date", "2026-02-09")
    let held = try list(try done("cert", "show", "E0007", "--json"))
    #expect(
      held.map { "\($0["number"] ?? "") \($0["expires"] ?? "")" } == [
        "HOTLINE-YEAR-5-2026-000004-1 2027-02-08"
      ])
    try done("cert", "award", "hotline-year", "--level", "five", "--date", "2026-02-09")
    #expect(try list(try done("cert", "show", "E0007", "--json")).count == 1)
  }

  private func trainedAgain() throws {
    try quarter("2026Q1")
    let plan = try list(
      try done(
        "cycle", "plan", "year", "--from", "2026-04-01", "--until", "2026-06-30", "--staff", "E0007", "--json"
      ))
    #expect(
      plan.map { $0["reasons"] as? [String] } == [
        ["quality: quality 75.25, below 80.00", "items: weak in summary 50.00, ticket 50.00"]
      ])
    #expect(plan.map { $0["lessons"] as? [String] } == [["hr-02", "hr-03"]])
    try done(
      "cycle", "open", "hotline-refresher", "--staff", "refresher.csv", "--from", "2026-04-13", "--to",
      "2026-04-30")
    try done("cycle", "attend", "attendance-refresher.csv")
    try done("cycle", "drill", "hotline-refresher", "hr-05", "drill-refresher.csv")
    try quarter("2026Q2")
    let effect = try object(
      try done("improve", "effect", "2", "--before", "2026Q1", "--after", "2026Q2", "--json"))
    let behaviour = try #require((effect["behaviour"] as? [String: Any])?["effect"] as? [String: Any])
    // From 75.25 to 94.45, and the one like them stayed where they were.
    #expect(
      ((behaviour["did"] as? [String: Any])?["estimate"] as? Double).map { abs($0 - 19.2) < 1e-9 } ?? false)
    let words = try done("improve", "effect", "2", "--before", "2026Q1", "--after", "2026Q2")
    #expect(words.contains("Too few people: nothing may be concluded."))
  }

  private func competed() throws {
    try done("contest", "enter", "spring-cup", "E0007", "E0004", "E0005", "E0008")
    try done("contest", "score", "spring-cup", "written.csv")
    try done("contest", "draw", "spring-cup", "call", "--seed", "20260520")
    try done("contest", "score", "spring-cup", "call.csv")
    let board = try object(try done("contest", "board", "spring-cup", "--json"))
    let entrants = try #require(board["entrants"] as? [[String: Any]])
    #expect(
      entrants.map {
        "\($0["rank"] ?? "") \($0["entrant"] ?? "") \($0["total"] ?? "") \($0["tie_break"] ?? "")"
      } == [
        "1 E0007 89.500000 call", "2 E0004 89.500000 call", "3 E0008 87.550000 <null>",
        "4 E0005 81.600000 <null>",
      ])
    #expect(
      try refused("contest", "mark", "spring-cup", "call", "E0007", "80", "--judge", "E0002").contains(
        "belongs to the team"))
    #expect(
      try refused("contest", "mark", "spring-cup", "call", "E0007", "80", "--judge", "高原").contains(
        "--correct --reason"))
    try done("contest", "finalise", "spring-cup", "--yes")
    #expect(
      try refused("contest", "mark", "spring-cup", "call", "E0007", "99", "--judge", "新评委").contains(
        "was made final"))
    try done("quarter", "score", "2026Q2")
    #expect(try done("explain", "E0007", "2026Q2").contains("judge 罗林  94.0000 points"))
  }

  private func certifiedFour() throws {
    let eligible = try list(
      try done(
        "cert", "eligible", "hotline-year", "--level", "four", "--date", "2026-08-03", "--staff", "E0007",
        "--json"))
    #expect(eligible.map { "\($0["eligible"] ?? "") \($0["from"] ?? "")" } == ["0 2026-08-09"])
    try exam("hotline-four", "august", on: "2026-08-07")
    try done("cert", "award", "hotline-year", "--level", "four", "--date", "2026-08-08")
    #expect(try list(try done("cert", "show", "E0007", "--json")).count == 1)
    try done("cert", "award", "hotline-year", "--level", "four", "--date", "2026-08-10")
    // What was held later was not held then.
    let then = try list(
      try done(
        "cert", "eligible", "hotline-year", "--level", "four", "--date", "2026-08-03", "--staff", "E0007",
        "--json"))
    #expect(then.map { $0["holds"] is NSNull } == [true])
    try done("cycle", "drill", "hotline-refresher", "hr-05", "drill-renewal.csv")
    try done("cert", "award", "hotline-year", "--level", "four", "--date", "2026-11-20")
    let held = try list(try done("cert", "show", "E0007", "--json"))
    #expect(
      held.map { "\($0["level"] ?? "") \($0["source"] ?? "") \($0["awarded"] ?? "") \($0["expires"] ?? "")" }
        == [
          "five award 2026-02-09 2027-02-08", "four award 2026-08-10 2027-02-09",
          "four renewal 2026-11-20 2027-08-09",
        ])
    let number = try #require(held[2]["number"] as? String)
    let code = try #require(held[2]["code"] as? String)
    try done("cert", "page", number, "--out", "certificate.svg")
    #expect(try String(contentsOfFile: desk.path("certificate.svg"), encoding: .utf8).contains("林晓"))
    try done("cert", "badges", "hotline-year", "--url", "https://badges.example.org", "--out", "badges")
    let check = try list(
      try done(
        "cert", "check", "badges/assertions/\(code).json", "--map", "https://badges.example.org/=badges/",
        "--date", "2026-11-22", "--json"))
    #expect(check.map { $0["verdict"] as? String } == ["valid"])
    try done("cert", "revoke", number, "--reason", "an incident is confirmed", "--yes")
    let verified = try desk.run("merit", ["cert", "verify", code, "--json"])
    #expect(verified.code == 1)
    #expect(try object(verified.output)["status"] as? String == "revoked")
    // The renewed certificate falls with its renewal; level five stands by itself. Who decided does not hear the appeal.
    let after = try list(try done("cert", "show", "E0007", "--json"))
    #expect(after.map { $0["status"] as? String == "revoked" } == [false, true, true])
    try done("cert", "appeal", number, "--reason", "another agent's call")
    #expect(try refused("cert", "hear", number, "restored", "--reason", "x").contains("decided about"))
    try done("account", "add", "second", "--role", "hr")
    try done("cert", "hear", number, "restored", "--reason", "it was another's call", "--as", "second")
    let heard = try list(try done("cert", "show", "E0007", "--json"))
    #expect(heard.allSatisfy { $0["status"] as? String != "revoked" })
    var slip = Array(code)
    slip.swapAt(0, 1)
    if slip[0] != slip[1] {
      #expect(try desk.run("merit", ["cert", "verify", String(slip)]).output.contains("has a slip in it"))
    }
  }
}
