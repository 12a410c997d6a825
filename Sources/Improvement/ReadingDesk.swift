import Exams
import Formats
import Training
import Workforce
import Workspace

/// Working through an online lesson with the questions that check it.
///
/// A deed over two departments: the page and the attendance are Training's, the questions and their marking Exams'.
package struct ReadingDesk {
  /// A question in the order in which it is shown.
  package struct Check: Sendable {
    package let id: String
    package let question: WrittenQuestion
    package let item: PaperItem
  }

  private let occasion: Occasion
  private let key: Int
  package let course: Course
  package let lesson: Lesson

  /// - Throws: a refusal where the person or the lesson is not there, or the lesson is not learnt online.
  package init(
    _ occasion: Occasion, staff: String, course id: String, lesson: String, isChinese: Bool
  ) throws {
    self.occasion = occasion
    if staff != occasion.actor.staff { try occasion.require(.trainer, to: "record others' reading") }
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    self.key = key
    course = try TrainingDesk(occasion).course(id)
    guard let page = course.lesson(lesson, chinese: isChinese) else {
      throw Refusal(
        .noInput, "course '\(id)' has no lesson '\(lesson)'", "see: merit course show \(id)")
    }
    guard page.mode == .online else {
      throw Refusal(
        .badData, "lesson '\(lesson)' is not online but \(page.mode.rawValue)",
        "attend it; read its page with: merit course show \(id) \(lesson)")
    }
    self.lesson = page
  }

  /// The lesson's check questions in its language.
  ///
  /// - Parameter order: places of options as they are to be shown, from their number.
  package func checks(order: (Int) -> [Int]) throws -> [Check] {
    let records = BankRecords(occasion.database)
    let missing = Set(lesson.checks).subtracting(try records.ids())
    guard missing.isEmpty else {
      throw Refusal(
        .noInput,
        "the bank lacks \(missing.sorted().joined(separator: ", ")), by which this lesson is checked",
        "a trainer loads it with: merit bank load DIR")
    }
    return try lesson.checks.compactMap { id in
      guard let question = try records.newest(id), let text = question.text(in: lesson.language) else {
        return nil
      }
      let count =
        switch text.body {
        case .multichoice(_, let answers): answers.count
        case .matching(let pairs): pairs.count
        case .ordering(let items): items.count
        default: 0
        }
      return Check(
        id: id, question: text,
        item: PaperItem(
          question: id, version: question.version, row: 0, points: 100,
          options: count == 0 ? [] : order(count)))
    }
  }

  /// Marks the answers and records the lesson with its score, as completed where that reaches the course's; an earlier
  /// better score of the day stays.
  ///
  /// - Parameter responses: in the order of the checks.
  /// - Returns: the points of each check in hundredths of one, the score (`nil` for a lesson without checks), and whether it
  ///   was recorded.
  package func complete(checks: [Check], responses: [Response]) throws -> (
    points: [Int], score: Score?, isRecorded: Bool
  ) {
    let points = zip(checks, responses).map { check, response in
      Marking.points(Marking.credit(for: response, to: check.question), of: 100)
    }
    let score =
      points.isEmpty
      ? nil
      : Score(hundredths: Int(roundedQuotient(Int128(points.reduce(0, +)) * 100, Int128(points.count))))
    let isRecorded = try TrainingDesk(occasion).recordReading(
      Attendance(
        course: course.id, staff: key, day: occasion.today, lesson: lesson.id,
        // Too few points leave the lesson attended: it is worked through again.
        result: score.map { $0 >= course.completionScore } ?? true ? .completed : .attended,
        hours: Int(roundedQuotient(Int128(lesson.minutes) * 100, 60)), score: score, instructor: nil),
      version: course.version)
    return (points, score, isRecorded)
  }
}
