import Formats
import Training
import Workspace

extension PageRoute {
  /// Training: the cycles, and how far the people of one are.
  static let cycles: [PageRoute] = [
    PageRoute("/cycles", .roles(.trainer, .leader, .hr)) { call in
      let rows = try TrainingDesk(try call.occasion).status().reversed().map { cycle, people in
        let done = people.count { $0.progress.isComplete }
        return [
          Markup.Cell.markup(
            Markup.link("/cycles/\(cycle.id)", call.word("Cycle \(cycle.id)", "第 \(cycle.id) 期"))),
          .text("\(cycle.course) v\(cycle.version)"), .text("\(cycle.from)"), .text("\(cycle.to)"),
          .number("\(people.count)"), .number("\(done)"),
        ]
      }
      return .page(
        call.word("Training", "培训"),
        Markup.table(
          call.word("Training cycles", "培训班"),
          [
            call.word("cycle", "期"), call.word("course", "课程"), call.word("from", "起"),
            call.word("to", "止"), call.word("enrolled", "人数"), call.word("completed", "已完成"),
          ], numbers: [4, 5], rows, empty: call.word("No cycle was opened yet.", "暂无培训班。")))
    },
    PageRoute("/cycles/{cycle:number}", .roles(.trainer, .leader, .hr)) { call in
      let occasion = try call.occasion
      let cycle = try ClassDesk(occasion).cycle(call.call.number("cycle"))
      let people = try TrainingDesk(occasion).status(of: cycle.id).first?.people ?? []
      let done = people.count { $0.progress.isComplete }
      return .page(
        call.word("Cycle \(cycle.id)", "第 \(cycle.id) 期"),
        Markup.facts([
          (call.word("Course", "课程"), "\(cycle.course) v\(cycle.version)"),
          (call.word("Days", "日期"), "\(cycle.from) – \(cycle.to)"),
          (call.word("Enrolled", "人数"), "\(people.count)"), (call.word("Completed", "已完成"), "\(done)"),
        ])
          + Markup.section(call.word("People", "学员"), progress(people, call))
          + Markup.section(call.word("Sessions", "课次安排"), try sessions(of: cycle.id, call)))
    },
  ]

  private static func progress(
    _ people: [(id: String, name: String, progress: Progress)], _ call: PageCall
  ) -> String {
    let rows = people.map { person in
      let bar = Markup.progress(
        person.progress.lessonsDone, of: person.progress.lessonsInCourse,
        call.word("lessons of \(person.name)", "\(person.name) 的课次"))
      return [Markup.Cell.text(person.id), .text(person.name), .markup(bar)]
    }
    return Markup.table(
      call.word("Progress of each person", "学员进度"),
      [call.word("staff", "工号"), call.word("name", "姓名"), call.word("lessons done", "已完成课次")], rows,
      empty: call.word("Nobody is enrolled.", "暂无学员。"))
  }

  private static func sessions(of cycle: Int, _ call: PageCall) throws -> String {
    let rows = try TrainingDesk(try call.occasion).sessions(of: cycle).map { session in
      [
        Markup.Cell.text("\(session.day)"), .text("\(session.from.text)–\(session.to.text)"),
        .text(session.lesson), .text(session.room), .text(session.instructor),
      ]
    }
    return Markup.table(
      call.word("Sessions", "课次安排"),
      [
        call.word("day", "日期"), call.word("time", "时间"), call.word("lesson", "课次"),
        call.word("room", "教室"), call.word("instructor", "讲师"),
      ], rows, empty: call.word("No session is planned.", "暂无安排。"))
  }
}
