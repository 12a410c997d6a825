import Formats
import Satisfaction
import Statistics
import Terminal
import Workforce
import Workspace

extension Verb {
  static let complaintList = Verb(
    "complaint", "list", en: "the complaints that are not closed, with owner and time left", zh: "未办结投诉",
    example: "merit complaint list"
  ) { session, _ in
    let occasion = try session.occasion(readOnly: true)
    let rows = try ComplaintDesk(occasion).open()
    let limit = ComplaintSummary.Terms().hours * 3_600
    session.report(ComplaintCourse.openForm.json(rows.map { ($0, occasion.now) })) {
      var table = AlignedTable(
        [
          session.word("id", "编号"), session.word("state", "状态"), session.word("owner", "首问部门"),
          session.word("now at", "现处理"), session.word("received", "受理"),
          session.word("hours left", "剩余小时"),
        ], numbers: [5])
      for course in rows {
        let left = limit - (occasion.now.seconds - course.complaint.received.seconds)
        table.add([
          course.complaint.name, session.word(course.state.title), course.owner ?? "–",
          course.department ?? "–",
          occasion.workspace.zone.text(course.complaint.received),
          left < 0 ? session.word("overdue", "超时") : "\(left / 3_600)",
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func facts(_ complaint: Complaint, _ zone: Zone, _ session: Session) -> [String] {
    func yesNo(_ value: Bool) -> String { value ? session.word("yes", "是") : session.word("no", "否") }
    let times: [(String, Instant?)] = [
      (session.word("received", "受理"), complaint.received),
      (session.word("answered", "回复"), complaint.answered), (session.word("closed", "办结"), complaint.closed),
    ]
    let shown = times.compactMap { name, time in time.map { "\(name) \(zone.text($0))" } }
    let marks = [
      complaint.isLiable.map { session.word("liable: ", "有责：") + yesNo($0) },
      complaint.isAccurate.map { session.word("result right: ", "处理准确：") + yesNo($0) },
      complaint.satisfaction.map { session.word("satisfaction ", "满意度 ") + "\($0)" },
    ]
    return shown + marks.compactMap { $0 }
  }

  static let complaintShow = Verb(
    "complaint", "show", arguments: ["ID"], en: "one complaint and all that was done about it", zh: "查看投诉过程",
    example: "merit complaint show P17"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let course = try ComplaintDesk(occasion).course(input.argument(0))
    let zone = occasion.workspace.zone
    let complaint = course.complaint
    session.report(ComplaintCourse.form.json(course)) {
      session.say(
        "\(complaint.name)  \(session.word(complaint.kind.title))  \(session.word(course.state.title))  \(session.word("owner", "首问部门")) \(course.owner ?? "–")  \(complaint.issue ?? "")"
      )
      for fact in facts(complaint, zone, session) { session.say("  \(fact)") }
      for step in course.steps {
        session.say(
          "  \(zone.text(step.at))  \(step.by)  \(session.word(step.state.title))  \(step.department ?? "")  \(step.text)"
        )
      }
    }
    return .done
  }

  static let complaintStep = Verb(
    "complaint", "step", arguments: ["ID", "STATE"],
    options: [
      Option("--department", "NAME", en: "where it is routed to", zh: "转派部门"),
      Option("--class", "CLASS", en: "service, technical or charge, on classing", zh: "类别"),
      Option("--handler", "ID", en: "who handles it", zh: "处理人"),
      Option("--satisfaction", "1–5", en: "what the customer said on closing", zh: "满意度"),
      Option("--liable", "yes|no", en: "whether the person it is about was at fault", zh: "是否有责"),
      Option("--accurate", "yes|no", en: "whether the result was right", zh: "处理是否准确"),
      Option("--text", "TEXT", en: "what was done", zh: "说明"),
    ], en: "take a complaint on: classed, routed, handled, answered, closed, reopened", zh: "推进投诉状态",
    example: "merit complaint step P17 routed --department billing"
  ) { session, input in
    guard let state = ComplaintState(rawValue: input.argument(1)) else {
      let names = ComplaintState.allCases.map(\.rawValue)
      let hint = nearest(to: input.argument(1), among: names).map { "did you mean '\($0)'?" }
      throw Refusal(
        .usage, "'\(input.argument(1))' is no state", hint ?? "write one of \(names.joined(separator: ", "))")
    }
    func yesNo(_ option: String) throws -> Bool? {
      switch input.value(option) {
      case nil: return nil
      case "yes", "是": return true
      case "no", "否": return false
      case let word?: throw Refusal(.usage, "'\(word)' is no value for \(option)", "write yes or no")
      }
    }
    var details = ComplaintDesk.Details()
    details.department = input.value("--department")
    details.kind = try input.value("--class").map { word in
      guard let kind = Complaint.Class(rawValue: word) else {
        throw Refusal(.usage, "'\(word)' is no class", "write service, technical or charge")
      }
      return kind
    }
    details.handler = input.value("--handler")
    details.satisfaction = try input.integer("--satisfaction", in: 1...5)
    details.isLiable = try yesNo("--liable")
    details.isAccurate = try yesNo("--accurate")
    details.text = input.value("--text") ?? ""
    let occasion = try session.occasion()
    try ComplaintDesk(occasion).take(
      input.argument(0), to: state, details, handlers: StaffRecords(occasion.database).keys())
    session.say(
      session.word("\(input.argument(0)) is \(state.rawValue)", "\(input.argument(0))：\(state.rawValue)"))
    return .done
  }

  static let complaintStats = Verb(
    "complaint", "stats",
    options: [
      quarterOption, Option("--hours", "H", en: "the time limit; 24 unless said", zh: "办结时限（小时），默认 24"),
      Option("--repeat-days", "D", en: "the window of a repeat; 7 unless said", zh: "重复投诉窗口（天），默认 7"),
    ], needs: ["--quarter"],
    en: "complaints of a quarter: times, repeats, accuracy, satisfaction, classes, the iceberg",
    zh: "投诉统计",
    example: "merit complaint stats --quarter 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    var terms = ComplaintSummary.Terms()
    terms.hours = try input.integer("--hours", in: 1...10_000) ?? terms.hours
    terms.repeatDays = try input.integer("--repeat-days", in: 1...365) ?? terms.repeatDays
    let (summary, reopenings) = try ComplaintDesk(try session.occasion(readOnly: true)).summary(
      in: quarter, terms: terms)
    session.report(ComplaintSummary.form.json((summary, reopenings))) {
      show(summary, reopenings, terms, session)
    }
    return .done
  }

  private static func show(
    _ summary: ComplaintSummary, _ reopenings: Int, _ terms: ComplaintSummary.Terms, _ session: Session
  ) {
    func percent(_ value: Proportion) -> String {
      guard let estimate = value.estimate, let wilson = value.wilson() else { return "–" }
      return
        "\(ItemAnalysisText.figure(estimate * 100, 1)) % (\(ItemAnalysisText.figure(wilson.low * 100, 1))–\(ItemAnalysisText.figure(wilson.high * 100, 1)), n \(value.of))"
    }
    func hours(_ seconds: Int?) -> String {
      seconds.map { "\(ItemAnalysisText.figure(Double($0) / 3_600, 1)) h" } ?? "–"
    }
    let all = max(summary.received, 1)
    let classes = Complaint.Class.allCases.map { kind in
      let count = summary.byClass[kind] ?? 0
      return
        "\(session.word(kind.title)) \(count) (\(ItemAnalysisText.figure(Double(count) * 100 / Double(all), 1)) %)"
    }
    var table = AlignedTable([session.word("what", "项目"), session.word("figure", "数值")])
    table.add([session.word("received", "受理"), "\(summary.received): \(classes.joined(separator: ", "))"])
    table.add([
      session.word("closed within \(terms.hours) h", "\(terms.hours)小时内办结"),
      percent(Proportion(hits: summary.closedInTime, of: summary.judged))
        + (summary.judged < summary.received
          ? session.word(
            "; \(summary.received - summary.judged) still within it",
            "；\(summary.received - summary.judged) 件未到期")
          : ""),
    ])
    table.add([
      session.word("open and overdue", "未结超时"), "\(summary.overdue)",
    ])
    table.add([session.word("reopened", "重开"), "\(reopenings)"])
    table.add([
      session.word("time to close: median, 90th percentile", "办结时长：中位数、90分位"),
      "\(hours(summary.median)), \(hours(summary.ninth))",
    ])
    table.add([
      session.word("came again within \(terms.repeatDays) days", "\(terms.repeatDays)天内重复"),
      percent(summary.repeats)
        + (summary.censored > 0
          ? session.word("; \(summary.censored) too recent to say", "；\(summary.censored) 件窗口未满") : ""),
    ])
    table.add([session.word("result right", "处理准确"), percent(summary.accuracy)])
    table.add([
      session.word("satisfied (4 or 5)", "满意（4–5分）"),
      "\(percent(summary.satisfied)), \(session.word("mean", "均值")) \(summary.satisfaction?.description ?? "–")",
    ])
    if let channel = summary.channelSatisfaction {
      table.add([session.word("satisfaction with the channel", "渠道满意度"), channel.description])
    }
    table.add([
      session.word("dissatisfied customers behind them (1:\(terms.iceberg))", "推算不满客户（1:\(terms.iceberg)）"),
      "\(summary.iceberg)",
    ])
    session.show(table)
  }
}
