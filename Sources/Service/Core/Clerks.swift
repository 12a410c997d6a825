import HTTP
import Workspace

/// Workers beside the loop for what takes long, each with connections of its own, so that none waits for another's.
final class Clerks: Sendable {
  /// What a worker is kept for: a report must not wait for an import, nor a sign-in for either.
  enum Lane: CaseIterable, Sendable { case read, longWrite, hashing }

  /// A worker's place: its connection is opened when it is first needed, and only its own thread touches it.
  private final class Seat: @unchecked Sendable {
    private let lane: Lane
    private var counter: Counter?

    init(_ lane: Lane) { self.lane = lane }

    func open(_ path: String) throws -> Counter {
      if let counter { return counter }
      let opened = Counter(
        try Workspace.open(
          at: path, migrations: House.migrations, readOnly: lane == .read,
          patience: lane == .hashing ? 2_000 : 5_000))
      counter = opened
      return opened
    }
  }

  private let path: String
  private let workers: [Lane: HTTPWorkers]
  private let seats: [Lane: [Seat]]

  /// - Parameter path: of the workspace.
  init(path: String) {
    self.path = path
    let sizes: [Lane: (count: Int, most: Int)] = [.read: (2, 1_024), .longWrite: (2, 64), .hashing: (2, 512)]
    workers = sizes.mapValues { HTTPWorkers(count: $0.count, most: $0.most) }
    seats = Dictionary(
      uniqueKeysWithValues: sizes.map { lane, size in (lane, (0..<size.count).map { _ in Seat(lane) }) })
  }

  /// Hands work over; `false` where too much waits in its lane.
  func submit(
    _ lane: Lane, _ work: @escaping @Sendable (Counter) -> HTTPResponse, reply: HTTPReply
  ) -> Bool {
    guard let workers = workers[lane], let seats = seats[lane] else { return false }
    return workers.submit { [path] number in
      do { reply.send(work(try seats[number].open(path))) } catch {
        reply.send(Problem.response(for: error, at: path))
      }
    }
  }

  /// Waits until what is under way is done.
  func stop() { for worker in workers.values { worker.stop() } }
}
