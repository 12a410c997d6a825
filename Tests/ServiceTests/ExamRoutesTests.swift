import Exams
import Formats
import HTTP
import Service
import Testing
import Workspace

@Suite struct ExamRoutesTests {
  @Test func `an exam is made, opened, listed, sat, released and proved`() throws {
    let house = try ExamHouse()
    let door = house.door
    #expect(
      try door.hold("GET", "/exam/x-1", as: "li")
        == "{\"exam\":\"x-1\",\"blueprint\":\"x\",\"version\":1,\"open\":true,\"opens\":null,\"closes\":null,\"released\":null}\n"
    )
    #expect(try door.hold("GET", "/exam", as: "li").hasSuffix("\"next\":null}\n"))
    try door.hold("GET", "/exam/nothing", as: "li", status: 404)
    try door.hold("POST", "/exam", as: "trainer", body: "{\"blueprint\":\"x\"}", status: 403)
    try door.hold("POST", "/exam", as: "examiner", body: "{\"blueprint\":\"none\"}", status: 404)
    try door.hold("POST", "/exam", body: "{\"blueprint\":\"x\",\"seed\":\"-1\"}", status: 422)
    try door.hold("POST", "/exam", body: "{\"blueprint\":\"x\",\"exam\":\"a/b\"}", status: 422)
    try door.hold("GET", "/exam/x-1/verify", as: "li", status: 403)
    let sitting = try house.sit("E1", right: 4)
    try door.hold("GET", "/exam/sitting/\(sitting)/proof", as: "li", status: 403)
    #expect(try door.hold("GET", "/exam/x-1/results", as: "hr").contains("\"score\":100.00,\"passed\":true"))
    try door.hold("GET", "/exam/x-1/results", as: "li", status: 403)
    try door.hold("POST", "/exam/x-1/release", as: "examiner")
    #expect(
      try door.hold("GET", "/exam/x-1/verify", as: "li")
        == "{\"ok\":true,\"seed\":\"7\",\"papers\":1,\"different\":[]}\n")
    #expect(try Door.member("ok", of: door.hold("GET", "/exam/sitting/\(sitting)/proof", as: "li")) == "true")
    try door.hold("GET", "/exam/sitting/\(sitting)/proof", as: "wang", status: 403)
  }

  @Test func `a candidate sees their own sitting once it is released, and nobody else's`() throws {
    let house = try ExamHouse()
    let door = house.door
    let sitting = try house.sit("E1", right: 2)
    try door.hold("GET", "/exam/sitting/\(sitting)/review", as: "wang", status: 403)
    let before = try door.hold("GET", "/exam/sitting/\(sitting)/review", as: "trainer")
    #expect(before.contains("\"questions\":[]"))
    try door.hold("POST", "/exam/x-1/release")
    let own = try door.hold("GET", "/exam/sitting/\(sitting)/review", as: "li")
    #expect(own.contains("\"score\":50.00"))
    #expect(own.contains("\"right\":\""))
    try door.hold("GET", "/exam/sitting/99/review", as: "li", status: 404)
  }

  @Test func `an appeal is entered by the candidate, and decided by somebody else`() throws {
    let house = try ExamHouse()
    let door = house.door
    let sitting = try house.sit("E1", right: 3)
    try door.hold("POST", "/exam/x-1/release")
    #expect(try door.hold("GET", "/exam/x-1/appeals", as: "trainer") == "{\"items\":[],\"next\":null}\n")
    let body = "{\"question\":4,\"text\":\"B is right\\u0000 too\"}"
    try door.hold("POST", "/exam/sitting/\(sitting)/appeal", as: "wang", body: body, status: 403)
    #expect(
      try door.hold("POST", "/exam/sitting/\(sitting)/appeal", as: "li", body: body) == "{\"appeal\":1}\n")
    try door.hold(
      "POST", "/exam/sitting/\(sitting)/appeal", as: "li", body: "{\"question\":9,\"text\":\"x\"}",
      status: 422)
    #expect(try door.hold("GET", "/exam/x-1/appeals", as: "trainer").contains("\"question\":4"))
    let upheld = "{\"upheld\":true,\"points\":1.5,\"reason\":\"so it is\"}"
    try door.hold("POST", "/exam/appeal/1/decide", as: "trainer", body: upheld, status: 403)
    for points in ["-1", "1.234", "1e400", "99"] {
      try door.hold(
        "POST", "/exam/appeal/1/decide", as: "examiner",
        body: "{\"upheld\":true,\"points\":\(points),\"reason\":\"x\"}", status: 422)
    }
    #expect(
      try door.hold("POST", "/exam/appeal/1/decide", as: "examiner", body: upheld)
        == "{\"appeal\":1,\"upheld\":true}\n")
    try door.hold("POST", "/exam/appeal/1/decide", as: "examiner", body: upheld, status: 422)
    try door.hold("POST", "/exam/appeal/7/decide", as: "examiner", body: upheld, status: 404)
    #expect(try door.hold("GET", "/exam/x-1/results").contains("\"points\":7.50"))
  }

  @Test func `candidates are listed, put off and given time; what cheating earned is taken away`() throws {
    let house = try ExamHouse()
    let door = house.door
    #expect(try door.hold("GET", "/exam/x-1/candidates", as: "hr") == "{\"items\":[],\"next\":null}\n")
    #expect(
      try door.hold(
        "POST", "/exam/x-1/candidates?file=list.csv", as: "examiner",
        body: "staff,room,seat\nE1,101,3\nE2,101,4\n",
        type: "text/csv") == "{\"exam\":\"x-1\",\"candidates\":2}\n")
    try door.hold(
      "POST", "/exam/x-1/candidates", as: "examiner", body: "staff\nE9\n", type: "text/csv", status: 422)
    let first = try door.hold("GET", "/exam/x-1/candidates?limit=1", as: "trainer")
    #expect(first.contains("\"staff\":\"E1\"") && !first.contains("E2"))
    let cursor = try #require(try Door.member("next", of: first))
    #expect(
      try door.hold("GET", "/exam/x-1/candidates?limit=1&after=\(cursor)", as: "trainer").contains("E2"))
    try door.hold("POST", "/exam/x-1/defer", as: "examiner", body: "{\"staff\":\"E2\",\"reason\":\"ill\"}")
    #expect(try door.hold("GET", "/exam/x-1/candidates", as: "hr").contains("\"state\":\"deferred\""))
    let room = try ExamRoom(door.root, exam: "x-1")
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "h")
    let more = "{\"minutes\":10,\"reason\":\"power\"}"
    #expect(
      try door.hold("POST", "/exam/sitting/\(sitting.id)/extend", as: "examiner", body: more)
        == "{\"deadline\":\"\(sitting.deadline.adding(seconds: 600))\"}\n")
    try door.hold("POST", "/exam/sitting/\(sitting.id)/extend", as: "li", body: more, status: 403)
    // A sitting that nobody came back to is over when its time is.
    door.clock.now = Door.start.adding(seconds: 3_600)
    let results = try door.hold("GET", "/exam/x-1/results", as: "trainer")
    #expect(results.contains("\"submitted\":1,"))
    #expect(
      try door.hold(
        "POST", "/exam/sitting/\(sitting.id)/annul", as: "examiner", body: "{\"reason\":\"notes\"}")
        == "{\"sitting\":\(sitting.id),\"state\":\"annulled\",\"certificates\":[]}\n")
  }

  @Test func `papers are printed without the key, and answers on paper are taken in`() throws {
    let house = try ExamHouse()
    let door = house.door
    #expect(
      try door.hold("GET", "/exam/x-1/spread", as: "trainer").contains("\"dealt\":0,\"least_facility\":null"))
    let papers = try door.hold(
      "POST", "/exam/x-1/papers", as: "examiner", body: "{\"staff\":[\"E1\"],\"language\":\"en\"}")
    #expect(papers.contains("\"options\":[") && !papers.contains("feedback"))
    try door.hold("POST", "/exam/x-1/papers", as: "trainer", body: "{\"staff\":[\"E1\"]}", status: 403)
    try door.hold("POST", "/exam/x-1/papers", as: "examiner", body: "{\"staff\":[\"E9\"]}", status: 404)
    let sheet = "staff,date,place,answer\nE1,2026-09-20,1,A\n"
    let taken = try door.hold(
      "POST", "/exam/x-1/answers?file=a.csv&language=en", as: "examiner", body: sheet, type: "text/csv")
    #expect(taken.contains("\"rows\":1,\"new\":1"))
    let again = try door.hold(
      "POST", "/exam/x-1/answers?file=a.csv&language=en", as: "examiner", body: sheet, type: "text/csv")
    #expect(again.contains("\"identical\":1"))
  }

  @Test func `rates are by what is asked for`() throws {
    let house = try ExamHouse()
    let door = house.door
    #expect(
      try door.hold("GET", "/exam/rates", as: "hr")
        == "{\"by\":\"level\",\"sittings\":0,\"passed\":0,\"groups\":[]}\n")
    try house.sit("E1", right: 4)
    try house.sit("E2", right: 0)
    for by in ["level", "team", "section", "room", "batch"] {
      let rates = try door.hold("GET", "/exam/rates?by=\(by)&exams=x-1", as: "trainer")
      #expect(rates.contains("\"sittings\":2,\"passed\":1") || by == "section", "\(rates)")
    }
    try door.hold("GET", "/exam/rates?by=shoe", as: "trainer", status: 422)
    try door.hold("GET", "/exam/rates?exams=none", as: "trainer", status: 404)
  }
}
