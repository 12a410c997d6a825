/// Deadlines of many connections, found without looking at those that are not due.
///
/// A connection stands in the wheel at the earliest tick that was asked for; a later deadline is looked at then.
struct DeadlineWheel {
  private static let slots = 1_024

  private var wheel = [[Connection]](repeating: [], count: slots)
  private var last: Int

  init(at tick: Int) { last = tick }

  /// Sets when the connection is due; `.max` is never.
  mutating func set(_ connection: Connection, due tick: Int) {
    connection.deadline = tick
    if tick < connection.scheduled { insert(connection, tick) }
  }

  private mutating func insert(_ connection: Connection, _ tick: Int) {
    let at = max(last + 1, min(tick, last + Self.slots - 1))
    connection.scheduled = at
    wheel[at % Self.slots].append(connection)
  }

  /// The connections that are due at `tick`.
  mutating func due(at tick: Int) -> [Connection] {
    var due: [Connection] = []
    while last < tick {
      last += 1
      guard !wheel[last % Self.slots].isEmpty else { continue }
      let slot = wheel[last % Self.slots]
      wheel[last % Self.slots] = []
      for connection in slot where connection.scheduled == last && connection.isOpen {
        connection.scheduled = .max
        if connection.deadline <= last {
          due.append(connection)
        } else {
          insert(connection, connection.deadline)
        }
      }
    }
    return due
  }

  /// Ticks until something may be due, at most `most`.
  func ticksToNext(most: Int) -> Int {
    (1..<most).first { !wheel[(last + $0) % Self.slots].isEmpty } ?? most
  }
}
