import Formats
import Performance
import Testing
import Workspace

/// Who gets the places; every list of totals has one outcome worked out by hand.
@Suite struct PromotionRankingTests {
  private let day = Quarter(number: 2026 * 4 + 2).lastDay

  private func person(
    _ id: String, _ total: Int?, site: String? = nil, satisfaction: Int? = nil, postSince: String? = nil,
    joined: String? = nil, exam: Int? = nil
  ) -> PromotionCase {
    var person = PromotionCase(staff: id, name: id)
    person.total = total.map(Score.init(hundredths:))
    person.site = site
    person.satisfaction = satisfaction.map(Score.init(hundredths:))
    person.postSince = postSince.flatMap { CalendarDay($0) }
    person.joined = joined.flatMap { CalendarDay($0) }
    person.exam = exam.map { .init(score: Score(hundredths: $0), day: day) }
    person.quarters = [PromotionQuarter(grade: "B")]
    return person
  }

  private func proposed(
    _ people: [PromotionCase], _ keys: String = "criticals: 0", places: PromotionPlaces
  ) throws -> [String] {
    let scheme = try promotionScheme("vacancies: 1, \(keys)")
    return PromotionProposal.proposals(people, scheme: scheme, on: day, places: places).map {
      "\($0.person.staff) \($0.rank.map(String.init) ?? "–")\($0.isProposed ? " yes" : "")"
    }
  }

  @Test func `places go by total, and a tie across the last one is left to a person`() throws {
    func proposed(_ totals: [Int?], places: Int = 2) throws -> [String] {
      try self.proposed(
        totals.enumerated().map { person("E\($0)", $1) }, places: PromotionPlaces(open: places))
    }
    #expect(try proposed([85_00, 90_00, 80_00]) == ["E1 1 yes", "E0 2 yes", "E2 3"])
    #expect(try proposed([85_00, 90_00, 85_00]) == ["E1 1 yes", "E0 2", "E2 2"])
    #expect(try proposed([85_00, 85_00]) == ["E0 1 yes", "E1 1 yes"])
    #expect(
      try proposed([90_00, 90_00, 80_00, 70_00], places: 3) == ["E0 1 yes", "E1 1 yes", "E2 3 yes", "E3 4"])
    // Nobody below a tie moves into the place that the tie leaves free.
    #expect(try proposed([90_00, 90_00, 80_00], places: 1) == ["E0 1", "E1 1", "E2 3"])
    #expect(try proposed([90_00], places: 0) == ["E0 1"])
    // Who was not assessed comes after all who were.
    #expect(try proposed([nil, 40_00], places: 1) == ["E1 1 yes", "E0 2"])
  }

  @Test func `whoever lacks a condition is not ranked`() throws {
    #expect(
      try proposed(
        [person("E0", 90_00, satisfaction: 74_99), person("E1", 80_00, satisfaction: 75_00)],
        "satisfaction: 75", places: PromotionPlaces(open: 2)) == ["E1 1 yes", "E0 –"])
  }

  @Test func `a later key decides only where the earlier ones are equal`() throws {
    let keys =
      "criticals: 0, exam: {blueprint: 'b', pass: 0}, ranking: ['total', 'exam', 'satisfaction', 'months', 'joined']"
    let people = [
      person("E0", 85_00, satisfaction: 90_00, postSince: "2020-01-01", joined: "2020-01-01", exam: 70_00),
      person("E1", 85_00, satisfaction: 80_00, postSince: "2020-01-01", joined: "2020-01-01", exam: 71_00),
      person("E2", 85_00, satisfaction: 91_00, postSince: "2024-01-01", joined: "2019-01-01", exam: 70_00),
      // Months are whole: 2020-01-15 and 2020-01-20 are the same number of them on 2026-09-30, so who joined first wins.
      person("E3", 80_00, satisfaction: 80_00, postSince: "2020-01-20", joined: "2018-01-01", exam: 70_00),
      person("E4", 80_00, satisfaction: 80_00, postSince: "2020-01-15", joined: "2018-01-02", exam: 70_00),
      person("E5", 80_00, satisfaction: 80_00, postSince: "2019-12-30", joined: "2019-12-30", exam: 70_00),
    ]
    #expect(
      try proposed(people, keys, places: PromotionPlaces(open: 4)) == [
        "E1 1 yes", "E2 2 yes", "E0 3 yes", "E5 4 yes", "E3 5", "E4 6",
      ])
  }

  @Test func `equal on every key shares the rank`() throws {
    let people = [
      person("E0", 85_00, satisfaction: 80_00), person("E1", 85_00, satisfaction: 80_00),
      person("E2", 85_00, satisfaction: 79_99),
    ]
    #expect(
      try proposed(
        people, "criticals: 0, ranking: ['total', 'satisfaction']", places: PromotionPlaces(open: 2))
        == ["E0 1 yes", "E1 1 yes", "E2 3"])
    #expect(try proposed(people, places: PromotionPlaces(open: 2)) == ["E0 1", "E1 1", "E2 1"])
  }

  @Test func `a site's places go to its own people first, the open ones to who is left`() throws {
    let people = [
      person("C1", 95_00, site: "成都"), person("C2", 94_00, site: "成都"), person("C3", 93_00, site: "成都"),
      person("M1", 80_00, site: "绵阳"), person("M2", 70_00, site: "绵阳"), person("D1", 60_00, site: "德阳"),
    ]
    #expect(
      try proposed(people, places: PromotionPlaces(open: 0, bySite: ["成都": 1, "绵阳": 1])) == [
        "C1 1 yes", "C2 2", "C3 3", "M1 4 yes", "M2 5", "D1 6",
      ])
    #expect(
      try proposed(people, places: PromotionPlaces(open: 1, bySite: ["成都": 1, "绵阳": 2])) == [
        "C1 1 yes", "C2 2 yes", "C3 3", "M1 4 yes", "M2 5 yes", "D1 6",
      ])
    // Two tied for a site's one place: neither gets it, and both go on to the open ones.
    let tied = [
      person("C1", 95_00, site: "成都"), person("C2", 95_00, site: "成都"), person("M1", 90_00, site: "绵阳"),
    ]
    #expect(
      try proposed(tied, places: PromotionPlaces(open: 1, bySite: ["成都": 1])) == ["C1 1", "C2 1", "M1 3"])
    #expect(
      try proposed(tied, places: PromotionPlaces(open: 2, bySite: ["成都": 1])) == [
        "C1 1 yes", "C2 1 yes", "M1 3",
      ])
  }
}

@Suite struct PromotionSchemeTests {
  private func faults(_ keys: String) -> [String] {
    (#expect(throws: Faults.self) { _ = try promotionScheme(keys) })?.list.map(\.message) ?? []
  }

  @Test func `a text of version 1 reads as it did`() throws {
    let scheme = try promotionScheme(
      "level: 'five', quarters: 2, grades: ['A', 'B'], satisfaction: 75, criticals: 0, vacancies: 10")
    #expect(scheme.level == 5)
    #expect(scheme.quarters?.count == 2)
    #expect(scheme.quarters?.grades == ["A", "B"])
    #expect(scheme.quarters?.window == nil)
    #expect(scheme.places == .fixed(10))
    #expect(scheme.ranking == [.total])
    #expect(!scheme.isBack)
    #expect(scheme.change.isEmpty)
  }

  @Test func `places not given are those of the imported vacancies that the step leads to`() throws {
    #expect(try promotionScheme("level: 'four'").places == .imported(post: "p", level: 4))
    #expect(
      try promotionScheme("level: 'four', changes: {level: 'three', post: 'lead'}").places
        == .imported(post: "lead", level: 3))
    #expect(
      faults("criticals: 0") == [
        "'vacancies' is missing, and no 'level' says which imported vacancies are meant; give a number or a level"
      ])
    #expect(try promotionScheme("direction: 'back', quarters: 2, grades: ['D']").places == .unlimited)
  }

  @Test func `the schemes that a step rests on are named`() throws {
    let scheme = try promotionScheme(
      "vacancies: 1, exam: {blueprint: 'hotline-four', pass: 80}, certificate: {ladder: 'hotline', level: 'four'}"
    )
    #expect(scheme.needed.map { "\($0.kind) \($0.id)" } == ["blueprint hotline-four", "ladder hotline"])
  }

  @Test(arguments: [
    (
      "vacancies: 1",
      "no condition is given; give at least one of level, months_at_level, months_in_post, exam, training, certificate, quarters, total, satisfaction, quality, criticals"
    ),
    ("vacancies: 1, months_at_level: 3", "'months_at_level' needs 'level'; say which level is to be held"),
    (
      "vacancies: 1, criticals_quarters: 3, total: 5",
      "'criticals_quarters' needs 'criticals'; say how many there may be"
    ),
    (
      "vacancies: 1, grades: ['A'], total: 5",
      "'grades' needs 'quarters'; say how many quarters must be at these grades"
    ),
    ("vacancies: 1, quarters: 2", "'grades' is missing or empty; list the grades that count, best first"),
    (
      "vacancies: 1, quarters: 3, grades: ['A'], grades_of: 2",
      "'grades_of' is 2; of fewer than 3 quarters, 3 cannot count"
    ),
    ("vacancies: 1, level: 'six'", "'level' is 'six', which is none of five, four, three, two, one"),
    (
      "vacancies: 1, total: 1, ranking: ['exam']",
      "'ranking[0]' is 'exam', and no 'exam' is asked for; name it"
    ),
    (
      "vacancies: 1, total: 1, ranking: ['age']",
      "'ranking[0]' is 'age', which is none of total, exam, satisfaction, quality, months, joined"
    ),
    (
      "vacancies: 1, total: 1, changes: {}",
      "'changes' is empty; name a level, a star or a post, or leave it out"
    ),
    ("vacancies: 1, total: 1, changes: {star: 6}", "'changes.star' is 6; it must be from 0 to 5"),
    (
      "direction: 'back', level: 'five'",
      "a step back needs a ground: one of quarters, total, satisfaction, quality, criticals"
    ),
    (
      "direction: 'back', total: 60, exam: {blueprint: 'b', pass: 1}",
      "'exam' has no meaning in a step back; leave it out"
    ),
    ("direction: 'back', total: 60, vacancies: 3", "'vacancies' has no meaning in a step back; leave it out"),
    ("vacancies: 1, total: 60, exam: {blueprint: 'b'}", "'exam.pass' is missing; a number is needed"),
    (
      "vacancies: 1, total: 60, certificate: {ladder: 'b'}",
      "'certificate.level' is missing; a level is needed"
    ),
  ])
  func `what a scheme leaves open or contradicts is a fault`(_ keys: String, _ message: String) {
    #expect(faults(keys) == [message])
  }
}
