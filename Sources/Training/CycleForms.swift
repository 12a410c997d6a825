import Formats
import Workspace

extension TrainingDesk {
  /// How far a cycle and its people are, for programs.
  package static let statusForm = JSONForm<CycleStatus>([
    .integer("cycle") { $0.cycle.id }, .text("course") { $0.cycle.course },
    .integer("version") { $0.cycle.version }, .day("from") { $0.cycle.from }, .day("to") { $0.cycle.to },
    .integer("enrolled") { $0.people.count },
    .integer("completed") { $0.people.count { $0.progress.isComplete } },
    .list("people", personForm) { $0.people },
  ])

  private static let personForm = JSONForm<(id: String, name: String, progress: Progress)>([
    .text("staff") { $0.id }, .integer("lessons") { $0.progress.lessonsDone },
    .integer("of") { $0.progress.lessonsInCourse },
  ])

  /// Somebody's hours of training and at how many lessons, for programs.
  package static let hoursForm = JSONForm<(id: String, name: String, hours: Score, lessons: Int)>([
    .text("staff") { $0.id }, .number("hours") { "\($0.hours)" }, .integer("lessons") { $0.lessons },
  ])

  /// A cycle that was opened, for programs; its number is `null` in a dry run.
  package static let openedForm = JSONForm<(cycle: Int?, course: String, enrolled: Int)>([
    .optionalInteger("cycle") { $0.cycle }, .text("course") { $0.course },
    .integer("enrolled") { $0.enrolled },
  ])
}

extension ClassDesk.Enrolled {
  /// What enrolling did, for programs.
  package static let form = JSONForm<ClassDesk.Enrolled>([
    .texts("enrolled") { $0.enrolled }, .texts("waiting") { $0.waiting },
    .texts("there_already") { $0.there },
  ])
}

extension ClassSession {
  /// A session with the code that people type, for programs of those who may know it.
  package static let form = JSONForm<ClassSession>([
    .integer("session") { $0.id }, .integer("cycle") { $0.cycle }, .text("course") { $0.course },
    .text("lesson") { $0.lesson }, .day("date") { $0.day }, .text("from") { $0.from.text },
    .text("to") { $0.to.text }, .text("room") { $0.room }, .text("instructor") { $0.instructor },
    .text("code") { $0.code },
  ])
}

extension TrainingNeed {
  /// What somebody needs by when, in one language, for programs.
  package static let form = JSONForm<(need: TrainingNeed, isChinese: Bool)>([
    .text("staff") { $0.need.facts.staff }, .text("course") { $0.need.course },
    .day("opens") { $0.need.opens },
    .day("due") { $0.need.due },
    .texts("reasons") { one in one.need.reasons.map { $0.text(chinese: one.isChinese) } },
    .texts("lessons") { $0.need.lessons },
  ])
}

extension CohortPlan {
  /// Classes, who could not be placed in one, and the cycles that were opened, in one language, for programs.
  package static let form = JSONForm<(plan: CohortPlan, cycles: [Int], isChinese: Bool)>([
    .list("cohorts", cohortForm) { one in one.plan.cohorts.map { ($0, one.isChinese) } },
    .list("unplaced", unplacedForm) { one in one.plan.unplaced.map { ($0, one.isChinese) } },
    .init("cycles", .list(.wholeNumber)) { .array($0.cycles.map(JSON.int)) },
  ])

  private static let cohortForm = JSONForm<(cohort: Cohort, isChinese: Bool)>([
    .text("course") { $0.cohort.subject.course }, .integer("version") { $0.cohort.subject.version },
    .init("days", .list(.day)) { .array($0.cohort.days.map { .string($0.description) }) },
    .optionalText("room") { $0.cohort.room?.id }, .optionalText("instructor") { $0.cohort.instructor?.id },
    .list("people", TrainingNeed.form) { one in one.cohort.people.map { ($0, one.isChinese) } },
  ])

  private static let unplacedForm = JSONForm<(one: Unplaced, isChinese: Bool)>([
    .text("staff") { $0.one.need.facts.staff }, .text("course") { $0.one.need.course },
    .text("why") { $0.one.reason.text(chinese: $0.isChinese) }, .day("due") { $0.one.need.due },
  ])
}
