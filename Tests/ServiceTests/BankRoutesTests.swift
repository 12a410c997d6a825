import HTTP
import Service
import Testing

@Suite struct BankRoutesTests {
  private static let load = "/bank?file=x.gift&bank=bank&language=en"

  @Test func `a question file is loaded, compared, counted, exported and retired`() throws {
    let door = try ExamHouse().door
    #expect(
      try door.hold("GET", "/bank", as: "trainer")
        == "{\"items\":[{\"bank\":\"bank\",\"level\":\"five\",\"topic\":\"x\",\"questions\":6}],\"next\":null}\n"
    )
    #expect(
      try door.hold(
        "POST", Self.load, as: "examiner", body: ExamHouse.questions(essays: 0), type: "text/plain"
      )
      .contains("\"new\":0,\"changed\":0,\"identical\":6"))
    #expect(
      try door.hold(
        "POST", "/bank/difference?file=x.gift&bank=bank&language=en", as: "examiner",
        body: ExamHouse.questions(essays: 1), type: "text/plain")
        == "[{\"question\":\"e0\",\"change\":\"new\",\"lines\":[]}]\n")
    #expect(try door.hold("GET", "/bank/bank/file?language=en", as: "trainer").contains("Question 0?"))
    for format in ["xml", "aiken", "csv"] {
      try door.hold("GET", "/bank/bank/file?language=en&format=\(format)", as: "trainer")
    }
    try door.hold("GET", "/bank/none/file", as: "trainer", status: 404)
    #expect(try door.hold("GET", "/bank/bank?limit=2", as: "trainer").contains("\"facility\":null"))
    let reason = "{\"reason\":\"tariff ended\"}"
    #expect(
      try door.hold("POST", "/bank/question/q0/retire", as: "trainer", body: reason)
        == "{\"question\":\"q0\",\"retired\":true}\n")
    try door.hold("POST", "/bank/question/none/retire", as: "trainer", body: reason, status: 404)
  }

  @Test func `keys are for trainers and examiners alone`() throws {
    let door = try ExamHouse().door
    for path in ["/bank", "/bank/bank", "/bank/bank/file"] {
      for account in ["li", "hr", "leader", "assessor", "judge"] {
        try door.hold("GET", path, as: account, status: 403)
      }
    }
  }

  @Test func `a file with faults, of no known form, or with a place in its name, is refused whole`() throws {
    let door = try Door()
    let faults = try door.hold(
      "POST", Self.load, body: "::A:: What? {=a ~b}\n", type: "text/plain", status: 422)
    #expect(faults.contains("\"file\":\"x.gift\",\"line\":1"))
    for name in ["x.doc", "..%2Fx.gift", "/etc/passwd"] {
      try door.hold("POST", "/bank?file=\(name)&bank=b", body: "x\n", type: "text/plain", status: 422)
    }
    try door.hold("POST", "/bank?bank=b", body: "x\n", type: "text/plain", status: 422)
    #expect(try door.hold("GET", "/bank") == "{\"items\":[],\"next\":null}\n")
  }
}
