import Exams
import Formats
import Glibc
import Terminal
import Workspace

/// A seat at any machine that reaches the server: answers go to a journal here first, then to the server.
final class NetworkSeat: SittingSeat {
  let paper: SeatPaper
  let responses: [Int: Response]
  private let journal: LocalJournal
  private let post: SittingPost
  private let credentials: Credentials

  init(_ opening: ServerOpening, journal: LocalJournal, outbox: Outbox, server: ExamServer) {
    self.journal = journal
    credentials = server.credentials
    let isChinese = opening.language == "zh-Hans"
    paper = SeatPaper(
      exam: opening.exam, sitting: opening.sitting, staff: opening.staff, attempt: opening.attempt,
      title: opening.title.text(chinese: isChinese), isChinese: isChinese,
      items: opening.items.map(\.paperItem), questions: opening.items.map(\.question),
      remarks: opening.items.map {
        SeatPaper.remark(
          section: $0.section, penalty: $0.penalty, allowsParts: opening.allowsParts, isChinese: isChinese)
      }, allowsEditor: opening.allowsEditor, until: Self.timeOfDay(of: opening.deadline))
    var responses = opening.responses
    for entry in outbox.entries where opening.items.indices.contains(entry.place) {
      responses[entry.place] = entry.response
    }
    self.responses = responses
    post = SittingPost(
      server, sitting: opening.sitting, holder: journal.header.holder, journal: journal.path, outbox: outbox,
      sequence: journal.sequence,
      clock: ServerClock(
        deadline: opening.deadline, grace: opening.graceSeconds, now: opening.now,
        at: Monotonic.milliseconds))
    post.start()
  }

  deinit { post.stop() }

  var secondsLeft: Int { post.clock.secondsLeft(at: Monotonic.milliseconds) }
  var secondsToEnd: Int { post.clock.secondsToEnd(at: Monotonic.milliseconds) }
  var unsent: Int { post.unsent }
  var timeOfDay: String { Self.timeOfDay(of: Instant.now) }

  /// By this machine's own zone; it decides nothing.
  private static func timeOfDay(of moment: Instant) -> String {
    var (seconds, civil) = (time_t(moment.seconds), tm())
    localtime_r(&seconds, &civil)
    return clockText(Int(civil.tm_hour) * 3_600 + Int(civil.tm_min) * 60 + Int(civil.tm_sec))
  }

  var mark: Words? {
    if post.isReachable { return nil }
    let count = post.unsent
    return Words(en: "offline, \(count) kept here", zh: "离线，本机已存 \(count) 条")
  }

  func keep(_ response: Response, place: Int, after previous: Response?) throws -> SeatNews {
    do {
      post.send(try journal.append(response, place: place, at: Instant.now))
    } catch let refusal as Refusal {
      return .busy(Words(en: "NOT saved: \(refusal.summary)", zh: "未保存，本机无法写入：\(journal.path)"))
    }
    return .goesOn
  }

  func look() throws -> SeatNews {
    switch post.news {
    case .goesOn: return .goesOn
    case .sending: return .sending
    case .passwordNeeded: return .signInNeeded
    case .over(let submitted, let timeIsOver, let late):
      try journal.end()
      journal.retire()
      return .over(submitted, timeIsOver: timeIsOver, late: late)
    case .takenOver: return .takenOver(.takenOver(paper.exam))
    case .refused(let refusal): return .takenOver(refusal)
    }
  }

  func submit(timeIsOver: Bool) throws -> SeatNews {
    post.submit(timeIsOver: timeIsOver)
    return .sending
  }

  func signInAgain() {
    post.signIn(NetworkDoor.typed(credentials, isChinese: paper.isChinese))
  }

  /// Gives what is under way a moment to arrive.
  func leave() {
    for _ in 0..<30 where post.isReachable && post.unsent > 0 { usleep(100_000) }
    post.stop()
  }
}
