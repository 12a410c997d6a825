import Formats
import Workforce
import Workspace

/// A person's result of a quarter as it was scored: every number on the sheet.
package struct QuarterResult: Sendable {
  package let key: Int
  package let post: String
  package let team: String
  package let scheme: String
  package let version: Int
  package let days: Int
  package let assessment: Assessment
  package let base: Money
  package let bonus: Money
  package let satisfaction: Score?
  package let criticals: Int
  package let evaluations: Int
  package let responses: Int
  package let complaints: Int

  /// The weight in the pool: base × factor × gate × days, not rounded.
  package var poolWeight: Int128 {
    Self.poolWeight(base: base, factor: assessment.factor, gate: assessment.gate, days: days)
  }

  package static func poolWeight(base: Money, factor: Weight, gate: Weight, days: Int) -> Int128 {
    Int128(base.fen) * Int128(factor.basisPoints) * Int128(gate.basisPoints) * Int128(days)
  }

  /// The line over which the quarter's hash is taken.
  package func canonical(id: String) -> String {
    [
      id, post, team, "\(scheme) v\(version)", "\(days)", Self.text(of: assessment.parts),
      "\(assessment.addition)",
      assessment.total?.description ?? "-", assessment.grade ?? "-", assessment.factor.factorText,
      assessment.gate.factorText, "\(base)", "\(bonus)", assessment.flags.joined(separator: " "),
    ].joined(separator: "|") + "\n"
  }

  /// `qa=8650*3500+ exam=-*1500`: score in hundredths, weight in basis points, `+` where it counts.
  static func text(of parts: [PartScore]) -> String {
    parts.map {
      "\($0.id)=\($0.score.map { "\($0.hundredths)" } ?? "-")*\($0.weight.basisPoints)\($0.counts ? "+" : "")"
    }.joined(separator: " ")
  }

  static func parts(from text: String) -> [PartScore] {
    text.split(separator: " ").compactMap { piece in
      let sides = piece.split(separator: "=")
      guard sides.count == 2 else { return nil }
      let numbers = sides[1].split(separator: "*")
      guard numbers.count == 2 else { return nil }
      let counts = numbers[1].hasSuffix("+")
      return PartScore(
        id: String(sides[0]), score: Int(numbers[0]).map(Score.init(hundredths:)),
        weight: Weight(basisPoints: Int(numbers[1].filter(\.isNumber)) ?? 0), counts: counts)
    }
  }
}

/// The one hash over a quarter: its schemes, its pool, and everybody's result in the order of their ids.
struct QuarterDigest {
  private var sha = SHA256()

  init(_ quarter: Quarter, schemes: String, pool: Money) {
    sha.update("\(quarter)\n\(schemes)\n\(pool)\n".utf8)
  }

  mutating func add(_ result: QuarterResult, id: String) { sha.update(result.canonical(id: id).utf8) }

  consuming func hash() -> String { hexText(sha.finish()) }
}
