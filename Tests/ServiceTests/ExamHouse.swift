import Exams
import Formats
import Service
import Testing
import Workspace

/// A door behind which an exam of four questions was made over the API: `x-1`, with an essay where that is wanted.
struct ExamHouse {
  let door: Door

  static func questions(essays: Int) -> String {
    let closed = (0..<6).map {
      "// [id:q\($0)] [tag:level:five] [tag:topic:x] [tag:difficulty:easy] [tag:lesson:l]\n::T\($0)::Question \($0)? {=right ~wrong ~also wrong}\n\n"
    }
    let open = (0..<essays).map {
      "// [id:e\($0)] [tag:level:five] [tag:topic:y] [tag:difficulty:easy] [tag:lesson:l]\n::E\($0)::Say why \($0). {}\n\n"
    }
    return (closed + open).joined()
  }

  init(essays: Int = 0) throws {
    door = try Door()
    let loaded = try door.hold(
      "POST", "/bank?file=x.gift&bank=bank&language=en", as: "trainer",
      body: Self.questions(essays: essays), type: "text/plain")
    #expect(
      loaded
        == "{\"questions\":\(6 + essays),\"new\":\(6 + essays),\"changed\":0,\"identical\":0,\"dry_run\":false}\n"
    )
    let essay = essays > 0 ? ", {topic: \"y\", types: [\"essay\"], count: 1, points: 4}" : ""
    try door.hold(
      "POST", "/scheme?file=x.json5", as: "examiner",
      body: """
        {merit: "blueprint", id: "x", version: 1, from: "2020-01-01", title: "X", bank: "bank", level: "five", minutes: 30,
         pass: 60, attempts: 2, wait_days: 0,
         rows: [{topic: "x", count: 4, points: 2}\(essay)]}
        """, type: "application/json5")
    try door.hold("POST", "/exam", as: "examiner", body: "{\"blueprint\":\"x\",\"seed\":\"7\"}")
    try door.hold("POST", "/exam/x-1/open", as: "examiner")
  }

  /// Somebody's sitting from its beginning to its end; so many choices are right.
  @discardableResult
  func sit(_ staff: String, right: Int, essay: String = "because") throws -> Int {
    let room = try ExamRoom(door.root, exam: "x-1")
    let (sitting, _) = try room.begin(staff: staff, language: "en", holder: staff)
    for (place, item) in try room.paper(of: sitting).enumerated() {
      let response: Response = item.question.hasPrefix("e") ? .text(essay) : .choice([place < right ? 0 : 1])
      try room.keep(response, place: place, in: sitting, holder: staff)
    }
    _ = try room.submit(sitting)
    return sitting.id
  }
}
