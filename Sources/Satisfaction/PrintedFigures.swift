import Formats
import Workspace

/// Finds printed figures that cannot be: group scores that no weighting of their parts gives, ranks that the scores contradict.
package struct PrintedFigures: Sendable {
  /// A line of a printed table: a part of a group, or the group itself where no part is named.
  package struct Line: Sendable {
    package let group: String
    package let part: String?
    package let score: ExactDecimal
    package let weight: ExactDecimal?
    package let rank: Int?
    package let line: Int

    package init(
      group: String, part: String?, score: ExactDecimal, weight: ExactDecimal?, rank: Int?, line: Int
    ) {
      self.group = group
      self.part = part
      self.score = score
      self.weight = weight
      self.rank = rank
      self.line = line
    }
  }

  /// What cannot be, with the line that it stands on.
  package struct Finding: Hashable, Sendable {
    package let line: Int
    package let text: Words
  }

  /// Checks every group's score against its parts, and every rank against the scores.
  ///
  /// With all weights given a score is compared with their weighted mean, else with the
  /// least and the greatest of them; what rounding of the printed digits explains is no finding. Then ranks, over all parts.
  package static func findings(_ lines: [Line]) -> [Finding] {
    var findings: [Finding] = []
    for total in lines where total.part == nil {
      let parts = lines.filter { $0.group == total.group && $0.part != nil }
      guard !parts.isEmpty else { continue }
      if let finding = check(total, parts) { findings.append(finding) }
    }
    return findings + ranks(lines.filter { $0.part != nil && $0.rank != nil })
      + doubles(lines.filter { $0.part != nil })
  }

  private static let places = 6

  private static func check(_ total: Line, _ parts: [Line]) -> Finding? {
    func units(_ number: ExactDecimal) -> Int128 { Int128(number.scaled(to: places) ?? 0) }
    /// Half of the last digit that is printed.
    func slack(_ number: ExactDecimal) -> Int128 {
      (number.places..<places).reduce(Int128(1)) { product, _ in product * 10 } / 2
        + (number.places == places ? 1 : 0)
    }
    let own = units(total.score)
    let weights = parts.compactMap(\.weight)
    if weights.count == parts.count {
      let whole = weights.reduce(Int128(0)) { $0 + units($1) }
      guard whole > 0 else { return nil }
      let sum = zip(parts, weights).reduce(Int128(0)) { $0 + units($1.0.score) * units($1.1) }
      let room = parts.map { slack($0.score) }.max() ?? 0
      let difference = own * whole - sum
      guard difference.magnitude > UInt128((slack(total.score) + room) * whole) else { return nil }
      let mean = text(roundedQuotient(sum, whole), total.score.places)
      return Finding(
        line: total.line,
        text: Words(
          en: "\(total.group): \(shown(total.score)) is not the weighted mean of its parts, which is \(mean)",
          zh: "\(total.group)：\(shown(total.score)) 不等于各部分的加权平均 \(mean)"))
    }
    guard let least = parts.min(by: { units($0.score) < units($1.score) }),
      let greatest = parts.max(by: { units($0.score) < units($1.score) })
    else { return nil }
    if own + slack(total.score) + slack(least.score) < units(least.score) {
      return Finding(
        line: total.line,
        text: Words(
          en:
            "\(total.group): \(shown(total.score)) lies below the least of its parts, \(least.part ?? "") \(shown(least.score)); no weights give it",
          zh:
            "\(total.group)：\(shown(total.score)) 低于最小的部分 \(least.part ?? "") \(shown(least.score))，任何权重都得不到")
      )
    }
    if own > units(greatest.score) + slack(total.score) + slack(greatest.score) {
      return Finding(
        line: total.line,
        text: Words(
          en:
            "\(total.group): \(shown(total.score)) lies above the greatest of its parts, \(greatest.part ?? "") \(shown(greatest.score)); no weights give it",
          zh:
            "\(total.group)：\(shown(total.score)) 高于最大的部分 \(greatest.part ?? "") \(shown(greatest.score))，任何权重都得不到"
        ))
    }
    return nil
  }

  /// Ranks against 1 + the number of strictly greater scores.
  private static func ranks(_ lines: [Line]) -> [Finding] {
    lines.compactMap { own in
      let mine = own.score.scaled(to: places) ?? 0
      let better = lines.count { ($0.score.scaled(to: places) ?? 0) > mine }
      guard let rank = own.rank, rank != better + 1 else { return nil }
      return Finding(
        line: own.line,
        text: Words(
          en:
            "\(own.part ?? ""): printed rank \(rank), and \(better) listed scores are greater, so it is \(better + 1)",
          zh: "\(own.part ?? "")：排名印为 \(rank)，但有 \(better) 项更高，应为 \(better + 1)"))
    }
  }

  /// The same part printed with two scores.
  private static func doubles(_ lines: [Line]) -> [Finding] {
    var first: [String: Line] = [:]
    return lines.compactMap { own in
      guard let part = own.part else { return nil }
      guard let other = first[part] else {
        first[part] = own
        return nil
      }
      guard other.score.scaled(to: places) != own.score.scaled(to: places) else { return nil }
      return Finding(
        line: own.line,
        text: Words(
          en: "\(part): \(shown(own.score)) here and \(shown(other.score)) on line \(other.line)",
          zh: "\(part)：此处 \(shown(own.score))，第 \(other.line) 行为 \(shown(other.score))"))
    }
  }

  private static func shown(_ number: ExactDecimal) -> String {
    decimalText(number.mantissa, places: number.places)
  }

  private static func text(_ units: Int128, _ wanted: Int) -> String {
    let divisor = (wanted..<places).reduce(Int128(1)) { product, _ in product * 10 }
    return decimalText(Int(roundedQuotient(units, divisor)), places: wanted)
  }
}
