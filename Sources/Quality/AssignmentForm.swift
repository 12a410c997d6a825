import Formats
import Workspace

extension AssignmentDesk.Outcome {
  package static let form = JSONForm<AssignmentDesk.Outcome>([
    .day("due") { $0.due }, .list("assessors", loadForm) { $0.loads }, .texts("unassigned") { $0.unassigned },
    .texts("single_only") { $0.singleOnly },
  ])

  private static let loadForm = JSONForm<(assessor: String, calls: Int, second: Int)>([
    .text("assessor") { $0.assessor }, .integer("calls") { $0.calls }, .integer("second") { $0.second },
  ])
}

extension AssignmentRecords.Task {
  /// A call that is still to be scored, as it stands on a day.
  package static let form = JSONForm<(task: AssignmentRecords.Task, today: CalendarDay)>([
    .text("call") { $0.task.name }, .text("agent") { $0.task.agent }, .text("started") { $0.task.started },
    .text("assessor") { $0.task.assessor }, .day("due") { $0.task.due },
    .flag("overdue") { $0.task.due < $0.today }, .optionalText("recording") { $0.task.recording },
  ])
}
