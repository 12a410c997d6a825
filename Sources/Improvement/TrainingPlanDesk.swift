import Certification
import Exams
import Formats
import Quality
import Training
import Workforce
import Workspace

/// Planning training from what every department knows of people.
package struct TrainingPlanDesk {
  private let occasion: Occasion
  private let today: CalendarDay

  /// - Parameter day: the day of planning; what was known then counts. Today unless said.
  package init(_ occasion: Occasion, on day: CalendarDay? = nil) {
    self.occasion = occasion
    today = day ?? occasion.today
  }

  package struct Plan: Sendable {
    package let scheme: TrainingScheme
    package let needs: [TrainingNeed]
    package let cohorts: CohortPlan
  }

  /// What a training scheme asks until a day: who needs what by when, and classes for them.
  package func plan(_ id: String, until: CalendarDay) throws -> Plan {
    try occasion.require(.trainer, .hr, .leader, to: "plan training")
    guard until > today else {
      throw Refusal(.usage, "\(until) is not after \(today)", "plan until a later day")
    }
    let scheme = try SchemeRecords(occasion.database).document(TrainingScheme.self, id: id, on: today)
    let training = TrainingRecords(occasion.database)
    var courses: [String: Course] = [:]
    for name in Set(scheme.rules.map(\.course)) {
      guard let course = try training.course(name) else { throw Refusal.unknownCourse(name) }
      courses[name] = course
    }
    let changed = try changes(courses)
    var needs: [TrainingNeed] = []
    var teamSizes: [String: Int] = [:]
    try forEachPerson(scheme, courses: courses.keys.sorted()) { facts in
      teamSizes[facts.team, default: 0] += 1
      needs += TrainingNeed.needs(of: facts, by: scheme, changed: changed, today: today, until: until)
    }
    let subjects = courses.values.sorted { $0.id < $1.id }.map {
      CohortPlan.Subject(course: $0.id, version: $0.version, areas: $0.areas, minutes: $0.minutesTogether)
    }
    let leave = try LeaveRecords(occasion.database).all()
    let cohorts = CohortPlan(
      needs, scheme: scheme, subjects: subjects,
      calendar: try CalendarRecords(occasion.database).calendar(), leave: leave, teamSizes: teamSizes,
      diary: try diary(scheme, leave, until: until), today: today, until: until)
    return Plan(scheme: scheme, needs: needs, cohorts: cohorts)
  }

  /// By course and version, the areas of the lessons that changed since.
  private func changes(_ courses: [String: Course]) throws -> [String: [Int: Set<String>]] {
    let training = TrainingRecords(occasion.database)
    var changed: [String: [Int: Set<String>]] = [:]
    for (name, newest) in courses {
      for (_, version, _, _) in try training.courses().filter({ $0.id == name && $0.version < newest.version }
      ) {
        guard let older = try training.course(name, version: version) else { continue }
        changed[name, default: [:]][version] = Set(newest.changes(since: older).map(\.area))
      }
    }
    return changed
  }

  /// What is taken already: rooms, instructors (also by their leave), and people in other cycles.
  private func diary(_ scheme: TrainingScheme, _ leave: [Int: [Leave]], until: CalendarDay) throws
    -> CohortPlan.Diary
  {
    var diary = CohortPlan.Diary()
    let classes = ClassRecords(occasion.database)
    let teams = try TeamBook(StaffRecords(occasion.database))
    for session in try classes.sessions(from: today, to: until) {
      diary.take("room \(session.room)", on: session.day)
      diary.take("instructor \(session.instructor)", on: session.day)
      for person in try classes.enrolments(in: session.cycle)
      where person.state == .enrolled && !diary.isTaken("person \(person.key)", on: session.day) {
        diary.take("person \(person.key)", on: session.day)
        if let team = teams.team(of: person.key, on: session.day) { diary.sendAway(team, on: session.day) }
      }
    }
    for (key, spells) in leave {
      for spell in spells where spell.to >= today && spell.from <= until {
        for number in max(spell.from, today).number...min(spell.to, until).number {
          let day = CalendarDay(number: number)
          if let team = teams.team(of: key, on: day) { diary.sendAway(team, on: day) }
        }
      }
    }
    let keys = try StaffRecords(occasion.database).keys()
    for instructor in scheme.instructors where !instructor.isExternal {
      for spell in keys[instructor.id].flatMap({ leave[$0] }) ?? []
      where spell.to >= today && spell.from <= until {
        for number in max(spell.from, today).number...min(spell.to, until).number {
          diary.take("instructor \(instructor.id)", on: CalendarDay(number: number))
        }
      }
    }
    return diary
  }

  /// Calls `body` for everybody in the scheme's posts, by id, after one pass over each department.
  private func forEachPerson(
    _ scheme: TrainingScheme, courses: [String], _ body: (TrainingFacts) throws -> Void
  ) throws {
    let database = occasion.database
    let staff = StaffRecords(database)
    var held: [Int: (team: String, since: CalendarDay)] = [:]
    try staff.forEachAssignment { key, assignment in
      guard scheme.posts.contains(assignment.post), assignment.covers(today) else { return }
      held[key] = (assignment.team, min(held[key]?.since ?? assignment.from, assignment.from))
    }
    var levels: [Int: Int] = [:]
    var ends: [Int: CalendarDay] = [:]
    for (key, held) in try CertificationRecords(database).certificates() {
      let valid = held.filter { $0.isValid(on: today) }
      guard let level = valid.map(\.certificate.level).min() else { continue }
      levels[key] = level
      ends[key] = valid.filter { $0.certificate.level == level }.map(\.expires).max()
    }
    let exams = try SittingRecords(database).latest(by: today)
    var quality: [Int: Score] = [:]
    var items: [Int: [String: Score]] = [:]
    let wantsItems = scheme.rules.contains { $0.condition.itemBelow != nil }
    // The last finished quarter with calls, at most two back: a quarter that still runs says too little.
    for back in [2, 1] {
      let quarter = Quarter(number: Quarter(of: today).number - back)
      try QualityResults(database).forEachResult(in: quarter, on: today, zone: occasion.workspace.zone) {
        key, result in
        if let score = result.score { quality[key] = score }
      }
      if wantsItems {
        items.merge(try QualityResults(database).itemMeans(in: quarter)) { _, newer in newer }
      }
    }
    let training = TrainingRecords(database)
    var completed: [String: [Int: CourseCompletion]] = [:]
    for course in courses { completed[course] = try training.completions(of: course, by: today) }
    let enrolled = try ClassRecords(database).openCourses(on: today)
    try staff.forEachPerson { key, person in
      guard let post = held[key], person.left.map({ $0 > today }) ?? true else { return }
      try body(
        TrainingFacts(
          staff: person.id, key: key, name: person.name, team: post.team, site: person.site,
          joined: person.joined, inPostSince: post.since, level: levels[key] ?? 0,
          certificateEnds: ends[key], exam: exams[key]?.score, quality: quality[key],
          items: items[key] ?? [:], completed: completed.compactMapValues { $0[key] },
          enrolled: enrolled[key] ?? []))
    }
  }

  /// Opens a plan's classes as cycles, with their people and sessions.
  ///
  /// - Parameter code: random letters for each session.
  /// - Returns: the numbers of the cycles, in the order of the plan.
  package func open(_ plan: Plan, code: () -> String) throws -> [Int] {
    try occasion.require(.trainer, to: "open cycles")
    guard today >= occasion.today else {
      throw Refusal(.usage, "\(today) is past", "open the classes of a plan from today on")
    }
    var cycles: [Int] = []
    let desk = TrainingDesk(occasion)
    return try occasion.record("cycle.plan", of: plan.scheme.head.id, content: "\(cycles)") {
      for cohort in plan.cohorts.cohorts {
        cycles.append(try desk.open(cohort, scheme: plan.scheme, code: code))
      }
      return cycles
    }
  }
}
