import Formats
import Workspace

extension Refusal {
  package static func unknownExam(_ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no exam '\(id)'", "see: merit exam list; make one with: merit exam create BLUEPRINT"
    )
  }

  static func notQuestions(_ path: String) -> Refusal {
    Refusal(
      .usage, "'\(path)' is no question file",
      "name one that ends in .gift, .xml, .aiken, .txt, .csv or .xlsx, or a folder of such files")
  }

  static func noQuestions(_ path: String) -> Refusal {
    Refusal(
      .noInput, "folder '\(path)' holds no question files",
      "name one with files that end in .gift, .xml, .aiken, .txt, .csv or .xlsx")
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

  package static func overdue(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "the time for exam '\(exam)' is over",
      "what was answered in time counts; see: merit exam results \(exam)")
  }

  static func alreadySubmitted(_ exam: String) -> Refusal {
    Refusal(.notPermitted, "this sitting of exam '\(exam)' is submitted", "see: merit exam results \(exam)")
  }
}

extension Refusal {
  package static func unknownSitting(_ id: Int) -> Refusal {
    Refusal(.noInput, "there is no sitting \(id)", "see: merit exam results ID")
  }

  package static func unreadableQuestion(_ question: String, _ exam: String) -> Refusal {
    Refusal(
      .badData, "question '\(question)' of exam '\(exam)' has no text that can be shown",
      "load it again with: merit bank load, and make a new exam")
  }

  static func notKept(_ exam: String) -> Refusal {
    Refusal(.tryAgain, "the answer to exam '\(exam)' was not saved, the workspace is busy", "give it again")
  }

  static func isSitting(_ staff: String, _ sitting: Int) -> Refusal {
    Refusal(
      .notPermitted, "'\(staff)' is sitting the exam now (sitting \(sitting))",
      "wait until it is over, or annul it with: merit exam annul \(sitting)")
  }

  /// Nobody decides about their own sitting.
  static func ownSitting(_ sitting: Int) -> Refusal {
    Refusal(.notPermitted, "sitting \(sitting) is your own", "somebody else must do this")
  }

  static func ownMarking(_ appeal: Int) -> Refusal {
    Refusal(
      .notPermitted, "appeal \(appeal) is about an answer that you marked",
      "an examiner who did not must decide it")
  }

  static func isAnnulled(_ sitting: Int) -> Refusal {
    Refusal(
      .notPermitted, "sitting \(sitting) is annulled", "an appeal against that is heard outside of Merit")
  }

  static func notListed(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "you are not on the list of exam '\(exam)'",
      "an examiner adds you with: merit exam candidates \(exam) FILE")
  }

  static func deferred(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "your sitting of exam '\(exam)' was put off", "wait for the date of the make-up exam")
  }

  static func tooEarly(_ exam: String, _ time: String) -> Refusal {
    Refusal(.notPermitted, "exam '\(exam)' has not begun", "come back at \(time)")
  }

  static func tooLate(_ exam: String, _ time: String) -> Refusal {
    Refusal(
      .notPermitted, "exam '\(exam)' could be begun until \(time)", "ask the examiner for a make-up sitting")
  }

  package static func takenOver(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "this sitting of exam '\(exam)' goes on at another terminal",
      "everything up to there is kept; go on at that terminal, or take it back with: merit exam sit")
  }

  static func notAnAnswer(_ place: Int) -> Refusal {
    Refusal(
      .badData, "what was sent is no answer to question \(place + 1)",
      "answer it in the places that the paper showed")
  }

  static func lateFull(_ sitting: Int) -> Refusal {
    Refusal(
      .notPermitted, "sitting \(sitting) takes no more late answers", "show the examiner your own journal")
  }

  static func nothingLate(_ sitting: Int) -> Refusal {
    Refusal(
      .noInput, "no late answers to sitting \(sitting) wait for a decision", "see: merit exam late ID")
  }

  static func languageNotOffered(_ language: String, _ offered: [String]) -> Refusal {
    Refusal(
      .usage, "the exam is not offered in '\(language)'",
      "choose --lang \(offered.joined(separator: " or --lang "))")
  }

  static func isReleased(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "the results of exam '\(exam)' are released; nobody may begin it any more",
      "ask for a new exam")
  }

  static func notReleased(_ exam: String) -> Refusal {
    Refusal(
      .notPermitted, "the results of exam '\(exam)' are not released yet",
      "wait until an examiner has done so with: merit exam release \(exam)")
  }

  static func stillRunning(_ exam: String, _ count: Int) -> Refusal {
    Refusal(
      .tryAgain, "\(count) sittings of exam '\(exam)' are still running",
      "release the results when they are over")
  }

  static func stillUnmarked(_ exam: String, _ count: Int) -> Refusal {
    Refusal(
      .tryAgain, "\(count) sittings of exam '\(exam)' wait for markers",
      "mark them with: merit exam mark \(exam)")
  }

  static func pointsOutside(_ script: String, _ maximum: Int) -> Refusal {
    Refusal(
      .badData, "script '\(script)' cannot get these points",
      "give from 0 to \(decimalText(maximum, places: 2))")
  }

  static func noKeys(_ file: String) -> Refusal {
    Refusal(.badData, "'\(file)' holds no key", "write a row for each question: question,key")
  }

  static func spreadTooWide(_ blueprint: Blueprint, _ found: Int) -> Refusal {
    Refusal(
      .badData,
      "papers of blueprint '\(blueprint.head.id)' would differ by \(decimalText(found, places: 2)) % in expected facility, and it allows \(decimalText(blueprint.spread, places: 2)) %",
      "load more questions of middling difficulty for its rows, or write a wider 'spread'")
  }

  static func unknownAppeal(_ id: Int) -> Refusal {
    Refusal(.noInput, "there is no appeal \(id)", "see: merit exam appeals ID")
  }

  static func appealDecided(_ id: Int) -> Refusal {
    Refusal(.badData, "appeal \(id) is decided already", "see: merit exam appeals ID")
  }

  static func unknownBank(_ id: String) -> Refusal {
    Refusal(.noInput, "there is no bank '\(id)'", "see: merit bank list")
  }

  static func unknownQuestion(_ id: String) -> Refusal {
    Refusal(.noInput, "there is no question '\(id)'", "see: merit bank stats BANK")
  }

  static func alreadyRetired(_ id: String) -> Refusal {
    Refusal(.badData, "question '\(id)' is retired already", "nothing more is needed")
  }

  static func notYours(_ sitting: Int) -> Refusal {
    Refusal(.notPermitted, "sitting \(sitting) is not yours", "candidates see their own sittings only")
  }

  package static func noModel(_ exam: String) -> Refusal {
    Refusal(
      .badData, "the answers of exam '\(exam)' carry no model",
      "a model needs questions with right and wrong answers of some dozens of sittings")
  }
}
