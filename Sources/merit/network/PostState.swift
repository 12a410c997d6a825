import Exams
import Workspace

/// The server's clock as it is known here: what it said last, and how long ago that was by a clock that nobody can set.
package struct ServerClock: Hashable, Sendable {
  package var deadline: Instant
  /// In seconds.
  package let grace: Int
  private var said: Instant
  /// In milliseconds.
  private var heard: Int

  package init(deadline: Instant, grace: Int, now: Instant, at milliseconds: Int) {
    self.deadline = deadline
    self.grace = grace
    said = now
    heard = milliseconds
  }

  package mutating func hear(deadline: Instant, now: Instant, at milliseconds: Int) {
    self.deadline = deadline
    said = now
    heard = milliseconds
  }

  /// Until the deadline; below 0 after it.
  package func secondsLeft(at milliseconds: Int) -> Int {
    deadline.seconds - said.seconds - max(0, milliseconds - heard) / 1_000
  }

  /// Until answers are taken no more.
  package func secondsToEnd(at milliseconds: Int) -> Int { secondsLeft(at: milliseconds) + grace }
}

/// How far a post has come, and what it is to do next: no thread, no wire, and no clock of its own.
struct PostState: Sendable {
  enum Task: Sendable {
    case rest(Int)
    case end
    case signIn(Credentials?)
    case look
    case append([OutgoingEntry])
    case submit(Int)
  }

  private enum Submission { case byCandidate, timeIsOver }
  private enum Ending: Sendable {
    case over(SubmittedPaper, timeIsOver: Bool, late: Int)
    case takenOver
    case refused(Refusal)
  }

  /// Between two requests with answers, so that somebody who types sends once a second, in milliseconds.
  private static let pace = 1_000
  /// Between two questions whether the deadline moved.
  private static let watch = 10_000
  private static let longestPause = 10_000

  var outbox: Outbox
  /// The last number that was given.
  var sequence: Int
  var clock: ServerClock
  var credentials: Credentials?
  var isStopped = false
  /// How often in a row nobody answered.
  private(set) var failures = 0
  private var submission: Submission?
  private var mustLook = false
  private var ending: Ending?
  private var needsSignIn = false
  private var needsPassword = false
  private var isOver = false
  private var nextTry = 0
  private var nextSend = 0
  private var nextLook: Int?

  init(outbox: Outbox, sequence: Int, clock: ServerClock) {
    self.outbox = outbox
    self.sequence = sequence
    self.clock = clock
  }

  var news: SittingPost.News {
    switch ending {
    case .over(let submitted, let timeIsOver, let late): .over(submitted, timeIsOver: timeIsOver, late: late)
    case .takenOver: .takenOver
    case .refused(let refusal): .refused(refusal)
    case nil: needsPassword && credentials == nil ? .passwordNeeded : submission == nil ? .goesOn : .sending
    }
  }

  mutating func wantsSubmission(timeIsOver: Bool) {
    if submission == nil { submission = timeIsOver ? .timeIsOver : .byCandidate }
    // An invigilator may have given more time since the server was heard last.
    mustLook = timeIsOver && !isOver
    nextTry = 0
  }

  mutating func task(at now: Int) -> Task {
    if isStopped || ending != nil { return .end }
    if needsPassword, credentials == nil { return .rest(1_000) }
    if now < nextTry { return .rest(nextTry - now) }
    if needsSignIn { return .signIn(credentials) }
    if mustLook { return .look }
    if !outbox.isEmpty {
      return now < nextSend && submission == nil ? .rest(nextSend - now) : .append(outbox.batch())
    }
    if submission != nil { return .submit(sequence) }
    let look = nextLook ?? now + Self.watch
    nextLook = look
    return now < look ? .rest(look - now) : .look
  }

  // MARK: What came of it

  mutating func signedIn() {
    (needsSignIn, needsPassword, credentials, failures, nextTry) = (false, false, nil, 0, 0)
  }

  mutating func heard(_ standing: ServerStanding, at now: Int, hasSent: Bool = false) {
    (failures, nextTry, nextLook) = (0, 0, now + Self.watch)
    outbox.acknowledge(standing.kept)
    clock.hear(deadline: standing.deadline, now: standing.now, at: now)
    if hasSent { nextSend = now + Self.pace }
    isOver = standing.isOver
    if isOver {
      submission = submission ?? .timeIsOver
    } else if mustLook, submission == .timeIsOver, clock.secondsToEnd(at: now) > 0 {
      submission = nil
    }
    mustLook = false
  }

  mutating func refilled(_ all: Outbox, _ standing: ServerStanding, at now: Int) {
    // What was answered while the journal was read is not in it.
    let newer = outbox.entries.filter { $0.sequence > all.entries.last?.sequence ?? 0 }
    outbox = all
    for entry in newer { outbox.add(entry) }
    heard(standing, at: now)
  }

  mutating func handedIn(_ submitted: SubmittedPaper, late: Int) {
    failures = 0
    ending = .over(submitted, timeIsOver: submission == .timeIsOver, late: late)
  }

  mutating func met(_ objection: ServerObjection, at now: Int) {
    switch objection {
    case .away, .gap:
      let longest = min(Self.longestPause, 250 << min(failures, 6))
      failures += 1
      // All clients lose a server at the same moment; they must not all come back at the same one.
      nextTry = now + longest / 2 + Int.random(in: 0...(longest / 2))
    case .signInNeeded: needsSignIn = true
    case .takenOver: ending = .takenOver
    case .refused(let refusal, _):
      // A password that was refused is asked for again; anything else is the end.
      if needsSignIn {
        (needsPassword, credentials) = (true, nil)
      } else {
        ending = .refused(refusal)
      }
    }
  }
}
