import Exams
import Formats
import Glibc
import SQLite
import Testing
import Workforce
import Workspace

@Suite struct PeopleMarkingTests {
  private static let markers = Blueprint.Markers(count: 2, tolerance: Weight(basisPoints: 20_00))

  // Of 10.00 points two may differ by 2.00.
  @Test(arguments: [
    ([], DoubleMarking.Decision.open(wanted: 2)), ([800], .open(wanted: 1)),
    ([800, 600], .decided(points: 700)),
    ([800, 599], .open(wanted: 1)), ([801, 600], .open(wanted: 1)), ([700, 701], .decided(points: 701)),
    ([900, 300, 400], .decided(points: 350)), ([900, 300, 850], .decided(points: 875)),
    ([900, 300, 600], .decided(points: 600)),
  ])
  func `two markers are averaged, a third decides between those who differ`(
    _ points: [Int], _ decision: DoubleMarking.Decision
  ) {
    #expect(DoubleMarking.decide(points, maximum: 1_000, markers: Self.markers) == decision)
  }

  @Test func `one marker is enough where the blueprint asks for one`() {
    let one = Blueprint.Markers(count: 1, tolerance: .whole)
    #expect(DoubleMarking.decide([], maximum: 1_000, markers: one) == .open(wanted: 1))
    #expect(DoubleMarking.decide([430], maximum: 1_000, markers: one) == .decided(points: 430))
  }

  @Test(arguments: [
    ([3, 4, 3], [3, 4, 3], 500, 500), ([1, 0, 2], [3, 4, 3], 500, 150), ([0, 0], [1, 2], 500, 0),
  ])
  func `a rubric earns its share`(_ lines: [Int], _ rubric: [Int], _ maximum: Int, _ points: Int) {
    #expect(DoubleMarking.points(lines: lines, rubric: rubric, maximum: maximum) == points)
  }

  @Test func `agreement is counted over what two marked`() {
    let agreement = MarkerAgreement(
      [(800, 800, 1_000), (800, 600, 1_000), (100, 500, 1_000)], tolerance: Weight(basisPoints: 20_00))
    #expect(agreement.pairs == 3 && agreement.equal == 1 && agreement.near == 2)
    #expect(agreement.meanDifference == 2_000)
    #expect(MarkerAgreement([], tolerance: .whole).meanDifference == nil)
  }

  /// A house whose exam has one closed question, one essay and one drill.
  private func house() throws -> (House, ExamRoom) {
    let blueprint = """
      {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10, pass: 60,
       sections: [{title: "Theory", pass: 50, rows: [{topic: "x", count: 1, points: 5}]},
                  {title: "Texts", rows: [{topic: "x", types: ["essay"], count: 1, points: 10},
                                          {topic: "x", types: ["drill"], count: 1, points: 5}]}]}
      """
    let house = try House(blueprint: blueprint)
    let path = "/tmp/merit-essays-\(UInt64.random(in: 0 ... .max)).en.gift"
    let text = """
      // [id:es] [tag:level:five] [tag:topic:x] [tag:difficulty:hard] [tag:lesson:l]
      // [rubric:6:says why]
      // [rubric:4:says what next]
      Explain it. {}

      // [id:dr] [tag:level:five] [tag:topic:x] [tag:difficulty:hard] [tag:lesson:l] [tag:type:drill]
      // [rubric:10:greets]
      Take the call. {}
      """
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
    let other = path.replacing(".en.", with: ".zh-Hans.")
    let copy = try #require(fopen(other, "w"))
    fputs(text.replacing("Explain it", with: "请说明").replacing("Take the call", with: "接听电话"), copy)
    fclose(copy)
    defer {
      unlink(path)
      unlink(other)
    }
    _ = try BankDesk(house.at(start)).load([path, other], defaults: LabelDefaults(bank: "bank"))
    return (house, try house.open())
  }

  @Test func `a paper with texts has its result when the last of them is decided`() throws {
    let (house, room) = try house()
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    let paper = try room.paper(of: sitting)
    #expect(paper.map(\.row) == [0, 1, 2] || paper.map(\.row) == [0, 2, 1])
    let essay = try #require(paper.firstIndex { $0.question == "es" })
    let text = "Because the line was down, and it will be back by noon tomorrow at the latest, we promise."
    try room.keep(.choice([0]), place: 0, in: sitting, holder: "a")
    try room.keep(.text(text), place: essay, in: sitting, holder: "a")
    // A keystroke in a long text is a small row.
    try room.keep(.text(text + "!"), place: essay, in: sitting, holder: "a", after: .text(text))
    let records = SittingRecords(house.space.database)
    #expect(try records.journal(sitting.id).map(\.stored.utf8.count).last == "e:90,0:!".utf8.count)
    _ = try room.submit(sitting)
    #expect(try records.sitting(sitting.id).outcome == nil)
    func marker(_ name: String, staff: String? = nil) throws -> MarkingDesk {
      try MarkingDesk(
        Occasion(house.space, actor: Actor(account: name, roles: [.examiner], staff: staff), now: start),
        exam: room.exam.id)
    }
    let queue = try marker("m1").queue()
    #expect(Set(queue.map(\.isDrill)) == [true, false])
    #expect(queue.first { !$0.isDrill }?.answer == text + "!" && queue.first { !$0.isDrill }?.staff == nil)
    #expect(queue.first { $0.isDrill }?.staff == "E1")
    // Nobody marks their own paper.
    #expect(try marker("self", staff: "E1").queue().isEmpty)
    for name in ["m1", "m2"] {
      for script in try marker(name).queue() {
        try marker(name).rate(
          script, points: script.isDrill ? 400 : name == "m1" ? 800 : 500, lines: [], comment: "")
      }
      #expect(try marker(name).queue().isEmpty)
    }
    // The texts differ by 30 %: a third is asked, the drill is decided.
    #expect(try records.sitting(sitting.id).outcome == nil)
    #expect(try marker("m1").progress().waiting == 1)
    let third = try marker("m3").queue()
    #expect(third.map(\.isDrill) == [false])
    let sheet = "script,points,comment\n\(third[0].code),5.2,thin\n"
    #expect(try marker("m3").importTable(house.table(sheet, MarkingDesk.shape)) == 1)
    let outcome = try #require(try records.sitting(sitting.id).outcome)
    // 5.00 + (5.00 + 5.20) ÷ 2 + 4.00 of 20.
    #expect(outcome.points == 1_410 && outcome.cause == .marking && outcome.score == Score(hundredths: 7_050))
    #expect(outcome.isPassed)
    #expect(try marker("m1").progress().agreement.pairs == 2)
    // Who marked an answer does not decide about it.
    let number = try ResultDesk(house.at(start)).appeal(sitting.id, place: essay, text: "more")
    let first = Occasion(house.space, actor: Actor(account: "m1", roles: [.examiner], staff: nil), now: start)
    #expect(throws: Refusal.self) {
      try ResultDesk(first).decide(number, isUpheld: true, points: 900, reason: "mine")
    }
    try ResultDesk(house.at(start)).decide(number, isUpheld: true, points: 900, reason: "fair")
    #expect(try records.sitting(sitting.id).outcome?.points == 1_800)
  }

  @Test func `a section below its own pass mark fails the paper`() throws {
    let (house, room) = try house()
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    let paper = try room.paper(of: sitting)
    let full = PaperResult(
      items: paper, points: paper.map { $0.row == 0 ? 0 : $0.points }, blueprint: room.blueprint)
    #expect(full.score == Score(hundredths: 7_500) && !full.isPassed)
    #expect(full.sections.map(\.isPassed) == [false, true])
    _ = house
  }

  @Test(arguments: [
    ("abc", "abc\u{fe0f}d", "e:3,0:\u{fe0f}d"), ("e", "e\u{301}", "e:1,0:\u{301}"), ("", "abc", "e:0,0:abc"),
    ("abc", "abXc", "e:2,0:X"), ("abc", "ac", "e:1,1:"), ("aaa", "aa", "e:2,1:"),
    ("中文字", "中国字", "e:1,1:国"), ("a:b,c", "a:b", "e:3,2:"), ("x", "x", "e:1,0:"),
  ])
  func `an edit of a text is kept small and gives the text again`(
    _ old: String, _ new: String, _ stored: String
  ) throws {
    let edit = TextEdit(from: old, to: new)
    #expect(edit.stored == stored)
    #expect(try #require(TextEdit(stored: stored)).applied(to: old) == new)
  }

  @Test(arguments: ["\u{fe0f} first", "\u{301}", "\u{200d}x", "", "-", "e:1,1:x"])
  func `any text is kept and read back`(_ text: String) throws {
    guard case .text(let again)? = Response(stored: Response.text(text).stored) else {
      throw CancellationError()
    }
    #expect(Array(again.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func `credit for all gives an essay that waits its result`() throws {
    let (house, room) = try house()
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    let paper = try room.paper(of: sitting)
    let essay = try #require(paper.firstIndex { $0.question == "es" })
    try room.keep(.text("A word."), place: essay, in: sitting, holder: "a")
    _ = try room.submit(sitting)
    let desk = RegradeDesk(house.at(start), exam: room.exam.id)
    _ = try desk.regrade([("es", "*")], neverLowers: false, reason: "unclear")
    #expect(try SittingRecords(house.space.database).sitting(sitting.id).outcome == nil)
    let changes = try desk.regrade([("dr", "*")], neverLowers: false, reason: "no examiner")
    #expect(changes.map(\.points) == [1_500] && changes[0].old == nil)
    #expect(try MarkingDesk(house.at(start), exam: room.exam.id).queue().isEmpty)
  }
}
