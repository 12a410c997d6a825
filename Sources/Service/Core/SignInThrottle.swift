import Synchronization
import Workspace

/// Slows down whoever guesses passwords or codes: after five in a row, a wait that doubles from a second to five minutes.
///
/// Counted per account and per address; kept in memory, bounded.
final class SignInThrottle: Sendable {
  private struct Record {
    var failures: Int
    var last: Instant
  }

  private static let free = 5
  private static let longest = 300
  private static let mostRecords = 10_000

  private let records = Mutex<[String: Record]>([:])

  /// Counts an attempt before it is looked at, so that guesses sent all at once count too.
  ///
  /// - Returns: seconds to wait before another is looked at, in which case this one is not counted; 0 when it may come now.
  func attempt(_ names: [String], at now: Instant) -> Int {
    records.withLock { records in
      let wait = names.map { Self.wait(records[$0], at: now) }.max() ?? 0
      guard wait == 0 else { return wait }
      if records.count > Self.mostRecords {
        records = records.filter { now.seconds - $0.value.last.seconds < Self.longest }
        // Of names that somebody makes up faster than they are forgotten, the older half goes.
        if records.count > Self.mostRecords {
          let newest = records.sorted { $0.value.last > $1.value.last }.prefix(Self.mostRecords / 2)
          records = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
        }
      }
      for name in names {
        records[name] = Record(failures: (records[name]?.failures ?? 0) + 1, last: now)
      }
      return 0
    }
  }

  private static func wait(_ record: Record?, at now: Instant) -> Int {
    guard let record, record.failures >= free else { return 0 }
    let pause = min(longest, 1 << min(record.failures - free, 9))
    return max(0, record.last.seconds + pause - now.seconds)
  }

  /// Forgets what was counted: the attempt was right.
  ///
  /// Also of the address, for a whole office may share one.
  func succeeded(_ names: [String]) {
    records.withLock { records in
      for name in names { records[name] = nil }
    }
  }
}
