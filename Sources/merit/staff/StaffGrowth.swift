import Formats
import Terminal
import Training
import Workspace

extension Verb {
  static let staffRotate = Verb(
    "staff", "rotate", arguments: ["STAFF"],
    options: [
      Option("--post", "POST", en: "the other post", zh: "轮岗岗位"),
      Option("--team", "TEAM", en: "its team", zh: "班组"),
      Option("--from", "DATE", en: "first day", zh: "开始日期"),
      Option("--to", "DATE", en: "last day", zh: "结束日期"),
      Option("--course", "ID", en: "to be completed before it begins", zh: "上岗前须完成的课程"),
    ], needs: ["--post", "--team", "--from", "--to"],
    en: "plan a time in another post, with its own training", zh: "计划轮岗",
    example: "merit staff rotate E0007 --post complaint-handler --team T02 --from 2027-01-04 --to 2027-03-31"
  ) { session, input in
    let rotation = try RotationDesk(try session.occasion()).plan(
      input.argument(0), post: input.required("--post"), team: input.required("--team"),
      from: input.requiredDay("--from"), to: input.requiredDay("--to"), course: input.value("--course") ?? "")
    report(rotation, session)
    return .done
  }

  static let staffRotation = Verb(
    "staff", "rotation", arguments: ["ROTATION", "STATE"],
    options: [Option("--note", "TEXT", en: "what was learnt, or why", zh: "说明")],
    en: "begin, end or drop a rotation: begun, ended, dropped", zh: "轮岗开始 begun、结束 ended、取消 dropped",
    example: "merit staff rotation 1 begun"
  ) { session, input in
    guard let state = Rotation.State(rawValue: input.argument(1)), state != .planned else {
      throw Refusal(.usage, "'\(input.argument(1))' is no state", "write begun, ended or dropped")
    }
    report(
      try RotationDesk(try session.occasion()).move(
        input.number(0, "rotation"), to: state, note: input.value("--note") ?? ""), session)
    return .done
  }

  static let staffRotations = Verb(
    "staff", "rotations", en: "the rotations and how they stand", zh: "查看轮岗", example: "merit staff rotations"
  ) { session, _ in
    let occasion = try session.occasion(readOnly: true)
    let rotations = try RotationDesk(occasion).rotations()
    session.report(Rotation.form.json(rotations)) {
      var table = AlignedTable(
        [
          session.word("rotation", "轮岗"), session.word("staff", "工号"), session.word("post", "岗位"),
          session.word("team", "班组"), session.word("from", "起"), session.word("to", "止"),
          session.word("state", "状态"),
        ], numbers: [0])
      for one in rotations {
        table.add([
          "\(one.id)", one.staff, one.post, one.team, one.from.description, one.to.description,
          one.state.rawValue,
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func report(_ one: Rotation, _ session: Session) {
    session.report(Rotation.form.json(one)) {
      session.say(
        session.word(
          "rotation \(one.id): \(one.staff) as \(one.post) in \(one.team), \(one.from) to \(one.to), \(one.state.rawValue)",
          "轮岗 \(one.id)：\(one.staff) 到 \(one.team) 任 \(one.post)，\(one.from) 至 \(one.to)，\(one.state.rawValue)"
        ))
    }
  }

  static let staffMentor = Verb(
    "staff", "mentor", arguments: ["STAFF?", "MENTOR?"],
    options: [
      Option("--from", "DATE", en: "first day; today unless said", zh: "开始日期"),
      Option("--to", "DATE", en: "last day; 90 days on unless said", zh: "结束日期"),
    ], en: "name a newcomer's mentor; without names, list the mentors", zh: "指定导师",
    example: "merit staff mentor E0290 E0007 --to 2026-12-31"
  ) { session, input in
    if let staff = input.optionalArgument(0) {
      let occasion = try session.occasion()
      let from = try input.day("--from") ?? occasion.today
      guard let mentor = input.optionalArgument(1) else {
        throw Refusal(.usage, "the mentor is missing", "write merit staff mentor STAFF MENTOR")
      }
      try MentorDesk(occasion).name(
        mentor, for: staff, from: from, to: input.day("--to") ?? from.adding(days: 90))
    }
    let all = try MentorDesk(try session.occasion(readOnly: true)).mentorships()
    session.report(Mentorship.form.json(all)) {
      var table = AlignedTable([
        session.word("newcomer", "新人"), session.word("mentor", "导师"), session.word("from", "起"),
        session.word("to", "止"),
      ])
      for one in all { table.add([one.staff, one.mentor, one.from.description, one.to.description]) }
      session.show(table)
    }
    return .done
  }

  static let staffPermit = Verb(
    "staff", "permit", arguments: ["STAFF…?"],
    en: "permit live calls, once what the training scheme asks is done; without names, who has none",
    zh: "上岗许可",
    example: "merit staff permit E0290 E0291"
  ) { session, input in
    if input.arguments.isEmpty {
      let missing = try PermitDesk(try session.occasion(readOnly: true)).missing()
      session.report(LivePermit.missingForm.json(missing)) {
        for one in missing { session.say("\(one.id)  \(one.name)  \(one.joined)") }
        session.say(
          session.word("\(missing.count) may not take live calls yet", "\(missing.count) 人尚无上岗许可"))
      }
      return .done
    }
    let permits = try PermitDesk(try session.occasion()).grant(input.arguments)
    session.report(LivePermit.form.json(permits)) {
      for one in permits { session.say("\(one.staff)  \(one.day)  \(one.evidence)") }
      session.say(session.word("\(permits.count) permitted", "许可 \(permits.count) 人"))
    }
    return .done
  }
}
