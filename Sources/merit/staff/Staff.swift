import Formats
import Terminal
import Workforce
import Workspace

extension Verb {
  static let staffImport = Verb(
    "staff", "import", arguments: ["FILE"], options: intake, en: "import the roster", zh: "导入花名册",
    example: "merit staff import roster.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: Person.shape)
    session.report(try WorkforceDesk(try session.occasion()).importRoster(table, options: input.intake()))
    return .done
  }

  static let staffLeave = Verb(
    "staff", "leave", arguments: ["FILE"], options: intake, en: "import who is away, and when", zh: "导入请假记录",
    example: "merit staff leave leave.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: Leave.shape)
    session.report(try WorkforceDesk(try session.occasion()).importLeave(table, options: input.intake()))
    return .done
  }

  static let staffList = Verb(
    "staff", "list", options: [Option("--post", "POST", en: "only holders of this post", zh: "仅该岗位")],
    en: "list the staff", zh: "列出员工", example: "merit staff list --post hotline-agent"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let people = try WorkforceDesk(occasion).list(post: input.value("--post"))
    session.report(Person.listForm.json(people)) {
      var table = AlignedTable([
        session.word("id", "工号"), session.word("name", "姓名"), session.word("post", "岗位"),
        session.word("team", "班组"), session.word("joined", "入职日期"),
      ])
      for (person, assignment) in people {
        table.add([
          person.id, person.name, assignment?.post ?? "–", assignment?.team ?? "–", person.joined.description,
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let staffShow = Verb(
    "staff", "show", arguments: ["ID"], en: "show a person and the posts held", zh: "查看员工",
    example: "merit staff show E0001"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let record = try WorkforceDesk(occasion).record(of: input.argument(0))
    let (person, assignments, base) = record
    session.report(Person.form.json(record)) {
      session.say(
        "\(person.id)  \(person.name)  \(session.word("joined", "入职")) \(person.joined)\(person.left.map { " \(session.word("left", "离职")) \($0)" } ?? "")"
      )
      session.say(
        "\(session.word("level", "等级")) \(person.level.map(Person.levelName) ?? "–")  \(session.word("star", "星级")) \(person.star.map(String.init) ?? "–")  \(session.word("base", "奖金基数")) \(base?.description ?? "–")  \(person.employment.rawValue)"
      )
      var table = AlignedTable([
        session.word("post", "岗位"), session.word("team", "班组"), session.word("share", "占比"),
        session.word("from", "起"), session.word("to", "止"),
      ])
      for assignment in assignments {
        table.add([
          assignment.post, assignment.team, assignment.share.description, assignment.from.description,
          assignment.to?.description ?? "–",
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let staffTransfer = Verb(
    "staff", "transfer", arguments: ["ID"],
    options: [
      Option("--post", "POST", en: "the new post", zh: "新岗位"),
      Option("--team", "TEAM", en: "the new team", zh: "新班组"),
      Option("--from", "DATE", en: "its first day", zh: "起始日期"),
    ], needs: ["--post", "--team", "--from"], en: "move somebody to another post and team", zh: "调动员工",
    example: "merit staff transfer E0001 --post complaint-handler --team T02 --from 2026-10-01"
  ) { session, input in
    let (post, team) = (try input.required("--post"), try input.required("--team"))
    let day = try input.requiredDay("--from")
    try WorkforceDesk(try session.occasion()).transfer(input.argument(0), post: post, team: team, from: day)
    session.report(
      .object([
        ("id", .string(input.argument(0))), ("post", .string(post)), ("team", .string(team)),
        ("from", .string(day.description)),
      ])
    ) {
      session.say(
        session.word(
          "\(input.argument(0)) is \(post) in \(team) from \(day)",
          "\(input.argument(0)) 自 \(day) 起任 \(post)（\(team)）"))
    }
    return .done
  }
}
