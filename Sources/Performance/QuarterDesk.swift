import Exams
import Formats
import SQLite
import Workforce
import Workspace

/// Scoring a quarter and closing it.
package struct QuarterDesk {
  package struct Summary: Sendable {
    package let quarter: Quarter
    package let people: Int
    package let assessed: Int
    package let pool: Money
    package let paid: Money
    /// How many people got each grade, in the order of the scheme.
    package let grades: [(grade: String, count: Int)]
    /// Set once the quarter is closed.
    package let hash: String?
    package let auditHead: String

    package var json: JSON {
      .object([
        ("quarter", .string(quarter.description)), ("people", .int(people)), ("assessed", .int(assessed)),
        ("pool", .number(pool.description)), ("paid", .number(paid.description)),
        ("grades", .object(grades.map { ($0.grade, .int($0.count)) })), ("hash", .optional(hash)),
        ("audit_head", .string(auditHead)),
      ])
    }
  }

  private let occasion: Occasion
  private let records: PerformanceRecords
  private let quarters: QuarterRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PerformanceRecords(occasion.database)
    quarters = QuarterRecords(occasion.database)
  }

  /// Scores everybody and splits the pool; scoring again replaces what was scored.
  ///
  /// - Parameter pool: what there is to share out; by default what everybody assessed would get at factor 1, that is Σ base × days ÷ days of the quarter.
  package func score(_ quarter: Quarter, pool: Money?) throws -> Summary {
    try occasion.require(.hr, to: "score a quarter")
    try check(quarter, pool: pool)
    try ExamDesk(occasion).closeOverdue()
    let scoring = try database.snapshot { try compute(quarter, pool: pool) }
    try keep(scoring, quarter)
    return try summary(quarter, scoring)
  }

  /// Scores the quarter once more on what is there now and freezes it with one hash over everything.
  package func close(_ quarter: Quarter, pool: Money?) throws -> Summary {
    try occasion.require(.hr, to: "close a quarter")
    try check(quarter, pool: pool)
    guard quarter.lastDay < occasion.today else { throw Refusal.quarterRunning(quarter) }
    try ExamDesk(occasion).closeOverdue()
    let version = try database.integer("PRAGMA data_version")
    let scoring = try database.snapshot {
      let run = try records.run(of: quarter)
      return try compute(quarter, pool: pool ?? (run?.isPoolGiven == true ? run?.pool : nil))
    }
    guard scoring.results.contains(where: { $0.assessment.total != nil }) else {
      throw Refusal.nobodyAssessed(quarter)
    }
    try keep(scoring, quarter)
    let hash = scoring.hash
    try occasion.record("quarter.close", of: "\(quarter)", content: hash) {
      // Another process's commit since the snapshot was read shows in data_version; our own do not.
      guard try database.integer("PRAGMA data_version") == version else {
        throw Refusal.changedWhileClosing(quarter)
      }
      try quarters.close(quarter, at: occasion.now, by: occasion.actor.account, hash: hash)
    }
    return try summary(quarter, scoring)
  }

  /// Everybody's grade and bonus if the quarter were scored now, by id; nothing is written.
  package func forecast(_ quarter: Quarter) throws -> [String: (grade: String?, bonus: Money)] {
    try occasion.require(.hr, to: "forecast a quarter")
    let run = try records.run(of: quarter)
    let scoring = try database.snapshot {
      try compute(quarter, pool: run?.isPoolGiven == true ? run?.pool : nil)
    }
    var ids: [Int: String] = [:]
    try StaffRecords(database).forEachPerson { ids[$0] = $1.id }
    var forecast: [String: (grade: String?, bonus: Money)] = [:]
    for result in scoring.results {
      if let id = ids[result.key] { forecast[id] = (result.assessment.grade, result.bonus) }
    }
    return forecast
  }

  private func check(_ quarter: Quarter, pool: Money?) throws {
    guard try quarters.state(of: quarter) != .closed else { throw Refusal.quarterClosed(quarter) }
    if let pool, pool < .zero { throw Refusal.negativePool(pool) }
    if quarter.firstDay > occasion.today { throw Refusal.quarterAhead(quarter) }
  }

  private struct Scoring {
    let results: [QuarterResult]
    let pool: Money
    let isPoolGiven: Bool
    let weight: Int128
    let schemes: String
    let hash: String
    let gradeOrder: [String]
  }

  private func compute(_ quarter: Quarter, pool wanted: Money?) throws -> Scoring {
    let schemes = try SchemeRecords(database).allInForce(kind: PerformanceScheme.kind, on: quarter.lastDay)
    var byPost: [String: PerformanceScheme] = [:]
    var gradeOrder: [String] = []
    for scheme in schemes {
      let document = try PerformanceScheme.read(Array(scheme.text.utf8), named: scheme.label)
      if let other = byPost[document.post] {
        throw Refusal.twoSchemes(document.post, other.head.id, document.head.id)
      }
      byPost[document.post] = document
      for grade in document.grades where !gradeOrder.contains(grade.name) { gradeOrder.append(grade.name) }
    }
    guard !byPost.isEmpty else { throw Refusal.noPerformanceScheme(quarter) }
    let book = try Scorebook(
      database, quarter: quarter, posts: Set(byPost.keys), on: occasion.today, zone: occasion.workspace.zone)
    guard !book.entries.isEmpty else { throw Refusal.nobodyToScore(quarter) }
    let judged = book.entries.map { entry -> (Scorebook.Entry, Evidence, Assessment, PerformanceScheme?) in
      let scheme = byPost[entry.post]
      let evidence = book.evidence(of: entry.key)
      return (entry, evidence, scheme.map { Assessment(evidence, scheme: $0) } ?? Assessment.none, scheme)
    }
    let weights = judged.map { entry, _, assessment, _ in
      entry.person.employment == .outsourced
        ? 0
        : QuarterResult.poolWeight(
          base: entry.person.base ?? .zero, factor: assessment.factor, gate: assessment.gate, days: entry.days
        )
    }
    let pool = wanted ?? Self.standardPool(judged.filter { $0.2.total != nil }.map(\.0), quarter)
    // With no weight at all nobody earned a share: the pool stays unspent.
    let shares = PoolSplit.shares(of: Int128(pool.fen), weights: weights) ?? weights.map { _ in 0 }
    let texts = schemes.map { "\($0.label) \($0.hash)" }.joined(separator: "\n")
    var digest = QuarterDigest(quarter, schemes: texts, pool: pool)
    var results: [QuarterResult] = []
    results.reserveCapacity(judged.count)
    for (index, (entry, evidence, assessment, scheme)) in judged.enumerated() {
      let result = QuarterResult(
        key: entry.key, post: entry.post, team: entry.team, scheme: scheme?.head.id ?? "",
        version: scheme?.head.version ?? 0, days: entry.days, assessment: assessment,
        base: entry.person.base ?? .zero,
        bonus: Money(fen: Int(shares[index])), satisfaction: scheme?.satisfaction(in: evidence),
        criticals: evidence.criticals,
        evaluations: evidence.evaluations, responses: evidence.responses,
        complaints: evidence.liableComplaints)
      digest.add(result, id: entry.person.id)
      results.append(result)
    }
    return Scoring(
      results: results, pool: pool, isPoolGiven: wanted != nil, weight: weights.reduce(0, +), schemes: texts,
      hash: digest.hash(),
      gradeOrder: gradeOrder)
  }

  /// What the people assessed, outsourced staff apart, would get at factor 1 for their days.
  private static func standardPool(_ entries: [Scorebook.Entry], _ quarter: Quarter) -> Money {
    let sum = entries.reduce(Int128(0)) { sum, entry in
      entry.person.employment == .outsourced
        ? sum : sum + Int128(entry.person.base?.fen ?? 0) * Int128(entry.days)
    }
    return Money(fen: Int(roundedQuotient(sum, Int128(quarter.dayCount))))
  }

  private func keep(_ scoring: Scoring, _ quarter: Quarter) throws {
    try occasion.publish(
      scoring.results.count, into: "result", deed: "quarter.score", of: "\(quarter)", content: scoring.hash
    ) { index, batch in
      try records.insert(scoring.results[index], batch: batch)
      if index == scoring.results.count - 1 {
        let run = PerformanceRecords.Run(
          batch: batch, at: occasion.now, pool: scoring.pool, isPoolGiven: scoring.isPoolGiven,
          weight: scoring.weight, schemes: scoring.schemes
        )
        try records.insert(run, quarter: quarter, by: occasion.actor.account)
        try quarters.setScored(quarter)
      }
    }
    for batch in try records.replacedRuns(of: quarter) {
      while try database.transaction({ try records.deleteResults(ofRun: batch, limit: 5_000) }) > 0 {}
      try database.transaction { try records.deleteRun(batch) }
    }
  }

  private func summary(_ quarter: Quarter, _ scoring: Scoring) throws -> Summary {
    let counts = Dictionary(grouping: scoring.results.compactMap(\.assessment.grade)) { $0 }.mapValues(
      \.count)
    return Summary(
      quarter: quarter, people: scoring.results.count,
      assessed: scoring.results.count { $0.assessment.total != nil },
      pool: scoring.pool, paid: scoring.results.reduce(.zero) { $0 + $1.bonus },
      grades: scoring.gradeOrder.map { ($0, counts[$0] ?? 0) }, hash: try quarters.hash(of: quarter),
      auditHead: try Audit(database).head())
  }

  /// Takes in grades that people got before Merit.
  package func importGrades(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "take in earlier grades")
    let keys = try StaffRecords(database).keys()
    var rows: [Placed<EarlierGrade>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let id = row.text("staff")
      let text = row.text("quarter")
      let grade = row.text("grade")
      let score = row.optionalDecimal("score", places: 2, in: 0...100_00)
      if let id, keys[id] == nil { row.fault("staff", "nobody has the id '\(id)'; see: merit staff list") }
      if let text, Quarter(text) == nil {
        row.fault("quarter", "'\(text)' is not a quarter; write it as 2026Q2")
      }
      guard let id, let key = keys[id], let quarter = text.flatMap({ Quarter($0) }), let grade else { return }
      if let first = lines["\(id) \(quarter)"] {
        return row.fault("staff", "'\(id)' has a grade of \(quarter) on line \(first) already; keep one")
      }
      lines["\(id) \(quarter)"] = row.line
      rows.append(
        Placed(
          EarlierGrade(staff: key, quarter: quarter, grade: grade, score: score.map(Score.init(hundredths:))),
          line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: records.find, name: { "the grade of \($0.quarter)" })
    return try occasion.take(
      arrivals, of: table, options: options, into: "earlier_grade", deed: "promotion.import",
      subject: table.file
    ) { row, batch, supersedes in
      try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }
}

extension Assessment {
  /// Of somebody whose post has no scheme.
  static let none = Assessment(
    parts: [], addition: .zero, total: nil, grade: nil, factor: Weight(basisPoints: 0), gate: .whole,
    flags: ["not-assessed"])
}
