import Formats
import Workspace

extension NeedsDesk.Finding {
  /// The needs of a quarter, those that are asked for.
  package typealias Shown = (finding: NeedsDesk.Finding, lessons: [LessonNeed])

  package static let form = JSONForm<Shown>([
    .quarter("quarter") { $0.finding.quarter }, .text("scheme") { $0.finding.scheme.head.id },
    .integer("version") { $0.finding.scheme.head.version },
    .list("lessons", lessonForm) { shown in shown.lessons.map { ($0, shown.finding) } },
    .integer("answered") { $0.finding.needs.answered.count },
    .integer("untaught") { $0.finding.needs.untaught.count },
  ])

  package static let lessonForm = JSONForm<(need: LessonNeed, finding: NeedsDesk.Finding)>([
    .text("lesson") { $0.need.lesson },
    .optionalText("course") { $0.finding.lessons[$0.need.lesson]?.course },
    .integer("people") { $0.need.people.count }, .integer("n") { $0.need.evidence },
    .score("gain") { $0.need.gain },
    .list("needs", personForm) { shown in shown.need.people.map { ($0, shown.finding) } },
  ])

  private static let personForm = JSONForm<(need: PersonNeed, finding: NeedsDesk.Finding)>([
    .optionalText("staff") { $0.finding.people[$0.need.staff]?.id },
    .optionalText("team") { $0.finding.people[$0.need.staff]?.team },
    .integer("n") { $0.need.evidence.count }, .score("gain") { $0.need.gain },
    .object("points", pointsForm) { $0.need.points }, .list("evidence", evidenceForm) { $0.need.evidence },
  ])

  private static let pointsForm = JSONForm<[NeedSource: Score]>(
    NeedSource.allCases.map { source in .optionalScore(source.rawValue) { $0[source] } })

  private static let evidenceForm = JSONForm<NeedEvidence>([
    .choice("source") { $0.source }, .text("id") { $0.id }, .text("what") { $0.what },
    .day("date") { $0.day },
    .score("lost") { $0.lost },
  ])
}

extension NeedPlanDesk.Proposal {
  /// Cycles that would answer needs, with the numbers of those that were opened.
  package typealias Opened = (proposal: NeedPlanDesk.Proposal, cycles: [Int])

  package static let form = JSONForm<Opened>([
    .quarter("quarter") { $0.proposal.finding.quarter },
    .text("scheme") { $0.proposal.finding.scheme.head.id },
    .integer("version") { $0.proposal.finding.scheme.head.version }, .day("from") { $0.proposal.from },
    .day("to") { $0.proposal.to },
    .list("cycles", cycleForm) { own in own.proposal.plan.cycles.map { ($0, own.proposal.finding) } },
    .list("unplaced", unplacedForm) { own in own.proposal.plan.unplaced.map { ($0, own.proposal.finding) } },
    .init("opened", .list(.wholeNumber)) { .array($0.cycles.map(JSON.int)) },
  ])

  private static let cycleForm = JSONForm<(cycle: NeedPlan.Cycle, finding: NeedsDesk.Finding)>([
    .text("course") { $0.cycle.course }, .score("gain") { $0.cycle.gain },
    .list("people", placeForm) { own in own.cycle.people.map { ($0, own.finding) } },
  ])

  private static let placeForm = JSONForm<(place: NeedPlan.Place, finding: NeedsDesk.Finding)>([
    .optionalText("staff") { $0.finding.people[$0.place.staff]?.id }, .score("gain") { $0.place.gain },
    .texts("lessons") { $0.place.needs.map(\.lesson) },
  ])

  private static let unplacedForm = JSONForm<(unplaced: NeedPlan.Unplaced, finding: NeedsDesk.Finding)>([
    .optionalText("staff") { $0.finding.people[$0.unplaced.staff]?.id },
    .text("course") { $0.unplaced.course }, .text("why") { $0.unplaced.reason.en },
  ])
}
