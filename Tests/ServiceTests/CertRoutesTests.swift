import Certification
import Formats
import HTTP
import Service
import Testing
import Workspace

@Suite struct CertRoutesTests {
  /// A door behind which E1 holds a certificate from before.
  private func register() throws -> (door: Door, number: String) {
    let door = try Door()
    try door.hold(
      "POST", "/cert/held?file=held.csv", as: "hr",
      body: "staff,scheme,level,awarded,expires\nE1,hotline,five,2026-01-05,2027-06-30\n", type: "text/csv")
    let number = try #require(
      try CertificationDesk(door.root).certificates(of: "E1").first?.certificate.number)
    return (door, number)
  }

  @Test func `the register is empty, then holds what was held before`() throws {
    let empty = try Door()
    for path in ["/cert", "/cert/expiring", "/cert/staff/E1"] {
      #expect(try empty.hold("GET", path, as: "hr") == "{\"items\":[],\"next\":null}\n")
    }
    #expect(try empty.hold("GET", "/cert/review", as: "hr") == "[]\n")
    let (door, number) = try register()
    #expect(try door.hold("GET", "/cert?level=five&status=valid", as: "leader").contains(number))
    #expect(try door.hold("GET", "/cert?level=four", as: "leader") == "{\"items\":[],\"next\":null}\n")
    #expect(try door.hold("GET", "/cert/expiring?days=900", as: "trainer").contains(number))
    try door.hold("GET", "/cert", as: "li", status: 403)
    #expect(try door.hold("GET", "/cert/staff/me", as: "li").contains(number))
    try door.hold("GET", "/cert/staff/E1", as: "wang", status: 403)
  }

  @Test func `a certificate is printed, suspended, appealed about and restored by somebody else`() throws {
    let (door, number) = try register()
    let reason = "{\"reason\":\"looked into\"}"
    #expect(try door.hold("GET", "/cert/\(number)/page", as: "li").contains("<svg"))
    #expect(try door.hold("GET", "/cert/\(number)/page?format=svg", as: "hr").hasPrefix("<svg"))
    try door.hold("GET", "/cert/\(number)/page", as: "wang", status: 403)
    try door.hold("GET", "/cert/none/page", as: "hr", status: 404)
    try door.hold("POST", "/cert/\(number)/suspend", as: "li", body: reason, status: 403)
    #expect(
      try door.hold("POST", "/cert/\(number)/suspend", as: "hr", body: reason)
        == "{\"number\":\"\(number)\",\"status\":\"suspended\",\"event\":\"suspended\"}\n")
    try door.hold("POST", "/cert/\(number)/suspend", as: "hr", body: reason, status: 422)
    try door.hold("POST", "/cert/\(number)/appeal", as: "wang", body: reason, status: 403)
    try door.hold("POST", "/cert/\(number)/appeal", as: "li", body: reason)
    let heard = "{\"decision\":\"restored\",\"reason\":\"another's call\"}"
    try door.hold("POST", "/cert/\(number)/hear", as: "hr", body: heard, status: 403)
    #expect(
      try door.hold("POST", "/cert/\(number)/hear", as: "examiner", body: heard).contains(
        "\"status\":\"valid\""))
    try door.hold("POST", "/cert/\(number)/revoke", as: "hr", body: reason)
  }

  @Test func `everybody chooses how their own name is shown to whoever verifies`() throws {
    let (door, _) = try register()
    let code = try #require(try CertificationDesk(door.root).certificates(of: "E1").first?.certificate.code)
    #expect(
      try door.hold("PUT", "/cert/staff/me/name", as: "li", body: "{\"name\":\"none\"}")
        == "{\"staff\":\"E1\",\"name\":\"none\"}\n")
    #expect(try door.hold("GET", "/cert/verify/\(code)", as: nil).contains("\"name\":null"))
    try door.hold("PUT", "/cert/staff/E1/name", as: "wang", body: "{\"name\":\"full\"}", status: 403)
    try door.hold("PUT", "/cert/staff/E1/name", as: "hr", body: "{\"name\":\"loud\"}", status: 422)
  }

  @Test func `who may sit is told to those who lead, and to everybody of themselves`() throws {
    let (door, _) = try register()
    let path = "/cert/ladder/hotline/eligible?level=four"
    #expect(try door.hold("GET", path, as: "leader").contains("\"eligible\":false"))
    #expect(
      try door.hold("GET", "\(path)&staff=me&date=2199-12-31", as: "li", language: "zh-Hans").contains("E1"))
    try door.hold("GET", path, as: "li", status: 403)
    try door.hold("GET", "\(path)&staff=E2", as: "li", status: 403)
    try door.hold("GET", "/cert/ladder/none/eligible?level=four", as: "hr", status: 404)
    let awarded = try door.hold("POST", "/cert/ladder/hotline/award?level=five&dry_run=true", as: "examiner")
    #expect(awarded.contains("\"staff\":\"E2\",\"level\":\"five\",\"awarded\":false"))
    try door.hold("POST", "/cert/ladder/hotline/award", as: "trainer", status: 403)
    for of in ["theory", "decision"] {
      try door.hold("GET", "/cert/ladder/hotline/rates?of=\(of)&by=site", as: "trainer")
    }
    let badges = "/cert/ladder/hotline/badges?url=https://badges.example.org&email=hr@example.org"
    #expect(try door.hold("GET", badges, as: "hr").contains("\"path\":\""))
    try door.hold("POST", "/cert/review", as: "hr")
  }

  @Test func `a sitting of a level is opened, registered for, and decided`() throws {
    let (door, _) = try register()
    #expect(try door.hold("GET", "/cert/sittings", as: "li") == "{\"items\":[],\"next\":null}\n")
    let wanted = "{\"ladder\":\"hotline\",\"level\":\"three\",\"date\":\"2026-12-05\",\"capacity\":2}"
    try door.hold("POST", "/cert/sittings", as: "li", body: wanted, status: 403)
    #expect(
      try door.hold("POST", "/cert/sittings", as: "examiner", body: wanted)
        == "{\"sitting\":1,\"ladder\":\"hotline\",\"level\":\"three\",\"date\":\"2026-12-05\",\"place\":\"–\",\"capacity\":2,\"closes\":\"2026-12-04\"}\n"
    )
    #expect(try door.hold("GET", "/cert/sittings", as: "li").contains("\"registered\":0,\"awarded\":0"))
    try door.hold("POST", "/cert/sittings/1/register", as: "wang", body: "{\"staff\":[\"E1\"]}", status: 403)
    #expect(
      try door.hold("POST", "/cert/sittings/1/register", as: "li", body: "{}", status: 422).contains("lacks"))
    #expect(
      try door.hold("GET", "/cert/sittings/1/admissions", as: "trainer") == "{\"items\":[],\"next\":null}\n")
    #expect(
      try door.hold("GET", "/cert/sittings/1/admissions/table", as: "hr")
        == "number,staff,name,sponsor,date,place\n")
    try door.hold("GET", "/cert/sittings/1/admissions", as: "li", status: 403)
    let vote = "{\"staff\":\"E1\",\"vote\":\"for\",\"member\":\"E2\",\"reason\":\"sound\"}"
    try door.hold("POST", "/cert/sittings/9/board", as: "hr", body: vote, status: 404)
    try door.hold("POST", "/cert/sittings/1/decide?dry_run=true", as: "hr", status: 422)
    door.clock.now = Door.start.adding(seconds: 90 * 86_400)
    #expect(try door.hold("POST", "/cert/sittings/1/decide", as: "hr") == "[]\n")
  }
}
