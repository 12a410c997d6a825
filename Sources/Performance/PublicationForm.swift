import Formats
import Workspace

extension PublicationDesk {
  /// Until when people may object to a published quarter.
  package static let publicationForm = JSONForm<(quarter: Quarter, publication: QuarterBook.Publication)>([
    .quarter("quarter") { $0.quarter }, .day("until") { $0.publication.until },
  ])

  /// What somebody said of their sheet.
  package static let answerForm = JSONForm<(quarter: Quarter, staff: String, objects: Bool)>([
    .quarter("quarter") { $0.quarter }, .text("staff") { $0.staff },
    .init("answer", .choice(["confirmed", "objected"])) { .string($0.objects ? "objected" : "confirmed") },
  ])

  /// What was decided about an objection.
  package static let decisionForm = JSONForm<(staff: String, upheld: Bool)>([
    .text("staff") { $0.staff }, .flag("upheld") { $0.upheld },
  ])

  /// The grade that a calibration gives; `null` where one was taken back.
  package static let calibrationForm = JSONForm<(staff: String, grade: String?)>([
    .text("staff") { $0.staff }, .optionalText("grade") { $0.grade },
  ])
}
