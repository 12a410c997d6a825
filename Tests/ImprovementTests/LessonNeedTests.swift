import Formats
import Improvement
import Testing
import Workspace

private func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(number: 0) }

func needsScheme(_ members: String = "") throws -> NeedsScheme {
  let text = """
    {merit: 'needs', id: 'n', version: 1, from: '2026-01-01', title: 'n',
     weights: {quality: 40, exam: 20, survey: 20, complaint: 20}, least: 1, again: {a1: 'b1'}\(members)}
    """
  return try NeedsScheme.read(Array(text.utf8), named: "n")
}

@Suite struct NeedsSchemeTests {
  @Test func `the shipped scheme reads, and its weights and limits are these`() throws {
    let scheme = try NeedsScheme.read(try #require(Improvement.defaults.first), named: "default")
    #expect(scheme.head.id == "hotline-needs")
    #expect(
      scheme.weights.mapValues(\.basisPoints) == [
        .quality: 4_000, .exam: 2_000, .survey: 2_000, .complaint: 2_000,
      ])
    #expect(scheme.below.mapValues(\.hundredths) == [.quality: 60_00, .exam: 60_00, .survey: 50_00])
    #expect((scheme.least, scheme.most, scheme.experiencedMonths) == (2, 20, 12))
    #expect(scheme.again["hl-12"] == "hr-01")
  }

  @Test(arguments: [
    (
      "{merit: 'needs', id: 'n', version: 1, from: '2026-01-01', title: 'n', weights: {quality: 50, exam: 49}}",
      "n:1:80: the sources weigh 99%; they must sum to 100%"
    ),
    (
      "{merit: 'needs', id: 'n', version: 1, from: '2026-01-01', title: 'n', weights: {quality: 100}, again: {a: 'b', b: 'c'}}",
      "n:1:103: 'a' leads to 'b', which leads to another lesson; name the last one"
    ),
    (
      "{merit: 'needs', id: 'n', version: 1, from: '2026-01-01', title: 'n', weights: {quality: 100}, leest: 2}",
      "n:1:96: 'leest' is not a known key; did you mean 'least'?"
    ),
  ])
  func `what is wrong with a scheme is named where it stands`(_ text: String, _ fault: String) {
    let faults = #expect(throws: Faults.self) { _ = try NeedsScheme.read(Array(text.utf8), named: "n") }
    #expect(faults?.list.map(\.description) == [fault])
  }
}

@Suite struct LessonNeedTests {
  private let calls: [Int: [NeedSource: Int]] = [1: [.quality: 6, .exam: 1, .survey: 4], 2: [.quality: 3]]

  private func evidence(
    _ id: String, _ source: NeedSource = .quality, staff: Int = 1, lost: Int,
    on date: String = "2026-07-20",
    lesson: String? = "a1", what: String = "x"
  ) -> NeedEvidence {
    NeedEvidence(
      source: source, staff: staff, id: id, what: what, day: day(date), lost: Score(hundredths: lost),
      lesson: lesson)
  }

  private func needs(
    _ evidence: [NeedEvidence], completed: [Int: [String: String]] = [:], experienced: Set<Int> = [],
    taught: Set<String> = ["a1", "a2", "b1"], least: Int? = nil
  ) throws -> LessonNeeds {
    LessonNeeds(
      evidence,
      LessonNeeds.Facts(
        cases: calls, completed: completed.mapValues { $0.mapValues(day) }, experienced: experienced,
        taught: taught),
      by: try needsScheme(), least: least)
  }

  private func shown(_ needs: LessonNeeds) -> [String] {
    needs.lessons.flatMap { need in
      need.people.map {
        "\(need.lesson) \($0.staff) \($0.gain) \($0.evidence.map(\.id).joined(separator: "+"))"
      }
    }
  }

  /// By hand: 12 + 9 points over six calls are 3.50, of which 40 % are 1.40; 10 points of one paper are 2.00 more;
  /// 33.33 over four responses are 8.33, of which 20 % are 1.666; two complaints of 5 points are 10, of which 20 % are 2.
  @Test(arguments: [
    (["q"], "0.80"), (["q", "r"], "1.40"), (["q", "r", "e"], "3.40"), (["s"], "1.67"), (["c", "d"], "2.00"),
    (["q", "r", "e", "s", "c", "d"], "7.07"),
  ])
  func `the gain is what each source lost over its cases, weighed`(_ names: [String], _ gain: String) throws {
    let all = [
      "q": evidence("q", lost: 12_00), "r": evidence("r", lost: 9_00), "e": evidence("e", .exam, lost: 10_00),
      "s": evidence("s", .survey, lost: 33_33), "c": evidence("c", .complaint, lost: 5_00),
      "d": evidence("d", .complaint, lost: 5_00),
    ]
    #expect(try needs(names.compactMap { all[$0] }).lessons.map(\.gain.description) == [gain])
  }

  @Test func `nobody stands twice for one lesson, and lessons go by gain, people and id`() throws {
    let found = try needs([
      evidence("c1", lost: 6_00), evidence("c2", lost: 6_00), evidence("c3", staff: 2, lost: 6_00),
      evidence("c4", lost: 12_00, lesson: "a2"), evidence("c5", staff: 2, lost: 6_00, lesson: "a2"),
    ])
    // Both lessons: 12 points of six calls, and 6 of three: 0.80 each; a1 and a2 tie, and the id decides.
    #expect(shown(found) == ["a1 1 0.80 c1+c2", "a1 2 0.80 c3", "a2 1 0.80 c4", "a2 2 0.80 c5"])
    #expect(found.lessons.map(\.gain.description) == ["1.60", "1.60"])
  }

  @Test func `of equal gains the lesson with more people comes first`() throws {
    let found = try needs([
      evidence("c1", lost: 12_00, lesson: "a1"), evidence("c2", lost: 6_00, lesson: "a2"),
      evidence("c3", staff: 2, lost: 3_00, lesson: "a2"),
    ])
    #expect(
      found.lessons.map { "\($0.lesson) \($0.gain) \($0.people.count)" }
        == ["a2 0.80 2", "a1 0.80 1"])
  }

  @Test func `a lesson completed after the day answers the evidence, on the day or before it does not`()
    throws
  {
    let lost = [evidence("c1", lost: 6_00, on: "2026-07-20", lesson: "a2")]
    for (done, count) in [("2026-07-19", 1), ("2026-07-20", 1), ("2026-07-21", 0)] {
      let found = try needs(lost, completed: [1: ["a2": done]])
      #expect(found.lessons.count == count, "\(done)")
      #expect(found.answered.count == 1 - count, "\(done)")
    }
  }

  @Test func `whoever knew the lesson takes the other one, by completion or by long practice`() throws {
    let lost = [evidence("c1", lost: 6_00)]
    #expect(try needs(lost).lessons.map(\.lesson) == ["a1"])
    #expect(try needs(lost, completed: [1: ["a1": "2026-07-20"]]).lessons.map(\.lesson) == ["b1"])
    #expect(try needs(lost, experienced: [1]).lessons.map(\.lesson) == ["b1"])
    // Known before, and the other one completed since: answered.
    #expect(try needs(lost, completed: [1: ["a1": "2026-01-01", "b1": "2026-08-01"]]).lessons.isEmpty)
    // The other lesson's course is not loaded: the first stays.
    #expect(try needs(lost, experienced: [1], taught: ["a1"]).lessons.map(\.lesson) == ["a1"])
    #expect(try needs(lost, taught: ["b1"]).untaught.count == 1)
  }

  @Test func `too little evidence is no need, and what no lesson teaches is counted`() throws {
    let lost = [evidence("c1", lost: 6_00), evidence("c2", lost: 6_00)]
    #expect(try needs(lost, least: 2).lessons.count == 1)
    #expect(try needs(lost, least: 3).lessons.isEmpty)
    let found = try needs([evidence("c1", lost: 6_00, lesson: nil), evidence("c2", lost: 6_00, lesson: "zz")])
    #expect(found.untaught.map(\.id) == ["c1", "c2"])
  }
}
