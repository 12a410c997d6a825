import Exams
import Formats
import Glibc
import HTTP
import Service
import Testing
import Workforce
import Workspace

/// Sitting an exam over the API.
@Suite struct SittingRouteTests {
  private static let blueprint = """
    {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: {en: "B", zh: "乙"}, bank: "k", level: "five",
     minutes: 10, grace_minutes: 1, attempts: 2, pass: 60, rows: [{topic: "x", count: 4, points: 1}]}
    """

  private static let gift = """
    // [id:q1] LABEL
    Which? {=right#FEEDBACK ~wrong#FEEDBACK ~also wrong}

    // [id:q2] LABEL
    Name it. {=SECRET}

    // [id:q3] LABEL
    Match. {=a -> x =b -> y =c -> z}

    // [id:q4] LABEL
    Order. {>
    first
    second
    third
    }
    """

  private func door() throws -> Door {
    let door = try Door()
    _ = try SchemeDesk(door.root, kinds: House.schemeKinds).load([("b.json5", Array(Self.blueprint.utf8))])
    let text = Self.gift.replacing(
      "LABEL", with: "[tag:level:five] [tag:topic:x] [tag:difficulty:easy] [tag:lesson:LESSON]")
    let path = "/tmp/merit-route-\(UInt64.random(in: 0 ... .max))"
    let files = [".en.gift", ".zh-Hans.gift"].map { path + $0 }
    for file in files {
      let opened = try #require(fopen(file, "w"))
      fputs(text, opened)
      fclose(opened)
    }
    defer { files.forEach { unlink($0) } }
    _ = try BankDesk(door.root).load(files, defaults: LabelDefaults(bank: "k"))
    _ = try ExamDesk(door.root).create(blueprint: "b", named: "e", seed: 7)
    try ExamDesk(door.root).open("e")
    return door
  }

  private func post(_ door: Door, _ tail: String, _ body: String, token: String) throws -> (
    status: Int, node: JSON5Node
  ) {
    let answer = try door.ask("POST", "/api/v1/exam/e/\(tail)", token: token, body: body)
    return (answer.status, try StrictJSON.parse(answer.body))
  }

  private func begin(_ door: Door, token: String, holder: String = "HOLDER01") throws -> JSON5Node {
    let (status, node) = try post(
      door, "sitting", "{\"language\":\"en\",\"holder\":\"\(holder)\"}", token: token)
    #expect(status == 200, "\(node)")
    return node
  }

  private func entries(_ sitting: Int, _ list: String, holder: String = "HOLDER01") -> String {
    "{\"sitting\":\(sitting),\"holder\":\"\(holder)\",\"entries\":[\(list)]}"
  }

  private func entry(_ sequence: Int, place: Int, _ response: String) -> String {
    "{\"sequence\":\(sequence),\"place\":\(place),\"at\":\"2026-09-21T15:00:00Z\",\"head\":\"h\",\"response\":\(response)}"
  }

  /// What a candidate who knows everything answers to an item, in the places shown.
  private func right(_ item: JSON5Node) -> String {
    let options = (item["options"]?.elements ?? []).compactMap(\.string)
    func place(_ text: String) -> String { options.firstIndex(of: text).map { "\($0)" } ?? "null" }
    return switch item["type"]?.string {
    case "multichoice": "{\"choice\":[\(place("right"))]}"
    case "shortanswer": "{\"text\":\"SECRET\"}"
    case "matching": "{\"pairs\":[\(place("x")),\(place("y")),\(place("z"))]}"
    default: "{\"order\":[\(place("first")),\(place("second")),\(place("third"))]}"
    }
  }

  @Test
  func `an exam is begun, answered in the places shown, handed in and marked, and no key is in any answer`()
    throws
  {
    let door = try door()
    let token = try door.token(for: "li")
    let opened = try begin(door, token: token)
    let paper = try #require(opened["paper"]?.elements)
    #expect(paper.count == 4 && opened["staff"]?.string == "E1" && opened["grace_seconds"]?.wholeNumber == 60)
    #expect(opened["title"]?["zh"]?.string == "乙" && opened["sequence"]?.wholeNumber == 0)
    let raw = try door.ask(
      "POST", "/api/v1/exam/e/sitting", token: token,
      body: "{\"language\":\"en\",\"holder\":\"HOLDER01\"}"
    ).text
    for secret in ["FEEDBACK", "SECRET", "LESSON", "credit", "q1", "easy"] {
      #expect(!raw.contains(secret), "\(secret)")
    }
    let list = paper.enumerated().map { entry($0 + 1, place: $0, right($1)) }.joined(separator: ",")
    for _ in 1...2 {
      let (status, node) = try post(door, "sitting/answers", entries(1, list), token: token)
      #expect(status == 200 && node["kept"]?.wholeNumber == 4 && node["over"]?.boolean == false)
    }
    // Who comes back finds the answers as they were given.
    let again = try begin(door, token: token)
    #expect(again["sequence"]?.wholeNumber == 4 && again["responses"]?.elements?.count == 4)
    let look = try door.ask("GET", "/api/v1/exam/e/sitting?sitting=1&holder=HOLDER01", token: token)
    #expect(look.status == 200 && look.text.contains("\"holder_is_you\":true"))
    for _ in 1...2 {
      let (status, node) = try post(
        door, "sitting/submit", "{\"sitting\":1,\"holder\":\"HOLDER01\",\"sequence\":4}", token: token)
      #expect(status == 200 && node["points"]?.decimal?.text == "4" && node["passed"]?.boolean == true)
    }
    #expect(try SittingRecords(door.space.database).history(1).count == 1)
    #expect(try ProofDesk(door.root).prove(1).holds)
  }

  @Test func `what a client must do about a refusal stands in its code`() throws {
    let door = try door()
    let token = try door.token(for: "li")
    _ = try begin(door, token: token)
    let gap = try post(
      door, "sitting/answers", entries(1, entry(2, place: 0, "{\"blank\":true}")), token: token)
    #expect(gap.status == 409 && gap.node["code"]?.string == "gap")
    let early = try post(
      door, "sitting/submit", "{\"sitting\":1,\"holder\":\"HOLDER01\",\"sequence\":1}", token: token)
    #expect(early.status == 409 && early.node["code"]?.string == "gap")
    _ = try begin(door, token: token, holder: "HOLDER02")
    let taken = try post(
      door, "sitting/answers", entries(1, entry(1, place: 0, "{\"blank\":true}")), token: token)
    #expect(taken.status == 409 && taken.node["code"]?.string == "taken-over")
    let wrong = try post(
      door, "sitting/answers",
      entries(1, entry(1, place: 99, "{\"blank\":true}"), holder: "HOLDER02"), token: token)
    #expect(wrong.status == 422)
    // Somebody else's sitting is none of theirs.
    let other = try door.token(for: "wang")
    #expect(
      try post(door, "sitting/answers", entries(1, entry(1, place: 0, "{\"blank\":true}")), token: other)
        .status == 403)
    #expect(
      try door.ask("GET", "/api/v1/exam/e/sitting?sitting=1&holder=HOLDER01", token: other).status == 403)
  }

  // Until 600 seconds, and 60 of grace.
  @Test(arguments: [(659, 0), (660, 1)])
  func `what arrives after the grace stands beside, and a sitting found over stays closed`(
    _ seconds: Int, _ late: Int
  ) throws {
    let door = try door()
    let token = try door.token(for: "li")
    _ = try begin(door, token: token)
    door.clock.now = Door.start.adding(seconds: seconds)
    let (status, node) = try post(
      door, "sitting/answers", entries(1, entry(1, place: 0, "{\"blank\":true}")), token: token)
    #expect(status == 200 && node["late"]?.wholeNumber == late && node["over"]?.boolean == (late == 1))
    #expect(try SittingRecords(door.space.database).state(1).isOver == (late == 1))
  }

  @Test func `whoever comes back after the end is refused, and the sitting is closed`() throws {
    let door = try door()
    let token = try door.token(for: "li")
    _ = try begin(door, token: token)
    door.clock.now = Door.start.adding(seconds: 700)
    let (status, node) = try post(
      door, "sitting", "{\"language\":\"en\",\"holder\":\"HOLDER01\"}", token: token)
    #expect(status == 403 && node["code"]?.string == "overdue")
    #expect(try SittingRecords(door.space.database).state(1).isOver)
  }

  @Test func `a one-time code begins one attempt at one exam`() throws {
    let door = try door()
    _ = try ExamDesk(door.root).create(blueprint: "b", named: "f", seed: 8)
    try ExamDesk(door.root).open("f")
    _ = try AccountDesk(door.root).giveCode(to: "E2", code: "7K2M9QXD")
    func signIn(_ exam: String) throws -> (status: Int, token: String) {
      let answer = try door.ask(
        "POST", "/api/v1/exam/\(exam)/session", body: "{\"staff\":\"E2\",\"code\":\"7k2m9qxd\"}")
      return (answer.status, try StrictJSON.parse(answer.body)["token"]?.string ?? "")
    }
    let (one, other) = (try signIn("e").token, try signIn("f").token)
    let opened = try begin(door, token: one)
    #expect(opened["staff"]?.string == "E2")
    // It is used up: the exam goes on with it, and no other begins.
    #expect(try begin(door, token: one)["sitting"]?.wholeNumber == opened["sitting"]?.wholeNumber)
    let refused = try door.ask(
      "POST", "/api/v1/exam/f/sitting", token: other,
      body: "{\"language\":\"en\",\"holder\":\"HOLDER01\"}")
    #expect(refused.status == 403)
    #expect(try signIn("f").status == 403)
    #expect(try signIn("e").status == 201)
    #expect(
      try door.ask(
        "POST", "/api/v1/exam/f/sitting", token: one, body: "{\"language\":\"en\",\"holder\":\"HOLDER01\"}"
      ).status == 403)
  }

  @Test func `an account that is nobody's own sits no exam`() throws {
    let door = try door()
    let (status, _) = try post(
      door, "sitting", "{\"language\":\"en\",\"holder\":\"HOLDER01\"}", token: try door.token(for: "root"))
    #expect(status == 403)
  }
}
