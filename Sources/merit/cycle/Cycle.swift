import Formats
import Terminal
import Training
import Workspace

extension Verb {
  static let cycleOpen = Verb(
    "cycle", "open", arguments: ["COURSE"],
    options: [
      Option("--staff", "FILE", en: "a table with a column 'id': who takes part", zh: "学员名单，含 id 列"),
      Option("--from", "DATE", en: "first day", zh: "开始日期"),
      Option("--to", "DATE", en: "last day", zh: "结束日期"), dryRun,
    ], needs: ["--staff", "--from", "--to"], en: "open a training cycle for a list of people", zh: "开班",
    example: "merit cycle open hotline-onboarding --staff new.csv --from 2026-07-01 --to 2026-07-31"
  ) { session, input in
    let table = try TableReader(path: input.required("--staff"), shape: StaffList.shape)
    let (cycle, enrolled) = try TrainingDesk(try session.occasion()).openCycle(
      input.argument(0), staff: table, from: input.requiredDay("--from"), to: input.requiredDay("--to"),
      dryRun: input.flag("--dry-run"))
    session.report(TrainingDesk.openedForm.json((cycle, input.argument(0), enrolled))) {
      session.say(
        session.word(
          "cycle \(cycle.map(String.init) ?? "–") of \(input.argument(0)): \(enrolled) enrolled",
          "\(input.argument(0)) 第 \(cycle.map(String.init) ?? "–") 期：\(enrolled) 人"))
    }
    return .done
  }

  static let cycleAttend = Verb(
    "cycle", "attend", arguments: ["FILE"], options: intake, en: "import who attended what", zh: "导入出勤与成绩",
    example: "merit cycle attend attendance.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: Attendance.shape)
    session.report(try TrainingDesk(try session.occasion()).attend(table, options: input.intake()))
    return .done
  }

  static let cycleStatus = Verb(
    "cycle", "status", options: [Option("--people", en: "everybody, not only the counts", zh: "列出每个人")],
    en: "show how far each cycle is", zh: "查看各期进度", example: "merit cycle status --people"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let cycles = try TrainingDesk(occasion).status()
    session.report(TrainingDesk.statusForm.json(cycles)) {
      var table = AlignedTable(
        [
          session.word("cycle", "期"), session.word("course", "课程"), session.word("from", "起"),
          session.word("to", "止"), session.word("enrolled", "人数"), session.word("completed", "已完成"),
        ],
        numbers: [0, 4, 5])
      for (cycle, people) in cycles {
        table.add([
          "\(cycle.id)", "\(cycle.course) v\(cycle.version)", cycle.from.description, cycle.to.description,
          "\(people.count)",
          "\(people.count { $0.progress.isComplete })",
        ])
      }
      session.show(table)
      guard input.flag("--people") else { return }
      for (cycle, people) in cycles {
        session.say("\n\(session.word("cycle", "第")) \(cycle.id)")
        for person in people {
          session.say(
            "  \(person.id)  \(person.name)  \(person.progress.lessonsDone)/\(person.progress.lessonsInCourse)"
          )
        }
      }
    }
    return .done
  }
}
