import Formats
import Workspace

/// A list of calls as the switch exports it, read as bytes in one pass.
enum CallList {
  static let shape = TableShape(
    "calls",
    [
      Column("call", "通话编号", required: true, example: "C20260701-000123"),
      Column("agent", "工号", required: true, aliases: ["座席号"], example: "E0001"),
      Column("started", "开始时间", required: true, example: "2026-07-01 09:30:15"),
      Column("seconds", "时长", required: true, example: "185"),
      Column("queue", "队列", example: "billing"),
      Column("channel", "渠道", example: "phone"),
      Column("class", "业务类型"),
      Column("customer", "客户"),
      Column("recording", "录音"),
    ])

  /// The columns of the list that sampled rows are written with.
  static let outputColumns = [
    "call", "agent", "started", "seconds", "queue", "channel", "class", "recording",
  ]

  struct Tally {
    var calls = 0
    var outside = 0
    var doubles = 0
  }

  /// Offers every call of the quarter to the sampler, whose agents are numbered by `agents`.
  static func read(
    _ table: TableReader, quarter: Quarter, zone: Zone, staff: [String: Int], agents: ByteKeyTable,
    sampler: CallSampler
  ) throws -> Tally {
    var tally = Tally()
    guard let callIndex = table.index(of: "call"), let agentIndex = table.index(of: "agent"),
      let startedIndex = table.index(of: "started"), let secondsIndex = table.index(of: "seconds")
    else { return tally }
    let output = outputColumns.map { table.index(of: $0) }
    let (first, last) = (quarter.firstDay, quarter.lastDay)
    try table.forEachRow { row in
      let call = row.bytes(at: callIndex)
      let agent = row.bytes(at: agentIndex)
      let started = row.bytes(at: startedIndex)
      let seconds = row.bytes(at: secondsIndex)
      var isSound = true
      if call.isEmpty {
        row.fault("call", "'call' is empty; every call needs its id")
        isSound = false
      }
      if !isDuration(seconds) {
        row.fault(
          "seconds",
          "'\(String(decoding: seconds, as: UTF8.self))' is not a number of seconds from 0 to 86400")
        isSound = false
      }
      guard let time = CivilTime(utf8: started) else {
        return row.fault(
          "started",
          "'\(String(decoding: started, as: UTF8.self))' is not a time; write it as 2026-07-01 09:30:15")
      }
      let number = agents.number(of: agent)
      if number.isNew {
        sampler.addAgent()
        if staff[agents.key(number.number)] == nil {
          row.fault("agent", "nobody has the id '\(agents.key(number.number))'; see: merit staff list")
          isSound = false
        }
      }
      guard isSound else { return }
      let day = time.offset == nil ? time.day : zone.day(of: time)
      guard first <= day, day <= last else {
        tally.outside += 1
        return
      }
      tally.calls += 1
      let isNew = sampler.offer(agent: number.number, call: call) {
        // A record: the cells that are kept, with unit separators between them.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(80)
        for (place, index) in output.enumerated() {
          if place > 0 { bytes.append(0x1f) }
          if let index { bytes.append(contentsOf: row.bytes(at: index)) }
        }
        return bytes
      }
      if !isNew {
        tally.doubles += 1
        tally.calls -= 1
      }
    }
    return tally
  }

  private static func isDuration(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !bytes.isEmpty, bytes.count <= 5 else { return false }
    var value = 0
    for byte in bytes {
      let digit = byte &- 0x30
      guard digit <= 9 else { return false }
      value = value * 10 + Int(digit)
    }
    return value <= 86_400
  }
}
