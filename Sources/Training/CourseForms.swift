import Formats
import Workspace

extension Course {
  /// A course in a list of courses, in one language, for programs.
  package static let listForm = JSONForm<(id: String, version: Int, title: String, lessons: Int)>([
    .text("id") { $0.id }, .integer("version") { $0.version }, .text("title") { $0.title },
    .integer("lessons") { $0.lessons },
  ])

  /// A course with its lessons in one language, for programs.
  package static let form = JSONForm<(course: Course, isChinese: Bool)>([
    .text("id") { $0.course.id }, .integer("version") { $0.course.version },
    .text("title") { $0.course.title.text(chinese: $0.isChinese) },
    .list("lessons", Lesson.headForm) { $0.course.pages(chinese: $0.isChinese) },
  ])

  /// A course that was to be loaded, for programs.
  package static let loadedForm = JSONForm<(course: Course, isNew: Bool)>([
    .text("course") { $0.course.id }, .integer("version") { $0.course.version },
    .integer("lessons") { $0.course.lessons.count }, .flag("new") { $0.isNew },
  ])

  /// Each lesson's page in the language wanted, or in the first that it has.
  package func pages(chinese: Bool) -> [Lesson] { lessons.compactMap { Self.page(of: $0, chinese: chinese) } }
}

extension Lesson {
  /// A lesson in its course, for programs.
  static let headForm = JSONForm<Lesson>([
    .text("id") { $0.id }, .text("title") { $0.title }, .text("area") { $0.area },
    .integer("minutes") { $0.minutes }, .choice("mode") { $0.mode },
  ])

  /// A lesson with its page, for programs.
  package static let form = JSONForm<Lesson>([
    .text("id") { $0.id }, .text("title") { $0.title }, .text("area") { $0.area },
    .integer("minutes") { $0.minutes }, .choice("mode") { $0.mode }, .texts("objectives") { $0.objectives },
    .texts("checks") { $0.checks }, .list("rubric", rubricForm) { $0.rubric },
    .texts("attachments") { $0.attachments }, .text("body") { $0.body },
  ])

  private static let rubricForm = JSONForm<RubricLine>([
    .text("id") { $0.id }, .number("points") { "\($0.points)" }, .text("title") { $0.title },
  ])
}
