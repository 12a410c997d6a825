import Dispatch
import HTTP
import Synchronization
import Testing

@Suite struct WorkerTests {
  private final class Tally: Sendable {
    let numbers = Mutex<[Int]>([])
  }

  @Test func `work is done by numbered threads, and what is too much is not taken`() throws {
    let workers = HTTPWorkers(count: 2, most: 3)
    let (began, gate, done) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    let tally = Tally()
    let work: @Sendable (Int) -> Void = { number in
      began.signal()
      gate.wait()
      tally.numbers.withLock { $0.append(number) }
      done.signal()
    }
    for _ in 0..<2 { #expect(workers.submit(work)) }
    for _ in 0..<2 { #expect(began.wait(timeout: .now() + 10) == .success) }
    for _ in 0..<3 { #expect(workers.submit(work)) }
    #expect(!workers.submit(work))
    for _ in 0..<5 { gate.signal() }
    for _ in 0..<5 { #expect(done.wait(timeout: .now() + 10) == .success) }
    let numbers = tally.numbers.withLock { $0 }
    #expect(numbers.count == 5)
    #expect(Set(numbers).isSubset(of: [0, 1]))
    workers.stop()
    #expect(!workers.submit(work))
  }

  @Test func `stopping waits for the work in hand and drops the rest`() throws {
    let workers = HTTPWorkers(count: 1, most: 9)
    let (began, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let tally = Tally()
    #expect(
      workers.submit { _ in
        began.signal()
        gate.wait()
        tally.numbers.withLock { $0.append(1) }
      })
    #expect(began.wait(timeout: .now() + 10) == .success)
    #expect(workers.submit { _ in tally.numbers.withLock { $0.append(2) } })
    gate.signal()
    workers.stop()
    #expect(tally.numbers.withLock { $0.first } == 1)
  }
}
