import Exams
import Formats
import SQLite
import Testing
import Workforce
import Workspace

let start = Instant(seconds: 1_790_000_000)

/// A workspace with two people, eight questions and an exam of four that is open.
struct House {
  let space: Workspace

  static let blueprint = """
    {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10, pass: 60,
     attempts: 2, wait_days: 7, rows: [{topic: "x", difficulty: "easy", count: 2, points: 3}, {topic: "x", count: 2, points: 2}]}
    """

  init(blueprint: String = House.blueprint, questions: Int = 8) throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Exams.migrations)
    let occasion = at(start)
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    let desk = WorkforceDesk(occasion)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT1,t,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        "id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T1,2024-01-01\nE3,c,x,T1,2024-01-01\n",
        Person.shape),
      options: IntakeOptions())
    _ = try SchemeDesk(occasion, kinds: [SchemeKind(Blueprint.self)]).load([
      ("b.json5", Array(blueprint.utf8))
    ])
    let path = "/tmp/merit-bank-\(UInt64.random(in: 0 ... .max))"
    try Folder.make(path, questions: questions)
    defer { Folder.remove(path) }
    _ = try BankDesk(occasion).load(["\(path)/bank"])
  }

  func at(_ moment: Instant) -> Occasion {
    Occasion(space, actor: Actor(account: "x", roles: [.administrator]), now: moment)
  }

  func open(seed: UInt64 = 7) throws -> ExamRoom {
    let desk = ExamDesk(at(start))
    let exam = try desk.create(blueprint: "b", named: nil, seed: seed)
    try desk.open(exam.id)
    return try ExamRoom(at(start), exam: exam.id)
  }

  /// Somebody's sitting of an open exam, all in one go: the letters of the bank's places, `-` for none.
  @discardableResult
  func sit(_ staff: String, _ room: ExamRoom, answers: (PaperItem) -> Response?) throws -> (
    Sitting, PaperResult
  ) {
    let (sitting, _) = try room.begin(staff: staff, language: "en", holder: staff)
    for (place, item) in try room.paper(of: sitting).enumerated() {
      if let response = answers(item) { try room.keep(response, place: place, in: sitting, holder: staff) }
    }
    return (sitting, try room.submit(sitting))
  }

  func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }
}
