import Formats
import Performance
import Testing
import Workforce
import Workspace

/// The bytes by which two quarters are the same or not, written out by hand.
@Suite struct FrozenLineTests {
  private func text(_ fill: (inout FrozenLine) -> Void, name: String = "E1") -> String {
    var line = FrozenLine(name)
    fill(&line)
    return String(decoding: line.bytes, as: UTF8.self)
  }

  private func fields(_ text: String) -> FrozenFields { FrozenFields(Array(text.utf8)[...]) }

  @Test func `what says nothing is left out, and a score of 0 says something`() {
    #expect(text { _ in } == "E1")
    #expect(text { $0.add("a", nil as String?) } == "E1")
    #expect(text { $0.add("a", "") } == "E1")
    #expect(text { $0.add("a", "x") } == "E1\ta=x")
    #expect(text { $0.add("a", nil as Int?) } == "E1")
    #expect(text { $0.add("a", 0) } == "E1")
    #expect(text { $0.add("a", -1) } == "E1\ta=-1")
    #expect(text { $0.add("a", score: nil) } == "E1")
    #expect(text { $0.add("a", score: 0) } == "E1\ta=0")
    #expect(text { $0.add("a", lists: []) } == "E1")
    #expect(text { $0.add("a", numbers: [], absent: -9) } == "E1")
    #expect(text { $0.add("a", numbers: [-9, -9], absent: -9) } == "E1")
    #expect(text { $0.add("a", numbers: [0, -9, 7, -9], absent: -9) } == "E1\ta=0,,7,")
    #expect(text { $0.add("a", lists: [["p", "q"], ["r", ""]]) } == "E1\ta=p|q;r|")
  }

  @Test(arguments: [
    (Int.min, "-9223372036854775808"), (Int.max, "9223372036854775807"), (10, "10"), (-305, "-305"),
  ])
  func `numbers keep every digit`(_ number: Int, _ digits: String) {
    #expect(text { $0.add("a", number) } == "E1\ta=\(digits)")
    #expect(fields("E1\ta=\(digits)").int("a") == number)
  }

  @Test(arguments: [
    ("100%", "100%25"), ("a|b;c,d", "a%7Cb%3Bc%2Cd"), ("\t\n\r\u{0}\u{7f}\u{1f}", "%09%0A%0D%00%7F%1F"),
    ("北组 №1", "北组 №1"), ("a=b", "a=b"), ("%41", "%2541"), ("é", "é"),
  ])
  func `signs by which a line is split are written as hexadecimal digits and read back`(
    _ plain: String, _ written: String
  ) {
    #expect(text({ $0.add("k", plain) }, name: plain) == "\(written)\tk=\(written)")
    let read = fields("\(written)\tk=\(written)\tl=\(written)|x;\(written)")
    #expect(read.name == plain)
    #expect(read.text("k") == plain)
    #expect(read.lists("l") == [[plain, "x"], [plain]])
  }

  @Test func `what is not there is nil, no list, or absent numbers`() {
    let read = fields("E1\tempty=\tword=x\tbare\tn=1,,-3,x")
    #expect(read.text("other") == nil)
    #expect(read.text("empty") == "")
    #expect(read.text("bare") == nil)
    #expect(read.int("word") == nil)
    #expect(read.lists("other") == [])
    #expect(read.numbers("other", count: 2, absent: -9) == [-9, -9])
    #expect(read.numbers("n", count: 4, absent: -9) == [1, -9, -3, -9])
    #expect(fields("").name == "")
  }

  @Test func `any text and any numbers come back as they went in`() {
    var generator = SeededGenerator(seed: 5, "frozen")
    let signs = Array("a%|;,=\t\n\u{0}\u{7f} 组é№").map(String.init)
    func word() -> String {
      (0..<generator.below(9)).map { _ in signs[generator.below(signs.count)] }.joined()
    }
    for _ in 0..<300 {
      let (name, value) = (word(), word())
      let lists = (0..<(1 + generator.below(3))).map { _ in (0..<(1 + generator.below(3))).map { _ in word() }
      }
      let numbers = (0..<(1 + generator.below(4))).map { _ in generator.below(5) - 2 }
      var line = FrozenLine(name)
      line.add("v", value)
      line.add("l", lists: lists)
      line.add("n", numbers: numbers, absent: -2)
      #expect(!line.bytes.contains(0x0a))
      let read = FrozenFields(line.bytes[...])
      #expect(read.name == name)
      #expect(read.text("v") ?? "" == value)
      #expect(read.lists("l") == lists)
      #expect(read.numbers("n", count: numbers.count, absent: -2) == numbers)
    }
  }

  @Test func `a person's inputs come back as they went in`() throws {
    let first = thirdQuarter.firstDay
    var evidence = Evidence()
    evidence.qa = .zero
    evidence.evaluations = 3
    evidence.qaError = 0
    evidence.qaFreedom = 2
    evidence.criticals = 1
    evidence.openCriticals = 2
    evidence.disputes = 3
    evidence.incidents = 4
    evidence.satisfaction = Score(hundredths: 81_25)
    evidence.responses = 16
    evidence.exam = .full
    evidence.lessonsGiven = 8
    evidence.lessonsDone = 7
    evidence.liableComplaints = 5
    evidence.competition = Score(hundredths: 2_50)
    evidence.suggestions = 6
    evidence.help = 9
    evidence.indicators = [-12_5000, Evidence.none, 0]
    let own = QuarterCase(
      id: "E|1", employment: .outsourced, base: Money(fen: 1),
      stints: [
        Stint(post: "p;", team: "北", share: Weight(basisPoints: 3_333), from: first, to: first),
        Stint(post: "", team: "", share: .whole, from: first, to: thirdQuarter.lastDay),
      ],
      absences: [Absence(kind: .sick, from: first, to: first, length: 30)], evidence: evidence,
      calibrated: "A+", adjustment: Money(fen: -7))
    #expect(
      String(decoding: own.line.bytes, as: UTF8.self)
        == [
          "E%7C1", "employment=outsourced", "base=1",
          "stints=p%3B|北|3333|2026-07-01|2026-07-01;||10000|2026-07-01|2026-09-30",
          "away=sick|2026-07-01|2026-07-01|30", "qa=0", "evaluations=3", "qa-error=0", "qa-freedom=2",
          "criticals=1", "open-criticals=2", "disputes=3", "incidents=4", "satisfaction=8125", "responses=16",
          "exam=10000", "lessons=8", "done=7", "complaints=5", "competition=250", "suggestions=6", "help=9",
          "indicators=-125000,,0", "calibrated=A+", "adjustment=-7",
        ].joined(separator: "\t"))
    #expect(QuarterCase(FrozenFields(own.line.bytes[...]), columns: 3) == own)
    let bare = QuarterCase(id: "E2", employment: .regular, base: .zero, stints: [])
    #expect(String(decoding: bare.line.bytes, as: UTF8.self) == "E2")
    #expect(QuarterCase(fields("E2"), columns: 0) == bare)
  }

  @Test(arguments: [
    "E1\temployment=robot", "E1\tstints=p|t|x|2026-07-01|2026-07-01", "E1\tstints=p|t|1|2026-07-01",
    "E1\tstints=p|t|1|2026-02-30|2026-07-01", "E1\taway=party|2026-07-01|2026-07-01|1",
    "E1\taway=sick|2026-07-01|2026-07-01|",
  ])
  func `inputs that cannot be read are nobody's, and not a part of them`(_ line: String) {
    #expect(QuarterCase(fields(line), columns: 0) == nil)
  }
}
