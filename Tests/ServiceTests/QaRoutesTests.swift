import Formats
import HTTP
import Testing
import Workforce
import Workspace

extension Door {
  /// Two assessors of a team of their own, `zhao` and `qian`, with accounts.
  func addAssessors() throws {
    let desk = WorkforceDesk(root)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT3,q,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        "id,name,post,team,joined\nE3,c,quality,T3,2024-01-01\nE4,d,quality,T3,2024-01-01\n", Person.shape),
      options: IntakeOptions())
    try AccountDesk(root).add("zhao", roles: [.assessor], staff: "E3")
    try AccountDesk(root).add("qian", roles: [.assessor], staff: "E4")
  }

  static let calls = """
    agent,call,started,seconds
    E1,C1,2026-09-01 10:00,60
    E1,C2,2026-09-02 10:00,60
    E1,C3,2026-09-03 10:00,60

    """

  /// Draws and assigns E1's three calls to E3.
  func drawCalls() throws {
    try addAssessors()
    let hr = try token(for: "root")
    let drawn = try told(
      "POST", "/qa/sample?quarter=2026Q3&per_agent=3&seed=7", token: hr, body: Self.calls, type: "text/csv")
    #expect(drawn.status == 200)
    #expect(
      drawn.text
        == "{\"draw\":{\"agents\":1,\"calls\":3,\"sampled\":3,\"seed\":7},\"drawn_before\":false,\"notices\":[],\"rejected\":[]}\n"
    )
    let assigned = try told(
      "POST", "/qa/task", token: hr, body: "{\"quarter\":\"2026Q3\",\"assessors\":[\"E3\"],\"seed\":7}")
    #expect(assigned.status == 200)
  }

  /// Takes in three evaluations of E1's calls by E3, of which the second fails what is critical.
  func judgeCalls() throws {
    try drawCalls()
    let items =
      "greeting,identity,attention,paraphrase,correct,complete,ticket,tone,wording,summary,farewell"
    let good = "yes,yes,5,5,yes,5,yes,5,5,yes,yes"
    let rows = ["C1": good, "C2": "yes,yes,5,5,no,5,yes,5,5,yes,yes", "C3": good].sorted { $0.key < $1.key }
    let text =
      "call,agent,assessor,date,kind,\(items)\n"
      + rows.map { "\($0.key),E1,E3,2026-09-10,random,\($0.value)\n" }.joined()
    let taken = try told("POST", "/qa/evaluation", token: token(for: "root"), body: text, type: "text/csv")
    #expect(try taken.json["new"]?.number == 3)
  }
}

@Suite struct QaRoutesTests {
  private static let answers =
    "{\"identity\":\"yes\",\"attention\":\"5\",\"paraphrase\":\"NA\",\"correct\":\"no\",\"complete\":\"5\",\"ticket\":\"yes\",\"tone\":\"5\",\"wording\":\"5\",\"summary\":\"yes\",\"farewell\":\"yes\"}"

  @Test func `a drawn call is filled in, kept, handed in, disputed and decided`() throws {
    let door = try Door()
    try door.drawCalls()
    let (zhao, li) = (try door.token(for: "zhao"), try door.token(for: "li"))
    #expect(try door.told("GET", "/qa/task", token: zhao).json["items"]?.items.count == 3)
    let form = "/qa/call/C1/form"
    #expect(
      try door.ask(
        "PUT", "/api/v1\(form)", token: zhao,
        body: "{\"answers\":{\"greeting\":\"yes\"},\"comment\":\"half\"}"
      ).status == 204)
    let kept = try door.told("GET", form, as: "/qa/call/{call}/form", token: zhao).json
    #expect(kept["items"]?.items[0]["answer"]?.text == "yes")
    #expect(kept["comment"]?.text == "half")
    let score = ("POST", "/qa/call/C1/score", "/qa/call/{call}/score")
    let half = try door.told(score.0, score.1, as: score.2, token: zhao, body: "{\"answers\":{}}")
    #expect(half.status == 422)
    let made = try door.told(
      score.0, score.1, as: score.2, token: zhao, body: "{\"answers\":\(Self.answers)}")
    #expect(made.status == 201)
    #expect(
      made.text
        == "{\"call\":\"C1\",\"assessor\":\"E3\",\"kind\":\"random\",\"score\":0.00,\"criticals\":1}\n")
    let shown = try door.told("GET", "/qa/evaluation/C1", as: "/qa/evaluation/{call}", token: li).json
    #expect(shown["items"]?.items[0]["score"]?.kindName == "a number")
    let step = "{\"text\":\"it was right\"}"
    #expect(try door.ask("POST", "/api/v1/qa/evaluation/C1/dispute", token: li, body: step).status == 204)
    #expect(try door.ask("POST", "/api/v1/qa/evaluation/C1/dispute", token: li, body: step).status == 422)
    let leader = try door.token(for: "leader")
    #expect(try door.told("GET", "/qa/dispute", token: leader).json["items"]?.items.count == 1)
    let decide = ("POST", "/qa/evaluation/C1/decide", "/qa/evaluation/{call}/decide")
    #expect(
      try door.told(
        decide.0, decide.1, as: decide.2, token: leader, body: "{\"outcome\":\"changed\",\"text\":\"x\"}"
      ).status == 422)
    let decided = try door.told(
      decide.0, decide.1, as: decide.2, token: leader,
      body: "{\"outcome\":\"changed\",\"changes\":{\"correct\":\"yes\"},\"text\":\"heard again\"}")
    #expect(
      decided.text == "{\"call\":\"C1\",\"outcome\":\"changed\",\"score\":100.00,\"notices\":[]}\n")
    #expect(
      try door.ask("POST", "/api/v1/qa/evaluation/C1/withdraw", token: li, body: "{}").status == 422)
  }

  @Test func `one's own evaluations are seen, others' are not, nor whether there is such a call`() throws {
    let door = try Door()
    try door.judgeCalls()
    func status(_ account: String, _ call: String) throws -> Int {
      try door.ask("GET", "/api/v1/qa/evaluation/\(call)", token: door.token(for: account)).status
    }
    #expect(try status("li", "C1") == 200)
    #expect(try status("wang", "C1") == 403)
    #expect(try status("wang", "C9") == 403)
    #expect(try status("li", "C9") == 403)
    #expect(try status("assessor", "C9") == 404)
    #expect(try status("judge", "C1") == 403)
  }

  @Test func `what a quarter's calls come to`() throws {
    let door = try Door()
    try door.judgeCalls()
    let hr = try door.token(for: "hr")
    let results = try door.told("GET", "/qa/result?quarter=2026Q3", token: hr)
    #expect(
      results.text
        == "{\"items\":[{\"staff\":\"E1\",\"score\":66.67,\"evaluations\":3,\"critical_calls\":1,\"open_criticals\":0,\"handled\":3,\"incidents\":0}],\"next\":null}\n"
    )
    for grouping in ["agent", "team", "site", "class", "item", "all"] {
      #expect(
        try door.told("GET", "/qa/report?quarter=2026Q3&by=\(grouping)", token: hr).status == 200)
    }
    #expect(
      try door.told("GET", "/qa/export?quarter=2026Q3", token: hr).text.hasPrefix("call,agent,assessor,"))
    #expect(
      try door.told("GET", "/qa/plan?quarter=2026Q3&target_error=5&sd=15", token: hr).json["total"]?.number
        == 3)
    #expect(try door.told("GET", "/qa/chart?quarter=2026Q3", token: hr).status == 404)
    #expect(
      try door.told("POST", "/qa/baseline", token: hr, body: "{\"quarter\":\"2026Q3\"}").json["n"]?.number
        == 3)
    #expect(try door.told("GET", "/qa/chart?quarter=2026Q3&agent=E1", token: hr).status == 200)
    #expect(try door.told("GET", "/qa/calibration?quarter=2026Q3", token: hr).status == 404)
    let proof = try door.told(
      "POST", "/qa/sample/verify?quarter=2026Q3", token: hr, body: Door.calls, type: "text/csv")
    #expect(try proof.json.items[0]["different"]?.items.count == 0)
  }

  @Test func `an incident counts once a second person confirms it`() throws {
    let door = try Door()
    let (assessor, leader) = (try door.token(for: "assessor"), try door.token(for: "leader"))
    let taken = try door.told(
      "POST", "/qa/incident", token: assessor, body: "id,staff,date,kind\nI1,E1,2026-09-02,abuse\n",
      type: "text/csv")
    #expect(try taken.json["new"]?.number == 1)
    func confirm(_ id: String, _ token: String) throws -> Int {
      try door.ask("POST", "/api/v1/qa/incident/\(id)/confirm", token: token).status
    }
    #expect(try confirm("I1", assessor) == 403)
    #expect(try confirm("I2", leader) == 404)
    #expect(try confirm("I1", leader) == 204)
    #expect(try confirm("I1", leader) == 422)
    let listed = try door.told("GET", "/qa/incident?quarter=2026Q3", token: leader).json
    #expect(listed["items"]?.items[0]["confirmed_by"]?.text == "leader")
  }

  @Test func `a lost recording is replaced, and calls are handed on`() throws {
    let door = try Door()
    try door.drawCalls()
    let (zhao, hr) = (try door.token(for: "zhao"), try door.token(for: "hr"))
    let lost = try door.told(
      "POST", "/qa/call/C2/lost", as: "/qa/call/{call}/lost", token: zhao, body: "{\"reason\":\"x\"}")
    #expect(lost.text == "{\"lost\":\"C2\",\"replaced_by\":null}\n")
    #expect(
      try door.told("GET", "/qa/loss?quarter=2026Q3", token: hr).json["items"]?.items[0]["call"]?.text == "C2"
    )
    let move = "{\"from\":\"E3\",\"to\":\"E4\",\"reason\":\"leave\"}"
    #expect(try door.ask("POST", "/api/v1/qa/task/C3/reassign", token: zhao, body: move).status == 204)
    let rest = try door.told("POST", "/qa/task/reassign", token: hr, body: move)
    #expect(rest.text == "{\"reassigned\":1,\"kept\":[]}\n")
    let own = try door.told("GET", "/qa/task", token: door.token(for: "qian")).json
    #expect(own["items"]?.items.compactMap { $0["call"]?.text }.sorted() == ["C1", "C3"])
    #expect(try door.told("GET", "/qa/task?assessor=E3", token: door.token(for: "qian")).status == 403)
  }
}
