import Dispatch
import Exams
import Formats
import Synchronization
import Workspace

/// Carries a candidate's answers to the server, in their order, until the server says that it has them.
///
/// A worker of its own sends; who answers never waits for it. While the server is away, answers stand in the outbox and in the
/// journal on the disk, and the tries come less and less often, every ten seconds at last.
package final class SittingPost: Sendable {
  /// What it has to say, the most urgent first.
  package enum News: Sendable {
    case over(SubmittedPaper, timeIsOver: Bool, late: Int)
    case takenOver
    case refused(Refusal)
    case passwordNeeded
    /// The paper is being handed in.
    case sending
    case goesOn
  }

  /// Where it sends to, and which journal it can read again.
  private let sitting: Int
  private let holder: String
  private let journal: String
  /// Touched by the worker alone, once it has begun.
  private struct Place: @unchecked Sendable { let server: ExamServer }
  private let place: Place
  private let state: Mutex<PostState>
  private let wake = DispatchSemaphore(value: 0)

  package init(
    _ server: ExamServer, sitting: Int, holder: String, journal: String, outbox: Outbox, sequence: Int,
    clock: ServerClock
  ) {
    place = Place(server: server)
    self.sitting = sitting
    self.holder = holder
    self.journal = journal
    state = Mutex(PostState(outbox: outbox, sequence: sequence, clock: clock))
  }

  // MARK: For the one who answers

  package func send(_ entry: OutgoingEntry) {
    state.withLock {
      $0.outbox.add(entry)
      $0.sequence = entry.sequence
    }
    wake.signal()
  }

  package func submit(timeIsOver: Bool) {
    state.withLock { $0.wantsSubmission(timeIsOver: timeIsOver) }
    wake.signal()
  }

  /// Gives the password that was typed again.
  package func signIn(_ credentials: Credentials) {
    state.withLock { $0.credentials = credentials }
    wake.signal()
  }

  package var news: News { state.withLock { $0.news } }

  package var unsent: Int { state.withLock { $0.outbox.count } }

  /// Whether the server answered when it was asked last.
  package var isReachable: Bool { state.withLock { $0.failures == 0 } }

  /// The time by the server's clock.
  package var clock: ServerClock { state.withLock { $0.clock } }

  // MARK: The worker

  /// Lets the worker begin; it ends by itself when there is nothing more to do.
  package func start() {
    DispatchQueue(label: "merit.post", qos: .utility).async { [self] in
      while let pause = step(at: Monotonic.milliseconds) {
        if pause > 0 { _ = wake.wait(timeout: .now() + .milliseconds(pause)) }
      }
    }
  }

  package func stop() {
    state.withLock { $0.isStopped = true }
    wake.signal()
  }

  /// Asks the server one thing, where there is something to ask.
  ///
  /// - Parameter now: by a clock that nobody can set, in milliseconds.
  /// - Returns: how long nothing is to be done, in milliseconds; `nil` for ever.
  package func step(at now: Int) -> Int? {
    let task = state.withLock { $0.task(at: now) }
    do {
      switch task {
      case .rest(let pause): return pause
      case .end: return nil
      case .signIn(let credentials):
        if let credentials { place.server.credentials = credentials }
        try place.server.signIn()
        state.withLock { $0.signedIn() }
      case .look:
        let (standing, isHolder) = try place.server.standing(sitting: sitting, holder: holder)
        if !isHolder, !standing.isOver { throw ServerObjection.takenOver }
        state.withLock { $0.heard(standing, at: now) }
      case .append(let entries):
        let standing = try place.server.append(entries, sitting: sitting, holder: holder)
        state.withLock { $0.heard(standing, at: now, hasSent: true) }
      case .submit(let sequence):
        let (submitted, late) = try place.server.submit(sitting: sitting, holder: holder, through: sequence)
        state.withLock { $0.handedIn(submitted, late: late) }
      }
    } catch let objection as ServerObjection {
      if objection == .gap { return refill(at: now) }
      state.withLock { $0.met(objection, at: now) }
    } catch { state.withLock { $0.met(.away("\(error)"), at: now) } }
    return 0
  }

  /// The server has less than it once said, as after the restoring of a backup: everything is taken from the journal again.
  private func refill(at now: Int) -> Int? {
    do {
      let all = try LocalJournal.answers(at: journal)
      let (standing, _) = try place.server.standing(sitting: sitting, holder: holder)
      state.withLock { $0.refilled(all, standing, at: now) }
    } catch let objection as ServerObjection {
      state.withLock { $0.met(objection, at: now) }
    } catch {
      let refusal = error as? Refusal ?? Refusal.journal(journal, "\(error)")
      state.withLock { $0.met(.refused(refusal, code: nil), at: now) }
    }
    return 0
  }
}
