import Formats
import Workforce
import Workspace

/// How a holder wants their name shown to whoever verifies a certificate.
package enum ShownName: String, CaseIterable, Sendable {
  case full
  /// The family name of a Chinese name, the first letters of another: `李**`, `J. S.`.
  case masked
  case none

  /// A name as it is shown; `nil` where it is not.
  package func text(of name: String) -> String? {
    switch self {
    case .full: name
    case .none: nil
    case .masked:
      if name.contains(" ") {
        name.split(separator: " ").map { "\($0.prefix(1))." }.joined(separator: " ")
      } else {
        name.prefix(1) + String(repeating: "*", count: max(1, name.count - 1))
      }
    }
  }
}

/// What anybody is told who asks about a code.
package struct Verification: Sendable {
  /// The code as it was understood.
  package let code: String
  /// `nil` where no certificate has the code.
  package let held: HeldCertificate?
  /// As the holder chose.
  package let name: String?

  /// Looks a code up; anybody may ask.
  package init(of typed: String, in workspace: Workspace) throws {
    code = CertificateCode.normal(typed)
    let records = CertificationRecords(workspace.database)
    held = CertificateCode.isSound(code) ? try records.find(code: code) : nil
    name = try held.flatMap {
      try records.shownName(of: $0.certificate.staff).text(of: $0.certificate.name)
    }
  }

  /// Whether the code's last character fits the others; a code with a slip in it does not.
  package var isSound: Bool { CertificateCode.isSound(code) }

  package static let schema = JSONSchema.object([
    .init("code", .text), .init("status", .text), .init("name", .optional(.text)),
    .init("certificate", .optional(.text)), .init("level", .optional(.text)),
    .init("awarded", .optional(.day)), .init("expires", .optional(.day)),
  ])

  /// The shape that `cert verify --json` promises, and `schema` says.
  package func json(on day: CalendarDay) -> JSON {
    .object([
      ("code", .string(code)), ("status", .string(held?.status(on: day).rawValue ?? "unknown")),
      ("name", .optional(name)), ("certificate", .optional(held?.certificate.number)),
      ("level", .optional(held.map { Person.levelName($0.certificate.level) })),
      ("awarded", .optional(held?.certificate.awarded.description)),
      ("expires", .optional(held?.expires.description)),
    ])
  }
}
