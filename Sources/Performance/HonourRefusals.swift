import Workspace

extension Refusal {
  static func unknownDeed(_ id: Int) -> Refusal {
    Refusal(.noInput, "there is no suggestion or help with the number \(id)", "see: merit honour deeds")
  }

  static func answeredAlready(_ deed: HonourDeed, _ answer: HonourAnswer) -> Refusal {
    Refusal(
      .badData, "'\(answer.by)' has \(answer.kind.rawValue) \(deed.kind.rawValue) \(deed.id) already",
      "an answer stands; record the deed anew if it was wrong")
  }

  static func otherDeed(_ deed: HonourDeed) -> Refusal {
    Refusal(
      .usage,
      "number \(deed.id) is a \(deed.kind == .help ? "help, which is confirmed" : "suggestion, which is adopted")",
      "write: merit honour \(deed.kind == .help ? "confirm" : "adopt") \(deed.id)")
  }

  static func unknownUnit(_ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no unit '\(id)' in the organisation", "import it first with: merit org import FILE")
  }

  static func ownDepartment(_ staff: String, _ unit: String) -> Refusal {
    Refusal(
      .badData, "'\(unit)' belongs to the department of '\(staff)'",
      "only help to another department counts; name the unit that was helped")
  }

  static func noTeam(_ staff: String, _ day: String) -> Refusal {
    Refusal(.badData, "'\(staff)' belongs to no team on \(day)", "choose another day with --date")
  }

  static func secondPerson(_ deed: HonourDeed, _ account: String) -> Refusal {
    Refusal(
      .notPermitted, "'\(account)' recorded \(deed.kind.rawValue) \(deed.id)",
      "a second person answers it: merit honour \(deed.kind == .help ? "confirm" : "adopt") \(deed.id) --as ACCOUNT"
    )
  }

  static func leadsNot(_ account: String, _ unit: String, _ deed: HonourDeed) -> Refusal {
    Refusal(
      .notPermitted,
      "account '\(account)' does not lead '\(unit)' and may not answer \(deed.kind.rawValue) \(deed.id)",
      "ask the unit's leader, or who leads a unit above it")
  }

  static func dayAhead(_ day: String) -> Refusal {
    Refusal(.usage, "\(day) is not yet here", "record it once it was done")
  }

  static func noHonours(_ quarter: Quarter) -> Refusal {
    Refusal(
      .noInput, "no scheme of honours is in force on \(quarter.lastDay)",
      "load one with: merit scheme load FILE")
  }

  static func heldByOther(_ grant: HonourGrant) -> Refusal {
    Refusal(
      .badData,
      "'\(grant.staff)' was granted '\(grant.honour)' of \(grant.quarter), and the rule no longer proposes them",
      "revoke it first: merit honour revoke \(grant.id) --reason TEXT")
  }

  static func unknownGrant(_ id: Int) -> Refusal {
    Refusal(.noInput, "there is no honour with the number \(id)", "see: merit honour list")
  }

  static func revokedAlready(_ grant: HonourGrant) -> Refusal {
    Refusal(.badData, "honour \(grant.id) of '\(grant.staff)' is revoked already", "nothing more is needed")
  }

  static func reasonMissing(_ deed: String) -> Refusal {
    Refusal(.usage, "\(deed) gives no reason", "add --reason TEXT: it is kept")
  }
}
