import Workspace

/// Slows down whoever guesses passwords: after five in a row, a wait that doubles from a second to five minutes.
///
/// Counted per account and per address; kept in memory, bounded.
final class SignInThrottle {
  private struct Record {
    var failures: Int
    var last: Instant
  }

  private static let free = 5
  private static let longest = 300
  private static let mostRecords = 10_000

  private var records: [String: Record] = [:]

  /// Seconds to wait before another attempt is looked at; 0 when it may come now.
  func wait(_ names: [String], at now: Instant) -> Int {
    names.map { name in
      guard let record = records[name], record.failures >= Self.free else { return 0 }
      let pause = min(Self.longest, 1 << min(record.failures - Self.free, 9))
      return max(0, record.last.seconds + pause - now.seconds)
    }.max() ?? 0
  }

  func attempted(_ names: [String], at now: Instant) {
    if records.count > Self.mostRecords {
      records = records.filter { now.seconds - $0.value.last.seconds < Self.longest }
    }
    for name in names {
      records[name] = Record(failures: (records[name]?.failures ?? 0) + 1, last: now)
    }
  }

  func succeeded(_ account: String) { records[account] = nil }
}
