import Formats
import SQLite
import Statistics
import Workforce
import Workspace

/// Control charts of QA over the weeks of a quarter, with limits frozen on a baseline.
package struct ChartDesk {
  /// Whose calls a chart is of.
  package enum Subject: Hashable, Sendable {
    case company
    case team(String)
    case agent(String)

    package var name: String {
      switch self {
      case .company: "company"
      case .team(let id), .agent(let id): id
      }
    }
  }

  private let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Everybody's weeks of a quarter: the company's, each team's and each agent's, in one ordered pass.
  package func weeks(in quarter: Quarter, scorecard: String) throws -> [Subject: [QualityWeek]] {
    try occasion.require(.assessor, .leader, .hr, to: "see control charts")
    let staff = StaffRecords(database)
    let book = try TeamBook(staff)
    var ids: [Int: String] = [:]
    for (id, key) in try staff.keys() { ids[key] = id }
    var found: [Subject: [CalendarDay: QualityWeek]] = [:]
    try EvaluatedCalls(database).forEachStratum(in: quarter, frame: [:]) { _, calls in
      for call in calls where call.card.head.id == scorecard {
        let monday = QualityWeek.monday(of: call.day)
        var subjects: [Subject] = [.company, .agent(ids[call.staff] ?? "?")]
        if let team = book.team(of: call.staff, on: call.day) { subjects.append(.team(team)) }
        for subject in subjects {
          found[subject, default: [:]][monday, default: QualityWeek(monday: monday)].add(call)
        }
      }
    }
    return found.mapValues { $0.values.sorted { $0.monday < $1.monday } }
  }

  /// Somebody's charts of a quarter, on the baseline frozen last.
  package func charts(
    of subject: Subject, in quarter: Quarter, scorecard: String
  ) throws -> (charts: QualityCharts, baseline: QualityBaseline) {
    try occasion.require(.assessor, .leader, .hr, to: "see control charts")
    guard let baseline = try baseline(scorecard: scorecard) else {
      throw Refusal(.noInput, "no baseline is frozen", "freeze one with: merit qa baseline --quarter Q")
    }
    guard let weeks = try weeks(in: quarter, scorecard: scorecard)[subject] else {
      throw Refusal(
        .noInput, "'\(subject.name)' has no evaluation on '\(scorecard)' in \(quarter)",
        "see: merit qa results --quarter \(quarter)")
    }
    return (QualityCharts(weeks, baseline: baseline), baseline)
  }

  /// Freezes what the company did in a quarter as the baseline of charts from now on.
  package func freeze(_ quarter: Quarter, scorecard: String) throws -> QualityBaseline {
    try occasion.require(.hr, to: "freeze a baseline")
    guard let weeks = try weeks(in: quarter, scorecard: scorecard)[.company] else {
      throw Refusal(
        .noInput, "nothing was judged on '\(scorecard)' in \(quarter)",
        "freeze a quarter that has evaluations")
    }
    var scores = SampleSums()
    for week in weeks { scores.add(week.scores) }
    let baseline = QualityBaseline(
      quarter: quarter, scores: scores, calls: weeks.reduce(0) { $0 + $1.calls },
      failed: weeks.reduce(0) { $0 + $1.failed })
    guard scores.squares <= Int128(Int.max) else {
      throw Refusal(
        .badData, "\(quarter) has too many evaluations for one baseline", "freeze another quarter")
    }
    try occasion.record("qa.baseline", of: "\(quarter)", content: "\(baseline)") {
      try database.run(
        """
        INSERT INTO chart_baseline (subject, scorecard, quarter, count, sum, squares, failed, frozen_at, frozen_by)
        VALUES ('company', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        [
          .text(scorecard), .integer(quarter.number), .integer(scores.count), .integer(Int(scores.sum)),
          .integer(Int(scores.squares)), .integer(baseline.failed), .text(occasion.now.description),
          .text(occasion.actor.account),
        ])
    }
    return baseline
  }

  /// The baseline frozen last; `nil` of none.
  package func baseline(scorecard: String) throws -> QualityBaseline? {
    try database.first(
      """
      SELECT quarter, count, sum, squares, failed
        FROM chart_baseline
       WHERE subject = 'company' AND scorecard = ?1
       ORDER BY id DESC
       LIMIT 1
      """, [.text(scorecard)]
    ) {
      QualityBaseline(
        quarter: Quarter(number: $0.int(0)),
        scores: SampleSums(count: $0.int(1), sum: Int128($0.int(2)), squares: Int128($0.int(3))),
        calls: $0.int(1),
        failed: $0.int(4))
    }
  }
}

extension QualityWeek {
  fileprivate mutating func add(_ call: EvaluatedCall) {
    calls += 1
    if call.criticals > 0 { failed += 1 }
    if let score = call.score { scores.add(score.hundredths) }
  }
}
