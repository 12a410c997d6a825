import Dispatch
import Exams
import Glibc
import HTTP
import SQLite
import Synchronization
import Workspace

/// The one writer: gathers what arrived while the last commit was syncing, commits it together, and only then answers each.
final class Writer: Sendable {
  /// One operation: its work on the writer's connection, and whom its answer goes to.
  struct Job: Sendable {
    let work: @Sendable (Counter) -> HTTPResponse
    let reply: HTTPReply
  }

  /// So many may wait; who comes then is asked to come again.
  private static let mostWaiting = 20_000
  /// How long a group may hold the write lock before it commits, in nanoseconds.
  private static let longestGroup: UInt64 = 25_000_000

  private struct State: Sendable {
    var waiting: [Job] = []
    var isRunning = false
    var isStopped = false
  }

  /// The connection, which only the queue's work touches.
  private struct Place: @unchecked Sendable { let counter: Counter }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "merit.writer", qos: .userInteractive)
  private let place: Place
  private let commits = Atomic<Int>(0)
  private let operations = Atomic<Int>(0)

  init(_ workspace: Workspace) { place = Place(counter: Counter(workspace)) }

  /// Hands an operation over; `false` where too many wait.
  func submit(_ job: Job) -> Bool {
    let (isTaken, starts) = state.withLock { state in
      guard !state.isStopped, state.waiting.count < Self.mostWaiting else { return (false, false) }
      state.waiting.append(job)
      let starts = !state.isRunning
      state.isRunning = true
      return (true, starts)
    }
    if starts { queue.async { [self] in drain() } }
    return isTaken
  }

  /// How many groups and how many operations were committed, in the text exposition format of Prometheus.
  var prometheus: String {
    """
    # TYPE merit_commits_total counter
    merit_commits_total \(commits.load(ordering: .relaxed))
    # TYPE merit_writes_total counter
    merit_writes_total \(operations.load(ordering: .relaxed))

    """
  }

  /// Waits until everything handed over was answered; nothing is taken after it.
  func stop() {
    state.withLock { $0.isStopped = true }
    queue.sync {}
  }

  private func drain() {
    while true {
      let jobs = state.withLock { state in
        let jobs = state.waiting
        state.waiting = []
        if jobs.isEmpty { state.isRunning = false }
        return jobs
      }
      if jobs.isEmpty { return }
      run(jobs[...])
    }
  }

  private func run(_ jobs: ArraySlice<Job>) {
    var rest = jobs
    while !rest.isEmpty {
      var answers: [HTTPResponse] = []
      let began = Self.nanoseconds
      do {
        let done = try place.counter.workspace.database.group(rest.count) { number in
          answers.append(rest[rest.startIndex + number].work(place.counter))
          return Self.nanoseconds - began < Self.longestGroup
        }
        commits.add(1, ordering: .relaxed)
        operations.add(done, ordering: .relaxed)
        HTTPReply.send(Array(zip(rest.lazy.map(\.reply), answers)))
        rest = rest.dropFirst(done)
      } catch {
        // Nothing of the group was kept, so each of them is told so, and what was read of it is read again.
        place.counter.rooms.forget()
        let problem = Problem.response(for: error, at: place.counter.workspace.path)
        HTTPReply.send(rest.map { ($0.reply, problem) })
        return
      }
    }
  }

  private static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
