import Competitions
import Exams
import Formats
import Quality
import SQLite
import Satisfaction
import Training
import Workforce
import Workspace

/// The tree below somebody's total: parts, results, and the very calls, answers and rows that they came from.
struct EvidenceExplanation {
  private let occasion: Occasion
  private let key: Int
  private let staff: String
  private let quarter: Quarter
  private let run: PerformanceRecords.Run
  private var database: Connection { occasion.database }

  init(
    _ occasion: Occasion, key: Int, staff: String, quarter: Quarter, run: PerformanceRecords.Run
  ) {
    self.occasion = occasion
    self.key = key
    self.staff = staff
    self.quarter = quarter
    self.run = run
  }

  func total(_ result: QuarterResult, scheme: PerformanceScheme) throws -> Explanation {
    var nodes = try zip(scheme.parts, result.assessment.parts).map { part, score in
      try self.part(part, score, result)
    }
    try nodes += changes(result, scheme)
    let flags = result.assessment.flags.isEmpty ? "" : " (\(result.assessment.flags.joined(separator: ", ")))"
    let posts = result.assessment.flags.contains { $0.hasPrefix("posts:") }
    return Explanation(
      Words(en: "total", zh: "总分"), value: result.assessment.total?.description, unit: Explanation.points,
      rule: Words(
        en:
          "Σ score × weight ÷ Σ weight + additions − deductions, 0 to \(scheme.totalCap)\(posts ? "; the mean over the posts held, by days × share" : "")\(flags)",
        zh: "Σ得分×权重÷Σ权重＋加分−扣分，0 至 \(scheme.totalCap)\(posts ? "；多岗位按天数×占比加权平均" : "")\(flags)"),
      scheme: result.scheme, version: result.version, from: nodes)
  }

  private func part(
    _ part: PerformanceScheme.Part, _ score: PartScore, _ result: QuarterResult
  ) throws -> Explanation {
    let evidence = try evidence(part)
    let title = Words(
      en: "\(part.title.en) (weight \(part.weight))", zh: "\(part.title.zh)（权重 \(part.weight)）")
    guard score.counts else {
      return Explanation(
        title, value: nil, unit: Explanation.points,
        rule: Words(
          en: "no evidence: left out, its weight spread over the others", zh: "无依据：不计入，权重分摊至其他项"),
        scheme: result.scheme, version: result.version, from: evidence.from)
    }
    guard part.curve != nil, let raw = score.raw else {
      return Explanation(
        title, value: score.score?.description ?? "0.00", unit: Explanation.points,
        rule: score.score == nil ? Words(en: "no evidence: counts as 0", zh: "无依据：按 0 分计") : evidence.rule,
        scheme: result.scheme, version: result.version, from: evidence.from)
    }
    let figure = ExactDecimal(mantissa: raw, places: 4).text
    return Explanation(
      title, value: score.score?.description, unit: Explanation.points,
      rule: Words(en: "curve of \(figure)", zh: "\(figure) 对应的曲线值"), scheme: result.scheme,
      version: result.version,
      from: [Explanation(part.title, value: figure, rule: evidence.rule, from: evidence.from)])
  }

  /// What is added, taken off or capped beside the parts.
  private func changes(_ result: QuarterResult, _ scheme: PerformanceScheme) throws -> [Explanation] {
    var nodes: [Explanation] = []
    let incidents = try IncidentRecords(database).all(in: quarter).filter {
      $0.staff == staff && $0.confirmedBy != nil
    }
    if !incidents.isEmpty || result.criticals > 0 {
      nodes.append(
        Explanation(
          Words(en: "critical calls that count, and confirmed incidents", zh: "计入的致命差错与已确认红线事件"),
          value: "\(result.criticals + result.evidence.incidents)",
          rule: Words(en: "cap the grade from the number that the scheme states", zh: "达到方案规定次数即限制等级"),
          scheme: result.scheme, version: result.version,
          from: incidents.map {
            Explanation(
              Words(en: "incident of \($0.row.day), \($0.row.kind)", zh: "\($0.row.day) 红线事件 \($0.row.kind)"),
              value: "confirmed by \($0.confirmedBy ?? "")", source: ("incident", $0.row.name))
          }))
    }
    if min(result.evidence.competition, scheme.competitionCap) > .zero {
      let earned = try ContestPoints(database, in: quarter).points(of: staff, key: key)
      nodes.append(
        Explanation(
          Words(en: "competitions", zh: "竞赛加分"),
          value: "\(min(result.evidence.competition, scheme.competitionCap))", unit: Explanation.points,
          rule: Words(
            en: "sum of points, at most \(scheme.competitionCap)", zh: "加分合计，最多 \(scheme.competitionCap)"),
          scheme: result.scheme, version: result.version,
          from: try earned.map(ContestExplanation(occasion).explanation)))
    }
    for (rules, sign) in [(scheme.additions, ""), (scheme.deductions, "−")] {
      for rule in rules where result.evidence.count(of: rule.counted) > 0 {
        let count = result.evidence.count(of: rule.counted)
        let points = min(Score(hundredths: rule.per.hundredths * count), rule.cap)
        nodes.append(
          Explanation(
            rule.title, value: "\(sign)\(points)", unit: Explanation.points,
            rule: Words(
              en: "\(count) × \(rule.per), at most \(rule.cap)", zh: "\(count)×\(rule.per)，最多 \(rule.cap)"),
            scheme: result.scheme, version: result.version,
            source: (rule.counted.rawValue, "\(staff) \(quarter)")))
      }
    }
    if let calibration = try QuarterBook(database).calibrations(in: quarter)[key] {
      nodes.append(
        Explanation(
          Words(en: "grade calibrated by \(calibration.by)", zh: "\(calibration.by) 校准等级"),
          value: calibration.grade, rule: Words(en: calibration.reason, zh: calibration.reason),
          source: ("calibration", "\(staff) \(calibration.at)")))
    }
    return nodes
  }

  /// A part's rule and the records behind it.
  private func evidence(_ part: PerformanceScheme.Part) throws -> (rule: Words, from: [Explanation]) {
    switch part.source {
    case .qa:
      return (
        Words(
          en: "mean of the calls drawn by chance, each counting for the calls that it stands for",
          zh: "随机抽取通话的均值，按其代表的通话数加权"),
        try evaluations()
      )
    case .satisfaction:
      let responses = try SatisfactionRecords(database).responses(of: key, in: quarter, upTo: run.batch)
      return (
        Words(en: "mean of the responses", zh: "问卷得分均值"),
        responses.map {
          Explanation(
            Words(en: "response of \($0.row.day)", zh: "\($0.row.day) 问卷"), value: $0.row.score?.description,
            unit: Explanation.points,
            rule: Words(en: "mean of the attributable questions", zh: "可归因题目的均值"), scheme: $0.row.model,
            version: $0.row.version, source: ("survey response", $0.row.name))
        }
      )
    case .exam:
      let sittings = try SittingRecords(database).sittings(
        of: key, from: quarter.firstDay, to: quarter.lastDay)
      let shown = SittingExplanation(occasion, asOf: run.at)
      return (
        Words(en: "best sitting of the quarter", zh: "本季最好成绩"), try sittings.compactMap(shown.explanation)
      )
    case .training:
      let records = try TrainingRecords(database).attendance(of: key, in: quarter, upTo: run.batch)
      return (
        Words(en: "lessons attended or completed ÷ lessons given", zh: "已参加或完成课次÷应参加课次"),
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
        Words(
          en: "100 − \(part.perComplaint) for each liable complaint", zh: "100 − 每件有责投诉 \(part.perComplaint)"),
        complaints.map {
          Explanation(
            Words(en: "liable complaint, \($0.row.kind.rawValue)", zh: "有责投诉"),
            value: "−\(part.perComplaint)", unit: Explanation.points, source: ("complaint", $0.row.name))
        }
      )
    case .competition:
      let earned = try ContestPoints(database, in: quarter).points(of: staff, key: key)
      return (
        Words(en: "sum of the points of contests", zh: "竞赛加分合计"),
        try earned.map(ContestExplanation(occasion).explanation)
      )
    case .indicator: return try indicator(part)
    }
  }

  /// The observations behind an indicator: one's own, the team's or the company's.
  private func indicator(_ part: PerformanceScheme.Part) throws -> (rule: Words, from: [Explanation]) {
    let subject: String
    switch part.level {
    case .staff: subject = staff
    case .company: subject = "company"
    case .team:
      subject = try PerformanceRecords(database).result(ofRun: run.batch, staff: key)?.team ?? ""
    }
    let observed = try SatisfactionRecords(database).observations(
      of: part.indicator ?? "", subject: subject, in: quarter, upTo: run.batch)
    let rule =
      observed.count > 1
      ? Words(en: "mean of the days, by their samples", zh: "按样本数加权的各日均值")
      : Words(en: "value of \(subject)", zh: "\(subject) 的数值")
    return (
      rule,
      observed.map { row in
        Explanation(
          Words(
            en: "\(row.indicator) of \(row.subject)\(row.day.isEmpty ? "" : " on \(row.day)")",
            zh: "\(row.subject) \(row.indicator)\(row.day.isEmpty ? "" : " \(row.day)")"),
          value: ExactDecimal(mantissa: row.value, places: Observation.places).text,
          source: (
            "observation", "\(row.indicator)/\(row.subject)/\(row.day.isEmpty ? "\(quarter)" : row.day)"
          ))
      }
    )
  }

  /// Whom a critical item is critical for, in Chinese.
  private static func name(_ criticality: Scorecard.Criticality) -> String {
    switch criticality {
    case .customer: "客户"
    case .business: "业务"
    case .compliance: "合规"
    }
  }

  /// Evaluations with their items: from the score of a call down to each answer on the form.
  private func evaluations() throws -> [Explanation] {
    var cards: [String: Scorecard] = [:]
    let evaluations = try QualityRecords(database).evaluations(of: key, in: quarter, upTo: run.batch)
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
          item.title, value: value,
          rule: item.criticality.map {
            Words(en: "critical for \($0.rawValue)", zh: "致命项（\(Self.name($0))）")
          } ?? Explanation.nothing,
          source: ("evaluation item", "\(id)/\(item.id)"))
      }
      let effect = Self.effect(of: row, on: card)
      var (en, zh) = ("Σ weight × answer ÷ full marks\(effect.en)", "Σ权重×得分÷满分\(effect.zh)")
      let steps = try DisputeRecords(database).steps(call: row.call, assessor: row.assessor).map { step in
        "\(step.kind.rawValue)\(step.outcome.map { " \($0.rawValue)" } ?? "") by \(step.by)"
      }
      if !steps.isEmpty {
        en += "; \(steps.joined(separator: ", "))"
        zh += "；\(steps.joined(separator: ", "))"
      }
      if let stratum = row.stratum, let size = sizes[stratum], let count = judged[stratum] {
        // A share that is a whole number is written as one.
        let share = size.calls % count == 0 ? "\(size.calls / count)" : "\(size.calls)/\(count)"
        en += "; stands for \(share) calls of stratum '\(size.name)'"
        zh += "；代表层“\(size.name)”的 \(share) 通"
      }
      let rule = Words(en: en, zh: zh)
      return Explanation(
        Words(en: "call \(call), judged \(row.day)", zh: "通话 \(call)，\(row.day) 质检"),
        value: row.score?.description,
        unit: Explanation.points, rule: rule, scheme: row.scorecard, version: row.version, from: items)
    }
  }

  /// What failed critical items did to a score, in words; empty where none failed.
  private static func effect(of row: Evaluation, on card: Scorecard) -> Words {
    let failed = zip(card.items, row.items).filter { item, byte in
      item.criticality != nil && byte != 255 && Int(byte) < item.fullSteps
    }.map(\.0)
    guard !failed.isEmpty else { return Explanation.nothing }
    let effects = failed.map { item in
      switch item.effect {
      case .call:
        Words(en: "critical item '\(item.id)' failed: the call is zero", zh: "致命项“\(item.id)”未通过：整通零分")
      case .section:
        Words(
          en: "critical item '\(item.id)' failed: its section is zero", zh: "致命项“\(item.id)”未通过：该部分零分")
      case .flag: Words(en: "critical item '\(item.id)' failed: flagged", zh: "致命项“\(item.id)”未通过：标记")
      }
    }
    return Words(
      en: "; " + effects.map(\.en).joined(separator: ", "), zh: "；" + effects.map(\.zh).joined(separator: "，")
    )
  }
}
