import Exams
import Formats
import SQLite
import Statistics
import Testing
import Workforce
import Workspace

@Suite struct ExamTests {
  @Test func `rows that compete for the same questions are filled together`() throws {
    // Only four are easy: the first row must leave none of them to the second when it needs them.
    let house = try House(
      blueprint: House.blueprint.split(separator: "rows:")[0]
        + "rows: [{topic: \"x\", count: 4, points: 1}, {topic: \"x\", difficulty: \"easy\", count: 4, points: 1}]}"
    )
    let room = try house.open()
    let paper = try room.paper(of: room.begin(staff: "E1", language: "en", holder: "a").sitting)
    #expect(Set(paper.map(\.question)).count == 8)
  }

  @Test func `a blueprint that cannot be filled says which row lacks how many`() throws {
    let house = try House(questions: 3)
    let refusal = #expect(throws: Refusal.self) {
      _ = try ExamDesk(house.at(start)).create(blueprint: "b", named: nil, seed: 1)
    }
    #expect(refusal?.code == .badData)
    #expect(refusal?.summary == "bank 'bank' cannot fill blueprint 'b': row 2 (x, any difficulty) lacks 1")
  }

  @Test func `a sitting that was cut off goes on with its answers, paper and clock`() throws {
    let house = try House()
    let room = try house.open()
    let first = try room.begin(staff: "E1", language: "en", holder: "a")
    try room.at(start.adding(seconds: 60)).keep(.choice([0]), place: 0, in: first.sitting, holder: "a")
    try room.at(start.adding(seconds: 70)).keep(.choice([1]), place: 0, in: first.sitting, holder: "a")
    // Another process opens the same exam later.
    let again = try ExamRoom(house.at(start.adding(seconds: 300)), exam: room.exam.id).begin(
      staff: "E1", language: "en", holder: "a")
    #expect(again.sitting.id == first.sitting.id)
    #expect(again.sitting.deadline == start.adding(seconds: 600))
    #expect(again.responses == [0: .choice([1])])
  }

  @Test func `the time limit is kept to the second, and what was in time counts`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en", holder: "a").sitting
    try room.at(start.adding(seconds: 599)).keep(.choice([0]), place: 0, in: sitting, holder: "a")
    #expect(throws: Refusal.self) {
      try room.at(start.adding(seconds: 600)).keep(.choice([0]), place: 1, in: sitting, holder: "a")
    }
    let closed = try SittingRecords(house.space.database).sittings(of: room.exam.id)[0]
    #expect(closed.submitted == start.adding(seconds: 600))
    #expect(closed.outcome?.maximum == 1_000)
    #expect(throws: Refusal.self) {
      _ = try ExamRoom(house.at(start.adding(seconds: 700)), exam: room.exam.id).begin(
        staff: "E1", language: "en", holder: "a")
    }
  }

  @Test func `a clock turned back gives nobody more time`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en", holder: "a").sitting
    try room.at(start.adding(seconds: 500)).keep(.choice([0]), place: 0, in: sitting, holder: "a")
    try room.at(start.adding(seconds: 10)).keep(.choice([0]), place: 1, in: sitting, holder: "a")
    #expect(
      try SittingRecords(house.space.database).journal(sitting.id).map(\.at)
        == [500, 500].map { start.adding(seconds: $0) })
  }

  @Test func `a sitting nobody came back to is closed by whoever looks`() throws {
    let house = try House()
    let room = try house.open()
    _ = try room.begin(staff: "E1", language: "en", holder: "a")
    let results = try ResultDesk(house.at(start.adding(seconds: 601))).results(room.exam.id)
    #expect(results.sittings.map { $0.outcome?.score.description } == ["0.00"])
  }

  @Test func `a full paper is marked, and the journal's end is in the audit's keeping`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    // In these questions the first answer of the bank is always right.
    for place in 0..<3 {
      try room.at(start.adding(seconds: 5)).keep(.choice([0]), place: place, in: sitting, holder: "a")
    }
    let result = try room.at(start.adding(seconds: 9)).submit(sitting)
    let paper = try room.paper(of: sitting)
    #expect(result.points == paper.prefix(3).map(\.points) + [0])
    #expect(result.score == Score(part: paper.prefix(3).reduce(0) { $0 + $1.points }, of: 1_000))
    var head = AnswerChain.start(sitting: sitting.id)
    for answer in try SittingRecords(house.space.database).journal(sitting.id) {
      head = AnswerChain.head(
        after: head, sitting: sitting.id, place: answer.place, at: answer.at, response: answer.stored)
      #expect(answer.head == head)
    }
    #expect(throws: Refusal.self) {
      try room.at(start.adding(seconds: 10)).keep(.choice([0]), place: 3, in: sitting, holder: "a")
    }
    #expect(throws: SQLiteError.self) {
      try house.space.database.execute("UPDATE answer SET response = 'c:0'")
    }
    #expect(throws: SQLiteError.self) {
      try house.space.database.execute("UPDATE exam_result SET score = 10000")
    }
  }

  @Test func `a retake waits its days and ends with the attempts`() throws {
    let house = try House()
    let blueprint = try house.open().blueprint
    func attempt(_ finished: [(String, Bool)], _ today: String) throws -> Int {
      try Admission.attempt(
        after: finished.map { (try #require(CalendarDay($0.0)), $0.1) }, on: try #require(CalendarDay(today)),
        exam: "e",
        blueprint: blueprint)
    }
    #expect(try attempt([], "2026-08-01") == 1)
    #expect(throws: Refusal.self) { _ = try attempt([("2026-08-01", false)], "2026-08-07") }
    #expect(try attempt([("2026-08-01", false)], "2026-08-08") == 2)
    #expect(throws: Refusal.self) { _ = try attempt([("2026-08-01", true)], "2026-09-08") }
    #expect(throws: Refusal.self) {
      _ = try attempt([("2026-08-01", false), ("2026-08-09", false)], "2026-09-08")
    }
  }

  @Test func `a changed bank makes new versions and leaves an exam as it was`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en", holder: "a").sitting
    let before = try room.paper(of: sitting)
    let path = "/tmp/merit-bank-\(UInt64.random(in: 0 ... .max))"
    try Folder.make(path, questions: 8, wording: "Reworded")
    defer { Folder.remove(path) }
    let outcome = try BankDesk(house.at(start)).load(["\(path)/bank"])
    #expect((outcome.changed, outcome.new) == (8, 0))
    let again = try ExamRoom(house.at(start), exam: room.exam.id)
    #expect(try again.paper(of: sitting) == before)
    #expect(again.text(of: before[0], language: "en")?.stem.hasPrefix("Reworded") == false)
  }

  @Test func `answers given on paper are marked like any other, once`() throws {
    let house = try House()
    let room = try house.open()
    let people = try house.table("id\nE1\n", TableShape("staff", [Column("id", "工号", required: true)]))
    let paper = try #require(try ExamDesk(house.at(start)).papers(room.exam.id, staff: people).first).items
    let letters = paper.map { optionLetter($0.options.firstIndex(of: 0) ?? 0) }
    let text =
      "staff,date,place,answer\n" + letters.enumerated().map { "E1,2026-08-20,\($0 + 1),\($1)\n" }.joined()
    func take(_ text: String) throws -> IntakeOutcome {
      try AnswerSheetDesk(house.at(start)).importAnswers(
        room.exam.id, TableReader(bytes: Array(text.utf8), named: "a.csv", shape: AnswerSheets.shape),
        language: "en", dryRun: false)
    }
    #expect(try take(text).new == 4)
    let sittings = try SittingRecords(house.space.database).sittings(of: room.exam.id)
    #expect(sittings.map { $0.outcome?.score.description } == ["100.00"])
    #expect(try take(text).identical == 4)
    let other = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\nE1,2026-08-20,9,A\n"
    let faults = #expect(throws: Faults.self) { _ = try take(other) }
    #expect(
      faults?.list.map(\.message).contains("the paper of 'E1' has 4 questions and no question 9") == true)
  }

  @Test func `the terminal that comes later takes over, and the first is told`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en", holder: "first").sitting
    try room.keep(.choice([0]), place: 0, in: sitting, holder: "first")
    let second = try room.begin(staff: "E1", language: "en", holder: "second")
    #expect(second.sitting.id == sitting.id && second.responses == [0: .choice([0])])
    let refusal = #expect(throws: Refusal.self) {
      try room.keep(.choice([1]), place: 0, in: sitting, holder: "first")
    }
    #expect(refusal?.summary.contains("another terminal") == true)
    #expect(throws: Refusal.self) { _ = try room.deadline(of: sitting, holder: "first") }
    try room.keep(.choice([2]), place: 0, in: sitting, holder: "second")
    #expect(try room.begin(staff: "E1", language: "en", holder: "third").responses == [0: .choice([2])])
  }

  @Test func `minutes of grace take answers and call the sitting late`() throws {
    let house = try House(
      blueprint: House.blueprint.replacing("minutes: 10", with: "minutes: 10, grace_minutes: 2"))
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en", holder: "a").sitting
    try room.at(start.adding(seconds: 719)).keep(.choice([0]), place: 0, in: sitting, holder: "a")
    #expect(throws: Refusal.self) {
      try room.at(start.adding(seconds: 720)).keep(.choice([0]), place: 1, in: sitting, holder: "a")
    }
    let closed = try SittingRecords(house.space.database).sitting(sitting.id)
    #expect(closed.isLate && closed.submitted == start.adding(seconds: 719))
  }

  @Test func `more time given to one sitting counts at once`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en", holder: "a").sitting
    _ = try ExamDesk(house.at(start)).extend(sitting.id, minutes: 5, reason: "power")
    #expect(try room.deadline(of: sitting, holder: "a") == start.adding(seconds: 900))
    try room.at(start.adding(seconds: 899)).keep(.choice([0]), place: 0, in: sitting, holder: "a")
    #expect(throws: Refusal.self) {
      try room.at(start.adding(seconds: 900)).keep(.choice([0]), place: 1, in: sitting, holder: "a")
    }
  }

  @Test func `a list of candidates says who sits, when, and with how much more time`() throws {
    let house = try House()
    let room = try house.open()
    let desk = ExamDesk(house.at(start))
    let id = room.exam.id
    // The workspace's clocks stand at 2026-09-21 22:13:20 at the start.
    let list =
      "staff,batch,opens,closes,room,seat,extra\nE1,1,2026-09-21 22:00,2026-09-21 22:30,101,1,15\nE2,2,2026-09-22 09:00,2026-09-22 09:30,101,2,0\n"
    #expect(try desk.importCandidates(id, house.table(list, Candidate.shape)) == 2)
    let sitting = try room.begin(staff: "E1", language: "en", holder: "a").sitting
    #expect(sitting.deadline == start.adding(seconds: 25 * 60))
    func refused(_ staff: String, _ moment: Instant) -> String? {
      do {
        _ = try room.at(moment).begin(staff: staff, language: "en", holder: "b")
        return nil
      } catch { return (error as? Refusal)?.summary }
    }
    #expect(refused("E2", start) == "exam 'b-1' has not begun")
    #expect(refused("E3", start) == "you are not on the list of exam 'b-1'")
    #expect(
      refused("E2", start.adding(seconds: 40_800))?.hasPrefix("exam 'b-1' could be begun until") == true)
    let states = try ResultDesk(house.at(start.adding(seconds: 90_000))).results(id).candidates.map(\.state)
    #expect(states == [.sat, .absent])
    try desk.deferCandidate(id, staff: "E2", reason: "ill")
    #expect(
      try ResultDesk(house.at(start.adding(seconds: 90_000))).results(id).candidates.map(\.state) == [
        .sat, .deferred,
      ])
    let again = "staff,opens,closes\nE2,2026-09-21 22:00,2026-09-21 22:30\n"
    _ = try desk.importCandidates(id, house.table(again, Candidate.shape))
    #expect(
      try ResultDesk(house.at(start)).results(id).candidates.map(\.candidate.standing).contains(.makeUp))
    #expect(refused("E2", start) == nil)
  }

  @Test func `two people get no seat together, and all faults of a list come at once`() throws {
    let house = try House()
    let id = try house.open().exam.id
    let list = "staff,room,seat\nE1,101,1\nE2,101,1\nE9,101,2\nE1,101,3\n"
    let faults = #expect(throws: Faults.self) {
      _ = try ExamDesk(house.at(start)).importCandidates(id, house.table(list, Candidate.shape))
    }
    #expect(
      faults?.list.map(\.message) == [
        "seat 1 is given to 'E1' too", "nobody has the id 'E9'; see: merit staff list",
        "'E1' stands twice; keep one row",
      ])
  }

  @Test func `results wait for their release where the blueprint says so`() throws {
    let house = try House(
      blueprint: House.blueprint.replacing(
        "minutes: 10", with: "minutes: 10, review: {score: \"on_release\"}"))
    let room = try house.open()
    let (sitting, _) = try house.sit("E1", room) { _ in .choice([0]) }
    let records = SittingRecords(house.space.database)
    let key = try #require(try StaffRecords(house.space.database).key(of: "E1"))
    let day = try #require(CalendarDay("2026-09-21"))
    let candidate = Occasion(
      house.space, actor: Actor(account: "c", roles: [.staff], staff: "E1"), now: start)
    #expect(try records.passed(blueprint: "b", by: day).isEmpty)
    #expect(try records.sittings(of: key, from: day, to: day).isEmpty)
    #expect(throws: Refusal.self) { _ = try ResultDesk(candidate).review(sitting.id) }
    #expect(throws: Refusal.self) { _ = try ProofDesk(candidate).verify(room.exam.id) }
    try ExamDesk(house.at(start)).release(room.exam.id)
    #expect(try records.passed(blueprint: "b", by: day).count == 1)
    #expect(try ResultDesk(candidate).review(sitting.id).topics.map(\.points) == [1_000])
    #expect(throws: Refusal.self) {
      _ = try ExamRoom(house.at(start), exam: room.exam.id).begin(staff: "E2", language: "en", holder: "a")
    }
  }

  @Test func `a running sitting holds the release up, and nobody sees another's review`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try house.sit("E1", room) { _ in .choice([1]) }
    _ = try room.begin(staff: "E2", language: "en", holder: "a")
    let refusal = #expect(throws: Refusal.self) { try ExamDesk(house.at(start)).release(room.exam.id) }
    #expect(refusal?.code == .tryAgain)
    let other = Occasion(house.space, actor: Actor(account: "o", roles: [.staff], staff: "E2"), now: start)
    #expect(throws: Refusal.self) { _ = try ResultDesk(other).review(sitting.id) }
    let own = Occasion(house.space, actor: Actor(account: "c", roles: [.staff], staff: "E1"), now: start)
    let review = try ResultDesk(own).review(sitting.id)
    // Topics and lessons at once, keys only once the results are out.
    #expect(review.topics.map(\.lessons) == [["l"]] && review.places.isEmpty)
  }

  @Test func `an annulled sitting earns nothing and keeps its marks`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try house.sit("E1", room) { _ in .choice([0]) }
    try ExamDesk(house.at(start)).annul(sitting.id, reason: "notes")
    let records = SittingRecords(house.space.database)
    let outcome = try #require(try records.sitting(sitting.id).outcome)
    #expect(outcome.cause == .annulment && outcome.points == 0 && !outcome.isPassed)
    #expect(try records.marks(sitting.id).map(\.points).reduce(0, +) == 1_000)
    #expect(try records.history(sitting.id).map(\.score.description) == ["100.00", "0.00"])
    // Neither as a whole nor by section has it passed, and told again it is nothing.
    for grouping in ResultDesk.Grouping.allCases {
      let rates = try ResultDesk(house.at(start)).passRates([room.exam.id], by: grouping)
      #expect(rates.map(\.share.hits) == [0] && rates.map(\.share.of) == [1], "\(grouping)")
    }
    #expect(try room.submit(sitting).total == 0)
  }

  @Test func `a file in one language leaves the other as it is`() throws {
    let house = try House()
    let records = BankRecords(house.space.database)
    let before = try #require(try records.questions(bank: "bank").first { $0.id == "q0" })
    let path = "/tmp/merit-one-\(UInt64.random(in: 0 ... .max)).gift"
    let text =
      "// [id:q0] [tag:level:five] [tag:topic:x] [tag:difficulty:easy] [tag:lesson:l]\nAnother wording {=right ~wrong ~also wrong}\n"
    try Folder.write(text, to: path)
    defer { Folder.erase(path) }
    let outcome = try BankDesk(house.at(start)).load(
      [path], defaults: LabelDefaults(bank: "bank", language: "en"))
    #expect((outcome.changed, outcome.new) == (1, 0))
    let after = try #require(try records.question("q0", version: 2))
    #expect(after.texts["en"]?.stem == "Another wording")
    #expect(after.texts["zh-Hans"]?.stem == before.texts["zh-Hans"]?.stem)
    #expect(
      try BankDesk(house.at(start)).load([path], defaults: LabelDefaults(bank: "bank", language: "en"))
        .identical == 1)
  }

  @Test func `nobody is put off who sits already, and time for them is given to the sitting`() throws {
    let house = try House()
    let room = try house.open()
    _ = try room.begin(staff: "E1", language: "en", holder: "a")
    let faults = #expect(throws: Faults.self) {
      _ = try ExamDesk(house.at(start)).importCandidates(
        room.exam.id, house.table("staff,extra\nE1,30\nE2,30\n", Candidate.shape))
    }
    #expect(
      faults?.list.map(\.message) == ["'E1' sits already; give time with: merit exam extend 1 --minutes N"])
    #expect(throws: Refusal.self) {
      try ExamDesk(house.at(start)).deferCandidate(room.exam.id, staff: "E1", reason: "ill")
    }
  }

  @Test func `a long journal of a text comes to its end`() {
    var entries: [JournalEntry] = []
    var text = ""
    func append(_ new: String) {
      entries.append(
        JournalEntry(place: 0, at: start, stored: TextEdit(from: text, to: new).stored, head: []))
      text = new
    }
    for number in 0..<2_000 { append(text + (number % 7 == 0 ? "。" : "字")) }
    for _ in 0..<500 { append(String(text.dropFirst())) }
    #expect(Journal.responses(entries) == [0: .text(text)] && text.count == 1_500)
  }
}
