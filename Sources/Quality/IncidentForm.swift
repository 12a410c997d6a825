import Formats

extension IncidentDesk {
  /// An incident with whose it is and who confirmed it.
  package typealias Listed = (row: Incident, staff: String, confirmedBy: String?)

  package static let form = JSONForm<Listed>([
    .text("id") { $0.row.name }, .text("staff") { $0.staff }, .day("date") { $0.row.day },
    .text("kind") { $0.row.kind }, .optionalText("confirmed_by") { $0.confirmedBy },
    .optionalText("text") { $0.row.text },
  ])
}
