import Formats
import Foundation
import Satisfaction
import Statistics
import Testing
import Workspace

private func figures(_ name: String) throws -> Data {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return try Data(contentsOf: folder.appendingPathComponent("Figures/\(name)/expected.json"))
}

private func surveyModel(_ text: String) throws -> SurveyModel {
  try SurveyModel.read(
    Array("{merit: 'survey', id: 'm', version: 1, from: '2026-01-01', title: 'm', \(text)}".utf8), named: "m")
}

@Suite struct NetPromoterTests {
  private struct Case: Decodable {
    let counts: [Int]
    let nps: Double
    let se: Double
    let ci95: [Double]
  }
  private struct File: Decodable { let cases: [Case] }

  @Test func `scores, errors and intervals are those of the reference`() throws {
    let file = try JSONDecoder().decode(File.self, from: figures("nps"))
    #expect(file.cases.count >= 4)
    for example in file.cases {
      let nps = NetPromoter(example.counts)
      #expect(nps.score == Score(hundredths: Int((example.nps * 100).rounded())))
      #expect(abs((nps.error ?? -1) - example.se) < 1e-10)
      let figure = SurveyReport.Figure(score: nps.score, error: nps.error, n: nps.n)
      let interval = try #require(figure.interval)
      // The published score is rounded to hundredths, and the interval lies round it.
      #expect(abs(interval.low - example.ci95[0]) < 0.006 && abs(interval.high - example.ci95[1]) < 0.006)
    }
    #expect(NetPromoter(Array(repeating: 0, count: 11)).score == nil)
  }
}

@Suite struct ComplaintSummaryTests {
  private struct Case: Decodable {
    let values: [Double]
    let median: Double
    let p90: Double
  }
  private struct File: Decodable { let cases: [Case] }

  @Test func `percentiles are those of the reference`() throws {
    let file = try JSONDecoder().decode(File.self, from: figures("percentiles"))
    for example in file.cases {
      let tenths = example.values.map { Int(($0 * 10).rounded()) }.sorted()
      #expect(ComplaintSummary.quantile(tenths, tenths: 5) == Int((example.median * 10).rounded()))
      #expect(ComplaintSummary.quantile(tenths, tenths: 9) == Int((example.p90 * 10).rounded()))
    }
    #expect(ComplaintSummary.quantile([], tenths: 5) == nil)
  }

  private let day = 86_400

  private func complaint(_ name: String, _ at: Int, _ customer: String, _ issue: String?) throws -> Complaint
  {
    let table = try TableReader(
      bytes: Array(
        "id,received,class,customer,issue\n\(name),\(Instant(seconds: at)),charge,\(customer),\(issue ?? "")\n"
          .utf8),
      named: "c.csv", shape: Complaint.shape)
    return try #require(
      try Complaint.read(table, staff: [:], zone: Zone(named: "UTC"), now: Instant(seconds: 4_000_000_000))
        .first?.row)
  }

  @Test func `a repeat lies within the window, and the last days are not judged`() throws {
    let start = 1_782_864_000
    let complaints = [
      try complaint("a", start, "K1", "bill"), try complaint("b", start + 7 * day, "K1", "bill"),
      try complaint("c", start, "K2", "bill"), try complaint("d", start + 7 * day + 1, "K2", "bill"),
      try complaint("e", start + 3 * day, "K1", "network"), try complaint("f", start + 20 * day, "K3", nil),
    ]
    // Looked at after 24 days: of f, received on day 20, the window is not over. a came again on its last second, c a second late.
    let summary = ComplaintSummary(complaints, asOf: Instant(seconds: start + 24 * day))
    #expect((summary.repeats.hits, summary.repeats.of, summary.censored) == (1, 5, 1))
    let later = [try complaint("g", start + 21 * day, "K3", nil)]
    let known = ComplaintSummary(complaints, following: later, asOf: Instant(seconds: start + 30 * day))
    #expect((known.repeats.hits, known.repeats.of, known.censored) == (2, 6, 0))
    #expect(known.iceberg == 150 && known.overdue == 6)
  }

  @Test func `a complaint goes its way step by step, and the first asked owns it`() throws {
    let made = try complaint("a", 0, "K1", nil)
    func step(_ state: ComplaintState, _ department: String? = nil) -> ComplaintStep {
      ComplaintStep(state: state, department: department, text: "", at: Instant(seconds: 0), by: "x")
    }
    let course = ComplaintCourse(
      made,
      steps: [
        step(.classed), step(.routed, "billing"), step(.routed, "network"), step(.handled), step(.answered),
        step(.closed), step(.reopened),
      ])
    #expect(course.owner == "billing" && course.reopenings == 1 && course.isOpen)
    #expect(ComplaintState.routed.next.contains(.routed) && !ComplaintState.received.next.contains(.closed))
    #expect(ComplaintState.closed.next == [.reopened])
  }
}

@Suite struct SurveyReportTests {
  private let likert =
    "parts: [{id: 'p', title: 'p', weight: 60, questions: [{id: 'a', title: 'a', weight: 40}, {id: 'b', title: 'b', weight: 60}]}, {id: 'q', title: 'q', weight: 40, questions: [{id: 'c', title: 'c'}]}]"
  private let grades =
    "fuzzy: {operator: 'OP', grades: [{title: 'very good', score: 100}, {title: 'good', score: 75}, {title: 'fair', score: 50}, {title: 'poor', score: 25}, {title: 'bad', score: 0}]}"

  private func counts(_ model: SurveyModel, _ rows: [[Int?]]) -> AnswerCounts {
    var counts = AnswerCounts(model)
    for row in rows { counts.add(row) }
    return counts
  }

  // Ten answers: a = 5×5, 4×3, 3×2; b = 4×6, 2×4; c = 5×2, 3×8.
  private let rows: [[Int?]] = (0..<10).map { place in
    [place < 5 ? 5 : place < 8 ? 4 : 3, place < 6 ? 4 : 2, place < 2 ? 5 : 3]
  }

  @Test(arguments: [
    // By hand. Weighted: p = 0.4·(.5 .3 .2 0 0) + 0.6·(0 .6 0 .4 0) = (.2 .48 .08 .24 0); c = (.2 0 .8 0 0);
    // 0.6·p + 0.4·c = (.2 .288 .368 .144 0): 20 + 21.6 + 18.4 + 3.6 = 63.60.
    ("weighted_average", [0.2, 0.288, 0.368, 0.144, 0], "63.60"),
    // Max–min: p = (.4 .6 .2 .4 0)/1.6 = (.25 .375 .125 .25 0); whole: max(min(.6, p), min(.4, c)) = (.25 .375 .4 .25 0)/1.275.
    ("max_min", [0.25 / 1.275, 0.375 / 1.275, 0.4 / 1.275, 0.25 / 1.275, 0], "62.25"),
  ])
  func `two levels of fuzzy evaluation are those by hand`(
    _ operation: String, _ memberships: [Double], _ score: String
  ) throws {
    let model = try surveyModel(likert + ", " + grades.replacing("OP", with: operation))
    let fuzzy = try #require(SurveyReport("all", [.init(counts: counts(model, rows))], model: model).fuzzy)
    #expect(zip(fuzzy.memberships, memberships).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(fuzzy.score.description == score)
    #expect((fuzzy.between.upper, fuzzy.between.lower) == (1, 2))
  }

  @Test func `top two boxes, means and errors are those by hand`() throws {
    let model = try surveyModel(likert)
    let report = SurveyReport("all", [.init(counts: counts(model, rows))], model: model)
    let a = report.questions[0]
    // 100·5 + 75·3 + 50·2 = 825 of 10; squares 50000 + 16875 + 5000 − 82.5²·10 = 3812.5 over 9 and 10.
    #expect(a.mean.score?.description == "82.50" && a.top == 0.8 && a.mean.n == 10)
    #expect(abs((a.mean.error ?? 0) - (3812.5 / 90).squareRoot()) < 1e-12)
    #expect(report.index.parts.map { $0.score?.description } == ["68.75", "60.00"])
  }

  @Test func `groups count for their customers, not for their answers`() throws {
    let model = try surveyModel(likert)
    let few = counts(model, [[5, 5, 5]])
    let many = counts(model, Array(repeating: [1, 1, 1], count: 9))
    let none = counts(model, Array(repeating: [3, 3, 3], count: 50))
    let report = SurveyReport(
      "all",
      [
        .init(customers: 3, counts: few, squaredError: 4),
        .init(customers: 1, counts: many, squaredError: 16),
        .init(customers: 0, counts: none, squaredError: 1),
      ], model: model)
    #expect(report.index.index?.description == "75.00" && report.responses == 10)
    // Three in four customers gave the two best boxes, though one answer in ten did.
    #expect(report.questions[0].top == 0.75)
    // (¾)²·4 + (¼)²·16 = 3.25.
    #expect(abs((report.indexError ?? 0) - 3.25.squareRoot()) < 1e-12)
  }

  @Test func `a recommendation counts from nought, and one only`() throws {
    let model = try surveyModel(likert + ", beside: [{id: 'r', title: 'r', scale: 10, recommend: true}]")
    let question = model.questions[3]
    #expect(question.lowest == 0 && question.score(0) == .zero && question.score(10) == .full)
    let faults = #expect(throws: Faults.self) {
      _ = try surveyModel(likert + ", beside: [{id: 'r', title: 'r', scale: 7, recommend: true}]")
    }
    #expect(
      faults?.list.map(\.message) == ["'recommend' asks on a scale of 0 to 10; write scale: 10"])
  }
}

@Suite struct PrintedFiguresTests {
  private func line(
    _ group: String, _ part: String?, _ score: String, weight: String? = nil, rank: Int? = nil, _ number: Int
  ) throws -> PrintedFigures.Line {
    PrintedFigures.Line(
      group: group, part: part, score: try #require(ExactDecimal(score)),
      weight: weight.flatMap { ExactDecimal($0) },
      rank: rank, line: number)
  }

  // The study's own table (004, tables 2-6 and 2-7).
  @Test func `the study's impossible group scores are found, and its possible ones are not`() throws {
    let lines = [
      try line("image", nil, "66.11", 1), try line("image", "C11", "66.56", 2),
      try line("image", "C13", "66.00", 3),
      try line("quality", nil, "63.04", 4), try line("quality", "C21", "64.18", 5),
      try line("quality", "C23", "68.50", 6),
      try line("fairness", nil, "79.69", 7), try line("fairness", "C41", "69.93", 8),
      try line("value", nil, "67.75", 9), try line("value", "C31", "66.66", 10),
      try line("value", "C32", "69.77", 11),
    ]
    let findings = PrintedFigures.findings(lines)
    #expect(findings.map(\.line) == [4, 7])
    #expect(
      findings.map(\.text.en) == [
        "quality: 63.04 lies below the least of its parts, C21 64.18; no weights give it",
        "fairness: 79.69 lies above the greatest of its parts, C41 69.93; no weights give it",
      ])
  }

  @Test(arguments: [("66.66", 0), ("66.67", 0), ("66.68", 1), ("66.65", 1)])
  func `a weighted mean may differ by rounding only`(_ total: String, _ count: Int) throws {
    // (60·1 + 70·2)/3 = 66.666…
    let lines = [
      try line("g", nil, total, 1), try line("g", "a", "60.00", weight: "1", 2),
      try line("g", "b", "70.00", weight: "2", 3),
    ]
    #expect(PrintedFigures.findings(lines).count == count)
  }

  @Test func `ranks and double figures are compared`() throws {
    let findings = PrintedFigures.findings([
      try line("g", "C14", "66.10", rank: 1, 1), try line("g", "C15", "65.00", rank: 3, 2),
      try line("g", "C16", "64.00", rank: 4, 3), try line("g", "C17", "64.00", rank: 3, 4),
      try line("g", "C14", "66.12", 5), try line("g", "C16", "64.0", 6), try line("h", "C14", "70.00", 7),
    ])
    // Equal scores may be told apart by what is not printed; the same name in another table is another thing.
    #expect(findings.map(\.line) == [2, 5])
  }
}

@Suite struct ImportanceMapTests {
  @Test func `what matters and is done badly stands first`() {
    let points = [
      ImportanceMap.Point(title: "bill & <fee>", importance: 0.6, performance: 40),
      ImportanceMap.Point(title: "store", importance: 0.3, performance: 80),
      ImportanceMap.Point(title: "roaming", importance: 0.0, performance: 60),
    ]
    let map = ImportanceMap(points, isChinese: false)
    #expect(points.map { map.quadrant($0) } == [.improve, .keep, .overdone])
    #expect(
      map.svg.contains("bill &amp; &lt;fee&gt;") && map.svg.components(separatedBy: "<circle").count == 3
        && map.svg.components(separatedBy: "<polygon class=\"out\"").count == 2)
  }
}
