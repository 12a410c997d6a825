import Formats
import Improvement
import Statistics
import Testing
import Workspace

@Suite struct FigureChangeTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var now: FigureChange.Figure?
    var before: FigureChange.Figure?
    var isHigherBetter = true
    let verdict: FigureChange.Verdict
  }

  /// Of errors 3 and 4 the difference has 5; 1.959964 of them are 9.79982.
  @Test(arguments: [
    Example(
      testDescription: "just within", now: .init(89.79, error: 3), before: .init(80, error: 4),
      verdict: .indistinguishable),
    Example(
      testDescription: "just beyond", now: .init(89.80, error: 3), before: .init(80, error: 4),
      verdict: .better),
    Example(
      testDescription: "just beyond, downward", now: .init(70.20, error: 3), before: .init(80, error: 4),
      verdict: .worse),
    Example(
      testDescription: "fewer is better", now: .init(70.20, error: 3), before: .init(80, error: 4),
      isHigherBetter: false, verdict: .better),
    Example(testDescription: "nothing before", now: .init(80, error: 1), verdict: .unknown),
    Example(testDescription: "nothing now", before: .init(80, error: 1), verdict: .unknown),
    Example(
      testDescription: "no error known", now: .init(80, error: nil), before: .init(70, error: 1),
      verdict: .unknown),
    Example(
      testDescription: "nothing left to chance", now: .init(80, error: 0), before: .init(79.99, error: 0),
      verdict: .better),
    Example(
      testDescription: "nothing left to chance, and equal", now: .init(80, error: 0),
      before: .init(80, error: 0),
      verdict: .indistinguishable),
    // 106 against 140 complaints: −34 with an error of √246 = 15.68, of which 1.96 are 30.74; 110: −30 of 30.99.
    Example(
      testDescription: "fewer complaints beyond chance", now: .init(count: 106), before: .init(count: 140),
      isHigherBetter: false, verdict: .better),
    Example(
      testDescription: "fewer complaints within chance", now: .init(count: 110), before: .init(count: 140),
      isHigherBetter: false, verdict: .indistinguishable),
  ])
  func `a change is said only where its interval does not hold zero`(_ example: Example) {
    let change = FigureChange(
      now: example.now, before: example.before, isHigherBetter: example.isHigherBetter)
    #expect(change.verdict == example.verdict)
  }

  @Test func `a share has its binomial error in per cent, and no cases are no figure`() throws {
    // Of 98 cases 49 hits: √(0.25 ÷ 100) is 5 per cent; all of 2: √(0.75 · 0.25 ÷ 4) is 21.65.
    #expect(FigureChange.Figure(Proportion(hits: 49, of: 98)) == FigureChange.Figure(50, error: 5))
    let certain = try #require(FigureChange.Figure(Proportion(hits: 2, of: 2)))
    #expect(certain.value == 100 && abs((certain.error ?? 0) - 21.6506) < 0.0001)
    #expect(FigureChange.Figure(Proportion(hits: 0, of: 0)) == nil)
  }

  @Test(
    arguments: [
      (80.0, 90.0, 79.99, "strength"), (80, 90, 80, nil), (80, 90, 85, nil), (80, 90, 90, nil),
      (80, 90, 90.01, "weakness"),
    ] as [(Double, Double, Double, String?)])
  func `an interval stands out only when it lies wholly beside the mean`(
    _ low: Double, _ high: Double, _ mean: Double, _ standout: String?
  ) {
    #expect(Standout(low: low, high: high, mean: mean)?.rawValue == standout)
  }
}

@Suite struct ReportPageTests {
  private let page = ReportPage(
    title: "Quality <1>", subtitle: "made today", isChinese: false,
    blocks: [
      .heading(1, "1 Part"), .paragraph("5 * 3 & more"), .heading(2, "1.1 Sub"), .list(["one", "two"]),
      .table(.init("Cap | tion", [.init("name", isNumber: false), .init("n")], [["a|b", "1"]])),
      .missing("bring it with: merit x"), .heading(1, "2 Other"),
    ])

  @Test func `HTML has its headings in order, captions, scopes, and nothing unescaped`() {
    let html = page.html
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(html.contains("<h1>Quality &lt;1&gt;</h1>"))
    #expect(html.contains("<li><a href=\"#h1\">1 Part</a></li>\n<li><a href=\"#h3\">2 Other</a></li>"))
    #expect(html.contains("<h2 id=\"h1\">1 Part</h2>\n<p>5 * 3 &amp; more</p>\n<h3 id=\"h2\">1.1 Sub</h3>"))
    #expect(
      html.contains(
        "<caption>Cap | tion</caption>\n<thead><tr><th scope=\"col\">name</th><th scope=\"col\" class=\"number\">n</th></tr></thead>\n<tbody>\n<tr><th scope=\"row\">a|b</th><td class=\"number\">1</td></tr>"
      ))
    #expect(html.contains("<p class=\"missing\">bring it with: merit x</p>"))
    #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
    #expect(page.html == html)
  }

  @Test func `Markdown says the same, and takes nothing for markup`() {
    #expect(
      page.markdown == """
        # Quality \\<1>

        made today

        ## 1 Part

        5 \\* 3 & more

        ### 1.1 Sub

        - one
        - two

        *Cap | tion*

        | name | n |
        | --- | ---: |
        | a\\|b | 1 |

        > bring it with: merit x

        ## 2 Other

        """)
  }
}

@Suite struct QuarterReportTests {
  private func page(_ house: House, on day: String = "2026-10-19", isChinese: Bool = false) throws
    -> ReportPage
  {
    let findings = try QuarterReportDesk(house.on(day)).findings(in: house.quarter, scorecard: "card")
    return QuarterReportText(findings, isChinese: isChinese).page
  }

  private func headings(_ page: ReportPage) -> [String] {
    page.blocks.compactMap { if case .heading(1, let title) = $0 { title } else { nil } }
  }

  @Test func `an empty quarter has all six parts, and each missing one says what brings it`() throws {
    let house = try House()
    let page = try page(house)
    #expect(
      headings(page) == ["1 Overview", "2 Data", "3 Analysis", "4 Measures", "5 Conclusion", "6 Appendix"])
    let missing = page.blocks.compactMap { if case .missing(let text) = $0 { text } else { nil } }
    #expect(missing.contains { $0.contains("merit qa import FILE") })
    #expect(missing.contains { $0.contains("merit survey import FILE") })
    #expect(missing.contains { $0.contains("merit complaint import FILE") })
    #expect(missing.contains { $0.contains("merit kpi import FILE") })
    #expect(missing.contains { $0.contains("merit improve measure add") })
    #expect(missing.contains { $0.contains("merit improve warn --quarter 2026Q3") })
    #expect(page.markdown.contains("- Call quality: not measured in 2026Q3."))
    #expect(
      try headings(self.page(house, isChinese: true)) == ["一、概述", "二、数据", "三、分析", "四、措施", "五、结论", "六、附录"])
  }

  @Test func `its figures are those of the evidence`() throws {
    let house = try House()
    // By hand: 100, 84, 40 and 24 of 100: a mean of 62.00; `ok` half of the time, tone 100, 60, 100 and 60.
    try house.judge([
      "C1,E1,2026-07-10,yes,5", "C2,E1,2026-08-10,yes,3", "C3,E2,2026-07-11,no,5", "C4,E2,2026-08-11,no,3",
    ])
    try house.complain(
      "P1,2026-09-01 10:00,charge,K1,E2,yes,2026-09-01 11:00,2026-09-01 12:00,,\nP2,2026-09-02 10:00,service,K2,,,2026-09-04 11:00,2026-09-04 12:00,,\n"
    )
    let text = try page(house).markdown
    #expect(text.contains("| Calls drawn by chance and judged | 4 | of agents: 2; by assessors: 1 |"))
    #expect(text.contains("Call quality: 62.00 of 100"))
    #expect(text.contains("| teams | 1 | 62.00 | T1 t | 62.00 | T1 t |"))
    #expect(text.contains("| items | 2 | 80.00 | Tone | 50.00 | Right |"))
    #expect(text.contains("| received | 2 | – |"))
    #expect(text.contains("| closed within 24 h, % of those judged | 50.00 | – |"))
    #expect(text.contains("- Complaints received: 2; 2026Q2 has nothing to compare with."))
    // l1 for E2: 60 points on both of two calls, half of which are 30.00.
    #expect(text.contains("| l1 Lesson l1 | 1 | 2 | – | – | – | 30.00 |"))
    #expect(try page(house, isChinese: true).markdown.contains("通话质检均分 62.00"))
  }

  @Test func `a quarter is set against the one before it`() throws {
    let house = try House()
    func calls(_ name: String, _ month: String, right: Bool) -> [String] {
      (0..<10).map { "\(name)\($0),E\($0 % 2 + 1),\(month)-1\($0),\(right ? "yes" : "no"),\($0 < 5 ? 5 : 4)" }
    }
    try house.judge(calls("A", "2026-05", right: false), in: house.quarter.previous, on: "2026-07-01")
    try house.judge(calls("B", "2026-08", right: true))
    // Five calls of 100 and five of 92 against 40 and 32: 60 points more.
    #expect(
      try page(house).markdown.contains("- Call quality is better than in 2026Q2: 96.00, +60.00 points"))
  }

  @Test func `indicators are set against targets, the quarter before and whoever else is observed`() throws {
    let house = try House()
    try house.answer("S1,2026-08-10,E1,5,5,5,5,5,5,5,5,5\n")
    try house.observe(
      "drop-rate,company,2026Q3,0.43\ndrop-rate,company,2026Q2,0.6\ndrop-rate,rival,2026Q3,0.4\nfault-recovery,company,2026Q3,12\nfault-recovery,rival,2026Q3,14\n"
    )
    let text = try page(house).markdown
    // By hand: 0.43 − 0.5; lower is better, and the target is met.
    #expect(text.contains("| Network drop rate | % | 0.43 | 0.5 | -0.07 | 0.6 | yes |"))
    #expect(text.contains("*The company and rival*"))
    #expect(text.contains("| Network drop rate | 0.43 | 0.4 | 0.03 | behind |"))
    #expect(text.contains("| Fault recovery | 12 | 14 | -2 | ahead |"))
  }

  @Test func `the same workspace gives the same bytes, and only HR may ask`() throws {
    let house = try House()
    try house.judge(["C1,E1,2026-07-10,yes,5", "C2,E2,2026-08-10,no,3"])
    #expect(try page(house).html == page(house).html)
    #expect(throws: Refusal.self) {
      _ = try QuarterReportDesk(house.at(start, roles: [.leader])).findings(in: house.quarter)
    }
  }
}
