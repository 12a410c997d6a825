import Glibc

/// The time as the loop needs it: steady for deadlines and durations, civil for `Date` and the access log.
struct LoopClock {
  /// Ticks are what deadlines are counted in.
  static let nanosecondsOfTick = 50_000_000

  /// Nanoseconds since some moment, never back.
  private(set) var now = 0
  /// Nanoseconds from the steady time to that since 1970, looked up anew each second.
  private var offset = 0
  /// Seconds since 1970.
  private(set) var second = -1
  /// `Sun, 06 Nov 1994 08:49:37 GMT`.
  private(set) var date: [UInt8] = []
  /// `1994-11-06T08:49:37`.
  private(set) var stamp: [UInt8] = []

  init() { update() }

  var tick: Int { now / Self.nanosecondsOfTick }

  static func ticks(_ duration: Duration) -> Int {
    let (seconds, rest) = duration.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(rest / 1_000_000_000)
    return max(1, (nanoseconds + nanosecondsOfTick - 1) / nanosecondsOfTick)
  }

  /// Milliseconds of the civil second.
  var millisecond: Int { (now &+ offset) / 1_000_000 % 1_000 }

  private static func read(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Looks at the clock.
  mutating func update() {
    now = Self.read(CLOCK_MONOTONIC)
    guard (now &+ offset) / 1_000_000_000 != second else { return }
    offset = Self.read(CLOCK_REALTIME) - now
    second = (now &+ offset) / 1_000_000_000
    var time = time_t(second)
    var parts = tm()
    gmtime_r(&time, &parts)
    date = Self.text(parts, "%a, %d %b %Y %H:%M:%S GMT")
    stamp = Self.text(parts, "%Y-%m-%dT%H:%M:%S")
  }

  private static func text(_ parts: tm, _ format: String) -> [UInt8] {
    var parts = parts
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { out in
      guard let base = out.baseAddress else { return [] }
      let count = strftime(base, 64, format, &parts)
      return out[..<count].map { UInt8(bitPattern: $0) }
    }
  }
}
