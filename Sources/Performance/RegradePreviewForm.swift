import Exams
import Formats
import Workforce
import Workspace

extension RegradeStudy {
  /// What a regrade changes, for programs; `pay` is `null` for whoever may not see it.
  package static let form = JSONForm<(preview: Preview, isPreview: Bool)>([
    .flag("preview") { $0.isPreview }, .list("sittings", changeForm) { $0.preview.changes },
    .list("certificates", certificateForm) { $0.preview.certificates },
    .init("pay", .optional(.list(payForm.schema))) { one in
      one.preview.pay.map { payForm.json($0) } ?? .null
    },
    .init("closed_quarters", .list(.quarter)) { one in
      .array(one.preview.closedQuarters.map { .string($0.description) })
    },
  ])

  private static let changeForm = JSONForm<RegradeDesk.Change>([
    .integer("sitting") { $0.sitting.id }, .text("staff") { $0.sitting.staff },
    .optionalFixed("old_points", places: 2) { $0.old?.points }, .fixed("new_points", places: 2) { $0.points },
    .optionalScore("old_score") { $0.old?.score }, .score("new_score") { $0.score },
    .optionalFlag("old_passed") { $0.old?.isPassed }, .flag("new_passed") { $0.isPassed },
  ])

  private static let certificateForm = JSONForm<CertificateEffect>([
    .text("staff") { $0.staff }, .text("ladder") { $0.ladder }, .integer("level") { $0.level },
    .text("effect") { $0.kind.rawValue },
  ])

  private static let payForm = JSONForm<PayEffect>([
    .text("staff") { $0.staff }, .quarter("quarter") { $0.quarter },
    .optionalText("old_grade") { $0.oldGrade }, .optionalText("new_grade") { $0.newGrade },
    .integer("old_bonus_fen") { $0.oldBonus.fen }, .integer("new_bonus_fen") { $0.newBonus.fen },
  ])
}
