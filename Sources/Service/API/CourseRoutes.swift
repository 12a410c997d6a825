import Formats
import Training
import Workforce
import Workspace

extension Route {
  /// Courses, and bulletins that people must read.
  static let course: [Route] = [
    .list(
      "/course", "course.list", "The courses, a line for each version", .signedIn, of: Course.listForm,
      key: { "\($0.id) \($0.version)" }
    ) { call in
      try TrainingRecords(try call.occasion.database).courses().map {
        ($0.id, $0.version, $0.title.text(chinese: call.isChinese), $0.lessons)
      }
    },
    Route(
      "POST", "/course", "course.load", "Load a course from a ZIP archive of its folder", .roles(.trainer),
      .longWrite, query: Array(Call.intakeParameters.prefix(2)),
      body: .file(["application/octet-stream", "application/zip"]),
      answer: .json(Course.loadedForm.schema)
    ) { call in
      .json(
        Course.loadedForm.json(
          try TrainingDesk(try call.occasion).load(
            archive: call.file, named: call.fileName, dryRun: call.flag("dry_run"))))
    },
    .get(
      "/course/{course}", "course.show", "A course with its lessons", .signedIn, answer: Course.form.schema
    ) {
      call in Course.form.json((try TrainingDesk(try call.occasion).course(call["course"]), call.isChinese))
    },
    .get(
      "/course/{course}/lesson/{lesson}", "course.lesson", "A lesson with its page in Markdown", .signedIn,
      answer: Lesson.form.schema
    ) { call in
      let course = try TrainingDesk(try call.occasion).course(call["course"])
      guard let lesson = course.lesson(call["lesson"], chinese: call.isChinese) else {
        throw Refusal.unknownLesson(call["lesson"], course)
      }
      return Lesson.form.json(lesson)
    },
    .list(
      "/course/hours", "course.hours", "Hours of training in a year, of everybody or of one person",
      .ownOr(.trainer, .leader, .hr),
      query: [
        .init("year", .integer(1_900...2_199), "which year; this one unless said"),
        .init("staff", .name, "only this person, 'me' for oneself; everybody unless said"),
      ], of: TrainingDesk.hoursForm, key: \.id
    ) { call in
      let occasion = try call.occasion
      let year = call.queryNumber("year") ?? occasion.today.parts.year
      guard let first = CalendarDay(year: year, month: 1, day: 1),
        let last = CalendarDay(year: year, month: 12, day: 31)
      else { throw Refusal(.usage, "\(year) is no year", "name one such as 2026") }
      let staff = try call.query("staff").map { _ in try call.person() }
      return try TrainingDesk(occasion).hours(of: staff, from: first, to: last)
    },
    .intake(
      "/course/tests", "course.prepost", "Take in tests before and after a course", .roles(.trainer),
      query: [.init("course", .name, "the course, where the table has no column for it")]
    ) { call, options in
      try FeedbackDesk(try call.occasion).importTests(
        try call.table(TrainingTest.shape), course: call.query("course"), options: options)
    },

    // MARK: Bulletins

    .list(
      "/course/bulletins", "course.bulletins", "The bulletins, with how many have confirmed each", .signedIn,
      of: Bulletin.listForm, key: \.bulletin.id
    ) { call in
      let records = BulletinRecords(try call.occasion.database)
      let counts = try records.readerCounts()
      return try records.bulletins().map { ($0, counts[$0.id] ?? 0, call.isChinese) }
    },
    .get(
      "/course/bulletins/{bulletin}", "course.bulletin",
      "A bulletin to read; for trainers, leaders and HR also who has not confirmed it", .signedIn,
      answer: Bulletin.pageForm.schema
    ) { call in
      let (bulletin, missing) = try BulletinDesk(try call.occasion).standing(call["bulletin"])
      return Bulletin.pageForm.json((bulletin, missing.map(\.id)))
    },
    Route(
      "POST", "/course/bulletins", "course.issue", "Issue a bulletin that people must read and confirm",
      .roles(.trainer, .hr, .leader), .write, query: [Call.intakeParameters[0]],
      body: .file(["text/markdown"]), answer: .json(Bulletin.issuedForm.schema)
    ) { call in
      .json(
        Bulletin.issuedForm.json(
          try BulletinDesk(try call.occasion).issue(call.file, named: call.fileName)))
    },
    .write(
      "POST", "/course/bulletins/{bulletin}/confirm", "course.confirm",
      "Confirm that one has read a bulletin",
      .ownOr(.trainer, .leader), body: .object([.init("staff", .name, required: false, note: whose)]),
      answer: confirmedForm.schema
    ) { call in
      let staff = try call.personMember("staff")
      try BulletinDesk(try call.occasion).confirm(call["bulletin"], staff: staff)
      return confirmedForm.json((call["bulletin"], staff))
    },
  ]

  /// What a body says of whom it is about, where it may be oneself.
  static let whose = "whose; one's own unless said"

  private static let confirmedForm = JSONForm<(bulletin: String, staff: String)>([
    .text("bulletin") { $0.bulletin }, .text("staff") { $0.staff },
  ])
}
