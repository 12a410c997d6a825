import Competitions
import HTTP
import Service
import Testing
import Workspace

@Suite struct ContestRoutesTests {
  private static let star = "/contest/service-star"

  @Test func `people are entered, drawn and withdrawn`() throws {
    let door = try Door()
    #expect(try door.hold("GET", "\(Self.star)/entrants", as: "li") == "{\"items\":[],\"next\":null}\n")
    try door.hold("GET", "/contest/none/entrants", as: "li", status: 404)
    let both = "{\"entrants\":[\"E1\",\"E2\"]}"
    try door.hold("POST", "\(Self.star)/entrants", as: "li", body: both, status: 403)
    #expect(
      try door.hold("POST", "\(Self.star)/entrants", as: "trainer", body: both)
        == "{\"entered\":2,\"named\":2}\n")
    try door.hold("POST", "\(Self.star)/entrants", as: "hr", body: "{\"entrants\":[\"E9\"]}", status: 404)
    #expect(
      try door.hold("POST", "\(Self.star)/entrants/E2/withdraw", as: "hr", body: "{\"reason\":\"ill\"}")
        == "{\"withdrawn\":\"E2\"}\n")
    try door.hold("GET", "\(Self.star)/stage/written", as: "li", status: 404)
    #expect(
      try door.hold("POST", "\(Self.star)/stage/written/draw", as: "judge", body: "{\"seed\":\"9\"}")
        == "{\"seed\":\"9\",\"places\":[{\"number\":1,\"heat\":1,\"entrant\":\"E1\"}]}\n")
    try door.hold("POST", "\(Self.star)/stage/none/draw", as: "judge", body: "{}", status: 404)
    #expect(try door.hold("GET", "\(Self.star)/stage/written", as: "li").contains("\"seed\":\"9\""))
  }

  @Test
  func `a judge brings their own marks, the board freezes for everybody but the jury, and the end is final`()
    throws
  {
    let door = try Door()
    #expect(
      try door.hold("GET", "\(Self.star)/board", as: "li")
        == "{\"entrants\":[],\"pending\":{},\"frozen_at\":null,\"final_at\":null,\"final_by\":null,\"annulled\":[]}\n"
    )
    let mark = "{\"entrant\":\"E1\",\"marks\":[{\"mark\":81.5}]}"
    try door.hold("POST", "\(Self.star)/stage/written/marks", as: "li", body: mark, status: 403)
    #expect(
      try door.hold("POST", "\(Self.star)/stage/written/marks", as: "judge", body: mark).contains("\"new\":1")
    )
    for points in ["101", "1e9", "-3", "0.123456789"] {
      try door.hold(
        "POST", "\(Self.star)/stage/written/marks", as: "judge",
        body: "{\"entrant\":\"E2\",\"marks\":[{\"mark\":\(points)}]}", status: 422)
    }
    try door.hold(
      "POST", "\(Self.star)/stage/written/marks", as: "judge",
      body: "{\"entrant\":\"E2\",\"judge\":\"another\",\"marks\":[{\"mark\":70}]}", status: 422)
    let table = """
      stage,entrant,judge,criterion,mark
      simulation,E1,J1,solution,80
      simulation,E1,J1,empathy,80
      simulation,E1,J1,language,80
      simulation,E1,J2,solution,90
      simulation,E1,J2,empathy,90
      simulation,E1,J2,language,90
      simulation,E1,J3,solution,70
      simulation,E1,J3,empathy,70
      simulation,E1,J3,language,70
      speed,E1,J1,,60

      """
    try door.hold("POST", "\(Self.star)/marks?file=m.csv", as: "trainer", body: table, type: "text/csv")
    #expect(try door.hold("GET", "\(Self.star)/board", as: "li").contains("\"rank\":1"))
    #expect(try door.hold("GET", "\(Self.star)/judges", as: "hr").contains("\"without\":[{"))
    try door.hold("GET", "\(Self.star)/judges", as: "li", status: 403)
    #expect(
      try door.hold("POST", "\(Self.star)/freeze", as: "judge") == "{\"frozen\":\"service-star\"}\n")
    try door.hold("POST", "\(Self.star)/freeze", as: "judge", status: 403)
    try door.hold(
      "POST", "\(Self.star)/marks", as: "trainer", body: "stage,entrant,judge,mark\nspeed,E1,J2,99\n",
      type: "text/csv")
    let hidden = try door.hold("GET", "\(Self.star)/board", as: "li")
    #expect(hidden.contains("\"pending\":{\"E1\":1}"))
    #expect(try door.hold("GET", "\(Self.star)/jury", as: "judge") != hidden)
    try door.hold("GET", "\(Self.star)/jury", as: "li", status: 403)
    try door.hold("POST", "\(Self.star)/thaw", as: "trainer", body: "{\"reason\":\"too early\"}")
    let honours = try door.hold("POST", "\(Self.star)/finalise", as: "judge", body: "{\"allows_gaps\":true}")
    #expect(honours.contains("\"award\":\"First prize\",\"points\":3.00"))
    try door.hold("POST", "\(Self.star)/finalise", as: "judge", body: "{}", status: 403)
    try door.hold("POST", "\(Self.star)/annul", as: "judge", body: "{\"reason\":\"x\"}", status: 403)
    #expect(
      try door.hold("POST", "\(Self.star)/annul", as: "hr", body: "{\"reason\":\"x\"}")
        == "{\"annulled\":[\"E1\"],\"revoked\":[],\"notices\":[]}\n")
  }

  @Test func `an exam's results become marks only where the stage is an exam`() throws {
    let door = try ExamHouse().door
    try door.hold(
      "POST", "\(Self.star)/stage/written/take", as: "trainer", body: "{\"exam\":\"x-1\"}", status: 422)
    try door.hold(
      "POST", "\(Self.star)/stage/written/take", as: "judge", body: "{\"exam\":\"x-1\"}", status: 403)
  }
}
