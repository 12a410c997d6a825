import Exams
import Formats
import Glibc
import Terminal
import Workspace

/// An exam question by question: each answer is on the disk before the next question shows.
///
/// Works at a terminal and from a pipe, a line an answer. An empty line leaves a question for the end; there an empty
/// line leaves it unanswered. Whatever stops the program, the same command goes on at the first unanswered question
/// while the clock runs.
struct SittingDialogue {
  private let session: Session
  private let seat: any SittingSeat
  private var responses: [Int: Response]
  private var paper: SeatPaper { seat.paper }

  init(_ session: Session, _ seat: any SittingSeat) {
    self.session = session
    self.seat = seat
    responses = seat.responses
  }

  private enum End { case allAsked, timeOver, inputOver }

  /// - Parameter plain: whether to ask line by line even at a terminal that could show a whole screen.
  mutating func run(plain: Bool) throws -> ExitCode {
    if !plain, !session.isJSON, Screen.hasStyle, let screen = FullScreen() { return try show(screen) }
    greet()
    let input = LineInput()
    // A drill is done before an examiner, not here.
    var left = paper.items.indices.filter { responses[$0] == nil && !paper.questions[$0].isDrill }
    for round in 1...2 where !left.isEmpty {
      if round == 2 {
        tell(
          "\nThese were left for the end; an empty line leaves them unanswered.\n", "\n以下题目先前跳过；直接回车表示不作答。\n")
      }
      let (end, skipped) = try ask(left, input, isLastRound: round == 2)
      left = skipped
      switch end {
      case .allAsked: break
      case .timeOver: return try finish(timeIsOver: true)
      case .inputOver:
        seat.leave()
        tell(
          "\nEverything answered so far is kept; go on with the same command. The clock runs.\n",
          "\n已作答内容均已保存，用同一命令继续，计时不停。\n")
        return .done
      }
    }
    if Screen.isInputTerminal {
      let (done, count) = (responses.values.count { !$0.isEmpty }, paper.items.count)
      tell("\n\(done) of \(count) questions are answered.\n", "\n已作答 \(done)/\(count) 题。\n")
      tell(
        "Submit now? y submits, anything else stops here and goes on later: ", "现在交卷吗？输入 y 交卷，其他键退出、稍后继续： ")
      switch input.next(secondsLeft: { secondsToEnd }) {
      case .text(let answer) where ["y", "yes", "是"].contains(answer.lowercased()): break
      case .timeOver: return try finish(timeIsOver: true)
      default:
        seat.leave()
        tell("Kept, not submitted. The clock runs.\n", "已保存，尚未交卷，计时不停。\n")
        return .done
      }
    }
    return try finish(timeIsOver: false)
  }

  private func show(_ screen: FullScreen) throws -> ExitCode {
    let end: SittingScreen.End
    do {
      defer { screen.leave() }
      var program = SittingScreen(screen, seat)
      end = try program.run()
    }
    switch end {
    case .over(let submitted, let timeIsOver, let late):
      if timeIsOver { tell("The time is over; what was answered in time counts.\n", "考试时间到，已作答内容计分。\n") }
      return report(submitted, late: late)
    case .left:
      seat.leave()
      tell(
        "Kept, not submitted; go on with the same command. The clock runs.\n", "已保存，尚未交卷，用同一命令继续，计时不停。\n")
      if seat.unsent > 0 {
        tell(
          "\(seat.unsent) answers have not arrived at the server; the same command sends them.\n",
          "尚有 \(seat.unsent) 条作答未到达服务器，用同一命令发送。\n")
      }
      return .done
    case .takenOver(let refusal): throw refusal
    }
  }

  /// Writes a text in the sitting's language, wrapped; a line that ends in a blank is a prompt and stays as it is.
  private func tell(_ en: String, _ zh: String) {
    guard !session.isJSON else { return }
    let width = min(Screen.width, 100)
    let lines = (paper.isChinese ? zh : en).split(separator: "\n", omittingEmptySubsequences: false).map {
      line in
      line.hasSuffix(" ") ? String(line) : wrapped(String(line), to: width).joined(separator: "\n")
    }
    Screen.write(lines.joined(separator: "\n"))
  }

  /// Until answers are taken no more, as it stands now: an invigilator may have given time, another terminal have taken over.
  private var secondsToEnd: Int {
    if case .goesOn? = try? seat.look() { return seat.secondsToEnd }
    return 0
  }

  private func greet() {
    tell(
      "\(paper.title)\nCandidate \(paper.staff), attempt \(paper.attempt): \(paper.items.count) questions, until \(paper.until).\n",
      "\(paper.title)\n考生 \(paper.staff)，第 \(paper.attempt) 次：共 \(paper.items.count) 题，截止 \(paper.until)。\n")
    if paper.isChinese != session.isChinese {
      tell("This sitting was begun in English and goes on in it.\n", "本次考试以中文开始，将以中文继续。\n")
    }
    let answered = responses.count
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
  private mutating func ask(_ places: [Int], _ input: LineInput, isLastRound: Bool) throws -> (End, [Int]) {
    var skipped: [Int] = []
    for place in places {
      let question = paper.questions[place]
      show(question, place)
      var isAnswered = false
      while !isAnswered {
        tell(
          "[\(remaining)] \(QuestionText.prompt(question, chinese: false)) > ",
          "[\(remaining)] \(QuestionText.prompt(question, chinese: true)) > ")
        switch input.next(secondsLeft: { secondsToEnd }) {
        case .timeOver: return (.timeOver, [])
        case .end: return (isLastRound ? .allAsked : .inputOver, skipped)
        case .text(let typed):
          do {
            let whole = isEssay(question) ? rest(of: typed, input) : typed
            let response = try ResponseReading.read(
              whole, to: question, options: paper.items[place].options)
            if response == .blank, !isLastRound {
              skipped.append(place)
              isAnswered = true
            } else {
              switch try keep(response, place: place) {
              case .goesOn: isAnswered = true
              case .takenOver(let refusal): throw refusal
              case .busy(let words): tell("  \(words.en)\n", "  \(words.zh)\n")
              case .over, .sending, .signInNeeded: return (.timeOver, [])
              }
            }
          } catch let problem as UnreadableResponse {
            tell("  \(problem.message.en)\n", "  \(problem.message.zh)\n")
            if !Screen.isInputTerminal {
              throw Refusal(
                .badData, "'\(typed)' is no answer to question \(place + 1): \(problem.message.en)",
                "mend that line; the answers before it are kept")
            }
          }
        }
      }
      tell("\n", "\n")
    }
    return (.allAsked, skipped)
  }

  private mutating func keep(_ response: Response, place: Int) throws -> SeatNews {
    let news = try seat.keep(response, place: place, after: nil)
    if case .goesOn = news { responses[place] = response }
    return news
  }

  private func isEssay(_ question: WrittenQuestion) -> Bool {
    if case .essay = question.body { true } else { false }
  }

  /// The lines of a text up to one that is a full stop; an empty first line leaves the question.
  private func rest(of first: String, _ input: LineInput) -> String {
    guard !first.trimmed.isEmpty else { return "" }
    var lines = [first]
    while case .text(let line) = input.next(secondsLeft: { secondsToEnd }), line != "." {
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  private func show(_ question: WrittenQuestion, _ place: Int) {
    guard !session.isJSON else { return }
    let lines = QuestionText.lines(
      question, item: paper.items[place], number: place + 1, of: paper.items.count,
      width: min(Screen.width, 100), chinese: paper.isChinese)
    for line in lines { Screen.write(line + "\n") }
  }

  private var remaining: String {
    let seconds = max(0, secondsToEnd)
    return "\(seconds / 60):\(twoDigits(seconds % 60))"
  }

  private func finish(timeIsOver: Bool) throws -> ExitCode {
    var news = timeIsOver ? try seat.look() : .goesOn
    // Another terminal may have taken over: then it submits, and this one is told.
    if case .takenOver(let refusal) = news { throw refusal }
    if timeIsOver {
      tell("\n\nThe time is over; what was answered in time counts.\n", "\n\n考试时间到，已作答内容计分。\n")
    }
    if case .goesOn = news { news = try seat.submit(timeIsOver: timeIsOver) }
    var isTold = false
    while true {
      switch news {
      case .over(let submitted, _, let late): return report(submitted, late: late)
      case .takenOver(let refusal): throw refusal
      case .signInNeeded: seat.signInAgain()
      case .goesOn, .busy, .sending:
        if !isTold { tell("Waiting for the server.\n", "等待服务器。\n") }
        isTold = true
      }
      usleep(200_000)
      news = try seat.look()
    }
  }

  /// Says what a submitted paper came to, as far as a candidate may know it now.
  private func report(_ submitted: SubmittedPaper, late: Int) -> ExitCode {
    SubmittedText(paper: paper, submitted: submitted, late: late).report(session) { tell($0, $1) }
    return .done
  }
}
