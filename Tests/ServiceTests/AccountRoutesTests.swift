import HTTP
import Service
import Testing
import Workforce
import Workspace

@Suite struct AccountRoutesTests {
  @Test func `accounts and roles are an administrator's`() throws {
    let door = try Door()
    let wanted = "{\"account\":\"zhao\",\"roles\":[\"staff\",\"leader\"],\"staff\":\"E2\"}"
    try door.hold("POST", "/account", as: "hr", body: wanted, status: 403)
    #expect(
      try door.hold("POST", "/account", body: wanted)
        == "{\"account\":\"zhao\",\"roles\":[\"staff\",\"leader\"]}\n")
    try door.hold("POST", "/account", body: wanted, status: 422)
    try door.hold("POST", "/account", body: "{\"account\":\"a b\",\"roles\":[]}", status: 422)
    #expect(
      try door.hold("GET", "/account").contains(
        "{\"account\":\"zhao\",\"staff\":\"E2\",\"roles\":\"leader staff\"}"))
    #expect(
      try door.hold("POST", "/account/zhao/role", body: "{\"role\":\"judge\",\"granted\":true}")
        == "{\"account\":\"zhao\",\"role\":\"judge\",\"granted\":true}\n")
    try door.hold("POST", "/account/none/role", body: "{\"role\":\"judge\",\"granted\":true}", status: 403)
    try door.hold(
      "POST", "/account/zhao/role", as: "zhao", body: "{\"role\":\"hr\",\"granted\":true}", status: 403)
  }

  @Test func `one's own password changes with the one before it, and signs everybody out`() throws {
    let door = try Door()
    try door.give("li", password: "a long password")
    let new = "\"password\":\"another long one\""
    try door.hold("PUT", "/account/li/password", as: "li", body: "{\(new)}", status: 401)
    try door.hold("PUT", "/account/li/password", as: "wang", body: "{\(new)}", status: 403)
    try door.hold(
      "PUT", "/account/li/password", as: "li",
      body: "{\"password\":\"short\",\"current\":\"a long password\"}",
      status: 422)
    try door.hold(
      "PUT", "/account/li/password", as: "li",
      body: "{\"password\":\"\\u0000 then more of it\",\"current\":\"a long password\"}", status: 422)
    try door.hold("PUT", "/account/li/password", as: "li", body: "{\(new),\"current\":\"a long password\"}")
    #expect(try door.signIn("li", "a long password").status == 401)
    #expect(try door.signIn("li", "another long one").status == 201)
    // An administrator sets anybody's.
    try door.hold("PUT", "/account/wang/password", body: "{\(new)}")
    #expect(try door.signIn("wang", "another long one").status == 201)
  }

  @Test func `a candidate's code is given once, by those who hold exams`() throws {
    let door = try Door()
    try door.hold("POST", "/account/code", as: "li", body: "{\"staff\":\"E1\"}", status: 403)
    try door.hold("POST", "/account/code", as: "examiner", body: "{\"staff\":\"E9\"}", status: 404)
    let given = try door.hold("POST", "/account/code", as: "examiner", body: "{\"staff\":\"E1\"}")
    #expect(try Door.member("code", of: given)?.count == 8)
  }

  @Test func `schemes are read by everybody, and loaded by the roles that answer for their kind`() throws {
    let door = try Door()
    #expect(try door.hold("GET", "/scheme?limit=3", as: "li").contains("\"next\":\""))
    #expect(
      try door.hold("GET", "/scheme/hotline-call?version=1", as: "li").contains("\"kind\":\"scorecard\""))
    try door.hold("GET", "/scheme/none", as: "li", status: 404)
    try door.hold("GET", "/scheme/hotline-call?kind=shoe", as: "li", status: 422)
    let text = "{merit: \"contest\", id: \"cup\"}"
    #expect(
      try door.hold(
        "POST", "/scheme?file=c.json5", as: "judge", body: text, type: "application/json5", status: 422
      )
      .contains("\"file\":\"c.json5\""))
    try door.hold("POST", "/scheme", as: "hr", body: text, type: "text/plain", status: 403)
    try door.hold("POST", "/scheme", as: "hr", body: "\u{0}{", type: "text/plain", status: 422)
  }

  @Test func `HR reads who did what, newest first, in pages`() throws {
    let door = try Door()
    let first = try door.hold("GET", "/audit?limit=1", as: "hr")
    let cursor = try #require(try Door.member("next", of: first))
    let second = try door.hold("GET", "/audit?limit=1&after=\(cursor)", as: "hr")
    #expect(first.contains("\"number\":") && second.contains("\"number\":") && second != first)
    try door.hold("GET", "/audit", as: "leader", status: 403)
  }
}
