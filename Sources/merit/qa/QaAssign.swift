import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  static let qaAssign = Verb(
    "qa", "assign",
    options: [
      quarterOption, Option("--assessors", "ID,ID…", en: "who scores", zh: "质检员工号"),
      Option(
        "--plan", "ID", en: "the sampling plan: days and share scored twice; else that of the last draw",
        zh: "抽样方案"),
      Option("--seed", "N", en: "the seed of the assignment", zh: "种子"), dryRun,
    ], needs: ["--quarter", "--assessors"],
    en: "hand the drawn calls to assessors: evenly, never their own team's, a share to two", zh: "分派质检任务",
    example: "merit qa assign --quarter 2026Q3 --assessors E0251,E0252,E0253 --seed 7"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let assessors = try input.required("--assessors").split(separator: ",").map { String($0.trimmed) }
    guard let seed = try input.seed() else {
      throw Refusal(
        .usage, "option --seed is missing", "add --seed N, so that the assignment can be made again")
    }
    let occasion = try session.occasion()
    let samples = SampleDesk(occasion)
    let plan =
      try input.value("--plan").map { try samples.plan($0, on: quarter.lastDay) }
      ?? samples.planOfDraws(in: quarter)
    let outcome = try AssignmentDesk(occasion).assign(
      quarter, to: assessors, plan: plan, seed: seed, dryRun: input.flag("--dry-run"))
    session.report(AssignmentDesk.Outcome.form.json(outcome)) {
      for load in outcome.loads {
        session.say(
          session.word(
            "\(load.assessor): \(load.calls) calls, \(load.second) of them second scorings, due \(outcome.due)",
            "\(load.assessor)：\(load.calls) 通，其中复评 \(load.second) 通，\(outcome.due) 前完成"))
      }
      if !outcome.singleOnly.isEmpty {
        session.say(
          session.word(
            "\(outcome.singleOnly.count) calls were to be scored twice and have only one who may: name more assessors",
            "\(outcome.singleOnly.count) 通应复评但只有一人可评：请增加质检员"))
      }
      if !outcome.unassigned.isEmpty {
        session.say(
          session.word(
            "nobody may judge \(outcome.unassigned.count) calls: \(outcome.unassigned.prefix(5).joined(separator: ", "))\(outcome.unassigned.count > 5 ? ", …" : "")",
            "\(outcome.unassigned.count) 通无人可评：\(outcome.unassigned.prefix(5).joined(separator: "、"))\(outcome.unassigned.count > 5 ? "…" : "")"
          ))
      }
    }
    return .done
  }

  static let qaTasks = Verb(
    "qa", "tasks",
    options: [Option("--assessor", "ID", en: "only those of one assessor", zh: "仅某质检员")],
    en: "the calls that are still to be scored", zh: "待质检任务", example: "merit qa tasks --assessor E0251"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let tasks = try AssignmentDesk(occasion).tasks(of: input.value("--assessor"))
    session.report(AssignmentRecords.Task.form.json(tasks.map { ($0, occasion.today) })) {
      var table = AlignedTable([
        session.word("call", "通话"), session.word("started", "时间"), session.word("assessor", "质检员"),
        session.word("due", "期限"), "",
      ])
      for task in tasks {
        table.add([
          task.name, task.started, task.assessor, "\(task.due)",
          task.due < occasion.today ? session.word("overdue", "逾期") : "",
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let qaReassign = Verb(
    "qa", "reassign", arguments: ["CALL…|all"],
    options: [
      Option("--from", "ID", en: "who was to score it", zh: "原质检员"),
      Option("--to", "ID", en: "who scores it now", zh: "新质检员"),
      Option("--reason", "TEXT", en: "why", zh: "原因"),
    ], needs: ["--from", "--to", "--reason"],
    en: "give calls that are still to be scored, or all of one assessor's, to another", zh: "改派质检任务",
    example: "merit qa reassign C100 --from E0251 --to E0252 --reason leave"
  ) { session, input in
    let (from, to) = (try input.required("--from"), try input.required("--to"))
    let reason = try input.required("--reason")
    let desk = AssignmentDesk(try session.occasion())
    let (given, kept) = try desk.reassign(
      input.arguments == ["all"] ? nil : input.arguments, from: from, to: to, reason: reason)
    if given == 0, kept.count == 1 { throw kept[0].refusal }
    for (call, refusal) in kept { session.notice("\(call): \(refusal.summary)") }
    let count = given + kept.count
    session.say(
      session.word("\(given) of \(count) calls are \(to)'s now", "\(count) 通中已改派 \(to) \(given) 通"))
    return kept.isEmpty ? .done : .no
  }
}
