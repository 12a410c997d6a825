import Competitions
import Exams
import Formats
import Quality
import Satisfaction
import SQLite
import Training
import Workforce
import Workspace

/// Explains a person's bonus down to the calls, answers and records that it came from.
package struct ExplainDesk {
  private let occasion: Occasion
  private let pay: PayDesk
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    pay = PayDesk(occasion)
  }

  /// The tree of a person's bonus in a quarter; their own, or anybody's for HR.
  package func explain(_ staff: String, in quarter: Quarter) throws -> Explanation {
    try database.snapshot {
      let (person, key, result) = try pay.result(of: staff, in: quarter)
      let run = try pay.run(of: quarter)
      let scheme = try SchemeRecords(database).document(
        PerformanceScheme.self, id: result.scheme, version: result.version)
      let total = try self.total(result, scheme: scheme, key: key, staff: staff, quarter: quarter, run: run)
      let weight = Explanation(
        Words(en: "weight in the pool", zh: "奖金池权重"), value: "\(result.poolWeight)", unit: "",
        rule: "base × factor × gate × days",
        from: [
          Explanation(
            Words(en: "base", zh: "奖金基数"), value: "\(result.base)", unit: "yuan",
            source: ("roster", person.id)),
          Explanation(
            Words(
              en: "factor of grade \(result.assessment.grade ?? "–")",
              zh: "等级系数 \(result.assessment.grade ?? "–")"),
            value: result.assessment.factor.factorText, rule: "grade band of the total",
            scheme: result.scheme,
            version: result.version, from: [total]),
          Explanation(
            Words(en: "satisfaction gate", zh: "满意度系数"), value: result.assessment.gate.factorText,
            rule: "gate of satisfaction \(result.satisfaction?.description ?? "–")", scheme: result.scheme,
            version: result.version),
          Explanation(
            Words(en: "days in post", zh: "在岗天数"), value: "\(result.days)", unit: "of \(quarter.dayCount)",
            source: ("assignment", person.id)),
        ])
      return Explanation(
        Words(
          en: "bonus of \(person.id) \(person.name) in \(quarter)",
          zh: "\(quarter) \(person.id) \(person.name) 奖金"),
        value: "\(result.bonus)", unit: "yuan", rule: "pool × weight ÷ sum of weights, by largest remainder",
        from: [
          Explanation(
            Words(en: "pool", zh: "奖金池"), value: "\(run.pool)", unit: "yuan",
            source: ("scoring", "\(quarter) run \(run.batch)")),
          weight,
          Explanation(
            Words(en: "sum of weights", zh: "权重合计"), value: "\(run.weight)",
            source: ("scoring", "\(quarter) run \(run.batch)")),
        ])
    }
  }

  private func total(
    _ result: QuarterResult, scheme: PerformanceScheme, key: Int, staff: String, quarter: Quarter,
    run: PerformanceRecords.Run
  ) throws -> Explanation {
    var nodes = try zip(scheme.parts, result.assessment.parts).map { part, score in
      let node = try evidence(part, key: key, quarter: quarter, run: run)
      return Explanation(
        Words(en: "\(part.title.en) (weight \(part.weight))", zh: "\(part.title.zh)（权重 \(part.weight)）"),
        value: score.score?.description, unit: "points",
        rule: score.counts ? node.rule : "no evidence: left out, its weight spread over the others",
        scheme: result.scheme,
        version: result.version, from: node.from)
    }
    let incidents = try IncidentRecords(database).all(in: quarter).filter {
      $0.staff == staff && $0.confirmedBy != nil
    }
    if !incidents.isEmpty || result.criticals > 0 {
      nodes.append(
        Explanation(
          Words(en: "critical calls that count, and confirmed incidents", zh: "计入的致命差错与已确认红线事件"),
          value: "\(result.criticals + incidents.count)",
          rule: "cap the grade from the number that the scheme states", scheme: result.scheme,
          version: result.version,
          from: incidents.map {
            Explanation(
              Words(en: "incident of \($0.row.day), \($0.row.kind)", zh: "\($0.row.day) 红线事件 \($0.row.kind)"),
              value: "confirmed by \($0.confirmedBy ?? "")", source: ("incident", $0.row.name))
          }))
    }
    if result.assessment.addition > .zero {
      let key = try StaffRecords(database).key(of: staff) ?? 0
      let earned = try ContestPoints(database, in: quarter).points(of: staff, key: key)
      nodes.append(
        Explanation(
          Words(en: "competitions", zh: "竞赛加分"), value: "\(result.assessment.addition)", unit: "points",
          rule: "sum of points, at most \(scheme.competitionCap)", scheme: result.scheme,
          version: result.version,
          from: try earned.map(ContestExplanation(occasion).explanation)))
    }
    let flags = result.assessment.flags.isEmpty ? "" : " (\(result.assessment.flags.joined(separator: ", ")))"
    return Explanation(
      Words(en: "total", zh: "总分"), value: result.assessment.total?.description, unit: "points",
      rule: "Σ score × weight ÷ Σ weight, plus competitions, at most 100\(flags)", scheme: result.scheme,
      version: result.version, from: nodes)
  }

  /// A part's rule and the records behind it.
  private func evidence(
    _ part: PerformanceScheme.Part, key: Int, quarter: Quarter, run: PerformanceRecords.Run
  ) throws -> (rule: String, from: [Explanation]) {
    switch part.source {
    case .qa:
      return (
        "mean of the calls drawn by chance, each counting for the calls that it stands for",
        try evaluations(of: key, in: quarter, upTo: run.batch)
      )
    case .satisfaction:
      let responses = try SatisfactionRecords(database).responses(of: key, in: quarter, upTo: run.batch)
      return (
        "mean of the responses",
        responses.map {
          Explanation(
            Words(en: "response of \($0.row.day)", zh: "\($0.row.day) 问卷"), value: $0.row.score?.description,
            unit: "points", rule: "mean of the attributable questions", scheme: $0.row.model,
            version: $0.row.version,
            source: ("survey response", $0.row.name))
        }
      )
    case .exam:
      let sittings = try SittingRecords(database).sittings(
        of: key, from: quarter.firstDay, to: quarter.lastDay)
      return ("best sitting of the quarter", try sittings.map(sitting))
    case .training:
      let records = try TrainingRecords(database).attendance(of: key, in: quarter, upTo: run.batch)
      return (
        "lessons attended or completed ÷ lessons given",
        records.map {
          Explanation(
            Words(
              en: "\($0.row.course) \($0.row.lesson) on \($0.row.day)",
              zh: "\($0.row.day) \($0.row.course) \($0.row.lesson)"),
            value: $0.row.result.rawValue, source: ("attendance", "\($0.id)"))
        }
      )
    case .complaint:
      let complaints = try SatisfactionRecords(database).complaints(
        against: key, in: quarter, upTo: run.batch)
      return (
        "100 − \(part.perComplaint) for each liable complaint",
        complaints.map {
          Explanation(
            Words(en: "liable complaint, \($0.row.kind.rawValue)", zh: "有责投诉"),
            value: "−\(part.perComplaint)",
            unit: "points", source: ("complaint", $0.row.name))
        }
      )
    }
  }

  /// Evaluations with their items: from the score of a call down to each answer on the form.
  private func evaluations(of key: Int, in quarter: Quarter, upTo batch: Int) throws -> [Explanation] {
    var cards: [String: Scorecard] = [:]
    let evaluations = try QualityRecords(database).evaluations(of: key, in: quarter, upTo: batch)
    let sizes = try DrawRecords(database).sizes(of: key, in: quarter)
    // The calls of a stratum that were judged with a score share what it stands for.
    let judged = Dictionary(grouping: evaluations.filter { $0.row.score != nil }) { $0.row.stratum }
      .mapValues(\.count)
    return try evaluations.map { id, call, row in
      let name = "\(row.scorecard) v\(row.version)"
      let card: Scorecard
      if let known = cards[name] {
        card = known
      } else {
        card = try SchemeRecords(database).document(Scorecard.self, id: row.scorecard, version: row.version)
        cards[name] = card
      }
      let items = zip(card.items, row.items).map { item, byte in
        let value =
          switch ItemAnswer(byte: byte) {
          case .notApplicable: "NA"
          case .steps(let steps):
            "\(ExactDecimal(mantissa: steps * item.step, places: 2).text)/\(ExactDecimal(mantissa: item.full, places: 2).text)"
          }
        return Explanation(
          item.title, value: value, rule: item.criticality.map { "critical for \($0.rawValue)" } ?? "",
          source: ("evaluation item", "\(id)/\(item.id)"))
      }
      var rule = "Σ weight × answer ÷ full marks" + Self.effect(of: row, on: card)
      let steps = try DisputeRecords(database).steps(call: row.call, assessor: row.assessor).map { step in
        "\(step.kind.rawValue)\(step.outcome.map { " \($0.rawValue)" } ?? "") by \(step.by)"
      }
      if !steps.isEmpty { rule += "; \(steps.joined(separator: ", "))" }
      if let stratum = row.stratum, let size = sizes[stratum], let count = judged[stratum] {
        rule += "; stands for \(size.calls)/\(count) calls of stratum '\(size.name)'"
      }
      return Explanation(
        Words(en: "call \(call), judged \(row.day)", zh: "通话 \(call)，\(row.day) 质检"),
        value: row.score?.description,
        unit: "points", rule: rule,
        scheme: row.scorecard, version: row.version, from: items)
    }
  }

  /// What failed critical items did to a score, in words; empty where none failed.
  private static func effect(of row: Evaluation, on card: Scorecard) -> String {
    let failed = zip(card.items, row.items).filter { item, byte in
      item.criticality != nil && byte != 255 && Int(byte) < item.fullSteps
    }.map(\.0)
    guard !failed.isEmpty else { return "" }
    let effects = failed.map { item in
      switch item.effect {
      case .call: "critical item '\(item.id)' failed: the call is zero"
      case .section: "critical item '\(item.id)' failed: its section is zero"
      case .flag: "critical item '\(item.id)' failed: flagged"
      }
    }
    return "; " + effects.joined(separator: ", ")
  }

  private func sitting(_ sitting: Sitting) throws -> Explanation {
    let room = try ExamRoom(occasion, exam: sitting.exam)
    let paper = try room.paper(of: sitting)
    let marks = try SittingRecords(database).marks(sitting.id).map { mark in
      Explanation(
        Words(
          en: "question \(mark.place + 1): \(paper[mark.place].question)",
          zh: "第\(mark.place + 1)题 \(paper[mark.place].question)"),
        value: "\(decimalText(mark.points, places: 2))/\(decimalText(mark.maximum, places: 2))",
        unit: "points",
        source: ("answer", "\(sitting.id)/\(mark.place + 1)"))
    }
    return Explanation(
      Words(
        en: "exam \(sitting.exam), attempt \(sitting.attempt)", zh: "考试 \(sitting.exam) 第\(sitting.attempt)次"),
      value: sitting.outcome?.score.description, unit: "points",
      rule: "100 × points ÷ points of the paper" + (try revisions(sitting)),
      scheme: room.blueprint.head.id, version: room.blueprint.head.version, from: marks)
  }

  /// Why the result is not that of the submission, where it is not: each later revision with its cause and reason.
  private func revisions(_ sitting: Sitting) throws -> String {
    try SittingRecords(database).history(sitting.id).filter { $0.revision > 1 }
      .map { "; revision \($0.revision) by \($0.cause)\($0.reason.isEmpty ? "" : " (\($0.reason))")" }
      .joined()
  }
}
