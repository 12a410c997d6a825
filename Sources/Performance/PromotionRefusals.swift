import Workspace

extension Refusal {
  static func unknownPromotion(_ id: String, _ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "no promotion scheme '\(id)' is in force on \(quarter.lastDay)", "see: merit scheme list")
  }

  static func noStepFor(_ staff: String, _ scheme: String, _ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "'\(staff)' holds no post of '\(scheme)' with a result in \(quarter)",
      "see whom it is about: merit promotion list \(quarter) --scheme \(scheme) --all")
  }

  static func oneself(_ deed: String) -> Refusal {
    Refusal(
      .notPermitted, "nobody may \(deed) themselves", "ask another account with the role hr")
  }

  static func wrongDirection(_ order: PromotionOrder, isBack: Bool) -> Refusal {
    Refusal(
      .usage,
      "'\(order.scheme)' leads \(isBack ? "back" : "up"), and '\(order.verdict.rawValue)' does not fit",
      "decide \(isBack ? "step-back" : "promote") or keep")
  }

  static func decidedAlready(_ earlier: PromotionDecision) -> Refusal {
    Refusal(
      .badData,
      "'\(earlier.by)' decided '\(earlier.verdict.rawValue)' about '\(earlier.staff)' in \(earlier.quarter) already",
      "to replace that decision, add --correct --reason TEXT")
  }

  static func nothingToCorrect(_ order: PromotionOrder) -> Refusal {
    Refusal(
      .badData, "nothing was decided about '\(order.staff)' by '\(order.scheme)' in \(order.quarter) yet",
      "leave out --correct")
  }

  static func reasonNeeded(_ what: String) -> Refusal {
    Refusal(
      .usage, "the decision \(what), and gives no reason", "add --reason TEXT: it is kept with the decision")
  }

  static func noPostNow(_ staff: String, _ day: String) -> Refusal {
    Refusal(
      .badData, "'\(staff)' holds no post on \(day), and so has no team to change posts in",
      "name a team with --team, or choose another day with --from")
  }
}
