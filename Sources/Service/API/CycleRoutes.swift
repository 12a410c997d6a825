import Formats
import Improvement
import Training
import Workspace

extension Route {
  /// Training cycles: planning and opening them, who takes part, when they meet, and what came of it.
  static let cycle: [Route] = [
    .list(
      "/cycle", "cycle.status", "How far each cycle and its people are", .roles(.trainer, .leader, .hr),
      of: TrainingDesk.statusForm, key: { "\($0.cycle.id)" }
    ) { try TrainingDesk(try $0.occasion).status() },
    .write(
      "POST", "/cycle", "cycle.open", "Open a cycle of a course for some people", .roles(.trainer),
      mode: .longWrite,
      body: .object([
        .init("course", .name), .init("staff", .array(.name, most: 5_000)), .init("from", .day),
        .init("to", .day),
      ]), answer: TrainingDesk.openedForm.schema, status: 201
    ) { call in
      let people = call.texts("staff")
      guard let from = call.dayMember("from"), let to = call.dayMember("to"), !people.isEmpty,
        Set(people).count == people.count
      else { throw Refusal(.usage, "the list of staff is empty, or names somebody twice", "mend 'staff'") }
      let cycle = try TrainingDesk(try call.occasion).openCycle(
        call.text("course"), people: people, from: from, to: to)
      return TrainingDesk.openedForm.json((cycle, call.text("course"), people.count))
    },
    .write(
      "POST", "/cycle/{cycle:number}/enrol", "cycle.enrol",
      "Enrol people; who comes after the last place waits",
      .ownOr(.trainer, .leader, .hr),
      body: .object([
        .init("staff", .array(.name, most: 5_000), required: false, note: "oneself unless said"),
        .init(
          "capacity", .integer(1...100_000), required: false, note: "how many the cycle takes; a trainer says"
        ),
      ]), answer: ClassDesk.Enrolled.form.schema
    ) { call in
      let desk = ClassDesk(try call.occasion)
      let capacity = call.optionalNumber("capacity")
      var people = call.texts("staff")
      if people.isEmpty, capacity == nil { people = [try call.personMember("staff")] }
      return ClassDesk.Enrolled.form.json(
        try desk.occasion.whole {
          if let capacity { try desk.limit(call.number("cycle"), to: capacity) }
          return try desk.enrol(people, in: call.number("cycle"))
        })
    },
    .write(
      "POST", "/cycle/{cycle:number}/leave", "cycle.leave",
      "Take somebody out of a cycle; the first who waits moves up", .ownOr(.trainer, .leader, .hr),
      body: .object([.init("staff", .name, required: false, note: whose), .init("reason", .someText)]),
      answer: leftForm.schema
    ) { call in
      let staff = try call.personMember("staff")
      let next = try ClassDesk(try call.occasion).leave(
        staff, cycle: call.number("cycle"), reason: call.text("reason"))
      // Whose place it was learns that it is taken, and not by whom.
      let mayKnow = try call.occasion.actor.may([.trainer, .leader, .hr])
      return leftForm.json((staff, mayKnow ? next : nil))
    },

    // MARK: Sessions

    .list(
      "/cycle/sessions", "cycle.sessions", "The sessions, with rooms, instructors and codes",
      .roles(.trainer, .leader, .hr), query: days, of: ClassSession.form, key: { "\($0.id)" }
    ) { call in
      let (first, last) = try call.days()
      return try ClassDesk(try call.occasion).sessions(from: first, to: last)
    },
    Route(
      "GET", "/cycle/sessions/calendar", "cycle.calendar", "The sessions as a calendar file",
      .roles(.trainer, .leader, .hr), .read, query: days, answer: .file(["text/calendar"])
    ) { call in
      let occasion = try call.occasion
      let (first, last) = try call.days()
      let titles = Dictionary(
        try TrainingRecords(occasion.database).courses().map {
          ($0.id, $0.title.text(chinese: call.isChinese))
        }
      ) { $1 }
      let text = CalendarFile.text(
        try ClassDesk(occasion).sessions(from: first, to: last), titles: titles,
        zone: occasion.workspace.zone, stamp: occasion.now)
      return .file(Array(text.utf8), type: "text/calendar", name: "training.ics")
    },
    .write(
      "POST", "/cycle/{cycle:number}/sessions", "cycle.session",
      "Plan a session; a clash is refused and named",
      .roles(.trainer),
      body: .object([
        .init("date", .day), .init("from", .string(.free, 4...5), note: "such as 09:00"),
        .init("to", .string(.free, 4...5), note: "such as 12:00"), .init("room", .name),
        .init("instructor", .name),
        .init("lesson", .name, required: false, note: "all of the course unless said"),
      ]), answer: ClassSession.form.schema, status: 201
    ) { call in
      guard let day = call.dayMember("date") else {
        throw Refusal(.usage, "the date is missing", "add 'date'")
      }
      return ClassSession.form.json(
        try ClassDesk(try call.occasion).plan(
          cycle: call.number("cycle"), lesson: call.text("lesson"), day: day, from: try call.minute("from"),
          to: try call.minute("to"), room: call.text("room"), instructor: call.text("instructor"),
          code: SystemRandom.token(6)))
    },
    .write(
      "POST", "/cycle/{cycle:number}/sessions/{session:number}/cancel", "cycle.cancel",
      "Cancel a session that is still to come", .roles(.trainer),
      body: .object([.init("reason", .someText)]), answer: cancelledForm.schema
    ) { call in
      try ClassDesk(try call.occasion).cancel(
        call.number("session"), of: call.number("cycle"), reason: call.text("reason"))
      return cancelledForm.json(call.number("session"))
    },
    Route(
      "GET", "/cycle/sessions/{session:number}/sheet", "cycle.sheet", "A sign-in sheet to print",
      .roles(.trainer, .leader, .hr), .read, answer: .file(["text/html; charset=utf-8"])
    ) { call in
      let occasion = try call.occasion
      let (held, people) = try ClassDesk(occasion).signing(call.number("session"))
      let page = SignInSheet(
        held, title: try TrainingDesk(occasion).course(held.course).title, people: people,
        isChinese: call.isChinese)
      return .file(Array(page.html.utf8), type: "text/html; charset=utf-8", name: "sheet-\(held.id).html")
    },
    .write(
      "POST", "/cycle/checkin", "cycle.checkin", "Say with a session's code that one is there",
      .ownOr(.trainer), mode: .longWrite,
      body: .object([.init("code", .name), .init("staff", .name, required: false, note: whose)]),
      answer: arrivedForm.schema
    ) { call in
      let staff = try call.personMember("staff")
      return arrivedForm.json(
        (try ClassDesk(try call.occasion).checkIn(call.text("code"), staff: staff).id, staff))
    },

    // MARK: Plans

    .get(
      "/cycle/plan/{scheme}", "cycle.plan", "Classes by rule: who needs what by when, and why",
      .roles(.trainer, .hr, .leader), query: planDays, answer: CohortPlan.form.schema
    ) { call in
      let desk = TrainingPlanDesk(try call.occasion, on: call.day("from"))
      return CohortPlan.form.json(
        (try desk.plan(call["scheme"], until: try call.until()).cohorts, [], call.isChinese))
    },
    .list(
      "/cycle/plan/{scheme}/needs", "cycle.needs", "What people need by a plan, or one of them",
      .roles(.trainer, .hr, .leader), query: planDays + [.init("staff", .name, "only this person")],
      of: TrainingNeed.form, key: { "\($0.need.facts.staff) \($0.need.course)" }
    ) { call in
      let desk = TrainingPlanDesk(try call.occasion, on: call.day("from"))
      return try desk.plan(call["scheme"], until: try call.until()).needs.filter {
        call.query("staff") == nil || $0.facts.staff == call.query("staff")
      }.map { ($0, call.isChinese) }
    },
    .write(
      "POST", "/cycle/plan/{scheme}", "cycle.open-plan", "Open the classes of a plan as cycles",
      .roles(.trainer),
      mode: .longWrite, query: planDays, answer: CohortPlan.form.schema
    ) { call in
      let occasion = try call.occasion
      let desk = TrainingPlanDesk(occasion, on: call.day("from"))
      let until = try call.until()
      // What is opened is what was free when it was planned.
      return try occasion.weighed {
        try desk.plan(call["scheme"], until: until)
      } write: { plan in
        let cycles = try desk.open(plan) { SystemRandom.token(6) }
        return CohortPlan.form.json((plan.cohorts, cycles, call.isChinese))
      }
    },

    // MARK: Tables

    .intake("/cycle/attendance", "cycle.attend", "Take in who attended what", .roles(.trainer)) {
      try TrainingDesk(try $0.occasion).attend(try $0.table(Attendance.shape), options: $1)
    },
    .intake(
      "/cycle/{cycle:number}/feedback", "cycle.feedback",
      "Take in what trainees and instructors say of a cycle", .roles(.trainer)
    ) { call, options in
      try FeedbackDesk(try call.occasion).importFeedback(
        try call.table(Feedback.shape), cycle: call.number("cycle"), options: options)
    },
    .intake(
      "/cycle/drill/{course}/{lesson}", "cycle.drill", "Take in a drill's points, line by line of its rubric",
      .roles(.trainer, .examiner)
    ) { call, options in
      try DrillDesk(try call.occasion).importMarks(
        try call.table(DrillMark.shape), course: call["course"], lesson: call["lesson"], options: options)
    },
    Route(
      "GET", "/cycle/{cycle:number}/invitations", "cycle.invite", "Invitations as a table for mail merge",
      .roles(.trainer, .hr), .read, answer: .file(["text/csv"])
    ) { call in
      let lines = try TrainingDesk(try call.occasion).invitations(
        call.number("cycle"), chinese: call.isChinese)
      return .file(Array(lines.joined().utf8), type: "text/csv", name: "invitations-\(call["cycle"]).csv")
    },
  ]

  private static let leftForm = JSONForm<(staff: String, next: String?)>([
    .text("left") { $0.staff }, .optionalText("moved_up") { $0.next },
  ])
  private static let cancelledForm = JSONForm<Int>([.integer("cancelled") { $0 }])
  private static let arrivedForm = JSONForm<(session: Int, staff: String)>([
    .integer("session") { $0.session }, .text("staff") { $0.staff },
  ])
  private static let days: [Parameter] = [
    .init("from", .day, "first day; today unless said"),
    .init("to", .day, "last day; 90 days on unless said"),
  ]
  private static let planDays: [Parameter] = [
    .init("until", .day, required: true, "plan up to this day"),
    .init("from", .day, "as it would have been planned on this day; today unless said"),
  ]
}

extension Call {
  /// The days that a list of sessions is asked for.
  fileprivate func days() throws -> (first: CalendarDay, last: CalendarDay) {
    let first = try day("from") ?? occasion.today
    return (first, day("to") ?? first.adding(days: 90))
  }

  /// The end of a plan, at most ten years ahead: further, nothing is known.
  fileprivate func until() throws -> CalendarDay {
    let last = try occasion.today.adding(days: 3_660)
    guard let until = day("until"), until <= last else {
      throw Refusal(.usage, "the plan would reach beyond \(last)", "plan until an earlier day")
    }
    return until
  }

  fileprivate func minute(_ name: String) throws -> MinuteOfDay {
    guard let minute = MinuteOfDay(text(name)) else {
      throw Refusal(.usage, "'\(text(name))' is no time", "write it as 09:30")
    }
    return minute
  }
}
