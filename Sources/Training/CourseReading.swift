import Formats
import Workspace

/// Reads a course folder and finds every fault at once.
package struct CourseReading {
  private let folder: String
  private var faults = Faults()
  private var hash = SHA256()

  private init(folder: String) { self.folder = folder }

  /// The course in a folder.
  ///
  /// - Throws: `Faults` with all that is wrong, or `InputError` where there is no folder.
  package static func read(folder: String) throws -> Course {
    guard InputFile.isFolder(folder) else { throw InputError(path: folder, number: 2) }
    var reading = CourseReading(folder: folder)
    let course = try reading.course()
    try reading.faults.throwIfAny()
    guard let course else { throw reading.faults }
    return course
  }

  private mutating func fault(_ file: String, _ line: Int, _ message: String) {
    faults.append(Fault(file: file, line: line, column: 1, message: message))
  }

  private mutating func page(_ name: String) -> MarkdownPage? {
    let path = "\(folder)/\(name)"
    do {
      let bytes = try InputFile.bytes(of: path)
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
    let file = "\(folder)/course.md"
    guard let page = page("course.md") else { return nil }
    let id = text("id", page, file)
    let version = integer("version", page, file, in: 1...100_000)
    let titleEn = text("title.en", page, file)
    let titleZh = text("title.zh-Hans", page, file)
    let languages = list("languages", page, file)
    let posts = list("posts", page, file)
    let areas = list("areas", page, file)
    let stems = list("lessons", page, file)
    for language in languages where !["en", "zh-Hans"].contains(language) {
      fault(file, page.fields["languages"]?.line ?? 1, "language '\(language)' is not known; use en, zh-Hans")
    }
    var lessons: [[Lesson]] = []
    var seen: [String: String] = [:]
    for stem in stems {
      let pages = languages.compactMap { lesson(stem, $0, areas: areas) }
      guard pages.count == languages.count, let first = pages.first else { continue }
      for page in pages.dropFirst()
      where (page.id, page.area, page.minutes, page.mode) != (first.id, first.area, first.minutes, first.mode)
      {
        fault(
          "\(folder)/\(stem).\(page.language).md", 2,
          "id, area, minutes or mode differ from the page in \(first.language); they must be the same")
      }
      if let other = seen[first.id] {
        fault(
          "\(folder)/\(stem).\(first.language).md", 2,
          "lesson id '\(first.id)' is that of '\(other)' too; ids are unique")
      }
      seen[first.id] = stem
      lessons.append(pages)
    }
    guard let id, let version, let titleEn, let titleZh else { return nil }
    return Course(
      id: id, version: version, title: Words(en: titleEn, zh: titleZh), posts: posts, areas: areas,
      body: page.body,
      lessons: lessons, hash: hexText(hash.finish()))
  }

  private mutating func lesson(_ stem: String, _ language: String, areas: [String]) -> Lesson? {
    let name = "\(stem).\(language).md"
    let file = "\(folder)/\(name)"
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
    let known: Set = ["id", "title", "area", "minutes", "mode", "objectives"]
    for (key, field) in page.fields where !known.contains(key) {
      fault(file, field.line, "'\(key)' is not a known key; use id, title, area, minutes, mode, objectives")
    }
    guard let id, let title, let area, let minutes, let mode else { return nil }
    return Lesson(
      id: id, language: language, title: title, area: area, minutes: minutes, mode: mode,
      objectives: objectives,
      body: page.body)
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
