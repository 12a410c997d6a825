import Workspace

extension Refusal {
  static let passwordWithNUL = Refusal(
    .badData, "the password holds a character that cannot be typed", "choose another")

  package static func unknownStaff(_ id: String) -> Refusal {
    Refusal(.noInput, "nobody has the id '\(id)'", "see: merit staff list")
  }

  static func unknownTeam(_ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no team '\(id)' in the organisation", "import it first with: merit org import FILE")
  }

  package static func unknownAccount(_ name: String) -> Refusal {
    Refusal(
      .notPermitted, "there is no account '\(name)' in this workspace",
      "name one with --as ACCOUNT; an administrator makes one with: merit account add NAME")
  }

  static func accountExists(_ name: String) -> Refusal {
    Refusal(
      .badData, "there is an account '\(name)' already",
      "change it with: merit account role or merit account password")
  }

  static func lastAdministrator(_ name: String) -> Refusal {
    Refusal(
      .notPermitted, "'\(name)' is the last administrator",
      "make another one first: merit account role NAME administrator")
  }

  static func weakPassword(_ length: Int) -> Refusal {
    Refusal(.badData, "the password has \(length) characters", "use 10 or more")
  }

  static func hashingFailed(_ reason: String) -> Refusal {
    Refusal(
      .software, "the system would not hash the password: \(reason)", "check that libcrypt knows yescrypt")
  }

  static func unknownSignIn(_ id: String) -> Refusal {
    Refusal(.noInput, "you have no sign-in '\(id)'", "see them with: GET /api/v1/session")
  }

  package static let codeRefused = Refusal(
    .notPermitted, "the code is not right, or it is used up or expired",
    "ask the invigilator for a new one: merit account code STAFF")
}
