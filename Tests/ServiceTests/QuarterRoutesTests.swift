import Formats
import HTTP
import Testing
import Workspace

@Suite struct QuarterRoutesTests {
  /// Some days after the quarter's end.
  private static let later = Instant(seconds: 1_791_300_000)
  private static let q = "/quarter/2026Q3"

  private func scored(_ door: Door) throws -> String {
    try door.judgeCalls()
    let hr = try door.token(for: "hr")
    #expect(try told(door, "POST", "/open", hr).json["judged"]?.number == 2)
    let sum = try told(door, "POST", "/score", hr, "{\"pool\":\"1000.00\"}").json
    #expect(sum["assessed"]?.number == 1)
    door.clock.now = Self.later
    return try door.token(for: "hr")
  }

  private func told(
    _ door: Door, _ method: String, _ end: String, as template: String? = nil, _ token: String,
    _ body: String = ""
  ) throws -> HTTPResponse {
    let path = "/quarter/{quarter}" + (template ?? String(end.prefix { $0 != "?" }))
    return try door.told(method, Self.q + end, as: path, token: token, body: body)
  }

  @Test func `a quarter is looked ahead to and tried under another scheme without a trace`() throws {
    let door = try Door()
    let hr = try scored(door)
    let seen = try told(door, "GET", "/preview?month=2026-09", hr).json
    #expect(seen["people"]?.items.count == 2)
    #expect(try told(door, "GET", "/preview?month=2026-12", hr).status == 422)
    #expect(try told(door, "POST", "/what-if", hr, "{\"schemes\":[]}").json["regraded"]?.number == 0)
    #expect(try told(door, "POST", "/what-if", hr, "{\"schemes\":[\"{\"]}").status == 422)
    #expect(try told(door, "GET", "", hr).json["state"]?.text == "scored")
    let leader = try door.token(for: "leader")
    #expect(try told(door, "GET", "", leader).status == 200)
    #expect(try told(door, "GET", "/preview", leader).status == 403)
  }

  @Test func `people answer for themselves, HR decides, and a leader calibrates`() throws {
    let door = try Door()
    let hr = try scored(door)
    let (li, wang) = (try door.token(for: "li"), try door.token(for: "wang"))
    #expect(try told(door, "POST", "/confirm", li, "{}").status == 403)
    let published = try told(door, "POST", "/publish", hr)
    #expect(published.status == 200)
    #expect(try told(door, "POST", "/publish", hr).status == 422)
    #expect(
      try told(door, "POST", "/confirm", li, "{\"object\":\"C2 was right\"}").text
        == "{\"quarter\":\"2026Q3\",\"staff\":\"E1\",\"answer\":\"objected\",\"takes_back\":false}\n")
    #expect(try told(door, "POST", "/confirm", wang, "{\"staff\":\"E1\"}").status == 403)
    let decision = ("/objection/E1/decide", "/objection/{staff}/decide")
    #expect(
      try told(door, "POST", decision.0, as: decision.1, hr, "{\"upheld\":false,\"reason\":\"heard\"}").text
        == "{\"staff\":\"E1\",\"upheld\":false}\n")
    #expect(
      try told(door, "POST", decision.0, as: decision.1, hr, "{\"upheld\":true,\"reason\":\"x\"}").status
        == 404)
    let calibration = ("/calibration/E1", "/calibration/{staff}")
    let leader = try door.token(for: "leader")
    #expect(
      try told(door, "POST", calibration.0, as: calibration.1, leader, "{\"grade\":\"Z\",\"reason\":\"x\"}")
        .status == 422)
    #expect(
      try told(door, "POST", calibration.0, as: calibration.1, leader, "{\"grade\":\"B\",\"reason\":\"x\"}")
        .text == "{\"staff\":\"E1\",\"grade\":\"B\"}\n")
    #expect(
      try told(door, "POST", calibration.0, as: calibration.1, leader, "{\"grade\":null,\"reason\":\"x\"}")
        .text == "{\"staff\":\"E1\",\"grade\":null}\n")
  }

  @Test func `a closed quarter proves itself, goes into a zip file and pays what comes later`() throws {
    let door = try Door()
    let hr = try scored(door)
    #expect(try told(door, "POST", "/close", hr, "{}").status == 403)
    let closed = try told(door, "POST", "/close", hr, "{\"early\":\"a test\"}").json
    #expect(closed["hash"]?.text?.utf8.count == 64)
    #expect(try told(door, "POST", "/close", hr, "{\"early\":\"a test\"}").status == 403)
    let proof = try told(door, "GET", "/proof", hr).json
    #expect(proof.items.map { $0["ok"]?.flag } == [true])
    let archive = try told(door, "POST", "/archive", hr)
    #expect(archive.body.prefix(4) == [0x50, 0x4b, 3, 4])
    #expect(archive.header("X-Quarter-Hash") == closed["hash"]?.text)
    let pay = try door.told("GET", "/pay/2026Q3", as: "/pay/{quarter}", token: hr).json
    #expect(pay["items"]?.items.map { $0["staff"]?.text } == ["E1", "E2"])
    let effects = ("/pay/2026Q3/adjustment", "/pay/{quarter}/adjustment")
    #expect(
      try door.told("GET", effects.0, as: effects.1, token: hr).text == "{\"items\":[],\"next\":null}\n")
    #expect(try door.told("POST", effects.0, as: effects.1, token: hr, body: "{}").text == "[]\n")
    let revised = try told(door, "POST", "/revise", hr, "{\"reason\":\"two lists were mixed up\"}").json
    #expect(revised["revision"]?.number == 2)
    #expect(
      try door.told(
        "GET", "/pay/2026Q3/difference?from=1&to=2", as: "/pay/{quarter}/difference", token: hr
      ).json["items"]?.items.count == 0)
  }

  @Test(arguments: ["csv", "xlsx", "html", "json"])
  func `everybody may have their own sheet as a file, and only theirs`(format: String) throws {
    let door = try Door()
    let hr = try scored(door)
    _ = try told(door, "POST", "/publish", hr)
    let template = "/sheet/{quarter}/export"
    let (path, li) = ("/sheet/2026Q3/export?format=\(format)", try door.token(for: "li"))
    #expect(try door.told("POST", path + "&staff=me", as: template, token: li).status == 200)
    #expect(try door.told("POST", path + "&staff=E2", as: template, token: li).status == 403)
    #expect(try door.told("POST", path, as: template, token: li).status == 403)
    #expect(try door.told("POST", path, as: template, token: hr).status == 200)
    #expect(try door.told("POST", path + "&team=T1&staff=E1", as: template, token: hr).status == 422)
    #expect(try door.told("POST", path + "&final=true", as: template, token: hr).status == 403)
  }

  @Test func `pay is explained both ways, to whom it belongs`() throws {
    let door = try Door()
    let hr = try scored(door)
    _ = try told(door, "POST", "/publish", hr)
    let (li, wang) = (try door.token(for: "li"), try door.token(for: "wang"))
    let what = "/explain/{staff}/{quarter}/what-if"
    let supposed = try door.told(
      "GET", "/explain/me/2026Q3/what-if?suppose=item%20correct%20passed", as: what, token: li
    ).json
    #expect(supposed["calls"]?.items.map { $0["call"]?.text } == ["C2"])
    #expect(
      try door.told("GET", "/explain/E1/2026Q3/what-if?suppose=complaints%200", as: what, token: wang).status
        == 403)
    #expect(
      try door.told("GET", "/explain/E1/2026Q3/what-if?suppose=rain", as: what, token: li).status == 422)
    let call = "/explain/call/{call}"
    #expect(
      try door.told("GET", "/explain/call/C2", as: call, token: li).json["staff"]?.text == "E1")
    #expect(try door.told("GET", "/explain/call/C2", as: call, token: wang).status == 403)
    #expect(try door.told("GET", "/explain/call/C9", as: call, token: wang).status == 403)
    #expect(try door.told("GET", "/explain/call/C9", as: call, token: hr).status == 404)
  }
}
