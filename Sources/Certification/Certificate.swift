import Formats
import Workspace

/// A certificate in the register, as it was awarded.
package struct Certificate: Hashable, Sendable {
  /// Who stands behind it.
  package enum Issue: String, CaseIterable, Sendable {
    case inHouse = "in-house"
    case national
  }

  /// How it came into the register.
  package enum Source: String, CaseIterable, Sendable {
    /// Every condition of the level was met.
    case award
    /// It follows one that was about to end.
    case renewal
    /// It was held before Merit.
    case held = "import"
    /// A place in a contest earned it.
    case contest
  }

  package let code: String
  package let number: String
  package let ladder: String
  package let level: Int
  package let staff: String
  package let name: String
  package let awarded: CalendarDay
  /// The last day, as it was on the day of the award; leave can move it.
  package let expires: CalendarDay
  /// What it was awarded for, such as `theory sitting 12: 86.00`.
  package let evidence: String
  package let issue: Issue
  package let source: Source
  /// The code of the certificate that it follows.
  package let renews: String?

  package init(
    code: String, number: String, ladder: String, level: Int, staff: String, name: String,
    awarded: CalendarDay, expires: CalendarDay, evidence: String, issue: Issue = .inHouse,
    source: Source = .award, renews: String? = nil
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
    self.issue = issue
    self.source = source
    self.renews = renews
  }

  /// Whether it rests on a sitting of an exam.
  package func rests(onSitting id: Int) -> Bool { evidence.contains("sitting \(id):") }
}

/// Numbers that stand a slip of the pen, such as `HOTLINE-5-2026-000201-5`.
package enum CertificateNumber {
  /// A ladder's number: its name, the level, the year of the award, a count, and a check digit over the figures among them.
  package static func make(ladder: String, level: Int, awarded: CalendarDay, count: Int) -> String {
    let digits = String(count)
    let serial = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    let year = awarded.parts.year
    return "\(ladder.uppercased())-\(level)-\(year)-\(serial)-\(check("\(level)\(year)\(serial)"))"
  }

  /// Whether a number of our own has the check digit that fits.
  package static func isSound(_ number: String) -> Bool {
    let parts = number.split(separator: "-").suffix(4)
    guard parts.count == 4, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let last = parts.last
    else { return false }
    return "\(check(parts.dropLast().joined()))" == last
  }

  /// The check digit of a row of digits: ISO 7064, MOD 11,10, which finds every wrong digit and every two neighbours
  /// swapped.
  package static func check(_ digits: String) -> Int {
    var product = 10
    for digit in digits.utf8 {
      let sum = (product + Int(digit) - 0x30) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10
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
