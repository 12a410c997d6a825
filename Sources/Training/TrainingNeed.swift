import Formats
import Workspace

/// What is known of a person when training is planned; gathered by whoever may look into every department.
package struct TrainingFacts: Sendable {
  package let staff: String
  package let key: Int
  package let name: String
  package let team: String
  package let site: String?
  package let joined: CalendarDay
  package let inPostSince: CalendarDay
  /// The highest level held, 5 to 1; 0 for none.
  package let level: Int
  /// When the first of the certificates that count now ends.
  package let certificateEnds: CalendarDay?
  package let exam: Score?
  package let quality: Score?
  /// The mean of each item of the scorecard, in per cent of its points.
  package let items: [String: Score]
  /// By course.
  package let completed: [String: CourseCompletion]
  /// Courses with a cycle that has not ended.
  package let enrolled: Set<String>

  package init(
    staff: String, key: Int, name: String, team: String, site: String?, joined: CalendarDay,
    inPostSince: CalendarDay, level: Int = 0, certificateEnds: CalendarDay? = nil, exam: Score? = nil,
    quality: Score? = nil, items: [String: Score] = [:], completed: [String: CourseCompletion] = [:],
    enrolled: Set<String> = []
  ) {
    self.staff = staff
    self.key = key
    self.name = name
    self.team = team
    self.site = site
    self.joined = joined
    self.inPostSince = inPostSince
    self.level = level
    self.certificateEnds = certificateEnds
    self.exam = exam
    self.quality = quality
    self.items = items
    self.completed = completed
    self.enrolled = enrolled
  }
}

/// That somebody is to take a course, by when, and why.
package struct TrainingNeed: Sendable {
  package let facts: TrainingFacts
  package let course: String
  /// The first day on which it makes sense.
  package let opens: CalendarDay
  package let due: CalendarDay
  /// One for each rule that asks for it.
  package let reasons: [Words]
  /// Lessons that matter most, from weak items; empty for the whole course.
  package let lessons: [String]

  /// What a scheme's rules ask of somebody up to a day, one need a course, the first due first.
  ///
  /// - Parameters:
  ///   - changed: by course and the version completed, the areas of the lessons that changed since.
  ///   - today: the day of planning.
  package static func needs(
    of facts: TrainingFacts, by scheme: TrainingScheme, changed: [String: [Int: Set<String>]],
    today: CalendarDay, until: CalendarDay
  ) -> [TrainingNeed] {
    var needs: [String: TrainingNeed] = [:]
    for rule in scheme.rules where !facts.enrolled.contains(rule.course) {
      guard let found = finding(rule, facts, changed, today), found.opens <= until else { continue }
      let other = needs[rule.course]
      needs[rule.course] = TrainingNeed(
        facts: facts, course: rule.course, opens: min(found.opens, other?.opens ?? found.opens),
        due: min(found.due, other?.due ?? found.due), reasons: (other?.reasons ?? []) + [found.reason],
        lessons: (other?.lessons ?? []) + found.lessons.filter { !(other?.lessons.contains($0) ?? false) })
    }
    return needs.values.sorted { ($0.due, $0.course) < ($1.due, $1.course) }
  }

  private struct Finding {
    let opens: CalendarDay
    let due: CalendarDay
    let reason: Words
    let lessons: [String]
  }

  /// What a rule asks; `nil` where its conditions do not hold or the course was done lately enough.
  private static func finding(
    _ rule: TrainingScheme.Rule, _ facts: TrainingFacts, _ changed: [String: [Int: Set<String>]],
    _ today: CalendarDay
  ) -> Finding? {
    let when = rule.condition
    let done = facts.completed[rule.course]
    var opens = today
    var reasons: [Words] = []
    var lessons: [String] = []
    if !when.levels.isEmpty, !when.levels.contains(facts.level) { return nil }
    if let months = when.monthsInPost {
      opens = max(opens, facts.inPostSince.adding(months: months))
      reasons.append(Words(en: "\(months) months in post", zh: "在岗满 \(months) 个月"))
    }
    if let days = when.joinedWithinDays {
      guard today <= facts.joined.adding(days: days), done == nil else { return nil }
      opens = max(facts.joined, today)
      reasons.append(Words(en: "joined \(facts.joined)", zh: "\(facts.joined) 入职"))
    }
    if let limit = when.examBelow {
      guard let exam = facts.exam, exam < limit else { return nil }
      reasons.append(Words(en: "last exam \(exam), below \(limit)", zh: "最近考试 \(exam)，低于 \(limit)"))
    }
    if let limit = when.qualityBelow {
      guard let quality = facts.quality, quality < limit else { return nil }
      reasons.append(Words(en: "quality \(quality), below \(limit)", zh: "质检 \(quality)，低于 \(limit)"))
    }
    if let limit = when.itemBelow {
      let weak = when.items.keys.filter { facts.items[$0].map { $0 < limit } ?? false }.sorted()
      guard !weak.isEmpty else { return nil }
      let list = weak.map { "\($0) \(facts.items[$0] ?? .zero)" }.joined(separator: ", ")
      reasons.append(Words(en: "weak in \(list)", zh: "薄弱项 \(list)"))
      lessons = weak.compactMap { when.items[$0] }
    }
    if let days = when.certificateEndsWithin {
      guard let ends = facts.certificateEnds else { return nil }
      opens = max(opens, ends.adding(days: -days))
      reasons.append(Words(en: "certificate ends \(ends)", zh: "证书 \(ends) 到期"))
    }
    if !when.changedAreas.isEmpty {
      guard let done else { return nil }
      let areas = (changed[rule.course]?[done.version] ?? []).intersection(when.changedAreas).sorted()
      guard !areas.isEmpty else { return nil }
      let list = areas.joined(separator: ", ")
      reasons.append(
        Words(en: "version \(done.version) is out of date in \(list)", zh: "第 \(done.version) 版的 \(list) 已更新")
      )
    } else if let done {
      if let every = rule.everyMonths {
        opens = max(opens, done.day.adding(months: every))
        reasons.append(Words(en: "last taken \(done.day)", zh: "上次完成 \(done.day)"))
      } else if done.day.adding(months: rule.againMonths) > opens {
        return nil
      }
    }
    if rule.everyMonths != nil, done == nil { reasons.append(Words(en: "not taken yet", zh: "尚未参加")) }
    let start = when.joinedWithinDays == nil ? opens : facts.joined
    return Finding(
      opens: opens, due: max(start.adding(days: rule.withinDays), today),
      reason: Words(
        en: "\(rule.id): " + reasons.map(\.en).joined(separator: ", "),
        zh: "\(rule.id)：" + reasons.map(\.zh).joined(separator: "，")), lessons: lessons)
  }
}
