import Formats
import Workspace

extension Candidate {
  /// A line of an exam's list with how its candidate stands, for programs.
  package static let form = JSONForm<(candidate: Candidate, state: Attendance)>([
    .text("staff") { $0.candidate.staff }, .text("batch") { $0.candidate.batch },
    .optionalTime("opens") { $0.candidate.opens }, .optionalTime("closes") { $0.candidate.closes },
    .text("room") { $0.candidate.room }, .optionalInteger("seat") { $0.candidate.seat },
    .integer("extra_minutes") { $0.candidate.extraMinutes },
    .choice("standing") { $0.candidate.standing }, .text("state") { $0.state.words.en },
    .text("reason") { $0.candidate.reason },
  ])
}
