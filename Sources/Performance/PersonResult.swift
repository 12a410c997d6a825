import Formats
import Workforce
import Workspace

/// A person's sheet of a quarter, for programs.
package struct PersonResult: Sendable {
  package let person: Person
  package let quarter: Quarter
  package let result: QuarterResult

  package init(_ person: Person, _ quarter: Quarter, _ result: QuarterResult) {
    self.person = person
    self.quarter = quarter
    self.result = result
  }

  package static let form = JSONForm<PersonResult>([
    .text("staff") { $0.person.id }, .text("name") { $0.person.name }, .quarter("quarter") { $0.quarter },
    .text("post") { $0.result.post }, .text("team") { $0.result.team }, .text("scheme") { $0.result.scheme },
    .integer("version") { $0.result.version }, .integer("days") { $0.result.days },
    .list("parts", partForm) { $0.result.assessment.parts },
    .score("competition") { $0.result.assessment.addition },
    .optionalScore("total") { $0.result.assessment.total },
    .optionalText("grade") { $0.result.assessment.grade },
    .number("factor") { $0.result.assessment.factor.factorText },
    .number("gate") { $0.result.assessment.gate.factorText }, .money("base") { $0.result.base },
    .money("bonus") { $0.result.bonus }, .texts("flags") { $0.result.assessment.flags },
  ])

  private static let partForm = JSONForm<PartScore>([
    .text("part") { $0.id }, .optionalScore("score") { $0.score },
    .text("weight") { $0.weight.description }, .flag("counts") { $0.counts },
  ])
}
