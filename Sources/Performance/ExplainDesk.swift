import Formats
import SQLite
import Workforce
import Workspace

/// Explains what a person is paid down to the calls, answers and records that it came from.
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
      let bonus = try bonus(person, key, result, run, quarter)
      let adjustments = try QuarterBook(database).adjustments(of: key, in: quarter)
      if adjustments.isEmpty, result.adjustment == .zero { return bonus }
      return Explanation(
        Words(
          en: "payable to \(person.id) \(person.name) with \(quarter)",
          zh: "\(quarter) \(person.id) \(person.name) 应发"),
        value: "\(result.payable)", unit: Explanation.yuan,
        rule: Words(en: "bonus + adjustments, never below 0", zh: "奖金＋调整，不低于 0"),
        from: [bonus] + adjustments.map(Self.adjustment))
    }
  }

  private static func adjustment(_ adjustment: Adjustment) -> Explanation {
    Explanation(
      Words(
        en: "adjustment for \(adjustment.cause), posted \(adjustment.at.prefix(10))",
        zh: "\(adjustment.cause) 调整，\(adjustment.at.prefix(10)) 登记"),
      value: "\(adjustment.amount)", unit: Explanation.yuan,
      rule: Words(
        en: adjustment.text.isEmpty ? adjustment.kind.rawValue : adjustment.text,
        zh: adjustment.text.isEmpty ? adjustment.kind.rawValue : adjustment.text),
      source: ("adjustment", "\(adjustment.cause) \(adjustment.kind.rawValue)"))
  }

  private func bonus(
    _ person: Person, _ key: Int, _ result: QuarterResult, _ run: PerformanceRecords.Run,
    _ quarter: Quarter
  ) throws -> Explanation {
    let name = Words(
      en: "bonus of \(person.id) \(person.name) in \(quarter)",
      zh: "\(quarter) \(person.id) \(person.name) 奖金")
    guard !result.scheme.isEmpty else {
      return Explanation(
        name, value: "\(result.bonus)", unit: Explanation.yuan,
        rule: Words(en: "no scheme judges the post", zh: "岗位无绩效方案"))
    }
    let scheme = try SchemeRecords(database).document(
      PerformanceScheme.self, id: result.scheme, version: result.version)
    let evidence = EvidenceExplanation(occasion, key: key, staff: person.id, quarter: quarter, run: run)
    let total = try evidence.total(result, scheme: scheme)
    let share = run.pool.share(of: result.team)
    let isUnpaid = result.employment == .outsourced
    let rule =
      isUnpaid
      ? Words(en: "outsourced: paid by the supplier", zh: "外包人员：由用工单位发放")
      : Words(
        en: "pool × weight ÷ sum of weights, by largest remainder", zh: "奖金池×权重÷权重合计，最大余数法")
    return Explanation(
      name, value: "\(result.bonus)", unit: Explanation.yuan, rule: rule,
      from: [
        pool(run, share, quarter), weight(person, result, scheme, total, quarter),
        Explanation(
          Words(en: "sum of weights", zh: "权重合计"),
          value: Self.weightText(share?.weight ?? 0, rules: run.rules),
          source: ("scoring", "\(quarter) run \(run.batch)")),
      ])
  }

  /// A weight in the pool in yuan × days: base × factor × gate × days × share, with as many decimals as it needs.
  ///
  /// Rules 1 kept weights without the share of posts.
  static func weightText(_ weight: Int128, rules: Int = QuarterInputs.rules) -> String {
    let places = rules == 1 ? 10 : 14
    var (mantissa, left) = (weight, places)
    while left > 0, mantissa % 10 == 0 {
      mantissa /= 10
      left -= 1
    }
    guard left > 0 else { return "\(mantissa)" }
    var digits = String(mantissa.magnitude)
    if digits.utf8.count <= left {
      digits = String(repeating: "0", count: left + 1 - digits.utf8.count) + digits
    }
    return digits.dropLast(left) + "." + digits.suffix(left)
  }

  private func pool(
    _ run: PerformanceRecords.Run, _ share: BonusPool.TeamShare?, _ quarter: Quarter
  ) -> Explanation {
    let source = ("scoring", "\(quarter) run \(run.batch)")
    let base = Explanation(
      Words(en: "pool before the index", zh: "指数调节前奖金池"), value: "\(run.pool.base)",
      unit: Explanation.yuan,
      rule: run.pool.isGiven
        ? Words(en: "given when the quarter was scored", zh: "评定时给定")
        : Words(
          en: "the scheme's pool, or Σ base × days ÷ days of the quarter over all assessed",
          zh: "方案奖金池，或全体参评人员 Σ基数×天数÷季度天数"),
      source: source)
    var parts = [base]
    if let index = run.pool.index {
      parts.append(
        Explanation(
          Words(en: "factor of the company's satisfaction index", zh: "公司满意度指数系数"),
          value: run.pool.factor.factorText,
          rule: Words(en: "curve of the index \(index)", zh: "指数 \(index) 对应的曲线值"),
          source: ("survey", "\(quarter)")))
    }
    let company = Explanation(
      Words(en: "pool", zh: "奖金池"), value: "\(run.pool.amount)", unit: Explanation.yuan,
      rule: run.pool.index == nil
        ? Explanation.nothing : Words(en: "pool before the index × factor", zh: "调节前奖金池×系数"),
      from: run.pool.index == nil ? [] : parts, source: run.pool.index == nil ? source : nil)
    guard run.pool.sharesByTeam, let share else { return company }
    return Explanation(
      Words(en: "pool of team \(share.team)", zh: "班组 \(share.team) 奖金池"), value: "\(share.amount)",
      unit: Explanation.yuan,
      rule: Words(
        en: "pool × Σ base × days × team factor ÷ the same over all teams, by largest remainder",
        zh: "奖金池×班组 Σ基数×天数×班组系数÷全部班组合计，最大余数法"),
      from: [
        company,
        Explanation(
          Words(en: "team factor", zh: "班组系数"), value: share.factor.factorText,
          rule: Words(
            en: "curve of the team's result \(share.result?.description ?? "–")",
            zh: "班组结果 \(share.result?.description ?? "–") 对应的曲线值"), source: source),
      ])
  }

  private func weight(
    _ person: Person, _ result: QuarterResult, _ scheme: PerformanceScheme, _ total: Explanation,
    _ quarter: Quarter
  ) -> Explanation {
    let grade = result.assessment.grade ?? "–"
    let factorRule =
      scheme.bonusCurve == nil
      ? Words(en: "grade band of the total", zh: "总分所在等级")
      : Words(en: "bonus curve of the total", zh: "总分对应的奖金曲线")
    let shareText =
      result.shareDays == result.days * 10_000
      ? "" : ExactDecimal(mantissa: result.shareDays, places: 4).text
    let days = Explanation(
      Words(en: "days in post", zh: "在岗天数"), value: shareText.isEmpty ? "\(result.days)" : shareText,
      unit: Words(en: "of \(quarter.dayCount)", zh: "/ \(quarter.dayCount) 天"),
      rule: result.stints.isEmpty ? Explanation.nothing : Words(en: "Σ days × share", zh: "Σ天数×占比"),
      from: result.stints.map { stint in
        Explanation(
          Words(en: "\(stint.post) in \(stint.team)", zh: "\(stint.team) \(stint.post)"),
          value: "\(stint.from) – \(stint.to)",
          rule: Words(en: "share \(stint.share)", zh: "占比 \(stint.share)"), source: ("assignment", person.id))
      }, source: result.stints.isEmpty ? ("assignment", person.id) : nil)
    let value =
      result.employment == .outsourced || result.assessment.total == nil
      ? "0" : Self.weightText(result.poolWeight)
    return Explanation(
      Words(en: "weight in the pool", zh: "奖金池权重"), value: value,
      rule: Words(en: "base × factor × gate × days", zh: "基数×等级系数×满意度系数×天数"),
      from: [
        Explanation(
          Words(en: "base", zh: "奖金基数"), value: "\(result.base)", unit: Explanation.yuan,
          source: ("roster", person.id)),
        Explanation(
          Words(en: "factor of grade \(grade)", zh: "等级系数 \(grade)"),
          value: result.assessment.factor.factorText, rule: factorRule, scheme: result.scheme,
          version: result.version, from: [total]),
        Explanation(
          Words(en: "satisfaction gate", zh: "满意度系数"), value: result.assessment.gate.factorText,
          rule: Words(
            en: "gate of satisfaction \(result.satisfaction?.description ?? "–")",
            zh: "满意度 \(result.satisfaction?.description ?? "–") 所在档"), scheme: result.scheme,
          version: result.version),
        days,
      ])
  }
}
