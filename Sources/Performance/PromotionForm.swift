import Formats
import Workspace

extension PromotionDesk.List {
  /// A scheme with those of its proposals that are asked for, in a language.
  package typealias Shown = (list: PromotionDesk.List, people: [PromotionProposal], isChinese: Bool)

  package static let form = JSONForm<Shown>([
    .text("scheme") { $0.list.scheme.head.id }, .integer("version") { $0.list.scheme.head.version },
    .text("step") { $0.list.scheme.step.text(chinese: $0.isChinese) },
    .choice("direction") { $0.list.scheme.direction }, .optionalInteger("vacancies") { $0.list.places.count },
    .init("vacancies_by_site", .map(.wholeNumber)) {
      .object($0.list.places.bySite.sorted { $0.key < $1.key }.map { ($0, .int($1)) })
    },
    .list("people", personForm) { shown in
      shown.people.map { ($0, shown.list.decisions[$0.person.staff], shown.isChinese) }
    },
  ])

  private static let personForm = JSONForm<
    (proposal: PromotionProposal, decision: PromotionDecision?, isChinese: Bool)
  >([
    .text("staff") { $0.proposal.person.staff }, .optionalScore("total") { $0.proposal.person.total },
    .flag("eligible") { $0.proposal.isEligible }, .optionalInteger("rank") { $0.proposal.rank },
    .flag("proposed") { $0.proposal.isProposed },
    .init("decision", .optional(.choice(PromotionDecision.Verdict.allCases.map(\.rawValue)))) {
      .optional($0.decision?.verdict.rawValue)
    },
    .list("conditions", conditionForm) { person in
      person.proposal.conditions.map { ($0, person.isChinese) }
    },
  ])

  private static let conditionForm = JSONForm<(condition: PromotionProposal.Condition, isChinese: Bool)>([
    .text("id") { $0.condition.id }, .text("what") { $0.condition.what.text(chinese: $0.isChinese) },
    .flag("met") { $0.condition.isMet }, .text("found") { $0.condition.found.text(chinese: $0.isChinese) },
    .optionalText("remedy") { own in own.condition.remedy.map { $0.text(chinese: own.isChinese) } },
  ])
}

extension PromotionDecision {
  /// A decision with what it changes on the roster.
  package typealias Recorded = (decision: PromotionDecision, changes: [RosterChange])

  package static let form = JSONForm<Recorded>([
    .integer("number") { $0.decision.id }, .quarter("quarter") { $0.decision.quarter },
    .text("staff") { $0.decision.staff }, .text("scheme") { $0.decision.scheme },
    .integer("version") { $0.decision.version }, .choice("decision") { $0.decision.verdict },
    .flag("proposed") { $0.decision.isProposed }, .text("ground") { $0.decision.ground },
    .optionalText("reason") { $0.decision.reason }, .optionalDay("from") { $0.decision.from },
    .text("by") { $0.decision.by }, .time("at") { $0.decision.at },
    .optionalInteger("replaces") { $0.decision.supersedes },
    .list("changes", RosterChange.form) { $0.changes },
  ])
}

extension RosterChange {
  package static let form = JSONForm<RosterChange>([
    .text("staff") { $0.staff }, .choice("kind") { $0.kind }, .optionalText("before") { $0.before },
    .optionalText("after") { $0.after }, .optionalText("team") { $0.team }, .day("from") { $0.from },
    .flag("done") { $0.isDone },
  ])
}

extension VacancyBalance {
  package static let form = JSONForm<VacancyBalance>([
    .text("post") { $0.vacancy.post }, .text("level") { levelName($0.vacancy.level).en },
    .optionalText("site") { $0.vacancy.site }, .optionalDay("from") { $0.vacancy.from },
    .integer("places") { $0.vacancy.places }, .integer("used") { $0.used }, .integer("left") { $0.left },
  ])
}
