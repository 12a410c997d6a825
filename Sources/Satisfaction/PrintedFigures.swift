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

  /// Figures have at most so many decimals, and fewer than nine digits before them: products then fit into 128 bits.
  private static let places = 6

  private static func units(_ number: ExactDecimal) -> Int128 { Int128(number.scaled(to: places) ?? 0) }

  /// Half of the last digit that is printed: as far as the true figure may lie from it.
  private static func slack(_ number: ExactDecimal) -> Int128 {
    (number.places..<places).reduce(Int128(1)) { product, _ in product * 10 } / 2
      + (number.places == places ? 1 : 0)
  }

  private static func check(_ total: Line, _ parts: [Line]) -> Finding? {
    let weights = parts.compactMap(\.weight)
    let whole = weights.reduce(Int128(0)) { $0 + units($1) }
    if weights.count == parts.count, whole > 0 { return checkMean(total, parts, weights, whole) }
    let own = units(total.score)
    guard
      let least = parts.min(by: { units($0.score) - slack($0.score) < units($1.score) - slack($1.score) }),
      let greatest = parts.max(by: { units($0.score) + slack($0.score) < units($1.score) + slack($1.score) })
    else { return nil }
    if own + slack(total.score) < units(least.score) - slack(least.score) {
      return Finding(
        line: total.line,
        text: Words(
          en:
            "\(total.group): \(shown(total.score)) lies below the least of its parts, \(least.part ?? "") \(shown(least.score)); no weights give it",
          zh:
            "\(total.group)：\(shown(total.score)) 低于最小的部分 \(least.part ?? "") \(shown(least.score))，任何权重都得不到")
      )
    }
    if own - slack(total.score) > units(greatest.score) + slack(greatest.score) {
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

  /// Compares a score with the weighted mean of its parts, as far apart as rounded scores and rounded weights can bring them.
  private static func checkMean(
    _ total: Line, _ parts: [Line], _ weights: [ExactDecimal], _ whole: Int128
  ) -> Finding? {
    let own = units(total.score)
    var sum = Int128(0)
    var room = slack(total.score) * whole
    for (part, weight) in zip(parts, weights) {
      sum += units(part.score) * units(weight)
      room += slack(part.score) * units(weight)
      // Whole numbers are taken as weights that were chosen, decimals as shares that were rounded.
      if weight.places > 0 { room += Int128((units(part.score) - own).magnitude) * slack(weight) }
    }
    guard Int128((own * whole - sum).magnitude) > room else { return nil }
    let mean = text(roundedQuotient(sum, whole), total.score.places)
    return Finding(
      line: total.line,
      text: Words(
        en: "\(total.group): \(shown(total.score)) is not the weighted mean of its parts, which is \(mean)",
        zh: "\(total.group)：\(shown(total.score)) 不等于各部分的加权平均 \(mean)"))
  }

  /// Ranks against the numbers of greater and of equal scores: equals may share a rank or be told apart by what is not printed.
  private static func ranks(_ lines: [Line]) -> [Finding] {
    lines.compactMap { own in
      let better = lines.count { units($0.score) > units(own.score) }
      let equal = lines.count { units($0.score) == units(own.score) }
      guard let rank = own.rank, !(better + 1...better + equal).contains(rank) else { return nil }
      return Finding(
        line: own.line,
        text: Words(
          en:
            "\(own.part ?? ""): printed rank \(rank), and \(better) listed scores are greater, so it is \(better + 1)",
          zh: "\(own.part ?? "")：排名印为 \(rank)，但有 \(better) 项更高，应为 \(better + 1)"))
    }
  }

  /// The same part of the same group printed with two scores that rounding does not explain.
  private static func doubles(_ lines: [Line]) -> [Finding] {
    var first: [String: Line] = [:]
    return lines.compactMap { own in
      guard let part = own.part else { return nil }
      let key = "\(own.group)\u{1f}\(part)"
      guard let other = first[key] else {
        first[key] = own
        return nil
      }
      let apart = Int128((units(own.score) - units(other.score)).magnitude)
      guard apart > slack(own.score) + slack(other.score) else { return nil }
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
