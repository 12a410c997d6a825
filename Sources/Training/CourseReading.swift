import Formats
import Workspace

/// Reads the files of a course and finds every fault at once.
package struct CourseReading {
  private let source: CourseSource
  /// The ids of the questions that exist; `nil` where nobody asks whether checks do.
  private let questions: Set<String>?
  private var faults = Faults()
  private var hash = SHA256()

  private init(_ source: CourseSource, questions: Set<String>?) {
    self.source = source
    self.questions = questions
  }

  /// The course in a folder.
  ///
  /// - Parameter questions: the ids of the questions that exist; checks that name others are faults.
  /// - Throws: `Faults` with all that is wrong, or `InputError` where there is no folder.
  package static func read(folder: String, questions: Set<String>? = nil) throws -> Course {
    try read(CourseSource(folder: folder), questions: questions)
  }

  /// The course in a ZIP archive of its folder.
  ///
  /// - Throws: `Faults` with all that is wrong.
  static func read(archive: [UInt8], named file: String) throws -> Course {
    try read(CourseSource(archive: archive, named: file), questions: nil)
  }

  private static func read(_ source: CourseSource, questions: Set<String>?) throws -> Course {
    var reading = CourseReading(source, questions: questions)
    let course = try reading.course()
    try reading.faults.throwIfAny()
    guard let course else { throw reading.faults }
    return course
  }

  private mutating func fault(_ file: String, _ line: Int, _ message: String) {
    faults.append(Fault(file: file, line: line, column: 1, message: message))
  }

  private mutating func page(_ name: String) -> MarkdownPage? {
    let path = "\(source.label)/\(name)"
    do {
      let bytes = try source.bytes(name)
      hash.update("\(name.utf8.count):\(name)\(bytes.count):".utf8)
      hash.update(bytes)
      return try MarkdownPage.parse(bytes, named: path)
    } catch let found as Faults {
      faults.append(contentsOf: found)
    } catch let error as InputError {
      fault(
        path, 0,
        error.isMissing
          ? "the file is missing; write it, or take it out of the course"
          : "it cannot be read: \(error.reason)")
    } catch {
      fault(path, 0, "it cannot be read")
    }
    return nil
  }

  private mutating func course() throws -> Course? {
    let file = "\(source.label)/course.md"
    guard let page = page("course.md") else { return nil }
    let id = text("id", page, file)
    let version = integer("version", page, file, in: 1...100_000)
    let titleEn = text("title.en", page, file)
    let titleZh = text("title.zh-Hans", page, file)
    let languages = list("languages", page, file)
    let posts = list("posts", page, file)
    let areas = list("areas", page, file)
    let stems = list("lessons", page, file)
    let share = optionalInteger("completion_share", page, file, in: 1...100) ?? 100
    let score = optionalInteger("completion_score", page, file, in: 0...100) ?? 60
    known(
      [
        "id", "version", "title.en", "title.zh-Hans", "languages", "posts", "areas", "lessons",
        "completion_share",
        "completion_score",
      ], page, file)
    for language in languages where !["en", "zh-Hans"].contains(language) {
      fault(file, page.fields["languages"]?.line ?? 1, "language '\(language)' is not known; use en, zh-Hans")
    }
    var lessons: [[Lesson]] = []
    var seen: [String: String] = [:]
    for stem in stems {
      let pages = languages.compactMap { lesson(stem, $0, areas: areas) }
      guard pages.count == languages.count, let first = pages.first else { continue }
      for page in pages.dropFirst() where page.common != first.common {
        fault(
          "\(source.label)/\(stem).\(page.language).md", 2,
          "id, area, minutes, mode, checks or the rubric's lines differ from the page in \(first.language); they must be the same"
        )
      }
      if let other = seen[first.id] {
        fault(
          "\(source.label)/\(stem).\(first.language).md", 2,
          "lesson id '\(first.id)' is that of '\(other)' too; ids are unique")
      }
      seen[first.id] = stem
      lessons.append(pages)
    }
    try strays(besides: stems, languages)
    guard let id, let version, let titleEn, let titleZh else { return nil }
    return Course(
      id: id, version: version, title: Words(en: titleEn, zh: titleZh), posts: posts, areas: areas,
      body: page.body,
      lessons: lessons, completionShare: share, completionScore: Score(hundredths: score * 100),
      hash: hexText(hash.finish()))
  }

  /// Pages that lie in the folder and belong to no lesson.
  private mutating func strays(besides stems: [String], _ languages: [String]) throws {
    let wanted = Set(stems.flatMap { stem in languages.map { "\(stem).\($0).md" } } + ["course.md"])
    for name in try source.names().sorted()
    where name.hasSuffix(".md") && !wanted.contains(name) {
      fault(
        "\(source.label)/\(name)", 1,
        "the page belongs to no lesson; add it to 'lessons' in course.md, or delete it")
    }
  }

  private mutating func lesson(_ stem: String, _ language: String, areas: [String]) -> Lesson? {
    let name = "\(stem).\(language).md"
    let file = "\(source.label)/\(name)"
    guard let page = page(name) else { return nil }
    let id = text("id", page, file)
    let title = text("title", page, file)
    let area = text("area", page, file)
    let minutes = integer("minutes", page, file, in: 1...1_000)
    let modeName = text("mode", page, file)
    let objectives = list("objectives", page, file)
    if let area, !areas.contains(area) {
      let hint =
        nearest(to: area, among: areas).map { "; did you mean '\($0)'?" }
        ?? "; add it to the areas of course.md"
      fault(file, page.fields["area"]?.line ?? 1, "area '\(area)' is not one of the course\(hint)")
    }
    let mode = modeName.flatMap(Lesson.Mode.init)
    if let modeName, mode == nil {
      fault(
        file, page.fields["mode"]?.line ?? 1,
        "mode '\(modeName)' is none of online, classroom, drill, lecture")
    }
    if page.body.trimmed.isEmpty {
      fault(file, page.bodyLine, "the page has no text; a lesson is learnt from its page")
    }
    let checks = checks(page, file)
    let rubric = rubric(page, file, mode)
    let attachments = attachments(page, file)
    known(
      [
        "id", "title", "area", "minutes", "mode", "objectives", "checks", "rubric", "attachments",
      ], page, file)
    guard let id, let title, let area, let minutes, let mode else { return nil }
    return Lesson(
      id: id, language: language, title: title, area: area, minutes: minutes, mode: mode,
      objectives: objectives, checks: checks, rubric: rubric, attachments: attachments, body: page.body)
  }

  private mutating func known(_ keys: [String], _ page: MarkdownPage, _ file: String) {
    for (key, field) in page.fields.sorted(by: { $0.value.line < $1.value.line }) where !keys.contains(key) {
      let hint =
        nearest(to: key, among: keys).map { "did you mean '\($0)'?" } ?? "use \(keys.joined(separator: ", "))"
      fault(file, field.line, "'\(key)' is not a known key; \(hint)")
    }
  }

  private mutating func checks(_ page: MarkdownPage, _ file: String) -> [String] {
    guard page.fields["checks"] != nil else { return [] }
    let checks = list("checks", page, file)
    let line = page.fields["checks"]?.line ?? 1
    for (place, id) in checks.enumerated() {
      if checks[..<place].contains(id) { fault(file, line + 1 + place, "question '\(id)' stands twice") }
      if let questions, !questions.contains(id) {
        let hint =
          nearest(to: id, among: questions.sorted()).map { "did you mean '\($0)'?" }
          ?? "write it, or name another"
        fault(file, line + 1 + place, "question '\(id)' does not exist; \(hint)")
      }
    }
    return checks
  }

  /// Lines such as `greeting 20 Greets and says who is speaking`.
  private mutating func rubric(_ page: MarkdownPage, _ file: String, _ mode: Lesson.Mode?) -> [Lesson
    .RubricLine]
  {
    guard let field = page.fields["rubric"] else { return [] }
    if let mode, mode != .drill {
      fault(file, field.line, "a rubric is for a drill, and this lesson is '\(mode.rawValue)'")
    }
    var lines: [Lesson.RubricLine] = []
    for (place, text) in list("rubric", page, file).enumerated() {
      let words = text.split(separator: " ", maxSplits: 2).map(String.init)
      guard words.count == 3, let points = ExactDecimal(words[1])?.scaled(to: 2), points > 0 else {
        fault(file, field.line + 1 + place, "'\(text)' is no line of a rubric; write: ID POINTS TITLE")
        continue
      }
      if lines.contains(where: { $0.id == words[0] }) {
        fault(file, field.line + 1 + place, "line '\(words[0])' stands twice")
      }
      lines.append(
        Lesson.RubricLine(id: words[0], points: Score(hundredths: points), title: words[2]))
    }
    let sum = lines.reduce(0) { $0 + $1.points.hundredths }
    if sum != 100_00 {
      fault(
        file, field.line, "the rubric's points sum to \(Score(hundredths: sum)); they must sum to 100")
    }
    return lines
  }

  private mutating func attachments(_ page: MarkdownPage, _ file: String) -> [String] {
    guard let field = page.fields["attachments"] else { return [] }
    let names = list("attachments", page, file)
    for (place, name) in names.enumerated() {
      guard !name.contains("/"), let bytes = try? source.bytes(name)
      else {
        fault(file, field.line + 1 + place, "attachment '\(name)' is not in the folder; put it there")
        continue
      }
      hash.update("\(name.utf8.count):\(name)\(bytes.count):".utf8)
      hash.update(bytes)
    }
    return names
  }

  private mutating func optionalInteger(
    _ key: String, _ page: MarkdownPage, _ file: String, in range: ClosedRange<Int>
  ) -> Int? {
    page.fields[key] == nil ? nil : integer(key, page, file, in: range)
  }

  private mutating func text(_ key: String, _ page: MarkdownPage, _ file: String) -> String? {
    if let field = page.fields[key], !field.text.isEmpty { return field.text }
    fault(file, page.fields[key]?.line ?? 1, "'\(key)' is missing; write '\(key): …' in the front matter")
    return nil
  }

  private mutating func integer(
    _ key: String, _ page: MarkdownPage, _ file: String, in range: ClosedRange<Int>
  ) -> Int? {
    guard let text = text(key, page, file) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    fault(
      file, page.fields[key]?.line ?? 1,
      "'\(key)' is '\(text)'; a whole number from \(range.lowerBound) to \(range.upperBound) is needed")
    return nil
  }

  /// A list written as `- item` lines or with commas.
  private mutating func list(_ key: String, _ page: MarkdownPage, _ file: String) -> [String] {
    guard let field = page.fields[key] else {
      fault(file, 1, "'\(key)' is missing; write '\(key):' with '- item' lines in the front matter")
      return []
    }
    if !field.items.isEmpty { return field.items }
    return field.text.split(separator: ",").map { String($0.trimmed) }
  }
}
