import Formats
import Workspace

/// What a person brings to the honours of a quarter.
package struct HonourCandidate: Sendable {
  /// A quarter in which somebody was assessed.
  package struct Assessed: Hashable, Sendable {
    package let quarter: Quarter
    package let total: Score

    package init(quarter: Quarter, total: Score) {
      self.quarter = quarter
      self.total = total
    }
  }

  package let staff: String
  package let name: String
  package let post: String
  package let joined: CalendarDay
  package var total: Score?
  package var grade: String?
  package var satisfaction: Score?
  package var criticals = 0
  /// The newest earlier quarter with a total.
  package var before: Assessed?
  package var suggestions = 0
  package var saving = Money.zero
  package var helps = 0
  /// Confirmed, in hundredths.
  package var helpDays = 0
  /// Quarters in which the honour in question was granted, this one apart; revoked ones are none.
  package var granted: [Quarter] = []
  /// Whether the honour in question was taken back in this quarter.
  package var isRevoked = false

  package init(staff: String, name: String, post: String, joined: CalendarDay) {
    self.staff = staff
    self.name = name
    self.post = post
    self.joined = joined
  }
}

/// How somebody stands for an honour.
package struct HonourProposal: Sendable {
  package let staff: String
  package let name: String
  /// What the honour would be for: `95.21`, `rose 6.20 from 80.10 in 2026Q2`.
  package let value: Words
  /// Among those who may have it, equals sharing a rank; `nil` for who is passed over or lacks something.
  package let rank: Int?
  package let isProposed: Bool
  /// Whether a tie across the last place keeps the honour from somebody.
  package let isTied: Bool
  /// Why somebody is passed over, or what they lack; empty for who is ranked.
  package let against: [Words]
}

extension Honour {
  /// How everybody stands for the honour, best first; whoever has nothing that the rule counts is left out.
  ///
  /// Who lacks a condition or is passed over stands where their value puts them, without a rank, and takes no place.
  package func proposals(_ candidates: [HonourCandidate], in quarter: Quarter) -> [HonourProposal] {
    let judged = candidates.compactMap { candidate -> (HonourCandidate, [Int], [Words])? in
      guard posts.isEmpty || posts.contains(candidate.post), let key = key(of: candidate, in: quarter) else {
        return nil
      }
      return (candidate, key, lacks(candidate) + passedOver(candidate, in: quarter))
    }.sorted { left, right in
      for (one, other) in zip(left.1, right.1) where one != other { return one > other }
      return left.0.staff < right.0.staff
    }
    // Where those who are equal begin and end among the ranked.
    var places: [[Int]: ClosedRange<Int>] = [:]
    for (index, key) in judged.filter({ $0.2.isEmpty }).map(\.1).enumerated() {
      places[key] = (places[key]?.lowerBound ?? index)...index
    }
    return judged.map { candidate, key, against in
      let value = value(of: candidate)
      guard against.isEmpty, let own = places[key] else {
        return HonourProposal(
          staff: candidate.staff, name: candidate.name, value: value, rank: nil, isProposed: false,
          isTied: false, against: against)
      }
      let fits = own.upperBound < self.places
      let isAcross = own.lowerBound < self.places && !fits
      return HonourProposal(
        staff: candidate.staff, name: candidate.name, value: value, rank: own.lowerBound + 1,
        isProposed: fits || (isAcross && ties == .all), isTied: isAcross && ties == .none, against: [])
    }
  }

  /// What the rule counts, more being better; `nil` where there is nothing to count.
  private func key(of candidate: HonourCandidate, in quarter: Quarter) -> [Int]? {
    switch rule {
    case .star: return candidate.total.map { [$0.hundredths] }
    case .newcomer:
      let days = quarter.lastDay.number - candidate.joined.number
      guard let limit = withinDays, (0...limit).contains(days) else { return nil }
      return candidate.total.map { [$0.hundredths] }
    case .improved:
      guard let total = candidate.total, let before = candidate.before?.total else { return nil }
      let rise = (total - before).hundredths
      return rise >= least ? [rise] : nil
    case .suggestion:
      return candidate.suggestions >= least ? [candidate.suggestions, candidate.saving.fen] : nil
    case .help: return candidate.helpDays >= least ? [candidate.helpDays, candidate.helps] : nil
    }
  }

  private func value(of candidate: HonourCandidate) -> Words {
    switch rule {
    case .star, .newcomer:
      let total = candidate.total?.description ?? "–"
      return Words(en: total, zh: total)
    case .improved:
      guard let total = candidate.total, let before = candidate.before else { return Words(en: "–", zh: "–") }
      return Words(
        en: "rose \(total - before.total) from \(before.total) in \(before.quarter)",
        zh: "较 \(before.quarter) 的 \(before.total) 提高 \(total - before.total)")
    case .suggestion:
      return Words(
        en: "\(candidate.suggestions) adopted, saving \(candidate.saving) yuan",
        zh: "采纳 \(candidate.suggestions) 条，节约 \(candidate.saving) 元")
    case .help:
      let days = decimalText(candidate.helpDays, places: 2)
      return Words(
        en: "\(days) days in \(counted(candidate.helps, "turn"))",
        zh: "支援 \(candidate.helps) 次共 \(days) 天")
    }
  }

  private func lacks(_ candidate: HonourCandidate) -> [Words] {
    var lacks: [Words] = []
    if !grades.isEmpty, !(candidate.grade.map(grades.contains) ?? false) {
      let grade = candidate.grade ?? "–"
      lacks.append(Words(en: "grade \(grade)", zh: "等级 \(grade)"))
    }
    for (name, value, bound) in [
      (Words(en: "total", zh: "总分"), candidate.total, total),
      (Words(en: "satisfaction", zh: "满意度"), candidate.satisfaction, satisfaction),
    ] {
      guard let bound else { continue }
      guard let value else {
        lacks.append(Words(en: "\(name.en) not measured", zh: "\(name.zh)无数据"))
        continue
      }
      if value < bound {
        lacks.append(
          Words(
            en: "\(name.en) \(value), short by \(bound - value)",
            zh: "\(name.zh) \(value)，差 \(bound - value)"))
      }
    }
    if let criticals, candidate.criticals > criticals {
      lacks.append(
        Words(en: "critical failures: \(candidate.criticals)", zh: "致命差错 \(candidate.criticals) 次"))
    }
    return lacks
  }

  private func passedOver(_ candidate: HonourCandidate, in quarter: Quarter) -> [Words] {
    if candidate.isRevoked { return [Words(en: "revoked in \(quarter)", zh: "\(quarter) 已撤销")] }
    guard let limit = repeatLimit else { return [] }
    let first = Quarter(number: quarter.number - limit.quarters)
    let recent = candidate.granted.filter { first <= $0 && $0 < quarter }.sorted()
    guard recent.count >= limit.times else { return [] }
    let list = recent.map(\.description).joined(separator: ", ")
    return [
      Words(
        en: "passed over: had it in \(list), at most \(limit.times) in \(limit.quarters) quarters",
        zh: "轮空：\(list) 已获，\(limit.quarters) 个季度内至多 \(limit.times) 次")
    ]
  }
}
