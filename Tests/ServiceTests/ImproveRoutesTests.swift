import Formats
import HTTP
import Testing
import Workspace

@Suite struct ImproveRoutesTests {
  @Test func `a warning is raised from what a department knows, and closed with a note`() throws {
    let door = try Door()
    let hr = try door.token(for: "hr")
    #expect(
      try door.told("POST", "/improve/warning", token: hr, body: "{\"quarter\":\"2026Q3\"}").text == "[]\n")
    _ = try door.told(
      "POST", "/kpi/observation", token: hr,
      body: "indicator,subject,quarter,value\ndrop-rate,company,2026Q3,0.9\n", type: "text/csv")
    let raised = try door.told(
      "POST", "/improve/warning", token: hr, body: "{\"quarter\":\"2026Q3\",\"department\":\"indicators\"}")
    let listed = try door.told(
      "GET", "/improve/warning?department=indicators", token: door.token(for: "trainer")
    ).json
    #expect(try raised.json.items.map { $0["source"]?.text } == ["indicator drop-rate floor"])
    #expect(listed["items"]?.items.count == 1)
    #expect(try door.told("GET", "/improve/warning", token: door.token(for: "li")).status == 403)
    #expect(
      try door.ask("POST", "/api/v1/improve/warning/999/close", token: hr, body: "{\"note\":\"x\"}").status
        == 404)
    #expect(
      try door.ask("POST", "/api/v1/improve/warning/1/close", token: hr, body: "{\"note\":\"x\"}").status
        == 204)
    let all = try door.told("GET", "/improve/warning?all=true", token: hr).json
    #expect(all["items"]?.items.map { $0["state"]?.text } == ["closed"])
  }

  @Test func `needs lead to a plan, a measure to a check`() throws {
    let door = try Door()
    try door.judgeCalls()
    let (trainer, hr) = (try door.token(for: "trainer"), try door.token(for: "hr"))
    let needs = try door.told("GET", "/improve/need?quarter=2026Q3&least=1", token: trainer).json
    // No course is loaded, so nothing teaches what was missed.
    #expect(needs["lessons"]?.items.count == 0)
    #expect(needs["untaught"]?.number == 1)
    #expect(try door.told("GET", "/improve/need?quarter=2026Q3&staff=E9", token: trainer).status == 404)
    #expect(
      try door.told("GET", "/improve/plan?quarter=2026Q3", token: hr).json["cycles"]?.items.count == 0)
    let opened = try door.told("POST", "/improve/plan", token: trainer, body: "{\"quarter\":\"2026Q3\"}")
    #expect(opened.status == 201)
    #expect(
      try door.told("POST", "/improve/plan", token: hr, body: "{\"quarter\":\"2026Q3\"}").status == 403)
    let measure =
      "{\"department\":\"hotline\",\"owner\":\"E1\",\"due\":\"2026-12-31\",\"kind\":\"item\",\"target\":\"summary\",\"what\":\"in every briefing\",\"expected\":\"90.5\"}"
    #expect(try door.told("POST", "/improve/measure", token: hr, body: measure).text == "{\"measure\":1}\n")
    #expect(
      try door.told(
        "POST", "/improve/measure", token: hr, body: measure.replacing("summary", with: "sumary")
      ).status == 404)
    let checked = try door.told(
      "POST", "/improve/measure/1/check", as: "/improve/measure/{measure}/check", token: hr
    ).json
    #expect(checked["verdict"]?.text == "too-early")
    let listed = try door.told("GET", "/improve/measure", token: trainer).json
    #expect(listed["items"]?.items[0]["verdict"]?.text == "too-early")
    #expect(
      try door.told("GET", "/improve/effect/1", as: "/improve/effect/{cycle}", token: trainer).status == 404)
  }

  @Test(arguments: ["html", "markdown"]) func `the quality report is HR's, in either format`(format: String)
    throws
  {
    let door = try Door()
    try door.judgeCalls()
    let path = "/report/quality/2026Q3?format=\(format)"
    let template = "/report/quality/{quarter}"
    let report = try door.told("GET", path, as: template, token: door.token(for: "hr"))
    #expect(report.contentType == "text/\(format); charset=utf-8")
    #expect(report.text.contains("2026Q3"))
    #expect(try door.told("GET", path, as: template, token: door.token(for: "trainer")).status == 403)
  }
}
