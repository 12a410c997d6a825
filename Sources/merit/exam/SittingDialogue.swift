import Exams
import Formats
import Terminal
import Workforce
import Workspace

/// An exam question by question: each answer is on the disk before the next question shows.
///
/// Works at a terminal and from a pipe, a line an answer. An empty line leaves a question for the end; there an empty
/// line leaves it unanswered. Whatever stops the program, the same command goes on at the first unanswered question
/// while the clock runs.
struct SittingDialogue {
  private let session: Session
  private let occasion: Occasion
  private let room: ExamRoom
  private let staff: String
  /// Whether the candidate's code may begin an attempt, or only go on with one.
  private let isFirstUse: Bool
  /// The language of the sitting, which a resumed one keeps.
  private var isChinese: Bool

  init(_ session: Session, _ occasion: Occasion, exam: String, staff: String, code: String) throws {
    self.session = session
    self.occasion = occasion
    self.staff = staff
    isChinese = session.isChinese
    room = try ExamRoom(occasion, exam: exam)
    // A code is bound only to an exam that can be sat.
    guard room.exam.isOpen else { throw Refusal.notOpen(exam) }
    isFirstUse = try AccountDesk.useCode(code, staff: staff, exam: exam, on: occasion)
  }

  private enum End { case allAsked, timeOver, inputOver }

  mutating func run() throws -> ExitCode {
    let (sitting, answered) = try room.begin(
      staff: staff, language: session.isChinese ? "zh-Hans" : "en", mayStart: isFirstUse)
    isChinese = sitting.language == "zh-Hans"
    let paper = room.paper(staff: staff, attempt: sitting.attempt)
    greet(sitting, paper, answered: answered.count)
    let input = LineInput()
    var left = paper.indices.filter { answered[$0] == nil }
    for round in 1...2 where !left.isEmpty {
      if round == 2 {
        tell(
          "\nThese were left for the end; an empty line leaves them unanswered.\n", "\n以下题目先前跳过；直接回车表示不作答。\n")
      }
      let (end, skipped) = try ask(left, of: paper, sitting, input, isLastRound: round == 2)
      left = skipped
      switch end {
      case .allAsked: break
      case .timeOver: return try finish(sitting, paper, timeIsOver: true)
      case .inputOver:
        tell(
          "\nEverything answered so far is kept; go on with the same command. The clock runs.\n",
          "\n已作答内容均已保存，用同一命令继续，计时不停。\n")
        return .done
      }
    }
    if Screen.isInputTerminal {
      let done = try room.answeredCount(sitting)
      tell("\n\(done) of \(paper.count) questions are answered.\n", "\n已作答 \(done)/\(paper.count) 题。\n")
      tell(
        "Submit now? y submits, anything else stops here and goes on later: ", "现在交卷吗？输入 y 交卷，其他键退出、稍后继续： ")
      switch input.next(secondsLeft: { secondsLeft(sitting) }) {
      case .text(let answer) where ["y", "yes", "是"].contains(answer.lowercased()): break
      case .timeOver: return try finish(sitting, paper, timeIsOver: true)
      default:
        tell("Kept, not submitted. The clock runs.\n", "已保存，尚未交卷，计时不停。\n")
        return .done
      }
    }
    return try finish(sitting, paper, timeIsOver: false)
  }

  /// Writes a text in the sitting's language, wrapped; a line that ends in a blank is a prompt and stays as it is.
  private func tell(_ en: String, _ zh: String) {
    guard !session.isJSON else { return }
    let width = min(Screen.width, 100)
    let lines = (isChinese ? zh : en).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasSuffix(" ") ? String(line) : wrapped(String(line), to: width).joined(separator: "\n")
    }
    Screen.write(lines.joined(separator: "\n"))
  }

  private func secondsLeft(_ sitting: Sitting) -> Int { sitting.deadline.seconds - Instant.now.seconds }

  private func greet(_ sitting: Sitting, _ paper: [PaperItem], answered: Int) {
    let title = room.blueprint.head.title.text(chinese: isChinese)
    let until = clockText(occasion.workspace.zone.civil(sitting.deadline).secondOfDay)
    tell(
      "\(title)\nCandidate \(staff), attempt \(sitting.attempt): \(paper.count) questions, until \(until).\n",
      "\(title)\n考生 \(staff)，第 \(sitting.attempt) 次：共 \(paper.count) 题，截止 \(until)。\n")
    if isChinese != session.isChinese {
      tell("This sitting was begun in English and goes on in it.\n", "本次考试以中文开始，将以中文继续。\n")
    }
    if answered > 0 {
      tell(
        "Going on where it stopped: \(answered) \(answered == 1 ? "answer is" : "answers are") kept.\n",
        "继续上次作答：已保存 \(answered) 题。\n")
    }
    tell(
      "Each answer is saved before the next question shows. An empty line leaves a question for the end.\n\n",
      "每题作答后立即保存。直接回车可先跳过本题。\n\n")
  }

  /// Asks some questions; returns why it ended and what was left out.
  private func ask(
    _ places: [Int], of paper: [PaperItem], _ sitting: Sitting, _ input: LineInput, isLastRound: Bool
  ) throws -> (End, [Int]) {
    var skipped: [Int] = []
    for place in places {
      guard let question = room.text(of: paper[place], language: sitting.language) else { continue }
      show(question, paper, place, sitting)
      var isAnswered = false
      while !isAnswered {
        tell(
          "[\(remaining(sitting))] \(QuestionText.prompt(question, chinese: false)) > ",
          "[\(remaining(sitting))] \(QuestionText.prompt(question, chinese: true)) > ")
        switch input.next(secondsLeft: { secondsLeft(sitting) }) {
        case .timeOver: return (.timeOver, [])
        case .end: return (isLastRound ? .allAsked : .inputOver, skipped)
        case .text(let typed):
          do {
            let response = try ResponseReading.read(typed, to: question, options: paper[place].options)
            if response == .blank, !isLastRound {
              skipped.append(place)
            } else {
              try room.at(Instant.now).keep(response, place: place, in: sitting)
            }
            isAnswered = true
          } catch let problem as UnreadableResponse {
            tell("  \(problem.message.en)\n", "  \(problem.message.zh)\n")
            if !Screen.isInputTerminal {
              throw Refusal(
                .badData, "'\(typed)' is no answer to question \(place + 1): \(problem.message.en)",
                "mend that line; the answers before it are kept")
            }
          } catch let refusal as Refusal where refusal.code == .notPermitted {
            return (.timeOver, [])
          }
        }
      }
      tell("\n", "\n")
    }
    return (.allAsked, skipped)
  }

  private func show(_ question: WrittenQuestion, _ paper: [PaperItem], _ place: Int, _ sitting: Sitting) {
    guard !session.isJSON else { return }
    let lines = QuestionText.lines(
      question, item: paper[place], number: place + 1, of: paper.count, width: min(Screen.width, 100),
      chinese: isChinese)
    for line in lines { Screen.write(line + "\n") }
  }

  private func remaining(_ sitting: Sitting) -> String {
    let seconds = max(0, secondsLeft(sitting))
    return "\(seconds / 60):\(twoDigits(seconds % 60))"
  }

  private func finish(_ sitting: Sitting, _ paper: [PaperItem], timeIsOver: Bool) throws -> ExitCode {
    if timeIsOver {
      tell("\n\nThe time is over; what was answered in time counts.\n", "\n\n考试时间到，已作答内容计分。\n")
    }
    let result = try room.at(Instant.now).submit(sitting)
    let (points, maximum) = (result.points.reduce(0, +), result.maxima.reduce(0, +))
    session.report(
      .object([
        ("exam", .string(sitting.exam)), ("staff", .string(staff)), ("attempt", .int(sitting.attempt)),
        ("points", .number(decimalText(points, places: 2))),
        ("maximum", .number(decimalText(maximum, places: 2))),
        ("score", result.score?.json ?? .null), ("passed", .bool(result.isPassed)),
      ])
    ) {
      tell(
        "Submitted: \(decimalText(points, places: 2)) of \(decimalText(maximum, places: 2)) points, score \(result.score?.description ?? "–"): \(result.isPassed ? "passed" : "not passed").\n",
        "已交卷：\(decimalText(points, places: 2))/\(decimalText(maximum, places: 2)) 分，百分成绩 \(result.score?.description ?? "–")，\(result.isPassed ? "通过" : "未通过")。\n"
      )
    }
    return .done
  }
}
