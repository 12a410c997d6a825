import Formats
import Performance
import Testing
import Workforce
import Workspace

/// The days that count, from a calendar on the wall.
@Suite struct ProrationTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var quarter = "2026Q3"
    /// Post, share in basis points, first and last day.
    let stints: [(String, Int, String, String)]
    /// Kind, first and last day, days of the whole leave.
    var away: [(Leave.Kind, String, String, Int)] = []
    /// The scheme's own words; the standard where it says nothing.
    var neutrality = ""
    let days: Int
    let shareDays: Int
    var main = 0
    var neutral: (Leave.Kind, Int)?

    init(
      _ name: String, in quarter: String = "2026Q3", _ stints: [(String, Int, String, String)],
      away: [(Leave.Kind, String, String, Int)] = [],
      neutrality: String = "", days: Int, shareDays: Int, main: Int = 0,
      neutral: (Leave.Kind, Int)? = nil
    ) {
      testDescription = name
      self.quarter = quarter
      self.stints = stints
      self.away = away
      self.neutrality = neutrality
      self.days = days
      self.shareDays = shareDays
      self.main = main
      self.neutral = neutral
    }
  }

  private func proration(_ row: Row) throws -> Proration {
    func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }
    let own = QuarterCase(
      id: "E1", employment: .regular, base: .zero,
      stints: try row.stints.map {
        Stint(post: $0.0, team: "t", share: Weight(basisPoints: $0.1), from: try day($0.2), to: try day($0.3))
      },
      absences: try row.away.map {
        Absence(kind: $0.0, from: try day($0.1), to: try day($0.2), length: $0.3)
      })
    return Proration(
      own, in: try #require(Quarter(row.quarter)), neutrality: try examScheme(row.neutrality).neutrality)
  }

  private func expect(_ row: Row) throws {
    let found = try proration(row)
    #expect(found.days == row.days)
    #expect(found.shareDays == row.shareDays)
    #expect(found.main == row.main)
    #expect(found.neutral?.kind == row.neutral?.0)
    #expect(found.neutral?.days == row.neutral?.1)
  }

  private static let whole = ("p", 10_000, "2026-07-01", "2026-09-30")

  @Test(arguments: [
    Row("the whole of a third quarter", [whole], days: 92, shareDays: 920_000),
    Row(
      "a first quarter", in: "2026Q1", [("p", 10_000, "2026-01-01", "2026-03-31")], days: 90,
      shareDays: 900_000),
    Row(
      "a leap year's first quarter", in: "2028Q1", [("p", 10_000, "2028-01-01", "2028-03-31")], days: 91,
      shareDays: 910_000),
    Row(
      "the leap day alone", in: "2028Q1", [("p", 10_000, "2028-02-29", "2028-02-29")], days: 1,
      shareDays: 10_000),
    Row("the first day alone", [("p", 10_000, "2026-07-01", "2026-07-01")], days: 1, shareDays: 10_000),
    Row("the last day alone", [("p", 10_000, "2026-09-30", "2026-09-30")], days: 1, shareDays: 10_000),
    Row(
      "days outside the quarter", [("p", 10_000, "2026-06-01", "2026-10-31")], days: 92, shareDays: 920_000),
    Row("the day before it", [("p", 10_000, "2026-06-01", "2026-06-30")], days: 0, shareDays: 0),
    Row("the day after it", [("p", 10_000, "2026-10-01", "2026-10-01")], days: 0, shareDays: 0),
    Row("no post at all", [], days: 0, shareDays: 0),
    Row(
      "two halves at once; the later counts most of equals",
      [("p", 5_000, "2026-07-01", "2026-09-30"), ("q", 5_000, "2026-07-01", "2026-09-30")], days: 92,
      shareDays: 920_000, main: 1),
    Row(
      "six tenths and four",
      [("p", 6_000, "2026-07-01", "2026-09-30"), ("q", 4_000, "2026-07-01", "2026-09-30")], days: 92,
      shareDays: 920_000),
    Row(
      "a day in two halves is one day",
      [("p", 5_000, "2026-07-01", "2026-07-31"), ("q", 5_000, "2026-07-16", "2026-08-15")], days: 46,
      shareDays: 310_000, main: 1),
    Row(
      "a transfer in the middle: 46 days each",
      [("p", 10_000, "2026-07-01", "2026-08-15"), ("q", 10_000, "2026-08-16", "2026-09-30")], days: 92,
      shareDays: 920_000, main: 1),
    Row(
      "a transfer a day later: 47 and 45",
      [("p", 10_000, "2026-07-01", "2026-08-16"), ("q", 10_000, "2026-08-17", "2026-09-30")], days: 92,
      shareDays: 920_000),
    Row(
      "two stretches in one post outweigh the longest in another, and the later is meant",
      [
        ("p", 10_000, "2026-07-01", "2026-07-20"), ("q", 10_000, "2026-07-21", "2026-08-29"),
        ("p", 10_000, "2026-08-30", "2026-09-30"),
      ], days: 92, shareDays: 920_000, main: 2),
    Row(
      "days between two posts",
      [("p", 10_000, "2026-07-01", "2026-07-10"), ("q", 10_000, "2026-07-21", "2026-07-25")], days: 15,
      shareDays: 150_000),
  ])
  func `days in judged posts count once, and by their share`(_ row: Row) throws { try expect(row) }

  @Test(arguments: [
    Row(
      "a month of maternity leave", [whole], away: [(.maternity, "2026-07-01", "2026-07-31", 98)], days: 61,
      shareDays: 610_000, neutral: (.maternity, 31)),
    Row(
      "the whole quarter", [whole], away: [(.maternity, "2026-07-01", "2026-09-30", 158)], days: 0,
      shareDays: 0, neutral: (.maternity, 92)),
    Row(
      "days away twice are away once", [whole],
      away: [(.maternity, "2026-07-01", "2026-07-31", 31), (.injury, "2026-07-20", "2026-08-09", 21)],
      days: 52, shareDays: 520_000, neutral: (.maternity, 40)),
    // 31 days of injury at a stretch, 35 of maternity in two.
    Row(
      "the kind is named that took most in all", [whole],
      away: [
        (.injury, "2026-07-01", "2026-07-31", 31), (.maternity, "2026-08-01", "2026-08-20", 20),
        (.maternity, "2026-09-01", "2026-09-15", 15),
      ], days: 26, shareDays: 260_000, neutral: (.maternity, 66)),
    Row(
      "of equals the first", [whole],
      away: [(.injury, "2026-07-01", "2026-07-05", 5), (.maternity, "2026-07-11", "2026-07-15", 5)],
      days: 82, shareDays: 820_000, neutral: (.injury, 10)),
    Row(
      "leave before somebody joined", [("p", 10_000, "2026-08-01", "2026-09-30")],
      away: [(.maternity, "2026-07-01", "2026-07-31", 31)], days: 61, shareDays: 610_000),
    Row(
      "leave that begins before and ends after", [("p", 10_000, "2026-07-21", "2026-07-30")],
      away: [(.injury, "2026-06-01", "2026-07-22", 52)], days: 8, shareDays: 80_000, neutral: (.injury, 2)),
    Row(
      "29 days of sick leave", [whole], away: [(.sick, "2026-07-01", "2026-07-29", 29)], days: 92,
      shareDays: 920_000),
    Row(
      "30 days of sick leave", [whole], away: [(.sick, "2026-07-01", "2026-07-30", 30)], days: 62,
      shareDays: 620_000, neutral: (.sick, 30)),
    Row(
      "the last five days of 30", [whole], away: [(.sick, "2026-07-01", "2026-07-05", 30)], days: 87,
      shareDays: 870_000, neutral: (.sick, 5)),
    Row(
      "twice 15 days are no 30 at a stretch", [whole],
      away: [(.sick, "2026-07-01", "2026-07-15", 15), (.sick, "2026-08-01", "2026-08-15", 15)], days: 92,
      shareDays: 920_000),
    Row(
      "a holiday", [whole], away: [(.annual, "2026-07-01", "2026-09-30", 92)], days: 92, shareDays: 920_000),
    Row(
      "a holiday where the scheme calls it neutral", [whole],
      away: [(.annual, "2026-07-01", "2026-07-10", 10), (.maternity, "2026-08-01", "2026-08-31", 31)],
      neutrality: "neutral: {kinds: ['annual']}", days: 82, shareDays: 820_000,
      neutral: (.annual, 10)),
    Row(
      "twenty days where those are long", [whole], away: [(.sick, "2026-07-01", "2026-07-20", 20)],
      neutrality: "neutral: {kinds: [], long_sick_days: 20}", days: 72, shareDays: 720_000,
      neutral: (.sick, 20)),
    // 51 days in the first post, of which 30 away, leave 21 against 41.
    Row(
      "leave makes another post count most",
      [("p", 10_000, "2026-07-01", "2026-08-20"), ("q", 10_000, "2026-08-21", "2026-09-30")],
      away: [(.maternity, "2026-07-01", "2026-07-30", 30)], days: 62, shareDays: 620_000, main: 1,
      neutral: (.maternity, 30)),
  ])
  func `leave that makes neutral takes its days away, and other leave does not`(_ row: Row) throws {
    try expect(row)
  }
}
