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
  private let code: String
  /// The language of the sitting, which a resumed one keeps.
  private var isChinese: Bool
  /// This terminal, among all that may answer for the candidate.
  private let holder = SystemRandom.token(12)

  init(_ session: Session, _ occasion: Occasion, exam: String, staff: String, code: String) throws {
    self.session = session
    self.occasion = occasion
    self.staff = staff
    isChinese = session.isChinese
    room = try ExamRoom(occasion, exam: exam)
    self.code = code
  }

  private enum End { case allAsked, timeOver, inputOver }

  /// - Parameter plain: whether to ask line by line even at a terminal that could show a whole screen.
  mutating func run(plain: Bool) throws -> ExitCode {
    let (sitting, answered) = try room.begin(
      staff: staff, language: session.isChinese ? "zh-Hans" : "en", holder: holder, code: code)
    isChinese = sitting.language == "zh-Hans"
    let paper = try room.paper(of: sitting)
    for item in paper where room.text(of: item, language: sitting.language) == nil {
      throw Refusal.unreadableQuestion(item.question, sitting.exam)
    }
    if !plain, !session.isJSON, Screen.hasStyle, let screen = FullScreen() {
      return try show(screen, sitting, paper, answered)
    }
    greet(sitting, paper, answered: answered.count)
    let input = LineInput()
    // A drill is done before an examiner, not here.
    var left = paper.indices.filter { place in
      answered[place] == nil && !(room.text(of: paper[place], language: sitting.language)?.isDrill ?? false)
    }
    for round in 1...2 where !left.isEmpty {
      if round == 2 {
        tell(
          "\nThese were left for the end; an empty line leaves them unanswered.\n", "\n以下题目先前跳过；直接回车表示不作答。\n")
      }
      let (end, skipped) = try ask(left, of: paper, sitting, input, isLastRound: round == 2)
      left = skipped
      switch end {
      case .allAsked: break
      case .timeOver: return try finish(sitting, timeIsOver: true)
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
      case .timeOver: return try finish(sitting, timeIsOver: true)
      default:
        tell("Kept, not submitted. The clock runs.\n", "已保存，尚未交卷，计时不停。\n")
        return .done
      }
    }
    return try finish(sitting, timeIsOver: false)
  }

  private func show(
    _ screen: FullScreen, _ sitting: Sitting, _ paper: [PaperItem], _ answered: [Int: Response]
  ) throws -> ExitCode {
    let end: SittingScreen.End
    do {
      defer { screen.leave() }
      var program = SittingScreen(
        screen, room: room, sitting: sitting, holder: holder, paper: paper, responses: answered)
      end = try program.run()
    }
    switch end {
    case .submitted(let result): return report(sitting, result)
    case .timeOver(let result):
      tell("The time is over; what was answered in time counts.\n", "考试时间到，已作答内容计分。\n")
      return report(sitting, result)
    case .left:
      tell(
        "Kept, not submitted; go on with the same command. The clock runs.\n", "已保存，尚未交卷，用同一命令继续，计时不停。\n")
      return .done
    case .takenOver(let refusal): throw refusal
    }
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

  /// Until answers are taken no more, as it stands now: an invigilator may have given time, another terminal have taken over.
  private func secondsLeft(_ sitting: Sitting) -> Int {
    ((try? room.end(of: sitting, holder: holder)) ?? Instant.now).seconds - Instant.now.seconds
  }

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
            let whole = isEssay(question) ? rest(of: typed, input, sitting) : typed
            let response = try ResponseReading.read(whole, to: question, options: paper[place].options)
            if response == .blank, !isLastRound {
              skipped.append(place)
            } else {
              try room.at(Instant.now).keep(response, place: place, in: sitting, holder: holder)
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
            // Another terminal may have taken over; else the time is over.
            if secondsLeft(sitting) > 0 { throw refusal }
            return (.timeOver, [])
          }
        }
      }
      tell("\n", "\n")
    }
    return (.allAsked, skipped)
  }

  private func isEssay(_ question: WrittenQuestion) -> Bool {
    if case .essay = question.body { true } else { false }
  }

  /// The lines of a text up to one that is a full stop; an empty first line leaves the question.
  private func rest(of first: String, _ input: LineInput, _ sitting: Sitting) -> String {
    guard !first.trimmed.isEmpty else { return "" }
    var lines = [first]
    while case .text(let line) = input.next(secondsLeft: { secondsLeft(sitting) }), line != "." {
      lines.append(line)
    }
    return lines.joined(separator: "\n")
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

  private func finish(_ sitting: Sitting, timeIsOver: Bool) throws -> ExitCode {
    if timeIsOver {
      // Another terminal may have taken over: then it submits, and this one is told.
      do { _ = try room.deadline(of: sitting, holder: holder) } catch let refusal as Refusal {
        if try !room.isOver(sitting) { throw refusal }
      }
      tell("\n\nThe time is over; what was answered in time counts.\n", "\n\n考试时间到，已作答内容计分。\n")
    }
    return report(sitting, try room.at(Instant.now).submit(sitting))
  }

  /// Says what a submitted paper came to, as far as a candidate may know it now.
  private func report(_ sitting: Sitting, _ result: PaperResult) -> ExitCode {
    let isKnown = result.isComplete && room.blueprint.showsScore == .atOnce
    let (points, maximum) = (decimalText(result.total, places: 2), decimalText(result.maximum, places: 2))
    session.report(
      .object([
        ("exam", .string(sitting.exam)), ("sitting", .int(sitting.id)), ("staff", .string(staff)),
        ("attempt", .int(sitting.attempt)), ("points", isKnown ? .number(points) : .null),
        ("maximum", .number(maximum)), ("score", isKnown ? result.score?.json ?? .null : .null),
        ("passed", isKnown ? .bool(result.isPassed) : .null),
      ])
    ) {
      guard isKnown else {
        return tell(
          result.isComplete
            ? "Submitted. Scores are shown when the results are released.\n"
            : "Submitted. Your texts are marked by people; the score comes when they are done.\n",
          result.isComplete ? "已交卷，成绩发布后可查。\n" : "已交卷，主观题由阅卷人评分，评完后公布成绩。\n")
      }
      tell(
        "Submitted: \(points) of \(maximum) points, score \(result.score?.description ?? "–"): \(result.isPassed ? "passed" : "not passed").\n",
        "已交卷：\(points)/\(maximum) 分，百分成绩 \(result.score?.description ?? "–")，\(result.isPassed ? "通过" : "未通过")。\n"
      )
      let unread = result.points.count { $0 == 0 }
      if unread > 0 {
        tell(
          "What to read again: merit exam review \(sitting.id) --staff \(staff) --code CODE\n",
          "查看需复习的课程：merit exam review \(sitting.id) --staff \(staff) --code 考试码\n")
      }
    }
    return .done
  }
}
