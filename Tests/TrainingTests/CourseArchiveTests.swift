import Formats
import Testing
import Training
import Workspace

@Suite struct CourseArchiveTests {
  private func archive(_ parts: [(name: String, text: String)]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let zip = ZipStream { bytes.append(contentsOf: $0) }
    for part in parts { try zip.add(part.name, Array(part.text.utf8)) }
    try zip.finish()
    return bytes
  }

  private func parts(below folder: String) -> [(name: String, text: String)] {
    let lesson =
      "---\nid: l1\ntitle: t\narea: basics\nminutes: 30\nmode: online\nobjectives:\n  - o\n---\n# t\n"
    return [
      (
        "\(folder)course.md",
        "---\nid: c\nversion: 1\ntitle.en: C\ntitle.zh-Hans: 课\nlanguages: zh-Hans, en\nposts: x\nareas: basics\nlessons:\n  - 01-a\n---\nAbout\n"
      ), ("\(folder)01-a.en.md", lesson), ("\(folder)01-a.zh-Hans.md", lesson),
    ]
  }

  @Test(arguments: ["", "c/"])
  func `an archive of a course's folder is the course, with the folder in it or without`(folder: String) throws {
    let desk = TrainingDesk(try house())
    let bytes = try archive(parts(below: folder))
    let (course, isNew) = try desk.load(archive: bytes, named: "c.zip", dryRun: false)
    #expect(course.lessons.count == 1 && isNew)
    #expect(try desk.load(archive: bytes, named: "c.zip", dryRun: false).isNew == false)
    #expect(try desk.course("c").hash == course.hash)
  }

  @Test func `what is no archive, holds no course, or lacks a page is refused with its name`() throws {
    let desk = TrainingDesk(try house())
    func faults(_ bytes: [UInt8]) -> [String] {
      let found = #expect(throws: Faults.self) {
        _ = try desk.load(archive: bytes, named: "c.zip", dryRun: false)
      }
      return (found?.list ?? []).map { "\($0.file): \($0.message)" }
    }
    #expect(faults([1, 2, 3]) == ["c.zip: the file is cut off: its list of parts is missing"])
    #expect(
      faults(try archive([("readme.md", "x")])) == [
        "c.zip: there is no course.md in it; put the course's folder into the archive"
      ])
    #expect(
      faults(try archive(Array(parts(below: "").dropLast()))) == [
        "c.zip/01-a.zh-Hans.md: the file is missing; write it, or take it out of the course"
      ])
    #expect(
      faults(try archive(parts(below: "") + [("stray.md", "x")])) == [
        "c.zip/stray.md: the page belongs to no lesson; add it to 'lessons' in course.md, or delete it"
      ])
  }
}
