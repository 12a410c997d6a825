import Formats
import Statistics
import Workspace

extension ComplaintCourse {
  /// A complaint among the open ones, as it stands at a moment.
  package static let openForm = JSONForm<(course: ComplaintCourse, now: Instant)>([
    .text("id") { $0.course.complaint.name }, .choice("state") { $0.course.state },
    .optionalText("owner") { $0.course.owner }, .optionalText("department") { $0.course.department },
    .choice("class") { $0.course.complaint.kind }, .time("received") { $0.course.complaint.received },
    .integer("reopenings") { $0.course.reopenings },
    .flag("overdue") {
      $0.now.seconds - $0.course.complaint.received.seconds > ComplaintSummary.Terms().hours * 3_600
    },
  ])

  /// A complaint with all that was done about it.
  package static let form = JSONForm<ComplaintCourse>([
    .text("id") { $0.complaint.name }, .choice("state") { $0.state }, .optionalText("owner") { $0.owner },
    .choice("class") { $0.complaint.kind }, .time("received") { $0.complaint.received },
    .optionalTime("answered") { $0.complaint.answered }, .optionalTime("closed") { $0.complaint.closed },
    .integer("reopenings") { $0.reopenings }, .list("steps", stepForm) { $0.steps },
  ])

  private static let stepForm = JSONForm<ComplaintStep>([
    .choice("state") { $0.state }, .optionalText("department") { $0.department }, .text("text") { $0.text },
    .time("at") { $0.at }, .text("by") { $0.by },
  ])
}

extension ComplaintSummary {
  package static let form = JSONForm<(summary: ComplaintSummary, reopenings: Int)>([
    .integer("received") { $0.summary.received }, .object("classes", classForm) { $0.summary.byClass },
    .integer("closed") { $0.summary.closed }, .integer("closed_in_time") { $0.summary.closedInTime },
    .integer("overdue") { $0.summary.overdue }, .integer("reopenings") { $0.reopenings },
    .optionalInteger("median_seconds") { $0.summary.median },
    .optionalInteger("p90_seconds") { $0.summary.ninth },
    .optionalScore("satisfaction") { $0.summary.satisfaction },
    .object("satisfied", shareForm) { $0.summary.satisfied },
    .optionalScore("channel_satisfaction") { $0.summary.channelSatisfaction },
    .object("repeats", shareForm) { $0.summary.repeats }, .integer("censored") { $0.summary.censored },
    .object("accuracy", shareForm) { $0.summary.accuracy }, .integer("iceberg") { $0.summary.iceberg },
  ])

  private static let classForm = JSONForm<[Complaint.Class: Int]>(
    Complaint.Class.allCases.map { kind in .integer(kind.rawValue) { $0[kind] ?? 0 } })

  private static let shareForm = JSONForm<Proportion>([
    .integer("hits") { $0.hits }, .integer("of") { $0.of }, .figure("share") { $0.estimate },
    .interval("wilson") { $0.wilson() },
  ])
}
