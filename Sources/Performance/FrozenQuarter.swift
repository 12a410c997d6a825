import Formats
import Workspace

/// A quarter as it is kept for ever: what it was settled from, and what came out, in text.
///
/// The hash is SHA-256 over the head, the schemes, the inputs and the results, in this order; whoever has the four can
/// settle the quarter again and must get the same bytes.
package struct FrozenQuarter: Sendable {
  package let head: [UInt8]
  /// The texts of the schemes, each under a line `== KIND ID vN HASH BYTES`.
  package let schemes: [UInt8]
  /// A line a person, by id.
  package let inputs: [UInt8]
  package let results: [UInt8]

  package init(head: [UInt8], schemes: [UInt8], inputs: [UInt8], results: [UInt8]) {
    self.head = head
    self.schemes = schemes
    self.inputs = inputs
    self.results = results
  }

  package var hash: String {
    var sha = SHA256()
    for part in [head, schemes, inputs, results] { sha.update(part) }
    return hexText(sha.finish())
  }

  /// The names of the parts as they are kept and archived.
  package static let parts = ["head.txt", "schemes.txt", "inputs.txt", "results.txt"]

  package subscript(part: String) -> [UInt8] {
    switch part {
    case "head.txt": head
    case "schemes.txt": schemes
    case "inputs.txt": inputs
    default: results
    }
  }

  /// Settles again from the frozen inputs; the faults are all that differs, in words.
  ///
  /// None: byte for byte the same.
  package func faults(expecting quarter: Quarter? = nil) throws -> [String] {
    let again = try FrozenReading(self)
    if let quarter, again.inputs.quarter != quarter {
      return ["these are the inputs of \(again.inputs.quarter), not of \(quarter)"]
    }
    let settlement = try Settlement(again.inputs)
    var faults: [String] = []
    let computed = settlement.results
    if computed != results {
      let (old, new) = (Self.lines(results), Self.lines(computed))
      for (one, other) in zip(old, new) where one != other {
        faults.append("'\(FrozenFields(one).name)' comes out otherwise than it was closed")
        if faults.count == 20 { break }
      }
      if old.count != new.count {
        faults.append("\(new.count) people come out, and \(old.count) were closed")
      }
      if faults.isEmpty { faults.append("the lines of the results end otherwise than they come out") }
    }
    let said = again.head.text("pool").flatMap { Int($0) }
    if said != settlement.pool.amount.fen {
      faults.append("the pool comes out as \(settlement.pool.amount) yuan, not as it was closed")
    } else if head != Self.head(settlement, note: again.head.text("note")) {
      faults.append("the head comes out otherwise than it was closed")
    }
    return faults
  }

  static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0a, omittingEmptySubsequences: true)
  }
}

extension Settlement {
  /// The results as frozen lines, by id.
  package var results: [UInt8] {
    var bytes: [UInt8] = []
    for place in 0..<count {
      bytes += result(at: place).line(id: inputs.cases[place].id).bytes
      bytes.append(0x0a)
    }
    return bytes
  }
}

/// Frozen inputs, read again.
struct FrozenReading {
  let head: FrozenFields
  let inputs: QuarterInputs

  init(_ frozen: FrozenQuarter) throws {
    head = FrozenFields(FrozenQuarter.lines(frozen.head).first ?? [])
    guard let quarter = Quarter(head.name), let rules = head.int("rules") else {
      throw Refusal(.badData, "the head of the frozen quarter cannot be read", "compare it with another copy")
    }
    guard rules == QuarterInputs.rules else {
      throw Refusal(
        .newerKind,
        "the quarter was settled by rules \(rules), and this program knows \(QuarterInputs.rules)",
        "use the program of that time")
    }
    var schemes: [PerformanceScheme] = []
    var bonus: BonusScheme?
    for (label, text) in Self.texts(frozen.schemes) {
      if label.hasPrefix("\(BonusScheme.kind) ") {
        bonus = try BonusScheme.read(text, named: label)
      } else if label.hasPrefix("\(PerformanceScheme.kind) ") {
        schemes.append(try PerformanceScheme.read(text, named: label))
      }
    }
    let columns = head.lists("columns").first ?? []
    var cases: [QuarterCase] = []
    for line in FrozenQuarter.lines(frozen.inputs) {
      let fields = FrozenFields(line)
      guard let own = QuarterCase(fields, columns: columns.count) else {
        throw Refusal(
          .badData, "the frozen inputs of '\(fields.name)' cannot be read", "compare them with another copy")
      }
      cases.append(own)
    }
    inputs = QuarterInputs(
      quarter: quarter, schemes: schemes, bonus: bonus,
      poolGiven: head.int("given").map(Money.init(fen:)),
      index: head.int("index").map(Score.init(hundredths:)), columns: columns, cases: cases)
  }

  /// The texts of frozen schemes with their labels.
  ///
  /// Each begins with a line `== LABEL HASH BYTES`, and so many bytes follow with an LF behind them.
  static func texts(_ bytes: [UInt8]) -> [(label: String, text: [UInt8])] {
    var texts: [(label: String, text: [UInt8])] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0a) {
      let words = String(decoding: rest[rest.startIndex..<end], as: UTF8.self).split(separator: " ")
      guard let count = words.last.flatMap({ Int($0) }), count <= rest.endIndex - end - 1 else { break }
      let text = rest[(end + 1)..<(end + 1 + count)]
      texts.append((words.dropFirst().dropLast(2).joined(separator: " "), Array(text)))
      rest = rest[(end + 1 + count)...].dropFirst()
    }
    return texts
  }
}

extension FrozenQuarter {
  /// The head of a settlement.
  static func head(_ settlement: Settlement, note: String?) -> [UInt8] {
    let inputs = settlement.inputs
    var line = FrozenLine("\(inputs.quarter)")
    line.add("rules", QuarterInputs.rules)
    line.add("people", settlement.count)
    line.add("given", score: inputs.poolGiven?.fen)
    line.add("index", score: inputs.index?.hundredths)
    line.add("columns", lists: inputs.columns.isEmpty ? [] : [inputs.columns])
    line.add("base", score: settlement.pool.base.fen)
    line.add("factor", score: settlement.pool.factor.basisPoints)
    line.add("pool", score: settlement.pool.amount.fen)
    line.add("note", note)
    return line.bytes + [0x0a]
  }

  static func schemes(_ schemes: [Scheme]) -> [UInt8] {
    var bytes: [UInt8] = []
    for scheme in schemes {
      bytes += Array("== \(scheme.label) \(scheme.hash) \(scheme.text.utf8.count)\n\(scheme.text)\n".utf8)
    }
    return bytes
  }
}
