import Formats
import Workspace

extension HonourAwardDesk.List {
  /// An honour with how everybody stands for it, in a language.
  package static let form = JSONForm<(list: HonourAwardDesk.List, isChinese: Bool)>([
    .text("scheme") { $0.list.scheme.id }, .integer("version") { $0.list.scheme.version },
    .text("honour") { $0.list.honour.id },
    .text("title") { $0.list.honour.title.text(chinese: $0.isChinese) },
    .choice("rule") { $0.list.honour.rule }, .integer("places") { $0.list.honour.places },
    .list("people", personForm) { shown in
      shown.list.proposals.map { ($0, shown.list.granted.contains($0.staff), shown.isChinese) }
    },
  ])

  private static let personForm = JSONForm<(proposal: HonourProposal, isGranted: Bool, isChinese: Bool)>([
    .text("staff") { $0.proposal.staff }, .text("value") { $0.proposal.value.text(chinese: $0.isChinese) },
    .optionalInteger("rank") { $0.proposal.rank }, .flag("proposed") { $0.proposal.isProposed },
    .flag("tied") { $0.proposal.isTied }, .flag("granted") { $0.isGranted },
    .texts("against") { one in one.proposal.against.map { $0.text(chinese: one.isChinese) } },
  ])
}

extension HonourGrant {
  /// An honour as it was granted, in a language.
  package static let form = JSONForm<(grant: HonourGrant, isChinese: Bool)>([
    .integer("number") { $0.grant.id }, .quarter("quarter") { $0.grant.quarter },
    .text("scheme") { $0.grant.scheme }, .integer("version") { $0.grant.version },
    .text("honour") { $0.grant.honour }, .text("staff") { $0.grant.staff },
    .integer("rank") { $0.grant.rank },
    .text("for") { $0.grant.ground.text(chinese: $0.isChinese) }, .text("by") { $0.grant.by },
    .optionalText("revoked") { $0.grant.revoked },
  ])
}

extension HonourDeed {
  package static let form = JSONForm<HonourDeed>([
    .integer("number") { $0.id }, .choice("kind") { $0.kind }, .text("staff") { $0.staff },
    .day("day") { $0.day }, .text("department") { $0.department },
    .optionalNumber("days") { $0.days.map { decimalText($0, places: 2) } }, .text("what") { $0.what },
    .text("recorded_by") { $0.by },
    .init("answer", .optional(.choice(HonourAnswer.Kind.allCases.map(\.rawValue)))) {
      .optional($0.answer?.kind.rawValue)
    },
    .init("quarter", .optional(.quarter)) { .optional($0.answer?.quarter.description) },
    .optionalMoney("saving") { $0.answer?.saving }, .optionalText("reason") { $0.answer?.reason },
    .optionalText("answered_by") { $0.answer?.by },
  ])
}
