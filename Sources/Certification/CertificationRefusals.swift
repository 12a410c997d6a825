import Formats
import Workforce
import Workspace

extension Refusal {
  static func awardAhead(_ day: CalendarDay) -> Refusal {
    Refusal(.usage, "\(day) is not yet here", "award as of today or an earlier day")
  }

  static func unknownLevel(_ level: Int, _ ladder: Ladder) -> Refusal {
    Refusal(
      .usage, "ladder '\(ladder.head.id)' has no level \(Person.levelName(level))",
      "it has \(ladder.levels.map { Person.levelName($0.level) }.joined(separator: ", "))")
  }

  static func unknownCertificate(_ name: String) -> Refusal {
    let isSound = CertificateCode.isSound(CertificateCode.normal(name)) || CertificateNumber.isSound(name)
    return Refusal(
      .noInput, "no certificate has the code or number '\(name)'",
      isSound
        ? "see: merit cert list" : "there is a slip in it, for its last character does not fit; read it again"
    )
  }

  static func notInState(_ held: HeldCertificate, _ status: CertificateStatus, _ deed: String) -> Refusal {
    Refusal(
      .badData, "certificate \(held.certificate.number) is \(status.rawValue) and cannot be \(deed)",
      "see what happened to it: merit cert show \(held.certificate.staff)")
  }

  static func unknownLevelSitting(_ id: Int) -> Refusal {
    Refusal(.noInput, "there is no sitting \(id) of a level", "see: merit cert sittings")
  }

  static func notRegistered(_ staff: String, _ sitting: LevelSitting) -> Refusal {
    Refusal(
      .badData, "'\(staff)' is not registered for sitting \(sitting.id)",
      "see who is: merit cert admissions \(sitting.id)")
  }

  static func sittingFull(_ sitting: LevelSitting, wanted: Int, left: Int) -> Refusal {
    Refusal(
      .badData,
      "sitting \(sitting.id) has \(left) of \(sitting.capacity) places left, and \(wanted) are asked for",
      "register fewer, or open another sitting")
  }
}
