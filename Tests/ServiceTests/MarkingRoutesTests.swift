import Exams
import Formats
import HTTP
import Service
import Testing
import Workspace

@Suite struct MarkingRoutesTests {
  @Test func `a script is marked without a name, as a whole, and by nobody who may not`() throws {
    let house = try ExamHouse(essays: 2)
    let door = house.door
    #expect(
      try door.hold("GET", "/exam/x-1/marking/scripts", as: "examiner") == "{\"items\":[],\"next\":null}\n")
    try house.sit("E1", right: 4)
    let list = try door.hold("GET", "/exam/x-1/marking/scripts", as: "examiner")
    #expect(!list.contains("E1") && !list.contains("\"sitting\""))
    let code = try #require(list.split(separator: "\"").dropFirst(5).first.map(String.init))
    try door.hold("GET", "/exam/x-1/marking/scripts", as: "li", status: 403)
    let path = "/exam/x-1/marking/scripts/\(code)"
    try door.hold("POST", path, as: "examiner", body: "{}", status: 422)
    try door.hold("POST", path, as: "examiner", body: "{\"points\":99}", status: 422)
    try door.hold("POST", path, as: "examiner", body: "{\"lines\":[1,2]}", status: 422)
    try door.hold(
      "POST", "/exam/x-1/marking/scripts/NONE", as: "examiner", body: "{\"points\":1}", status: 404)
    let marked = try door.hold("POST", path, as: "examiner", body: "{\"points\":3.5,\"comment\":\"good\"}")
    #expect(marked.hasPrefix("{\"waiting\":1,\"decided\":0,"))
    // The second marker does not see the first; who marked it has nothing more to do.
    try door.hold("POST", path, as: "examiner", body: "{\"points\":3.5}", status: 404)
    let decided = try door.hold("POST", path, as: "trainer", body: "{\"points\":3.5}")
    #expect(decided.hasPrefix("{\"waiting\":0,\"decided\":1,\"pairs\":1,\"equal\":1,"))
    #expect(try door.hold("GET", "/exam/x-1/results").contains("\"points\":11.50"))
    #expect(
      try door.hold("GET", "/exam/x-1/marking", as: "trainer").contains("\"mean_difference_percent\":0.00"))
  }

  @Test func `scripts go out and come back as a table`() throws {
    let house = try ExamHouse(essays: 2)
    let door = house.door
    try house.sit("E2", right: 0)
    let table = try door.hold("GET", "/exam/x-1/marking/table", as: "examiner")
    let code = try #require(table.split(separator: "\n").dropFirst().first?.split(separator: ",").first)
    #expect(
      try door.hold(
        "POST", "/exam/x-1/marking/table?file=m.csv", as: "examiner", body: "script,points\n\(code),2\n",
        type: "text/csv") == "{\"marked\":1}\n")
    try door.hold(
      "POST", "/exam/x-1/marking/table?file=m.csv", as: "examiner", body: "script,points\n\(code),2\n",
      type: "text/csv", status: 422)
  }

  @Test func `a new key is previewed, then marked by; pay is shown to HR alone`() throws {
    let house = try ExamHouse()
    let door = house.door
    try house.sit("E1", right: 0)
    let analysis = try door.hold("GET", "/exam/x-1/analysis", as: "trainer")
    let question = try #require(analysis.split(separator: "\"question\":\"").dropFirst().first?.prefix(2))
    let key = "question,key\n\(question),*\n"
    let preview = try door.hold(
      "POST", "/exam/x-1/regrade/preview?file=k.csv", as: "examiner", body: key, type: "text/csv")
    #expect(preview.contains("\"old_points\":0.00,\"new_points\":2.00"))
    #expect(preview.contains("\"pay\":null"))
    #expect(
      try door.hold("POST", "/exam/x-1/regrade/preview", body: key, type: "text/csv").contains("\"pay\":[]"))
    #expect(try door.hold("GET", "/exam/x-1/results").contains("\"points\":0.00"))
    try door.hold("POST", "/exam/x-1/regrade", as: "examiner", body: key, type: "text/csv", status: 422)
    try door.hold(
      "POST", "/exam/x-1/regrade?reason=x", as: "trainer", body: key, type: "text/csv", status: 403)
    try door.hold("POST", "/exam/x-1/regrade?reason=x", as: "examiner", body: key, type: "text/csv")
    #expect(try door.hold("GET", "/exam/x-1/results").contains("\"points\":2.00"))
  }

  @Test func `a held exam is studied by those who make exams`() throws {
    let house = try ExamHouse()
    let door = house.door
    for path in ["analysis", "integrity"] {
      try door.hold("GET", "/exam/x-1/\(path)", as: "trainer")
      try door.hold("GET", "/exam/x-1/\(path)", as: "li", status: 403)
    }
    try door.hold("GET", "/exam/x-1/equating", as: "trainer", status: 422)
    try house.sit("E1", right: 1)
    try house.sit("E2", right: 1)
    #expect(try door.hold("GET", "/exam/x-1/analysis", as: "examiner").contains("\"key\":true"))
    #expect(try door.hold("GET", "/exam/x-1/integrity", as: "examiner").hasPrefix("{\"pairs\":1,"))
  }
}
