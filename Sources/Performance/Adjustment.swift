import Formats
import Workspace

/// An amount that is paid, or kept back from later bonus, for a quarter that is closed.
package struct Adjustment: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// Evidence that came after the close.
    case late
    /// The difference of a later revision.
    case revision
    /// What an earlier quarter's bonus was too small to bear.
    case carry
  }

  /// The quarter with which it is paid.
  package let quarter: Quarter
  /// The closed quarter that it is about.
  package let cause: Quarter
  /// The integer key of the person.
  package let staff: Int
  package let amount: Money
  package let kind: Kind
  /// What changed, in words.
  package let text: String
  /// The person's inputs as they are now, as a frozen line.
  package let inputs: String
  package let at: String
  package let by: String

  package init(
    quarter: Quarter, cause: Quarter, staff: Int, amount: Money, kind: Kind, text: String, inputs: String,
    at: String, by: String
  ) {
    self.quarter = quarter
    self.cause = cause
    self.staff = staff
    self.amount = amount
    self.kind = kind
    self.text = text
    self.inputs = inputs
    self.at = at
    self.by = by
  }
}

/// What late evidence makes of a person's bonus in a closed quarter.
///
/// The others keep what they were paid, so the quarter's own rate holds: pool × new weight ÷ the closed sum of weights,
/// rounded half away from zero. Whoever's weight is what it was has earned exactly what was paid.
package struct LateEffect: Sendable {
  package let staff: String
  package let closed: QuarterResult
  package let now: QuarterResult
  /// What the bonus of the closed quarter would be now.
  package let earned: Money
  /// What was posted about it before.
  package let posted: Money

  /// What is still to be paid, or taken back.
  package var due: Money { earned - closed.bonus - posted }

  package init(
    staff: String, closed: QuarterResult, now: QuarterResult, isPaidHere: Bool,
    share: BonusPool.TeamShare?, posted: Money
  ) {
    self.staff = staff
    self.closed = closed
    self.now = now
    self.posted = posted
    let weight = isPaidHere && now.assessment.total != nil ? now.poolWeight : 0
    if weight == closed.poolWeight {
      earned = closed.bonus
    } else if let share, share.weight > 0 {
      earned = Self.earned(share.amount, weight: weight, sum: share.weight)
    } else {
      earned = closed.bonus
    }
  }

  /// What a weight earns at a closed quarter's rate: amount × weight ÷ sum, rounded half away from zero.
  static func earned(_ amount: Money, weight: Int128, sum: Int128) -> Money {
    let product = UInt128(amount.fen.magnitude).multipliedFullWidth(by: weight.magnitude)
    let (quotient, remainder) = sum.magnitude.dividingFullWidth(product)
    return Money(fen: Int(quotient) + (remainder >= sum.magnitude - remainder ? 1 : 0))
  }

  /// What changed in the results, in words; empty where nothing that is shown did.
  package var changes: Words {
    var en: [String] = []
    var zh: [String] = []
    func note(_ name: Words, _ old: String?, _ new: String?) {
      guard old != new else { return }
      en.append("\(name.en) \(old ?? "–") → \(new ?? "–")")
      zh.append("\(name.zh) \(old ?? "–") → \(new ?? "–")")
    }
    for (old, new) in zip(closed.assessment.parts, now.assessment.parts) {
      note(Words(en: old.id, zh: old.id), old.score?.description, new.score?.description)
    }
    note(
      Words(en: "critical calls", zh: "致命差错"), "\(closed.criticals)", "\(now.criticals)")
    note(
      Words(en: "total", zh: "总分"), closed.assessment.total?.description, now.assessment.total?.description)
    note(Words(en: "grade", zh: "等级"), closed.assessment.grade, now.assessment.grade)
    note(
      Words(en: "gate", zh: "满意度系数"), closed.assessment.gate.factorText, now.assessment.gate.factorText)
    note(Words(en: "days", zh: "天数"), "\(closed.days)", "\(now.days)")
    return Words(en: en.joined(separator: ", "), zh: zh.joined(separator: "，"))
  }
}
