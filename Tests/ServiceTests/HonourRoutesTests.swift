import Formats
import HTTP
import Testing
import Workspace

@Suite struct HonourRoutesTests {
  @Test func `a suggestion is made for oneself, and adopted by somebody else`() throws {
    let door = try Door()
    let (li, hr) = (try door.token(for: "li"), try door.token(for: "hr"))
    let body = "{\"title\":\"one form\",\"department\":\"T1\"}"
    let made = try door.told("POST", "/honour/suggestion", token: li, body: body)
    #expect(made.status == 201)
    #expect(try made.json["staff"]?.text == "E1")
    #expect(
      try door.told(
        "POST", "/honour/suggestion", token: li,
        body: "{\"staff\":\"E2\",\"title\":\"x\",\"department\":\"T1\"}"
      ).status == 403)
    #expect(
      try door.told(
        "POST", "/honour/suggestion", token: li, body: "{\"title\":\"x\",\"department\":\"T9\"}"
      ).status == 404)
    let adopt = ("/honour/deed/1/adopt", "/honour/deed/{deed}/adopt")
    #expect(
      try door.told(
        "POST", adopt.0, as: adopt.1, token: hr, body: "{\"saving\":\"-1\",\"reason\":\"x\"}"
      ).status == 422)
    let adopted = try door.told(
      "POST", adopt.0, as: adopt.1, token: hr, body: "{\"saving\":\"1200\",\"reason\":\"saves a form\"}"
    ).json
    #expect(adopted["answer"]?.text == "adopted")
    #expect(adopted["notices"]?.items.count == 0)
    #expect(
      try door.told("POST", adopt.0, as: adopt.1, token: hr, body: "{\"reason\":\"x\"}").status == 422)
  }

  @Test func `everybody sees their own deeds, a leader all`() throws {
    let door = try Door()
    let body = "{\"for\":\"T2\",\"days\":\"1.5\",\"what\":\"stood in\"}"
    let helped = try door.told("POST", "/honour/help", token: door.token(for: "li"), body: body)
    #expect(helped.status == 201)
    #expect(helped.text.contains("\"days\":1.50"))
    func count(_ account: String) throws -> Int? {
      try door.told("GET", "/honour/deed", token: door.token(for: account)).json["items"]?.items.count
    }
    #expect(try count("li") == 1)
    #expect(try count("wang") == 0)
    #expect(try count("leader") == 1)
    let confirm = ("/honour/deed/1/confirm", "/honour/deed/{deed}/confirm")
    #expect(
      try door.told("POST", confirm.0, as: confirm.1, token: door.token(for: "li")).status == 403)
    #expect(
      try door.told("POST", confirm.0, as: confirm.1, token: door.token(for: "leader")).json["answer"]?.text
        == "confirmed")
    #expect(try door.told("GET", "/honour?quarter=2026Q3", token: door.token(for: "li")).status == 200)
  }

  @Test func `what is proposed and granted is for HR`() throws {
    let door = try Door()
    try scoreQuarter(door.root)
    let hr = try door.token(for: "hr")
    let proposal = ("/honour/2026Q3/proposal", "/honour/{quarter}/proposal")
    #expect(try door.told("GET", proposal.0, as: proposal.1, token: hr).status == 200)
    #expect(
      try door.told("GET", proposal.0, as: proposal.1, token: door.token(for: "leader")).status == 403)
    let grant = ("/honour/2026Q3/grant", "/honour/{quarter}/grant")
    #expect(try door.told("POST", grant.0, as: grant.1, token: hr).text == "[]\n")
    let revoke = ("/honour/7/revoke", "/honour/{honour}/revoke")
    #expect(
      try door.told("POST", revoke.0, as: revoke.1, token: hr, body: "{\"reason\":\"x\"}").status == 404)
  }
}

@Suite struct PromotionRoutesTests {
  @Test func `a step is decided by HR, and shown to whom it is about`() throws {
    let door = try Door()
    try door.judgeCalls()
    try scoreQuarter(door.root)
    try publishQuarter(door.root)
    let (hr, li) = (try door.token(for: "hr"), try door.token(for: "li"))
    let list = "/promotion/{quarter}"
    let lists = try door.told("GET", "/promotion/2026Q3?all=true", as: list, token: hr).json
    #expect(lists.items.contains { $0["scheme"]?.text == "hotline-star" })
    #expect(try door.told("GET", "/promotion/2026Q3", as: list, token: li).status == 403)
    let person = "/promotion/{quarter}/person/{staff}"
    #expect(try door.told("GET", "/promotion/2026Q3/person/me", as: person, token: li).status == 200)
    #expect(try door.told("GET", "/promotion/2026Q3/person/E2", as: person, token: li).status == 403)
    let decide = ("/promotion/2026Q3/decision", "/promotion/{quarter}/decision")
    let order = "{\"staff\":\"E1\",\"scheme\":\"hotline-star\",\"decision\":\"promote\""
    #expect(
      try door.told("POST", decide.0, as: decide.1, token: hr, body: order + "}").status == 422)
    let decided = try door.told(
      "POST", decide.0, as: decide.1, token: hr, body: order + ",\"reason\":\"led the storm shift\"}")
    #expect(decided.status == 201)
    #expect(try decided.json["by"]?.text == "hr")
    let decisions = try door.told("GET", decide.0, as: decide.1, token: hr).json
    #expect(decisions["items"]?.items.count == 1)
    #expect(try door.told("POST", "/promotion/apply", token: hr).status == 200)
  }

  @Test func `grades and vacancies are taken in`() throws {
    let door = try Door()
    let hr = try door.token(for: "hr")
    let grades = try door.told(
      "POST", "/promotion/grade", token: hr, body: "staff,quarter,grade\nE1,2025Q4,B\n", type: "text/csv")
    #expect(try grades.json["new"]?.number == 1)
    let vacancies = try door.told(
      "POST", "/promotion/vacancy", token: hr, body: "post,level,places\nhotline-agent,four,3\n",
      type: "text/csv")
    #expect(try vacancies.json["new"]?.number == 1)
    let left = try door.told("GET", "/promotion/vacancy", token: door.token(for: "leader")).json
    #expect(left["items"]?.items[0]["left"]?.number == 3)
  }
}
