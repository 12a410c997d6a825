import Formats
import Workspace

extension AuditDesk {
  /// The audits of a quarter, and where points are lost.
  package static let form = JSONForm<(audits: [SiteAudit], losses: [AuditLoss])>([
    .list("audits", auditForm) { $0.audits }, .list("losses", lossForm) { $0.losses },
  ])

  private static let auditForm = JSONForm<SiteAudit>([
    .text("id") { $0.name }, .text("unit") { $0.unit }, .day("date") { $0.day },
    .text("visitor") { $0.visitor }, .optionalScore("score") { $0.score },
  ])

  private static let lossForm = JSONForm<AuditLoss>([
    .text("item") { $0.item }, .score("full") { $0.full }, .score("got") { $0.got },
    .score("lost") { $0.lost },
  ])
}
