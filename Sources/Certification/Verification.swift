import Formats
import Workforce

extension Certificate {
  /// The shape that `cert verify --json` promises; `nil` is an unknown code.
  package static func verification(code: String, _ certificate: Certificate?, on day: CalendarDay) -> JSON {
    .object([
      ("code", .string(code)), ("status", .string(certificate?.status(on: day) ?? "unknown")),
      ("name", .optional(certificate?.name)), ("certificate", .optional(certificate?.number)),
      ("level", .optional(certificate.map { Person.levelName($0.level) })),
      ("awarded", .optional(certificate?.awarded.description)),
      ("expires", .optional(certificate?.expires.description)),
    ])
  }
}
