import Exams
import Formats
import Foundation
import Testing
import Training

/// The shipped courses and banks keep the rules that they are loaded by, and more.
@Suite struct ContentTests {
  private static let root = Desk.root.path

  private static func course(_ name: String) throws -> Course {
    try CourseReading.read(folder: "\(root)/Curriculum/\(name)")
  }

  @Test(arguments: [
    ("hotline-onboarding", 14, 6), ("broadband-technician", 8, 4), ("hotline-refresher", 5, 5),
  ])
  func `a course has its lessons, areas and both languages`(_ name: String, _ lessons: Int, _ areas: Int)
    throws
  {
    let course = try Self.course(name)
    #expect(course.lessons.count >= lessons)
    #expect(course.areas.count == areas)
    #expect(Set(course.lessons.flatMap { $0 }.map(\.area)) == Set(course.areas))
    for pages in course.lessons {
      #expect(Set(pages.map(\.language)) == ["en", "zh-Hans"])
      for page in pages {
        // A page to learn from, not a note; and in its own language.
        #expect(page.body.count > 900, "\(page.id) \(page.language)")
        #expect((2...4).contains(page.objectives.count))
        let chinese = page.body.unicodeScalars.count { (0x4e00...0x9fff).contains($0.value) }
        #expect(page.language == "en" ? chinese == 0 : chinese > 500, "\(page.id) \(page.language)")
      }
    }
  }

  @Test func `every question holds the bank's rules and has a lesson that exists`() throws {
    let files = try BankReading.files(["hotline", "broadband"].map { "\(Self.root)/QuestionBanks/\($0)" })
    let (questions, faults) = try BankReading.questions(in: files)
    #expect(faults.list == [])
    #expect(questions.count >= 200)
    let lessons = Dictionary(
      uniqueKeysWithValues: try ["hotline-onboarding", "broadband-technician", "hotline-refresher"].flatMap {
        name in
        try Self.course(name).lessons.compactMap { $0.first.map { ($0.id, $0.area) } }
      })
    #expect(Set(questions.map(\.id)).count == questions.count)
    #expect(
      Set(questions.map(\.type)) == [
        "multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering", "essay", "drill",
      ])
    for question in questions {
      #expect(Set(question.texts.keys) == ["en", "zh-Hans"], "\(question.id)")
      #expect(lessons[question.lesson] == question.topic, "\(question.id): lesson \(question.lesson)")
      #expect([4, 5].contains(question.level))
      for text in question.texts.values { checkKey(text, question.id) }
    }
  }

  private func checkKey(_ text: WrittenQuestion, _ id: String) {
    switch text.body {
    case .multichoice(let isSingle, let answers):
      #expect(Set(answers.map(\.text)).count == answers.count, "\(id): two options alike")
      #expect((3...6).contains(answers.count), "\(id)")
      if isSingle {
        #expect(answers.count { $0.credit == .full } == 1, "\(id): one key")
      } else {
        #expect(
          answers.filter { $0.credit > .none }.reduce(0) { $0 + $1.credit.parts } == Credit.whole,
          "\(id): weights")
      }
    case .shortanswer(let answers): #expect(answers.contains { $0.credit == .full }, "\(id)")
    case .numerical(let answers, _): #expect(answers.contains { $0.credit == .full }, "\(id)")
    case .matching(let pairs):
      #expect(pairs.count >= 3 && Set(pairs.map(\.right)).count == pairs.count, "\(id)")
    case .ordering(let items): #expect((3...8).contains(items.count), "\(id)")
    case .essay: #expect(text.rubric.count >= 3 || !text.generalFeedback.isEmpty, "\(id)")
    case .truefalse: break
    case .description: Issue.record("\(id): a description is no question")
    }
  }

  @Test func `no key betrays itself by its place or by its length`() throws {
    let files = try BankReading.files(["hotline", "broadband"].map { "\(Self.root)/QuestionBanks/\($0)" })
    var first = 0
    var longest = 0
    var all = 0
    for question in try BankReading.questions(in: files).questions {
      guard case .multichoice(true, let answers)? = question.text(in: "en")?.body,
        let key = answers.firstIndex(where: { $0.credit == .full })
      else { continue }
      all += 1
      if key == 0 { first += 1 }
      if answers.allSatisfy({ $0.text.count <= answers[key].text.count }) { longest += 1 }
    }
    #expect(all > 70)
    // By chance a quarter to a third would be first, and as many longest.
    #expect(first * 100 / all < 45)
    #expect(longest * 100 / all < 45)
  }
}
