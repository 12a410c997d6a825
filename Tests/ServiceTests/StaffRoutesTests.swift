import HTTP
import Service
import Testing
import Workforce
import Workspace

@Suite struct StaffRoutesTests {
  @Test func `the staff are listed, and what somebody earns is for HR and themselves`() throws {
    let door = try Door()
    let list = try door.hold("GET", "/staff?post=hotline-agent", as: "assessor")
    #expect(list.contains("\"id\":\"E1\"") && list.contains("\"id\":\"E2\"") && !list.contains("3000"))
    #expect(try door.hold("GET", "/staff?post=none", as: "hr") == "{\"items\":[],\"next\":null}\n")
    try door.hold("GET", "/staff", as: "li", status: 403)
    #expect(try door.hold("GET", "/staff/E1", as: "hr").contains("\"base\":3000.00"))
    #expect(try door.hold("GET", "/staff/me", as: "li").contains("\"base\":3000.00"))
    #expect(try door.hold("GET", "/staff/E1", as: "leader").contains("\"base\":null"))
    try door.hold("GET", "/staff/E1", as: "wang", status: 403)
    try door.hold("GET", "/staff/E9", as: "hr", status: 404)
  }

  @Test func `the roster, the leave and the calendar are taken in, whole or not at all`() throws {
    let door = try Door()
    let roster = "id,name,post,team,joined\nE3,c,hotline-agent,T1,2026-02-01\n"
    try door.hold("POST", "/staff/roster", as: "leader", body: roster, type: "text/csv", status: 403)
    #expect(
      try door.hold("POST", "/staff/roster?file=r.csv&dry_run=true", as: "hr", body: roster, type: "text/csv")
        .hasPrefix("{\"file\":\"r.csv\",\"rows\":1,\"new\":1,"))
    try door.hold("GET", "/staff/E3", as: "hr", status: 404)
    try door.hold("POST", "/staff/roster", as: "hr", body: roster, type: "text/csv")
    try door.hold("GET", "/staff/E3", as: "hr")
    let fault = try door.hold(
      "POST", "/staff/roster?file=r.csv", as: "hr",
      body: "id,name,post,team,joined\nE4,d,hotline-agent,T9,2026-02-01\n", type: "text/csv", status: 422)
    #expect(fault.contains("\"file\":\"r.csv\",\"line\":2"))
    try door.hold("POST", "/staff/roster", as: "hr", body: roster, type: "application/json", status: 415)
    try door.hold(
      "POST", "/staff/leave", as: "hr", body: "id,from,to,kind\nE1,2026-08-01,2026-08-02,annual\n",
      type: "text/csv")
    try door.hold("POST", "/org/calendar", as: "hr", body: "date,working\n2026-10-01,no\n", type: "text/csv")
    try door.hold("POST", "/org", as: "hr", body: "unit,name,kind\nT3,v,team\n", type: "text/csv")
  }

  @Test func `people are moved, rotate, and get a mentor`() throws {
    let door = try Door()
    for path in ["/staff/rotations", "/staff/mentors"] {
      #expect(try door.hold("GET", path, as: "hr") == "{\"items\":[],\"next\":null}\n")
    }
    let move = "{\"post\":\"hotline-agent\",\"team\":\"T2\",\"from\":\"2026-10-01\"}"
    try door.hold("POST", "/staff/E1/transfer", as: "leader", body: move, status: 403)
    #expect(
      try door.hold("POST", "/staff/E1/transfer", as: "hr", body: move)
        == "{\"id\":\"E1\",\"post\":\"hotline-agent\",\"team\":\"T2\",\"from\":\"2026-10-01\"}\n")
    try door.hold("POST", "/staff/E9/transfer", as: "hr", body: move, status: 404)
    let rotation = """
      {"staff":"E2","post":"complaint-handler","team":"T1","from":"2026-11-01","to":"2026-12-31"}
      """
    #expect(
      try door.hold("POST", "/staff/rotations", as: "trainer", body: rotation).contains(
        "\"state\":\"planned\""))
    try door.hold("POST", "/staff/rotations", as: "trainer", body: rotation, status: 422)
    try door.hold("POST", "/staff/rotations/1", as: "trainer", body: "{\"state\":\"dropped\"}", status: 403)
    try door.hold("POST", "/staff/rotations/9", as: "hr", body: "{\"state\":\"dropped\"}", status: 404)
    #expect(
      try door.hold("POST", "/staff/rotations/1", as: "hr", body: "{\"state\":\"dropped\"}").contains(
        "\"state\":\"dropped\""))
    try door.hold(
      "POST", "/staff/E1/mentor", as: "trainer", body: "{\"mentor\":\"E2\",\"to\":\"2026-12-01\"}")
    try door.hold("POST", "/staff/E1/mentor", as: "trainer", body: "{\"mentor\":\"E1\"}", status: 422)
    #expect(try door.hold("GET", "/staff/mentors", as: "leader").contains("\"mentor\":\"E2\""))
    try door.hold("GET", "/staff/permits/missing", as: "trainer")
    try door.hold("POST", "/staff/permits", as: "trainer", body: "{\"staff\":[\"E1\"]}", status: 422)
  }
}
