import Formats
import Service
import Terminal
import Training
import Workspace

extension Input {
  /// The number of a cycle, session or rotation at a place of the arguments.
  func number(_ place: Int, _ what: String) throws -> Int {
    guard let number = Int(argument(place)), number > 0 else {
      throw Refusal(.usage, "'\(argument(place))' is no number of a \(what)", "write it as the list shows it")
    }
    return number
  }

  fileprivate func minute(_ name: String) throws -> MinuteOfDay {
    let text = try required(name)
    guard let minute = MinuteOfDay(text) else {
      throw Refusal(.usage, "'\(text)' is no time for \(name)", "write it as 09:30")
    }
    return minute
  }
}

extension Verb {
  static let cycleEnrol = Verb(
    "cycle", "enrol", arguments: ["CYCLE", "STAFF…?"],
    options: [
      Option("--staff", "FILE", en: "a table with a column 'id'", zh: "学员名单，含 id 列"),
      Option("--capacity", "N", en: "say how many the cycle takes", zh: "设定名额"),
    ], en: "enrol people; who comes after the last place waits", zh: "报名，满员则候补",
    example: "merit cycle enrol 3 E0007 E0012 --capacity 12"
  ) { session, input in
    let desk = ClassDesk(try session.occasion())
    let cycle = try input.number(0, "cycle")
    let capacity = try input.integer("--capacity", in: 1...100_000)
    var ids = Array(input.arguments.dropFirst())
    if let path = input.value("--staff") { ids += try StaffList.ids(in: path) }
    guard !ids.isEmpty || capacity != nil else {
      throw Refusal(.usage, "nobody is named", "name staff, or give --staff FILE")
    }
    let done = try desk.occasion.whole {
      if let capacity { try desk.limit(cycle, to: capacity) }
      return try desk.enrol(ids, in: cycle)
    }
    session.report(ClassDesk.Enrolled.form.json(done)) {
      session.say(
        session.word(
          "\(done.enrolled.count) enrolled, \(done.waiting.count) waiting, \(done.there.count) there already",
          "报名 \(done.enrolled.count)，候补 \(done.waiting.count)，已在名单 \(done.there.count)"))
    }
    return .done
  }

  static let cycleLeave = Verb(
    "cycle", "leave", arguments: ["CYCLE", "STAFF"],
    options: [Option("--reason", "TEXT", en: "why", zh: "原因")],
    needs: ["--reason"], en: "take somebody out of a cycle; the first who waits moves up", zh: "退出，候补递补",
    example: "merit cycle leave 3 E0007 --reason 'on leave'"
  ) { session, input in
    let next = try ClassDesk(try session.occasion()).leave(
      input.argument(1), cycle: input.number(0, "cycle"), reason: input.required("--reason"))
    session.report(.object([("left", .string(input.argument(1))), ("moved_up", .optional(next))])) {
      session.say(session.word("'\(input.argument(1))' has left", "\(input.argument(1)) 已退出"))
      if let next { session.say(session.word("'\(next)' moves up from the waiting list", "\(next) 递补")) }
    }
    return .done
  }

  static let cycleSession = Verb(
    "cycle", "session", arguments: ["CYCLE"],
    options: [
      Option("--date", "DATE", en: "the day", zh: "日期"),
      Option("--from", "TIME", en: "such as 09:00", zh: "开始时间"),
      Option("--to", "TIME", en: "such as 12:00", zh: "结束时间"), Option("--room", "ID", en: "where", zh: "教室"),
      Option("--instructor", "ID", en: "who teaches", zh: "讲师"),
      Option("--lesson", "ID", en: "which lesson; all of the course unless said", zh: "课次"),
      Option("--cancel", "SESSION", en: "cancel this session instead", zh: "取消该课次"),
      Option("--reason", "TEXT", en: "why it is cancelled", zh: "取消原因"),
    ], en: "plan a session; a clash is refused and named", zh: "安排课次",
    example: "merit cycle session 3 --date 2026-12-02 --from 09:00 --to 12:00 --room R1 --instructor E0001"
  ) { session, input in
    let desk = ClassDesk(try session.occasion())
    let cycle = try input.number(0, "cycle")
    if input.value("--cancel") != nil {
      guard let id = try input.integer("--cancel", in: 1...Int.max) else { return .done }
      try desk.cancel(id, of: cycle, reason: input.required("--reason"))
      session.report(.object([("cancelled", .int(id))])) {
        session.say(session.word("session \(id) is cancelled", "第 \(id) 次课已取消"))
      }
      return .done
    }
    let planned = try desk.plan(
      cycle: cycle, lesson: input.value("--lesson") ?? "", day: input.requiredDay("--date"),
      from: input.minute("--from"), to: input.minute("--to"), room: input.required("--room"),
      instructor: input.required("--instructor"), code: SystemRandom.token(6))
    session.report(ClassSession.form.json(planned)) {
      session.say(
        session.word(
          "session \(planned.id) on \(planned.day), \(planned.from.text) to \(planned.to.text), code \(planned.code)",
          "第 \(planned.id) 次课：\(planned.day) \(planned.from.text)–\(planned.to.text)，签到码 \(planned.code)"))
    }
    return .done
  }

  static let cycleSessions = Verb(
    "cycle", "sessions",
    options: [
      Option("--from", "DATE", en: "first day; today unless said", zh: "开始日期"),
      Option("--to", "DATE", en: "last day; 90 days on unless said", zh: "结束日期"),
      Option("--ics", "FILE", en: "write them as a calendar file", zh: "导出日历文件"),
    ], en: "the sessions, with rooms, instructors and codes", zh: "查看课次",
    example: "merit cycle sessions --ics training.ics"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let first = try input.day("--from") ?? occasion.today
    let list = try ClassDesk(occasion).sessions(
      from: first, to: input.day("--to") ?? first.adding(days: 90))
    if let path = input.value("--ics") {
      let titles = Dictionary(
        try TrainingRecords(occasion.database).courses().map { ($0.id, session.word($0.title)) }
      ) { $1 }
      let text = CalendarFile.text(
        list, titles: titles, zone: occasion.workspace.zone, stamp: occasion.now)
      try session.write(Array(text.utf8), to: path, mode: 0o644)
      session.say(session.word("\(path): sessions: \(list.count)", "\(path)：\(list.count) 次课"))
      return .done
    }
    session.report(ClassSession.form.json(list)) {
      var table = AlignedTable(
        [
          session.word("session", "课次"), session.word("cycle", "期"), session.word("course", "课程"),
          session.word("date", "日期"), session.word("time", "时间"), session.word("room", "教室"),
          session.word("instructor", "讲师"), session.word("code", "签到码"),
        ], numbers: [0, 1])
      for one in list {
        table.add([
          "\(one.id)", "\(one.cycle)", one.course + (one.lesson.isEmpty ? "" : "/\(one.lesson)"),
          one.day.description, "\(one.from.text)–\(one.to.text)", one.room, one.instructor, one.code,
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let cycleCheckin = Verb(
    "cycle", "checkin", arguments: ["CODE", "STAFF?"], en: "say with a session's code that one is there",
    zh: "签到",
    example: "merit cycle checkin 7K2M9Q E0007"
  ) { session, input in
    let occasion = try session.occasion()
    guard let staff = input.optionalArgument(1) ?? occasion.actor.staff else {
      throw Refusal(.usage, "account '\(occasion.actor.account)' is nobody's own", "name the member of staff")
    }
    let held = try ClassDesk(occasion).checkIn(input.argument(0), staff: staff)
    session.report(.object([("session", .int(held.id)), ("staff", .string(staff))])) {
      session.say(
        session.word(
          "\(staff) is at session \(held.id) of \(held.course)", "\(staff) 已签到：\(held.course) 第 \(held.id) 次课"
        ))
    }
    return .done
  }

  static let cycleSheet = Verb(
    "cycle", "sheet", arguments: ["SESSION"],
    options: [Option("--out", "FILE", en: "where to write the page", zh: "输出文件")],
    needs: ["--out"], en: "a sign-in sheet to print", zh: "打印签到表",
    example: "merit cycle sheet 5 --out sheet.html"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let (held, people) = try ClassDesk(occasion).signing(input.number(0, "session"))
    let path = try input.required("--out")
    let title = try TrainingDesk(occasion).course(held.course).title
    let page = SignInSheet(
      held, title: title, people: people, isChinese: session.isChinese)
    try session.write(Array(page.html.utf8), to: path)
    session.report(.object([("file", .string(path)), ("people", .int(people.count))])) {
      session.say(session.word("\(path): people to sign: \(people.count)", "\(path)：\(people.count) 人"))
    }
    return .done
  }

  static let cycleInvite = Verb(
    "cycle", "invite", arguments: ["CYCLE"],
    options: [Option("--out", "FILE", en: "the table for mail merge", zh: "邮件合并用表")],
    needs: ["--out"], en: "invitations as a table for mail merge", zh: "导出邀请名单",
    example: "merit cycle invite 3 --out invitations.csv"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let path = try input.required("--out")
    let lines = try TrainingDesk(occasion).invitations(input.number(0, "cycle"), chinese: session.isChinese)
    try session.write(Array(lines.joined().utf8), to: path)
    session.report(.object([("file", .string(path)), ("invitations", .int(lines.count - 1))])) {
      session.say(session.word("\(path): invitations: \(lines.count - 1)", "\(path)：\(lines.count - 1) 份邀请"))
    }
    return .done
  }

  static let cycleFeedback = Verb(
    "cycle", "feedback", arguments: ["CYCLE", "FILE"], options: intake,
    en: "take in what trainees and instructors say of a cycle", zh: "导入培训反馈",
    example: "merit cycle feedback 3 feedback.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(1), shape: Feedback.shape)
    session.report(
      try FeedbackDesk(try session.occasion()).importFeedback(
        table, cycle: input.number(0, "cycle"), options: input.intake()))
    return .done
  }

  static let cycleDrill = Verb(
    "cycle", "drill", arguments: ["COURSE", "LESSON", "FILE"], options: intake,
    en: "take in a drill's points, line by line of its rubric", zh: "导入演练评分",
    example: "merit cycle drill hotline-refresher hr-05 drill.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(2), shape: DrillMark.shape)
    session.report(
      try DrillDesk(try session.occasion()).importMarks(
        table, course: input.argument(0), lesson: input.argument(1), options: input.intake()))
    return .done
  }
}
