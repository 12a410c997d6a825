import Formats
import Testing
import Training
import Workforce
import Workspace

func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(number: 0) }

private let rules = """
  {merit: "training", id: "t", version: 1, from: "2026-01-01", title: "t", posts: ["p"],
   rules: [
     {id: "new", course: "a", when: {joined_within_days: 90}, within_days: 30},
     {id: "low", course: "b", when: {qa_below: 80}, within_days: 30, again_months: 3},
     {id: "weak", course: "b", within_days: 45, when: {item_below: 60, items: {tone: "b4", identity: "b1"}}},
     {id: "exam", course: "b", when: {exam_below: 60}},
     {id: "ends", course: "c", when: {certificate_ends_within: 90}, within_days: 60},
     {id: "yearly", course: "d", when: {level: ["five"], months_in_post: 12}, every_months: 12},
     {id: "changed", course: "a", when: {changed_areas: ["x"]}, within_days: 60}],
   cohort: {most: 3, least: 2, away: 20, notice_days: 7}, day: {from: "09:00", hours: 6},
   rooms: [{id: "R1", title: "1", places: 10}],
   instructors: [{id: "I1", teaches: ["b"]}, {id: "I2", external: true, teaches: ["x", "y"]}]}
  """

private func scheme() throws -> TrainingScheme { try TrainingScheme.read(Array(rules.utf8), named: "t") }

@Suite struct TrainingNeedTests {
  private let today = day("2026-09-01")

  private func needs(
    joined: String = "2024-01-01", since: String = "2024-01-01", level: Int = 0, ends: String? = nil,
    exam: Int? = nil, quality: Int? = nil, items: [String: Int] = [:],
    done: [String: (Int, String)] = ["a": (2, "2024-02-01")], enrolled: Set<String> = [],
    changed: [String: [Int: Set<String>]] = [:], until: String = "2026-12-31"
  ) throws -> [String] {
    var completed: [String: CourseCompletion] = [:]
    for (course, (version, date)) in done {
      completed[course] = CourseCompletion(
        [.init(version: version, lessons: [], share: 100, score: .zero)],
        steps: [.init(day: day(date), lesson: "", result: .completed, version: version)])
    }
    let facts = TrainingFacts(
      staff: "E1", key: 1, name: "Li", team: "T1", site: nil, joined: day(joined), inPostSince: day(since),
      level: level, certificateEnds: ends.map(day), exam: exam.map { Score(hundredths: $0) },
      quality: quality.map { Score(hundredths: $0) }, items: items.mapValues { Score(hundredths: $0) },
      completed: completed, enrolled: enrolled)
    return TrainingNeed.needs(
      of: facts, by: try scheme(), changed: changed, today: today, until: day(until)
    ).map {
      "\($0.course) \($0.opens) \($0.due) \($0.reasons.map(\.en).joined(separator: " | ")) \($0.lessons)"
    }
  }

  @Test func `nobody needs anything without a reason`() throws { #expect(try needs() == []) }

  @Test func `newcomers are due within thirty days of joining, once`() throws {
    #expect(
      try needs(joined: "2026-08-15", done: [:]) == ["a 2026-09-01 2026-09-14 new: joined 2026-08-15 []"])
    #expect(
      try needs(joined: "2026-06-03", done: [:]) == ["a 2026-09-01 2026-09-01 new: joined 2026-06-03 []"])
    #expect(try needs(joined: "2026-06-02", done: [:]) == [])
    #expect(try needs(joined: "2026-08-15", done: ["a": (1, "2026-08-20")]) == [])
    #expect(try needs(joined: "2026-08-15", done: [:], enrolled: ["a"]) == [])
  }

  @Test func `quality below the line, unless the course was taken lately`() throws {
    #expect(try needs(quality: 80_00) == [])
    #expect(
      try needs(quality: 79_99) == ["b 2026-09-01 2026-10-01 low: quality 79.99, below 80.00 []"])
    #expect(try needs(quality: 79_99, done: ["b": (1, "2026-06-02")]) == [])
    #expect(try needs(quality: 79_99, done: ["b": (1, "2026-06-01")]).count == 1)
  }

  @Test func `two rules for a course are one need with both reasons and the earlier day`() throws {
    #expect(
      try needs(exam: 59_99, quality: 70_00, items: ["tone": 59_99, "identity": 60_00]) == [
        "b 2026-09-01 2026-10-01 low: quality 70.00, below 80.00 | weak: weak in tone 59.99 | exam: last exam 59.99, below 60.00 [\"b4\"]"
      ])
  }

  @Test func `a certificate that ends opens its need ninety days before`() throws {
    #expect(try needs(ends: "2026-10-15") == ["c 2026-09-01 2026-10-31 ends: certificate ends 2026-10-15 []"])
    #expect(try needs(ends: "2027-03-31") == ["c 2026-12-31 2027-03-01 ends: certificate ends 2027-03-31 []"])
    #expect(try needs(ends: "2027-04-01") == [])
  }

  @Test func `what comes again comes a year after it was taken`() throws {
    #expect(
      try needs(level: 5, done: ["d": (1, "2025-11-10"), "a": (2, "2024-02-01")]) == [
        "d 2026-11-10 2026-12-10 yearly: 12 months in post, last taken 2025-11-10 []"
      ])
    #expect(
      try needs(since: "2025-10-01", level: 5) == [
        "d 2026-10-01 2026-10-31 yearly: 12 months in post, not taken yet []"
      ])
    #expect(try needs(level: 4) == [])
  }

  @Test func `a course that changed in a named area is taken again`() throws {
    let changed = ["a": [1: Set(["x", "z"])]]
    #expect(try needs(changed: changed) == [])
    #expect(
      try needs(done: ["a": (1, "2024-02-01")], changed: changed) == [
        "a 2026-09-01 2026-10-31 changed: version 1 is out of date in x []"
      ])
    #expect(try needs(done: ["a": (1, "2024-02-01")], changed: ["a": [1: ["z"]]]) == [])
  }

  @Test func `faults of a scheme are all found`() {
    let text = """
      {merit: "training", id: "t", version: 1, from: "2026-01-01", title: "t", posts: ["p"], day: {from: "nine"},
       rules: [{id: "r", course: "a", when: {level: ["six"], item_below: 60, joined: 3}}, {id: "r", course: "a", when: {}}],
       cohort: {most: 2, least: 3}}
      """
    let faults = #expect(throws: Faults.self) { _ = try TrainingScheme.read(Array(text.utf8), named: "t") }
    #expect(
      Set(faults?.list.map(\.message) ?? []) == [
        "'six' in 'level' is none of none, five, four, three, two, one",
        "'item_below' needs 'items', which says which lesson helps with which item",
        "'rules[0].when.joined' is not a known key; known here: certificate_ends_within, changed_areas, exam_below, item_below, items, joined_within_days, level, months_in_post, qa_below",
        "rule 'r' stands twice", "'cohort.least' is 3, more than 'most' 2",
        "'day.from' is 'nine'; write a time as 09:00",
      ])
  }
}

@Suite struct CohortPlanTests {
  private func need(
    _ staff: String, key: Int, team: String = "T1", due: String = "2026-10-01", course: String = "b"
  )
    throws -> TrainingNeed
  {
    let facts = TrainingFacts(
      staff: staff, key: key, name: staff, team: team, site: nil, joined: day("2024-01-01"),
      inPostSince: day("2024-01-01"), quality: Score(hundredths: course == "b" ? 70_00 : 90_00))
    return try #require(
      TrainingNeed.needs(
        of: facts, by: try scheme(), changed: [:], today: day("2026-09-01"), until: day("2026-12-31")
      ).first)
  }

  private func plan(
    _ needs: [TrainingNeed], minutes: Int = 480, sizes: [String: Int] = ["T1": 10, "T2": 10],
    leave: [Int: [Leave]] = [:], diary: CohortPlan.Diary = CohortPlan.Diary(), areas: [String] = [],
    until: String = "2026-09-11"
  ) throws -> CohortPlan {
    CohortPlan(
      needs, scheme: try scheme(),
      subjects: [.init(course: "b", version: 1, areas: areas, minutes: minutes)],
      calendar: WorkingCalendar(), leave: leave, teamSizes: sizes, diary: diary, today: day("2026-09-01"),
      until: day(until))
  }

  private func show(_ plan: CohortPlan) -> [String] {
    plan.cohorts.map {
      "\($0.days.map(\.description)) \($0.room?.id ?? "-") \($0.instructor?.id ?? "-") \($0.people.map(\.facts.staff))"
    }
      + plan.unplaced.map { "\($0.need.facts.staff): \($0.reason.en)" }
  }

  // 2026-09-01 is a Tuesday; a week's notice leads to 8 September. 480 minutes are two days of six hours.
  @Test func `a class takes the first days that are free, by room and instructor`() throws {
    #expect(
      try show(plan([try need("A", key: 1), try need("B", key: 2)])) == [
        "[\"2026-09-08\", \"2026-09-09\"] R1 I1 [\"A\", \"B\"]"
      ])
    var diary = CohortPlan.Diary()
    diary.take("room R1", on: day("2026-09-08"))
    diary.take("instructor I1", on: day("2026-09-09"))
    #expect(
      try show(plan([try need("A", key: 1), try need("B", key: 2)], diary: diary)) == [
        "[\"2026-09-10\", \"2026-09-11\"] R1 I1 [\"A\", \"B\"]"
      ])
  }

  @Test func `a block goes over a weekend`() throws {
    #expect(
      try show(plan([try need("A", key: 1), try need("B", key: 2)], minutes: 1_500, until: "2026-09-14")) == [
        "[\"2026-09-08\", \"2026-09-09\", \"2026-09-10\", \"2026-09-11\", \"2026-09-14\"] R1 I1 [\"A\", \"B\"]"
      ])
  }

  @Test func `a fifth of a team may be away, one always, and the others wait`() throws {
    let people = try (1...3).map { try need("E\($0)", key: $0) }
    #expect(
      try show(plan(people, minutes: 60, until: "2026-09-09")) == [
        "[\"2026-09-08\"] R1 I1 [\"E1\", \"E2\"]",
        "E3: only 1 could come together, and a class needs 2",
      ])
    let mixed = people + [try need("F1", key: 4, team: "T2")]
    #expect(
      try show(plan(mixed, minutes: 60, sizes: ["T1": 4, "T2": 4], until: "2026-09-08")) == [
        "[\"2026-09-08\"] R1 I1 [\"E1\", \"F1\"]",
        "E2: 1 of team T1 may be away at once, and as many are",
        "E3: 1 of team T1 may be away at once, and as many are",
      ])
  }

  @Test func `who is on leave, and what nobody may teach, is named`() throws {
    let away = [1: [Leave(staff: 1, from: day("2026-09-01"), to: day("2026-09-30"), kind: .annual)]]
    #expect(
      try show(plan([try need("A", key: 1), try need("B", key: 2), try need("C", key: 3)], leave: away)).last
        == "A: away from 2026-09-01 to 2026-09-30 (annual)")
    let other = CohortPlan(
      [try need("A", key: 1)], scheme: try scheme(),
      subjects: [.init(course: "b", version: 1, areas: ["z"], minutes: 60)],
      calendar: WorkingCalendar(), leave: [:], teamSizes: [:], diary: CohortPlan.Diary(),
      today: day("2026-09-01"), until: day("2026-09-08"))
    #expect(other.unplaced.count == 1)
    #expect(try scheme().mayTeach(try scheme().instructors[1], "q", areas: ["x", "y"]))
    #expect(try !scheme().mayTeach(try scheme().instructors[1], "q", areas: ["x", "z"]))
    #expect(try !scheme().mayTeach(try scheme().instructors[1], "q", areas: []))
  }

  @Test func `nobody is in two classes at once`() throws {
    var diary = CohortPlan.Diary()
    diary.take("person 1", on: day("2026-09-08"))
    #expect(
      try show(
        plan(
          [try need("A", key: 1), try need("B", key: 2), try need("C", key: 3)], minutes: 60, diary: diary,
          until: "2026-09-08"))
        == ["[\"2026-09-08\"] R1 I1 [\"B\", \"C\"]", "A: in another class on these days"])
  }

  @Test func `online courses need no room`() throws {
    #expect(
      try show(plan([try need("A", key: 1)], minutes: 0, until: "2026-12-31")) == [
        "[\"2026-09-08\", \"2026-10-01\"] - - [\"A\"]"
      ])
  }
}

@Suite struct CourseCompletionTests {
  private func rule(_ version: Int = 1, _ lessons: [String] = ["l1", "l2", "l3", "l4", "d"], share: Int = 80)
    -> CourseCompletion.Rule
  {
    .init(
      version: version, lessons: lessons.map { ($0, $0 == "d") }, share: share,
      score: Score(hundredths: 60_00))
  }

  private func step(
    _ date: Int, _ lesson: String, score: Int? = nil, version: Int? = nil,
    _ result: Attendance.Result = .attended
  )
    -> CourseCompletion.Step
  {
    .init(
      day: day("2026-07-01").adding(days: date), lesson: lesson, result: result,
      score: score.map { Score(hundredths: $0) }, version: version)
  }

  @Test func `four of five lessons are eighty per cent, and a drill needs its points`() {
    let three = [step(0, "l1"), step(1, "l2"), step(2, "l3")]
    #expect(CourseCompletion([rule()], steps: three) == nil)
    #expect(CourseCompletion([rule()], steps: three + [step(3, "l4")])?.day == day("2026-07-04"))
    #expect(CourseCompletion([rule()], steps: three + [step(3, "d", score: 59_99)]) == nil)
    #expect(CourseCompletion([rule()], steps: three + [step(3, "d")]) == nil)
    #expect(CourseCompletion([rule()], steps: three + [step(3, "d", score: 60_00)])?.day == day("2026-07-04"))
    #expect(CourseCompletion([rule()], steps: three + [step(3, "l4", .absent)]) == nil)
    #expect(CourseCompletion([rule()], steps: three + [step(3, "l3")]) == nil)
    #expect(CourseCompletion([rule()], steps: [step(5, "", .completed)])?.day == day("2026-07-06"))
    #expect(CourseCompletion([rule()], steps: [step(5, "")]) == nil)
  }

  @Test func `whoever takes a course again completes it again`() {
    let first = ["l1", "l2", "l3", "l4"].enumerated().map { step($0.offset, $0.element) }
    let again = ["l1", "l2", "l3", "l4"].enumerated().map { step(700 + $0.offset, $0.element) }
    #expect(CourseCompletion([rule()], steps: first + again)?.day == day("2026-07-01").adding(days: 703))
    #expect(CourseCompletion([rule()], steps: first + again.dropLast())?.day == day("2026-07-04"))
    // A lesson whose checks came to too little does not count.
    #expect(CourseCompletion([rule()], steps: first.dropLast() + [step(3, "l4", score: 59_99)]) == nil)
    #expect(CourseCompletion([rule()], steps: first.dropLast() + [step(3, "l4", score: 60_00)]) != nil)
  }

  @Test func `a version is completed by what was taught in it or before`() {
    let rules = [rule(1, ["l1"], share: 100), rule(2, ["l1", "l2"], share: 100)]
    #expect(CourseCompletion(rules, steps: [step(0, "l1", version: 1)])?.version == 1)
    #expect(
      CourseCompletion(rules, steps: [step(0, "l1", version: 1), step(9, "l2", version: 2)])?.version == 2)
    #expect(CourseCompletion(rules, steps: [step(0, "l1", version: 2)]) == nil)
  }
}
