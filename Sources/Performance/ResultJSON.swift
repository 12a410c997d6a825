import Formats
import Workforce
import Workspace

extension QuarterResult {
  /// A person's sheet for programs.
  package func json(person: Person, quarter: Quarter) -> JSON {
    .object([
      ("staff", .string(person.id)), ("name", .string(person.name)),
      ("quarter", .string(quarter.description)),
      ("post", .string(post)), ("team", .string(team)), ("scheme", .string(scheme)),
      ("version", .int(version)),
      ("days", .int(days)),
      (
        "parts",
        .array(
          assessment.parts.map {
            .object([
              ("part", .string($0.id)), ("score", $0.score?.json ?? .null),
              ("weight", .string($0.weight.description)),
              ("counts", .bool($0.counts)),
            ])
          })
      ), ("competition", assessment.addition.json), ("total", assessment.total?.json ?? .null),
      ("grade", .optional(assessment.grade)), ("factor", .number(assessment.factor.factorText)),
      ("gate", .number(assessment.gate.factorText)), ("base", .number(base.description)),
      ("bonus", .number(bonus.description)), ("flags", .array(assessment.flags.map(JSON.string))),
    ])
  }
}
