import Formats
import Workspace

/// Sorts calls into the strata of a plan, or out: what the plan asks of words, hours and lengths, compiled for one pass.
///
/// Each distinct word is compared once; after that a call costs a look-up and an "and" of bits.
final class CallSieve {
  /// Bits of the strata that a word, an hour or a length may belong to; the bit of exclusion is `excludedBit`.
  private final class WordBits {
    private let words = ByteKeyTable()
    /// By the words' numbers; a pointer, for it is read for every call.
    @exclusivity(unchecked) private var bits: UnsafeMutablePointer<UInt32>
    private var room = 256
    private let tests: [[String]]

    init(_ tests: [[String]]) {
      self.tests = tests.map { $0.map { $0.lowercased() } }
      bits = .allocate(capacity: room)
    }

    deinit { bits.deallocate() }

    var isIdle: Bool { tests.allSatisfy(\.isEmpty) }

    func bits(of word: UnsafeBufferPointer<UInt8>) -> UInt32 {
      let (number, isNew) = words.number(of: word)
      if isNew {
        let text = words.key(number).lowercased()
        var found: UInt32 = 0
        for (place, test) in tests.enumerated() where test.isEmpty || test.contains(text) {
          found |= 1 << UInt32(place)
        }
        if number == room {
          let more = UnsafeMutablePointer<UInt32>.allocate(capacity: room * 2)
          more.update(from: bits, count: room)
          bits.deallocate()
          bits = more
          room *= 2
        }
        bits[number] = found
      }
      return bits[number]
    }
  }

  private let strata: Int
  private let queues: WordBits
  private let channels: WordBits
  private let classes: WordBits
  private var hours = [UInt32](repeating: 0, count: 24)
  private let seconds: [(from: Int, to: Int)?]
  private let asksSeconds: Bool
  private let asksHours: Bool
  private let excludesAnything: Bool
  private let leastSeconds: Int
  /// Places of the columns; `nil` where the list lacks one that nothing asks for.
  private let queueIndex: Int?
  private let channelIndex: Int?
  private let classIndex: Int?
  /// The classes that are drawn on top, a test for each.
  private let extras: WordBits
  private let extraIndex: Int?

  /// - Throws: a fault where the list lacks a column that the plan asks for.
  init(_ plan: SamplingPlan, table: TableReader) throws {
    for column in plan.neededColumns where table.index(of: column) == nil {
      table.fault(
        line: 1,
        "column '\(column)' is missing, and plan '\(plan.label.id)' asks for it; add it, or use another plan")
    }
    try table.faults.throwIfAny()
    // The exclusion is one test more, after those of the strata.
    let tests = plan.strata.map(\.condition) + [plan.excluded]
    strata = plan.strata.count
    queues = WordBits(tests.map(\.queues))
    channels = WordBits(tests.map(\.channels))
    classes = WordBits(tests.map(\.classes))
    excludesAnything = plan.excluded != SamplingPlan.Condition()
    leastSeconds = plan.leastSeconds
    seconds = tests.map(\.seconds)
    asksSeconds = seconds.contains { $0 != nil }
    asksHours = tests.contains { $0.hours != nil }
    for (place, test) in tests.enumerated() {
      for hour in 0..<24 {
        let isIn: Bool
        switch test.hours {
        case nil: isIn = true
        case let band? where band.from <= band.to: isIn = band.from <= hour && hour < band.to
        case let band?: isIn = hour >= band.from || hour < band.to
        }
        if isIn { hours[hour] |= 1 << UInt32(place) }
      }
    }
    extras = WordBits(plan.classExtras.map(\.classes))
    extraIndex = plan.classExtras.isEmpty ? nil : table.index(of: "class")
    queueIndex = queues.isIdle ? nil : table.index(of: "queue")
    channelIndex = channels.isIdle ? nil : table.index(of: "channel")
    classIndex = classes.isIdle ? nil : table.index(of: "class")
  }

  /// Whether calls of some classes are drawn on top.
  var hasExtras: Bool { extraIndex != nil }

  /// The bits of the class extras that a call belongs to.
  func extraBits(_ row: TableRow) -> UInt32 { extraIndex.map { extras.bits(of: row.bytes(at: $0)) } ?? 0 }

  /// The stratum of a call; `nil` where the plan leaves it out.
  func stratum(_ row: TableRow, hour: Int, seconds length: Int) -> Int? {
    if length < leastSeconds { return nil }
    if strata == 0, !excludesAnything { return 0 }
    var bits: UInt32 = .max
    if asksHours { bits &= hours[hour] }
    if let queueIndex { bits &= queues.bits(of: row.bytes(at: queueIndex)) }
    if let channelIndex { bits &= channels.bits(of: row.bytes(at: channelIndex)) }
    if let classIndex { bits &= classes.bits(of: row.bytes(at: classIndex)) }
    if asksSeconds {
      for (place, band) in seconds.enumerated() {
        if let band, length < band.from || length >= band.to { bits &= ~(1 << UInt32(place)) }
      }
    }
    if excludesAnything, bits >> UInt32(strata) & 1 == 1 { return nil }
    let own = bits & ((1 << UInt32(strata)) &- 1)
    return own == 0 ? strata : own.trailingZeroBitCount
  }
}
