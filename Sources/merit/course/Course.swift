import Formats
import Terminal
import Training
import Workspace

extension Verb {
  static let courseLoad = Verb(
    "course", "load", arguments: ["DIR…"], options: [dryRun], en: "load courses from their folders",
    zh: "装入课程",
    example: "merit course load Curriculum/hotline-onboarding"
  ) { session, input in
    let loaded = try TrainingDesk(try session.occasion()).load(
      folders: input.arguments, dryRun: input.flag("--dry-run"))
    session.report(Course.loadedForm.json(loaded)) {
      for (course, isNew) in loaded {
        let state = isNew ? session.word("loaded", "已装入") : session.word("there already", "已存在")
        session.say(
          "\(course.id) v\(course.version): \(course.lessons.count) \(session.word("lessons", "课")), \(state)"
        )
      }
    }
    return .done
  }

  static let courseList = Verb(
    "course", "list", en: "list the courses", zh: "列出课程", example: "merit course list"
  ) { session, _ in
    let courses = try TrainingRecords(try session.open(readOnly: true).database).courses()
    session.report(
      Course.listForm.json(courses.map { ($0.id, $0.version, session.word($0.title), $0.lessons) })
    ) {
      var table = AlignedTable(
        [
          session.word("id", "编号"), session.word("version", "版本"), session.word("title", "名称"),
          session.word("lessons", "课数"),
        ], numbers: [1, 3])
      for course in courses {
        table.add([course.id, "\(course.version)", session.word(course.title), "\(course.lessons)"])
      }
      session.show(table)
    }
    return .done
  }

  static let courseShow = Verb(
    "course", "show", arguments: ["ID", "LESSON?"], en: "read a course or one of its lessons", zh: "查看课程或课文",
    example: "merit course show hotline-onboarding hl-07"
  ) { session, input in
    let course = try TrainingDesk(try session.occasion(readOnly: true)).course(input.argument(0))
    if let id = input.optionalArgument(1) {
      guard let lesson = course.lesson(id, chinese: session.isChinese) else {
        throw Refusal.unknownLesson(id, course)
      }
      session.report(Lesson.form.json(lesson)) {
        session.say("\(lesson.id) · \(lesson.area) · \(lesson.minutes) min · \(lesson.mode.rawValue)")
        for objective in lesson.objectives { session.say("  → \(objective)") }
        session.say("")
        for line in MarkdownText.lines(lesson.body, width: min(Screen.width, 100), styled: Screen.hasStyle) {
          Screen.write(line + "\n")
        }
        Self.showExtras(of: lesson, session)
      }
      return .done
    }
    let lessons = course.pages(chinese: session.isChinese)
    session.report(Course.form.json((course, session.isChinese))) {
      session.say("\(course.id) v\(course.version)  \(session.word(course.title))\n")
      for line in MarkdownText.lines(course.body, width: min(Screen.width, 100), styled: Screen.hasStyle) {
        Screen.write(line + "\n")
      }
      var table = AlignedTable(
        [
          session.word("lesson", "课"), session.word("title", "标题"), session.word("area", "模块"),
          session.word("min", "分钟"), session.word("mode", "形式"),
        ],
        numbers: [3])
      for lesson in lessons {
        table.add([lesson.id, lesson.title, lesson.area, "\(lesson.minutes)", lesson.mode.rawValue])
      }
      session.show(table)
    }
    return .done
  }

  /// What a lesson is judged by and what belongs to it.
  private static func showExtras(of lesson: Lesson, _ session: Session) {
    if !lesson.rubric.isEmpty {
      session.say(session.word("\nThe drill is judged by:", "\n演练评分："))
      for line in lesson.rubric { session.say("  \(line.points)  \(line.title)") }
    }
    if !lesson.checks.isEmpty {
      session.say(
        session.word(
          "\nChecked by \(lesson.checks.joined(separator: ", "))",
          "\n检查题：\(lesson.checks.joined(separator: "、"))"))
    }
    if !lesson.attachments.isEmpty {
      session.say(
        session.word(
          "Attached: \(lesson.attachments.joined(separator: ", "))",
          "附件：\(lesson.attachments.joined(separator: "、"))"))
    }
  }
}
