import Foundation
import Testing

@Suite struct MainJobTests {
  @Test func `the program tells its version and its verbs`() throws {
    let desk = try Desk()
    #expect(try desk.merit("--version").output == "merit 0.1.0\n")
    #expect(
      try desk.merit("qa", "lost", "--help", "--lang", "en").output == """
        replace a call whose recording is lost by the next of the reserve; without CALL
        show the log

          merit qa lost [CALL] [--reason TEXT] [--quarter Q]

          --reason TEXT      why the recording is lost
          --quarter Q        the quarter, such as 2026Q3
          --db FILE          the workspace; else $MERIT_DB, else ./merit.db
          --json             print JSON for programs
          --lang en|zh-Hans  the language; else from LANG
          --as ACCOUNT       act as this account; else the system's user
          --quiet            no notices
          --help             this text

        Example:
          merit qa lost C100 --reason 'recorder was down'

        """)
  }

  @Test func `every verb has a help screen in both languages`() throws {
    let desk = try Desk()
    let overview = try desk.merit("help", "--lang", "en").output
    let verbs = overview.split(separator: "\n").filter { $0.hasPrefix("  merit ") }
      .map { $0.dropFirst(8).components(separatedBy: "  ")[0].split(separator: " ").map(String.init) }
    #expect(verbs.count > 45)
    for verb in verbs {
      for language in ["en", "zh-Hans"] {
        let answer = try desk.run("merit", verb + ["--help", "--lang", language])
        #expect(answer.code == 0)
        #expect(answer.output.contains("merit " + verb.joined(separator: " ")))
      }
    }
  }

  @Test(arguments: [
    (["help", "cert", "award"], ["cert", "award", "--help"]),
    (["cert", "help", "award"], ["cert", "award", "--help"]),
    (["help", "cert"], ["cert", "--help"]), (["cert", "help"], ["cert", "--help"]),
    (["explain", "help"], ["explain", "--help"]), (["help", "--lang", "en"], ["--help", "--lang", "en"]),
  ])
  func `help may be asked for in the order that comes to mind`(typed: [String], meant: [String]) throws {
    let desk = try Desk()
    let answer = try desk.run("merit", typed)
    #expect(answer.code == 0)
    #expect(try desk.run("merit", meant).output == answer.output)
  }

  @Test func `the same file twice changes nothing`() throws {
    let desk = try Desk()
    try desk.setUp()
    let before = try desk.content()
    for words in [["org", "import", "org.csv"], ["staff", "import", "roster.csv"]] {
      let answer = try desk.run("merit", words + ["--json"])
      #expect(answer.code == 0)
      #expect(answer.output.contains("\"new\":0"))
    }
    #expect(try desk.content() == before)
  }

  @Test func `pay split keeps to its contract`() throws {
    let desk = try Desk()
    try desk.write("id,weight\na,1\nb,1\nc,1\n", to: "w.csv")
    #expect(
      try desk.merit("pay", "split", "--pool", "100", "w.csv", "--json").output
        == "{\"pool\":\"100\",\"shares\":[{\"id\":\"a\",\"share\":\"34\"},{\"id\":\"b\",\"share\":\"33\"},{\"id\":\"c\",\"share\":\"33\"}]}\n"
    )
    try desk.write("id,weight\na,0\n", to: "w.csv")
    #expect(try desk.merit("pay", "split", "--pool", "100", "w.csv").code == 65)
  }

  @Test func `analyse table shows how a table is read`() throws {
    let desk = try Desk()
    try desk.write("a;b\n 1 ;\"x;y\"\n\n2\n", to: "t.csv")
    let answer = try desk.merit("analyse", "table", "t.csv", "--json")
    #expect(answer.code == 65)
    #expect(
      answer.output
        == "{\"encoding\":\"utf-8\",\"delimiter\":\";\",\"rows\":[[\"a\",\"b\"],[\" 1 \",\"x;y\"],[\"2\"]],\"faults\":[{\"file\":\"t.csv\",\"line\":4,\"column\":1,\"message\":\"1 cells under 2 headings; quote a cell that holds the delimiter, or fill the row up\"}]}\n"
    )
    try Data([0x61, 0x2c, 0x22, 0x62, 0x0a]).write(to: URL(fileURLWithPath: desk.path("t.csv")))
    #expect(try desk.merit("analyse", "table", "t.csv", "--json").output.contains("\"rows\":null"))
  }

  @Test func `a contest is scored from files alone`() throws {
    let desk = try Desk()
    try desk.write(
      "{merit: 'contest', id: 'c', version: 1, from: '2026-01-01', title: 'c', held: '2026-09-01', stages: [{id: 'a', title: 'a', weight: 100}]}",
      to: "c.json5")
    try desk.write("stage,entrant,judge,mark\na,x,J1,90\na,x,J2,80\na,y,J1,70\n", to: "m.csv")
    #expect(
      try desk.merit("contest", "score", "c.json5", "m.csv", "--json").output
        == "{\"entrants\":[{\"entrant\":\"x\",\"stages\":[{\"stage\":\"a\",\"panel\":\"85.000000\",\"total\":\"85.000000\"}],\"total\":\"85.000000\",\"rank\":1,\"tie_break\":null},{\"entrant\":\"y\",\"stages\":[{\"stage\":\"a\",\"panel\":\"70.000000\",\"total\":\"70.000000\"}],\"total\":\"70.000000\",\"rank\":2,\"tie_break\":null}]}\n"
    )
  }

  /// A preview writes nothing, and what it says of scores, grades and bonus is what the regrade and the next scoring bring.
  private func regrade(_ desk: Desk) throws {
    let ids = try desk.sqlite("SELECT DISTINCT question FROM exam_pool WHERE used > 0 ORDER BY question")
    try desk.write("question,key\n" + ids.split(separator: "\n").map { "\($0),*\n" }.joined(), to: "key.csv")
    let before = try desk.content()
    let shown = try desk.merit("exam", "regrade", "e", "--key", "key.csv", "--preview", "--json")
    #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(try desk.content() == before)
    let preview = try #require(JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any])
    let sittings = try #require(preview["sittings"] as? [[String: Any]])
    let pay = try #require(preview["pay"] as? [[String: Any]])
    let awards = try #require(preview["certificates"] as? [[String: Any]])
    #expect(!sittings.isEmpty && sittings.allSatisfy { $0["new_score"] as? Double == 100 })
    #expect(!pay.isEmpty)
    let failed = sittings.filter { $0["old_passed"] as? Bool == false }.count
    #expect(failed == sittings.filter { $0["new_passed"] as? Bool != $0["old_passed"] as? Bool }.count)
    #expect(awards.allSatisfy { $0["effect"] as? String == "earned" })
    // Without a reason nothing is written; with one it is, and the quarter then pays what was foretold.
    #expect(try desk.merit("exam", "regrade", "e", "--key", "key.csv", "--yes").code == 64)
    #expect(try desk.merit("exam", "regrade", "e", "--key", "key.csv", "--reason", "void", "--yes").code == 0)
    #expect(try desk.merit("quarter", "score", "2026Q3", "--pool", "100000.01").code == 0)
    let paid = try #require(
      JSONSerialization.jsonObject(with: Data(try desk.merit("pay", "show", "2026Q3", "--json").output.utf8))
        as? [[String: Any]])
    let byPerson = Dictionary(
      uniqueKeysWithValues: paid.map {
        ($0["staff"] as? String ?? "", Decimal(string: "\($0["bonus"] ?? 0)"))
      })
    for effect in pay {
      let fen = Decimal(effect["new_bonus_fen"] as? Int ?? -1)
      #expect(byPerson[effect["staff"] as? String ?? ""] == fen / 100)
    }
    #expect(try desk.merit("exam", "prove", "1", "--json").output.contains("\"ok\":true"))
  }

  @Test func `a demo quarter is closed, explained, exported and checked`() throws {
    let desk = try Desk()
    let root = Desk.root.path
    #expect(try desk.run("merit-demo", ["make", "in", "--staff", "60"]).code == 0)
    func done(_ words: String...) throws -> String {
      let answer = try desk.run("merit", words)
      #expect(answer.code == 0, "\(words): \(answer.errors)")
      return answer.output
    }
    _ = try done("init", ".")
    _ = try done(
      "course", "load", "\(root)/Curriculum/hotline-onboarding", "\(root)/Curriculum/broadband-technician")
    _ = try done("bank", "load", "\(root)/QuestionBanks/hotline", "\(root)/QuestionBanks/broadband")
    _ = try done("org", "import", "in/organisation.csv")
    _ = try done("staff", "import", "in/roster.csv")
    _ = try done("promotion", "import", "in/grades.csv")
    _ = try done("cycle", "attend", "in/attendance.csv")
    _ = try done("exam", "create", "hotline-five", "--id", "e", "--seed", "7")
    _ = try done("exam", "open", "e")
    try desk.write(
      try done("exam", "papers", "e", "--staff", "in/candidates.csv", "--json"), to: "papers.json")
    #expect(
      try desk.run(
        "merit-demo",
        ["answer", "papers.json", "\(root)/QuestionBanks/hotline", "answers.csv", "--staff", "60"]
      ).code == 0)
    _ = try done("exam", "answers", "e", "answers.csv", "--lang", "zh-Hans")
    _ = try done("cert", "award", "hotline", "--date", "2026-09-25")
    try desk.write(
      try done("qa", "sample", "in/calls.csv", "--per-agent", "4", "--quarter", "2026Q3", "--seed", "1"),
      to: "sample.csv")
    #expect(
      try desk.run("merit-demo", ["evaluate", "sample.csv", "evaluations.csv", "--staff", "60"]).code == 0)
    _ = try done("qa", "import", "evaluations.csv")
    _ = try done("survey", "import", "in/survey.csv")
    _ = try done("complaint", "import", "in/complaints.csv")
    _ = try done("kpi", "import", "in/observations.csv")
    _ = try done("contest", "score", "service-star", "in/marks.csv")
    let rules = try String(contentsOfFile: desk.path("schemes/contest-service-star.json5"), encoding: .utf8)
    try desk.write(rules.replacingOccurrences(of: "weight: 50,", with: "weight: 50 ,"), to: "edited.json5")
    #expect(try desk.merit("contest", "score", "edited.json5", "in/marks.csv").code == 65)
    #expect(
      try done("contest", "score", "service-star", "in/marks.csv", "--dry-run", "--json").contains(
        "\"dry_run\":true"))
    _ = try done("quarter", "score", "2026Q3", "--pool", "100000.01")
    try regrade(desk)
    let closed = try done(
      "quarter", "close", "2026Q3", "--early", "--reason", "a demo waits for nobody", "--yes", "--json")
    // The company's satisfaction index of 70.56 lies above the target of 70: 100,000.01 × 1.0037.
    #expect(closed.contains("\"pool\":100370.01,\"paid\":100370.01,\"pool_base\":100000.01"))

    // The pool is paid out to the fen, and the sheet says the same as the pay list.
    let pay = try #require(
      JSONSerialization.jsonObject(with: Data(try done("pay", "show", "2026Q3", "--json").utf8))
        as? [[String: Any]])
    let sum = pay.reduce(Decimal(0)) { $0 + (Decimal(string: "\($1["bonus"] ?? 0)") ?? 0) }
    #expect(sum == Decimal(string: "100370.01"))
    _ = try done("sheet", "export", "2026Q3", "--format", "csv", "--out", "sheet.csv", "--lang", "zh-Hans")
    let sheet = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: desk.path("sheet.csv"))), as: UTF8.self)
    #expect(sheet.hasPrefix("\u{feff}工号,姓名,中心,"))
    #expect(sheet.split(separator: "\r\n").count == pay.count + 1)

    // Every node can be recomputed from its children: here, the mean of a person's calls.
    let staff = try #require(
      pay.first { ($0["total"] as? NSNull) == nil && $0["post"] as? String == "hotline-agent" }?["staff"]
        as? String)
    let tree = try #require(
      JSONSerialization.jsonObject(
        with: Data(try done("explain", staff, "2026Q3", "--json", "--lang", "en").utf8)) as? [String: Any])
    func nodes(_ node: [String: Any]) -> [[String: Any]] {
      [node] + ((node["from"] as? [[String: Any]]) ?? []).flatMap(nodes)
    }
    let quality = try #require(
      nodes(tree).first { ($0["what"] as? String)?.hasPrefix("Call quality") == true })
    let calls = ((quality["from"] as? [[String: Any]]) ?? []).compactMap {
      Int(($0["value"] as? String ?? "").filter(\.isNumber))
    }
    #expect(calls.count == 4)
    let mean = (2 * calls.reduce(0, +) + calls.count) / (2 * calls.count)
    #expect(quality["value"] as? String == "\(mean / 100).\(mean % 100 < 10 ? "0" : "")\(mean % 100)")
    #expect(nodes(tree).contains { ($0["source"] as? [String: String])?["kind"] == "evaluation item" })
    #expect(nodes(tree).contains { ($0["source"] as? [String: String])?["kind"] == "answer" })

    // Closed is closed, what comes later is kept beside it, and the chain holds.
    #expect(try desk.merit("quarter", "score", "2026Q3").code == 77)
    let before = try desk.sqlite("SELECT * FROM result ORDER BY id")
    try desk.write(
      "id,received,class,customer,about,liable\nLATE,2026-09-01 09:00,service,K,\(staff),yes\n",
      to: "late.csv")
    let late = try desk.merit("complaint", "import", "late.csv")
    #expect(
      late.errors.contains("2026Q3 is closed: what came now for it is kept, and its sheets stay as they were")
    )
    #expect(try desk.sqlite("SELECT * FROM result ORDER BY id") == before)
    #expect(try desk.merit("check").code == 0)
    let code = try desk.sqlite("SELECT code FROM certificate ORDER BY number LIMIT 1").trimmingCharacters(
      in: .whitespacesAndNewlines)
    #expect(try done("cert", "verify", code, "--json").contains("\"status\":\"valid\""))
    #expect(try desk.merit("cert", "verify", "0000").code == 1)

    // Whoever holds the file can drop the triggers; what was changed then shows.
    func tampered(_ sql: String) throws -> [String] {
      try? FileManager.default.removeItem(atPath: desk.path("t.db"))
      try desk.merit("backup", "t.db")
      try desk.execute(sql, in: "t.db")
      let answer = try desk.merit("check", "--db", "t.db", "--json")
      #expect(answer.code == 1)
      let report = try #require(
        JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
      return report["faults"] as? [String] ?? []
    }
    #expect(
      try tampered(
        "DROP TRIGGER result_no_update; UPDATE result SET bonus = bonus + 1 WHERE id = (SELECT MIN(id) FROM result)"
      ) == [
        "trigger 'result_no_update' is missing", "revision 1 of 2026Q3 was changed after it was closed",
      ])
    #expect(
      try tampered("DROP TRIGGER answer_no_update; UPDATE answer SET response = 'b:1' WHERE id = 1")
        .dropFirst().map { String($0.prefix(27)) } == [
          "the answers of sitting 1 of"
        ])

    // A backup is whole, goes back in place, and keeps what it replaced, every time.
    _ = try done("backup", "copy.db")
    #expect(try desk.merit("backup", "copy.db").code == 73)
    _ = try done("account", "add", "xu", "--staff", staff, "--role", "staff")
    #expect(try desk.merit("backup", "mine.db", "--as", "xu").code == 77)
    #expect(try desk.merit("restore", "copy.db", "--yes", "--as", "xu").code == 77)
    for _ in 0..<2 { _ = try done("restore", "copy.db", "--yes") }
    #expect(try desk.merit("check").code == 0)
    let kept = try FileManager.default.contentsOfDirectory(atPath: desk.folder).filter {
      $0.hasPrefix("merit.db.before-")
    }
    #expect(kept.count == 2)
    #expect(try desk.merit("account", "role", NSUserName(), "administrator", "--take").code == 77)
  }
}
