import Formats
import Workspace

extension Refusal {
  package static func unknownExam(_ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no exam '\(id)'", "see: merit exam list; make one with: merit exam create BLUEPRINT"
    )
  }

  static func notGIFT(_ path: String) -> Refusal {
    Refusal(.usage, "'\(path)' is no GIFT file", "name a file that ends in .gift, or a folder of such files")
  }

  static func noQuestions(_ path: String) -> Refusal {
    Refusal(.noInput, "folder '\(path)' holds no question files", "name one with files that end in .gift")
  }

  static func examExists(_ id: String) -> Refusal {
    Refusal(.badData, "there is an exam '\(id)' already", "choose another with --id")
  }

  package static func notOpen(_ id: String) -> Refusal {
    Refusal(.notPermitted, "exam '\(id)' is not open", "an examiner opens it with: merit exam open \(id)")
  }

  static func cannotFill(_ blueprint: Blueprint, _ shortfalls: [(row: Int, lacking: Int)]) -> Refusal {
    let rows = shortfalls.map {
      "row \($0.row + 1) (\(blueprint.rows[$0.row].description)) lacks \($0.lacking)"
    }
    return Refusal(
      .badData,
      "bank '\(blueprint.bank)' cannot fill blueprint '\(blueprint.head.id)': \(rows.joined(separator: "; "))",
      "load more questions of level \(blueprint.level) with: merit bank load PATH, or ask for fewer")
  }

  static func alreadyPassed(_ exam: String) -> Refusal {
    Refusal(.notPermitted, "exam '\(exam)' is passed already", "nothing more is needed")
  }

  static func attemptsUsedUp(_ exam: String, _ limit: Int) -> Refusal {
    Refusal(
      .notPermitted, "all \(limit) attempts at exam '\(exam)' are used",
      "an examiner can make a new exam from the same blueprint")
  }

  static func tooSoon(_ exam: String, _ day: CalendarDay) -> Refusal {
    Refusal(.notPermitted, "exam '\(exam)' was sat too recently to sit it again", "come back on \(day)")
  }

  static func overdue(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "the time for exam '\(exam)' is over",
      "what was answered in time counts; see: merit exam results \(exam)")
  }

  static func alreadySubmitted(_ exam: String) -> Refusal {
    Refusal(.notPermitted, "this sitting of exam '\(exam)' is submitted", "see: merit exam results \(exam)")
  }
}
