import Exams
import Formats
import Workspace

/// A seat at a terminal that has the workspace itself.
final class WorkspaceSeat: SittingSeat {
  let paper: SeatPaper
  let responses: [Int: Response]
  private let room: ExamRoom
  private let sitting: Sitting
  private let holder: String
  private var deadline: Instant

  /// Begins the sitting, or goes on with it.
  init(_ room: ExamRoom, staff: String, language: String, code: String) throws {
    self.room = room
    // This terminal, among all that may answer for the candidate.
    holder = SystemRandom.token(12)
    let (sitting, responses) = try room.begin(staff: staff, language: language, holder: holder, code: code)
    self.sitting = sitting
    self.responses = responses
    deadline = sitting.deadline
    let items = try room.paper(of: sitting)
    let isChinese = sitting.language == "zh-Hans"
    paper = SeatPaper(
      exam: sitting.exam, sitting: sitting.id, staff: staff, attempt: sitting.attempt,
      title: room.blueprint.head.title.text(chinese: isChinese), isChinese: isChinese, items: items,
      questions: try items.map { item in
        guard let text = room.text(of: item, language: sitting.language) else {
          throw Refusal.unreadableQuestion(item.question, sitting.exam)
        }
        return text
      },
      remarks: items.map { item in
        let row = room.blueprint.rows[item.row]
        return SeatPaper.remark(
          section: room.blueprint.sections[row.section].title, penalty: row.penalty,
          allowsParts: room.blueprint.allowsParts, isChinese: isChinese)
      }, allowsEditor: room.blueprint.allowsEditor, until: clockText(room.second(of: sitting.deadline)))
  }

  var secondsLeft: Int { deadline.seconds - Instant.now.seconds }
  var secondsToEnd: Int { secondsLeft + room.blueprint.graceMinutes * 60 }
  var mark: Words? { nil }
  var unsent: Int { 0 }
  var timeOfDay: String { clockText(room.second(of: Instant.now)) }

  func keep(_ response: Response, place: Int, after previous: Response?) throws -> SeatNews {
    do {
      try room.at(Instant.now).keep(response, place: place, in: sitting, holder: holder, after: previous)
    } catch let refusal as Refusal where refusal.code == .notPermitted {
      return try room.isOver(sitting) ? submit(timeIsOver: true) : .takenOver(refusal)
    } catch let refusal as Refusal where refusal.code == .tryAgain {
      return .busy(Words(en: "NOT saved, the workspace is busy: type it again", zh: "未保存：系统繁忙，请重新输入"))
    }
    return .goesOn
  }

  /// Whether the deadline moved, or somebody else answers now.
  func look() throws -> SeatNews {
    do { deadline = try room.deadline(of: sitting, holder: holder) } catch let refusal as Refusal {
      return try room.isOver(sitting) ? submit(timeIsOver: true) : .takenOver(refusal)
    }
    return .goesOn
  }

  func submit(timeIsOver: Bool) throws -> SeatNews {
    let result = try room.at(Instant.now).submit(sitting)
    return .over(SubmittedPaper(result, room.blueprint), timeIsOver: timeIsOver, late: 0)
  }

  func signInAgain() {}

  func leave() {}
}
