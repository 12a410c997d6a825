import CSystem
import Glibc

/// A few threads for work that would hold up the loop, such as hashing a password.
package final class HTTPWorkers: Sendable {
  /// What the threads share; touched only under its lock.
  private final class Desk: @unchecked Sendable {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// What was taken is `nil`, so that it is let go when it is done.
    var queue: [(@Sendable (Int) -> Void)?] = []
    var next = 0
    var isStopped = false
    var threads: [pthread_t] = []

    init() {
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_cond_destroy(changed)
      pthread_mutex_destroy(lock)
      changed.deallocate()
      lock.deallocate()
    }

    func locked<Result>(_ body: () -> Result) -> Result {
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      return body()
    }

    /// Waits for work; `nil` when it is over.
    func take() -> (@Sendable (Int) -> Void)? {
      locked {
        while next == queue.count, !isStopped { pthread_cond_wait(changed, lock) }
        guard !isStopped else { return nil }
        let work = queue[next]
        queue[next] = nil
        next += 1
        if next == queue.count {
          queue.removeAll(keepingCapacity: true)
          next = 0
        } else if next >= 1_024 {
          queue.removeFirst(next)
          next = 0
        }
        return work
      }
    }
  }

  private final class Start {
    let desk: Desk
    let number: Int

    init(_ desk: Desk, _ number: Int) {
      self.desk = desk
      self.number = number
    }
  }

  private let desk = Desk()
  private let most: Int
  private static let stackSize = 1 << 23

  /// - Parameters:
  ///   - count: threads.
  ///   - most: how much work may wait, that in hand not counted.
  package init(count: Int, most: Int) {
    self.most = most
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    // A signal to the process is for the loop; threads inherit the mask.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    for number in 0..<count {
      var thread = pthread_t()
      let start = Unmanaged.passRetained(Start(desk, number))
      let failure = pthread_create(
        &thread, &attributes,
        { argument in
          guard let argument else { return nil }
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          while let work = start.desk.take() { work(start.number) }
          return nil
        }, start.toOpaque())
      if failure == 0 { desk.locked { desk.threads.append(thread) } } else { start.release() }
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    pthread_attr_destroy(&attributes)
  }

  deinit { stop() }

  /// Has the work done by one of the threads, which is given its number from 0.
  ///
  /// - Returns: whether it was taken; not when too much waits, or after `stop()`.
  package func submit(_ work: @escaping @Sendable (Int) -> Void) -> Bool {
    desk.locked {
      guard !desk.isStopped, !desk.threads.isEmpty, desk.queue.count - desk.next < most else { return false }
      desk.queue.append(work)
      pthread_cond_signal(desk.changed)
      return true
    }
  }

  /// Drops what waits, and waits for the work in hand.
  package func stop() {
    let (threads, dropped) = desk.locked {
      desk.isStopped = true
      pthread_cond_broadcast(desk.changed)
      defer {
        desk.threads = []
        desk.queue = []
        desk.next = 0
      }
      return (desk.threads, desk.queue)
    }
    for thread in threads { pthread_join(thread, nil) }
    // What waits is let go outside the lock: letting it go may answer a request.
    _ = dropped
  }
}
