import Formats
import Workspace

/// A certificate in the register.
package struct Certificate: Hashable, Sendable {
  package let code: String
  package let number: String
  package let ladder: String
  package let level: Int
  package let staff: String
  package let name: String
  package let awarded: CalendarDay
  package let expires: CalendarDay
  /// What it was awarded for, such as `theory sitting 12: 86.00`.
  package let evidence: String

  package init(
    code: String, number: String, ladder: String, level: Int, staff: String, name: String,
    awarded: CalendarDay,
    expires: CalendarDay, evidence: String
  ) {
    self.code = code
    self.number = number
    self.ladder = ladder
    self.level = level
    self.staff = staff
    self.name = name
    self.awarded = awarded
    self.expires = expires
    self.evidence = evidence
  }

  /// The last day counts.
  package func status(on day: CalendarDay) -> String { day <= expires ? "valid" : "expired" }
}

/// A condition for an award, and how it stands.
package struct Requirement: Hashable, Sendable {
  package let what: Words
  package let isMet: Bool
  /// What was found, for the register and for the list of what is missing.
  package let found: String
}

/// What somebody brings to the award of a level.
package struct Candidacy: Sendable {
  /// The best sitting of each blueprint, by blueprint.
  package let sittings: [String: (sitting: Int, score: Score)]
  /// The best score of each drill, by `course/lesson`, with the id of its record.
  package let drills: [String: (record: Int, score: Score)]
  package let inPostSince: CalendarDay?
  /// The day from which the level below has been held without a gap.
  package let belowSince: CalendarDay?

  package init(
    sittings: [String: (sitting: Int, score: Score)], drills: [String: (record: Int, score: Score)],
    inPostSince: CalendarDay?, belowSince: CalendarDay?
  ) {
    self.sittings = sittings
    self.drills = drills
    self.inPostSince = inPostSince
    self.belowSince = belowSince
  }

  /// Every condition of a level, in the order of the ladder.
  package func requirements(for level: Ladder.Level, on day: CalendarDay) -> [Requirement] {
    var list: [Requirement] = []
    if let months = level.monthsBelow {
      let held = belowSince.map { $0.months(until: day) }
      list.append(
        Requirement(
          what: Words(en: "level below held \(months) months", zh: "持有下一级满\(months)个月"),
          isMet: held.map { $0 >= months } ?? false, found: belowSince.map { "since \($0)" } ?? "not held"))
    }
    if level.monthsInPost > 0 {
      let months = inPostSince.map { $0.months(until: day) } ?? 0
      list.append(
        Requirement(
          what: Words(en: "\(level.monthsInPost) months in post", zh: "在岗满\(level.monthsInPost)个月"),
          isMet: months >= level.monthsInPost, found: inPostSince.map { "since \($0)" } ?? "not in post"))
    }
    for part in level.parts {
      switch part {
      case .exam(let blueprint, let pass):
        let best = sittings[blueprint]
        list.append(
          Requirement(
            what: Words(en: "theory \(blueprint) \(pass) or more", zh: "理论考试 \(blueprint) 不低于 \(pass)"),
            isMet: best.map { $0.score >= pass } ?? false,
            found: best.map { "sitting \($0.sitting): \($0.score)" } ?? "not passed"))
      case .drill(let course, let lesson, let pass):
        let best = drills["\(course)/\(lesson)"]
        list.append(
          Requirement(
            what: Words(en: "practical \(lesson) \(pass) or more", zh: "实操 \(lesson) 不低于 \(pass)"),
            isMet: best.map { $0.score >= pass } ?? false,
            found: best.map { "attendance \($0.record): \($0.score)" } ?? "not taken"))
      }
    }
    return list
  }
}

/// Codes that stand a slip of the pen: the last character checks the others.
package enum CertificateCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// A code from random letters, with its check character: Luhn's rule modulo 32.
  package static func make(from letters: String) -> String { letters + String(alphabet[check(letters)]) }

  /// The code as it was meant: upper case, half width, no blanks or hyphens, O and I and L read as digits.
  package static func normal(_ typed: String) -> String {
    String(
      foldedWidth(typed).uppercased().filter { !" -".contains($0) }
        .map { $0 == "O" ? "0" : $0 == "I" || $0 == "L" ? "1" : $0 })
  }

  /// Whether the check character fits.
  package static func isSound(_ code: String) -> Bool {
    guard let last = code.last, let value = alphabet.firstIndex(of: last), code.count > 1,
      code.allSatisfy({ alphabet.contains($0) })
    else { return false }
    return check(String(code.dropLast())) == value
  }

  private static func check(_ letters: String) -> Int {
    var sum = 0
    var factor = 2
    for letter in letters.reversed() {
      let addend = factor * (alphabet.firstIndex(of: letter) ?? 0)
      sum += addend / 32 + addend % 32
      factor = 3 - factor
    }
    return (32 - sum % 32) % 32
  }
}
