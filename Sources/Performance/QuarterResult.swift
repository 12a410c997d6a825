import Formats
import Workforce
import Workspace

/// A person's result of a quarter as it was scored: every number on the sheet.
package struct QuarterResult: Sendable {
  package var key: Int
  /// The post and team that count most.
  package let post: String
  package let team: String
  package let scheme: String
  package let version: Int
  package let status: QuarterStatus
  /// As it was when the quarter was scored; outsourced people are paid by their supplier.
  package let employment: Person.Employment
  /// Days in judged posts, leave that makes neutral left out.
  package let days: Int
  /// Σ days × share in basis points.
  package let shareDays: Int
  package let assessment: Assessment
  package let base: Money
  package let bonus: Money
  /// What late evidence about earlier quarters adds or takes back.
  package let adjustment: Money
  /// Bonus and adjustment, never below nothing: wages are not touched.
  package let payable: Money
  /// The stretches of the quarter, where there were several.
  package let stints: [Stint]
  package let evidence: Evidence
  /// The satisfaction that counts, for the part, the gate and promotion alike.
  package let satisfaction: Score?

  /// Of somebody who was not in the quarter when it was closed, and now is.
  static func absent(_ now: QuarterResult) -> QuarterResult {
    QuarterResult(
      key: now.key, post: "", team: "", scheme: "", version: 0, status: .unjudged,
      employment: now.employment, days: 0, shareDays: 0, assessment: .none, base: now.base, bonus: .zero,
      adjustment: .zero, payable: .zero, stints: [], evidence: Evidence(), satisfaction: nil)
  }

  package var criticals: Int { evidence.criticals }
  package var evaluations: Int { evidence.evaluations }
  package var responses: Int { evidence.responses }
  package var complaints: Int { evidence.liableComplaints }

  /// The weight in the pool, not rounded; nothing for whoever gets no pay here.
  package var poolWeight: Int128 {
    Settlement.weight(base: base, factor: assessment.factor, gate: assessment.gate, shareDays: shareDays)
  }

  /// The line over which a quarter's hash was taken before its inputs were frozen (rules 1).
  func firstCanonical(id: String) -> String {
    [
      id, post, team, "\(scheme) v\(version)", "\(days)", Self.text(of: assessment.parts),
      "\(assessment.addition)",
      assessment.total?.description ?? "-", assessment.grade ?? "-", assessment.factor.factorText,
      assessment.gate.factorText, "\(base)", "\(bonus)", assessment.flags.joined(separator: " "),
    ].joined(separator: "|") + "\n"
  }

  /// The line by which two results are the same or not: fields `name=value` with tabs between, in a fixed order.
  package func line(id: String) -> FrozenLine {
    var line = FrozenLine(id)
    line.add("post", post)
    line.add("team", team)
    line.add("scheme", scheme)
    line.add("version", version)
    line.add("status", status.text)
    line.add("days", days)
    line.add("shares", shareDays)
    line.add("parts", Self.text(of: assessment.parts))
    line.add("addition", assessment.addition.hundredths)
    line.add("deduction", assessment.deduction.hundredths)
    line.add("total", score: assessment.total?.hundredths)
    line.add("grade", assessment.grade)
    line.add("factor", assessment.factor.basisPoints)
    line.add("gate", assessment.gate.basisPoints)
    line.add("base", base.fen)
    line.add("bonus", bonus.fen)
    line.add("adjustment", adjustment.fen)
    line.add("payable", payable.fen)
    line.add("flags", assessment.flags.joined(separator: " "))
    return line
  }

  /// `qa=8650*3500+ exam=-*1500 drop=43:9200*1000+`: the raw figure before a curve, the score in hundredths, the weight
  /// in basis points, `+` where it counts.
  static func text(of parts: [PartScore]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.count * 24)
    for part in parts {
      if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
      bytes.append(contentsOf: part.id.utf8)
      bytes.append(UInt8(ascii: "="))
      if let raw = part.raw {
        FrozenLine.append(raw, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
      }
      if let score = part.score {
        FrozenLine.append(score.hundredths, to: &bytes)
      } else {
        bytes.append(UInt8(ascii: "-"))
      }
      bytes.append(UInt8(ascii: "*"))
      FrozenLine.append(part.weight.basisPoints, to: &bytes)
      if part.counts { bytes.append(UInt8(ascii: "+")) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func parts(from bytes: UnsafeRawBufferPointer) -> [PartScore] {
    var parts: [PartScore] = []
    for piece in bytes.split(separator: UInt8(ascii: " ")) {
      guard let equals = piece.firstIndex(of: UInt8(ascii: "=")),
        let star = piece.lastIndex(of: UInt8(ascii: "*")), equals < star
      else { continue }
      func number(_ range: Range<Int>) -> Int? {
        FrozenFields.number(UnsafeRawBufferPointer(rebasing: piece[range]))
      }
      let colon = piece[equals..<star].firstIndex(of: UInt8(ascii: ":"))
      let counts = piece.last == UInt8(ascii: "+")
      parts.append(
        PartScore(
          id: String(decoding: piece[..<equals], as: UTF8.self),
          raw: colon.flatMap { number((equals + 1)..<$0) },
          score: number(((colon ?? equals) + 1)..<star).map(Score.init(hundredths:)),
          weight: Weight(basisPoints: number((star + 1)..<(piece.endIndex - (counts ? 1 : 0))) ?? 0),
          counts: counts))
    }
    return parts
  }
}

/// The one hash over a quarter that was closed before inputs were frozen (rules 1).
struct FirstDigest {
  private var sha = SHA256()

  init(_ quarter: Quarter, schemes: String, pool: Money) {
    sha.update("\(quarter)\n\(schemes)\n\(pool)\n".utf8)
  }

  mutating func add(_ result: QuarterResult, id: String) { sha.update(result.firstCanonical(id: id).utf8) }

  consuming func hash() -> String { hexText(sha.finish()) }
}
