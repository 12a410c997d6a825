import Formats
import Workspace

extension QuarterDesk.Summary {
  package static let form = JSONForm<QuarterDesk.Summary>([
    .quarter("quarter") { $0.quarter }, .integer("people") { $0.people },
    .integer("assessed") { $0.assessed },
    .init("unassessed", .map(.wholeNumber)) {
      .object($0.unassessed.map { ($0.status.text, .int($0.count)) })
    },
    .money("pool") { $0.pool.amount }, .money("paid") { $0.paid }, .money("pool_base") { $0.pool.base },
    .optionalScore("index") { $0.pool.index }, .number("index_factor") { $0.pool.factor.factorText },
    .money("adjusted") { $0.adjusted }, .money("payable") { $0.payable },
    .init("grades", .map(.wholeNumber)) { .object($0.grades.map { ($0.grade, .int($0.count)) }) },
    .optionalText("hash") { $0.hash }, .text("audit_head") { $0.auditHead },
  ])

  package var json: JSON { Self.form.json(self) }
}

extension QuarterDesk {
  /// What an opened quarter will be judged by.
  package typealias Opening = (schemes: [String], judged: Int, unjudged: [String])

  package static let openingForm = JSONForm<(quarter: Quarter, opening: Opening)>([
    .quarter("quarter") { $0.quarter }, .texts("schemes") { $0.opening.schemes },
    .integer("judged") { $0.opening.judged }, .integer("unjudged") { $0.opening.unjudged.count },
  ])

  /// A person of a quarter that was looked ahead to.
  package typealias Previewed = (name: String, id: String, result: QuarterResult)

  package static let previewForm = JSONForm<(summary: Summary, people: [Previewed])>([
    .object("summary", Summary.form) { $0.summary }, .list("people", previewedForm) { $0.people },
  ])

  private static let previewedForm = JSONForm<Previewed>([
    .text("staff") { $0.id }, .text("status") { $0.result.status.text },
    .optionalScore("total") { $0.result.assessment.total },
    .optionalText("grade") { $0.result.assessment.grade }, .money("bonus") { $0.result.bonus },
    .integer("evaluations") { $0.result.evaluations }, .integer("responses") { $0.result.responses },
  ])
}

extension QuarterStatusDesk.Status {
  package static let form = JSONForm<QuarterStatusDesk.Status>([
    .quarter("quarter") { $0.quarter },
    .init("state", .choice(["open", "scored", "published", "closed"])) { .string($0.state) },
    .optionalText("hash") { $0.hash }, .optionalDay("objections_until") { $0.publication?.until },
    .integer("people") { $0.people }, .integer("confirmed") { $0.confirmed },
    .list("revisions", revisionForm) { $0.revisions }, .list("missing", itemForm) { $0.missing },
  ])

  private static let revisionForm = JSONForm<FrozenRecords.Revision>([
    .integer("revision") { $0.number }, .text("hash") { $0.hash }, .text("reason") { $0.reason },
    .text("at") { $0.at }, .text("by") { $0.by },
  ])

  private static let itemForm = JSONForm<QuarterStatusDesk.Item>([
    .text("kind") { $0.kind }, .text("owner") { $0.owner }, .text("what") { $0.what.en },
    .integer("count") { $0.count }, .texts("subjects") { $0.subjects },
  ])
}
