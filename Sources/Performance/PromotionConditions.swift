import Formats
import Workforce
import Workspace

/// The conditions of a scheme, one by one in words: what was found, by how much it fails, what would make it true.
///
/// One for a whole list of people, who all refer to it.
final class PromotionConditions: Sendable {
  typealias Condition = PromotionProposal.Condition

  let scheme: PromotionScheme
  /// The last day of the quarter in question.
  let day: CalendarDay

  init(scheme: PromotionScheme, day: CalendarDay) {
    self.scheme = scheme
    self.day = day
  }

  /// Every condition that the scheme names, in the order of its keys.
  func conditions(of person: PromotionCase) -> [Condition] {
    [
      step(person), level(person), monthsAtLevel(person), monthsInPost(person), grades(person),
      bound("total", Words(en: "total", zh: "总分"), person.total, scheme.total),
      bound("satisfaction", Words(en: "satisfaction", zh: "满意度"), person.satisfaction, scheme.satisfaction),
      bound("quality", Words(en: "call quality", zh: "质检得分"), person.quality, scheme.quality),
      failures(person), exam(person),
    ].compactMap(\.self) + scheme.training.map { training(person, $0) }
      + [certificate(person)].compactMap(\.self)
  }

  // MARK: Level and star

  /// Whoever is where the step leads has nothing to gain, and cannot step back further.
  private func step(_ person: PromotionCase) -> Condition? {
    if let star = scheme.change.star {
      return Condition(
        "step",
        scheme.isBack
          ? Words(en: "star above \(star)", zh: "现星级高于 \(star) 星")
          : Words(en: "star below \(star)", zh: "现星级低于 \(star) 星"),
        isMet: stepHolds(person),
        found: person.star.map { Words(en: "star \($0)", zh: "\($0) 星") } ?? Words(en: "none", zh: "无"))
    }
    guard let level = scheme.change.level else { return nil }
    return Condition(
      "step",
      scheme.isBack
        ? Words(en: "level above \(levelName(level).en)", zh: "现技能等级高于\(levelName(level).zh)")
        : Words(en: "level below \(levelName(level).en)", zh: "现技能等级低于\(levelName(level).zh)"),
      isMet: stepHolds(person), found: person.rosterLevel.map(levelName) ?? Words(en: "none", zh: "无"))
  }

  private func level(_ person: PromotionCase) -> Condition? {
    guard let level = scheme.level else { return nil }
    return Condition(
      "level", Words(en: "level \(levelName(level).en) held", zh: "持有\(levelName(level).zh)证书"),
      isMet: levelHolds(person),
      found: person.level.map(levelName) ?? Words(en: "none", zh: "无"),
      remedy: Words(en: "earn level \(levelName(level).en)", zh: "取得\(levelName(level).zh)证书"))
  }

  private func certificate(_ person: PromotionCase) -> Condition? {
    guard let held = scheme.certificate else { return nil }
    let level = levelName(held.level)
    return Condition(
      "certificate",
      Words(en: "certificate \(held.ladder) \(level.en) valid", zh: "持有有效证书 \(held.ladder) \(level.zh)"),
      isMet: certificateHolds(person),
      found: person.certificate.map(levelName) ?? Words(en: "none valid on \(day)", zh: "\(day) 无有效证书"),
      remedy: Words(en: "earn \(held.ladder) \(level.en)", zh: "取得 \(held.ladder) \(level.zh)证书"))
  }

  // MARK: Time

  private func monthsAtLevel(_ person: PromotionCase) -> Condition? {
    guard let months = scheme.monthsAtLevel, let level = scheme.level else { return nil }
    let isHeld = levelHolds(person)
    return self.months(
      "months_at_level",
      Words(
        en: "level \(levelName(level).en) held \(counted(months, "month"))",
        zh: "持有\(levelName(level).zh)证书满 \(months) 个月"),
      months, since: levelSince(person),
      otherwise: isHeld
        ? Words(en: "held, since when is not known", zh: "已持有，起始日期不详")
        : Words(en: "not held", zh: "未持有"),
      remedy: isHeld
        ? Words(
          en: "put the certificate with its day into the register: merit cert import FILE",
          zh: "将证书及取得日期录入证书库：merit cert import FILE")
        : Words(
          en: "earn level \(levelName(level).en) and hold it \(counted(months, "month"))",
          zh: "取得\(levelName(level).zh)证书并满 \(months) 个月"))
  }

  private func monthsInPost(_ person: PromotionCase) -> Condition? {
    guard let months = scheme.monthsInPost else { return nil }
    return self.months(
      "months_in_post", Words(en: "\(counted(months, "month")) in the post", zh: "任本岗位满 \(months) 个月"),
      months,
      since: person.postSince, otherwise: Words(en: "not in the post on \(day)", zh: "\(day) 不在本岗位"),
      remedy: Words(en: "hold the post \(counted(months, "month"))", zh: "任本岗位满 \(months) 个月"))
  }

  private func months(
    _ id: String, _ what: Words, _ months: Int, since: CalendarDay?, otherwise: Words, remedy: Words
  ) -> Condition {
    guard let since else { return Condition(id, what, isMet: false, found: otherwise, remedy: remedy) }
    if monthsHold(months, since: since) {
      return Condition(id, what, isMet: true, found: Words(en: "since \(since)", zh: "自 \(since)"))
    }
    let full = since.adding(months: months)
    return Condition(
      id, what, isMet: false,
      found: Words(
        en: "\(since.months(until: day)) of \(counted(months, "month")) on \(day)",
        zh: "截至 \(day) 为 \(since.months(until: day)) 个月，应满 \(months) 个月"
      ),
      remedy: Words(en: "since \(since): true from \(full)", zh: "自 \(since) 起计，\(full) 起满足"))
  }

  // MARK: Quarters

  private func grades(_ person: PromotionCase) -> Condition? {
    guard let rule = scheme.quarters, let last = rule.grades.last, let first = rule.grades.first else {
      return nil
    }
    let found = count(person.quarters, rule)
    let isMet = gradesHold(person)
    let many = rule.grades.count > 1
    let bound =
      scheme.isBack
      ? Words(en: many ? "\(first) or worse" : first, zh: many ? "\(first)及以下" : first)
      : Words(en: many ? "\(last) or better" : last, zh: many ? "\(last)及以上" : last)
    let what =
      if let window = rule.window {
        Words(
          en: "\(rule.count) of the last \(window) quarters at \(bound.en)",
          zh: "近\(window)个季度中\(rule.count)个季度\(bound.zh)")
      } else {
        Words(
          en: "\(counted(rule.count, "quarter")) at \(bound.en)",
          zh: "连续\(rule.count)个季度\(bound.zh)")
      }
    let seen = shown(person.quarters, rule)
    let more = missing(person.quarters, rule)
    return Condition(
      "grades", what, isMet: isMet,
      found: Words(
        en: seen.en
          + (isMet ? "" : ": \(found) of \(counted(rule.count, "quarter"))"),
        zh: seen.zh + (isMet ? "" : "：\(found)/\(rule.count) 个季度")),
      remedy: scheme.isBack
        ? nil
        : Words(
          en: "\(more == 1 ? "one more quarter" : "\(more) more quarters") at \(bound.en)",
          zh: "再有 \(more) 个季度\(bound.zh)"))
  }

  /// How many quarters at the grade must follow before the condition holds.
  private func missing(_ quarters: [PromotionQuarter], _ rule: PromotionScheme.QuarterRule) -> Int {
    let good = PromotionQuarter(grade: rule.grades.first)
    return (0..<rule.count).first {
      count(Array(repeating: good, count: $0) + quarters, rule) >= rule.count
    } ?? rule.count
  }

  /// The quarters that were looked at, newest first: `B, neutral, A`.
  private func shown(_ quarters: [PromotionQuarter], _ rule: PromotionScheme.QuarterRule) -> Words {
    var left = rule.window ?? rule.count
    var seen: [PromotionQuarter] = []
    for quarter in quarters where left > 0 {
      seen.append(quarter)
      if !quarter.isNeutral { left -= 1 }
    }
    func text(_ neutral: String) -> String {
      seen.map { $0.isNeutral ? neutral : $0.grade ?? "–" }.joined(separator: ", ")
    }
    return Words(en: text("neutral"), zh: text("不参评"))
  }

  // MARK: Bounds

  /// A score against its bound: at or above it, in a step back under it.
  ///
  /// What was not measured is no ground for either.
  private func bound(_ id: String, _ name: Words, _ value: Score?, _ bound: Score?) -> Condition? {
    guard let bound else { return nil }
    let what =
      scheme.isBack
      ? Words(en: "\(name.en) under \(bound)", zh: "\(name.zh)低于 \(bound)")
      : Words(en: "\(name.en) \(bound) or more", zh: "\(name.zh)达到 \(bound)")
    guard let value else {
      return Condition(
        id, what, isMet: false, found: Words(en: "not measured", zh: "无数据"),
        remedy: scheme.isBack
          ? nil : Words(en: "be measured in a quarter, at \(bound) or more", zh: "在季度内有数据且达到 \(bound)"))
    }
    if scheme.isBack {
      return Condition(
        id, what, isMet: boundHolds(bound, value),
        found: value < bound
          ? Words(en: "\(value)", zh: "\(value)")
          : Words(en: "\(value), \(value - bound) from it", zh: "\(value)，高出 \(value - bound)"))
    }
    return Condition(
      id, what, isMet: boundHolds(bound, value),
      found: value >= bound
        ? Words(en: "\(value)", zh: "\(value)")
        : Words(en: "\(value), short by \(bound - value)", zh: "\(value)，差 \(bound - value)"),
      remedy: Words(en: "\(bound - value) more in a quarter", zh: "季度内再提高 \(bound - value)"))
  }

  private func failures(_ person: PromotionCase) -> Condition? {
    guard let limit = scheme.criticals else { return nil }
    let span = scheme.criticalsQuarters
    let numbers = criticals(person)
    let found = numbers.reduce(0, +)
    let (en, zh) = span == 1 ? ("", "") : (" in \(span) quarters", "近\(span)个季度")
    if scheme.isBack {
      return Condition(
        "criticals",
        Words(en: "\(limit) or more critical failures\(en)", zh: "\(zh)致命差错达到 \(limit) 次"),
        isMet: criticalsHold(person), found: Words(en: "\(found)", zh: "\(found) 次"))
    }
    // Older quarters leave the span one by one; with nothing new, this many must pass.
    let wait = (0...span).first { numbers.prefix(span - $0).reduce(0, +) <= limit }
    let then = Quarter(number: Quarter(of: day).number + (wait ?? span))
    let over = found - limit
    return Condition(
      "criticals",
      limit == 0
        ? Words(en: "no critical failure\(en)", zh: "\(zh)无致命差错")
        : Words(en: "at most \(limit) critical failures\(en)", zh: "\(zh)致命差错不超过 \(limit) 次"),
      isMet: criticalsHold(person),
      found: found <= limit
        ? Words(en: "\(found)", zh: "\(found) 次")
        : Words(en: "\(found), \(over) too many", zh: "\(found) 次，超出 \(over) 次"),
      remedy: Words(en: "no further one: true in \(then)", zh: "不再发生，\(then) 起满足"))
  }

  // MARK: Exam and training

  private func exam(_ person: PromotionCase) -> Condition? {
    guard let exam = scheme.exam else { return nil }
    let what = Words(
      en: "exam \(exam.blueprint) with \(exam.pass) or more", zh: "考试 \(exam.blueprint) 达到 \(exam.pass)")
    let remedy = Words(
      en: "pass \(exam.blueprint) with \(exam.pass) or more", zh: "\(exam.blueprint) 考到 \(exam.pass) 以上")
    guard let result = person.exam else {
      return Condition("exam", what, isMet: false, found: Words(en: "not sat", zh: "未参加"), remedy: remedy)
    }
    let isMet = examHolds(person)
    let text = "\(result.score)"
    return Condition(
      "exam", what, isMet: isMet,
      found: isMet
        ? Words(en: "\(text) on \(result.day)", zh: "\(result.day) \(text)")
        : Words(
          en: "\(text) on \(result.day), short by \(exam.pass - result.score)",
          zh: "\(result.day) \(text)，差 \(exam.pass - result.score)"),
      remedy: remedy)
  }

  private func training(_ person: PromotionCase, _ course: String) -> Condition {
    Condition(
      "training", Words(en: "course \(course) completed", zh: "完成课程 \(course)"),
      isMet: person.completed[course] != nil,
      found: person.completed[course].map { Words(en: "on \($0)", zh: "\($0) 完成") }
        ?? Words(en: "not completed by \(day)", zh: "截至 \(day) 未完成"),
      remedy: Words(en: "complete \(course)", zh: "完成课程 \(course)"))
  }
}

/// A number with its English word: `1 month`, `2 months`.
func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
