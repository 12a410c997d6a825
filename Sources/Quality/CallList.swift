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
    /// Calls outside the days of the draw.
    var outside = 0
    /// Calls that the plan leaves out.
    var excluded = 0
    var doubles = 0
    /// Rows that were passed over because something in them is wrong.
    var bad = 0
  }

  /// Offers every call of some days to the sampler, whose agents are numbered by `agents`.
  ///
  /// - Parameters:
  ///   - extra: how many calls are drawn on top for an agent.
  ///   - rejected: where it is given, a row with faults is handed to it with what is wrong, and passed over.
  static func read(
    _ table: TableReader, days: ClosedRange<CalendarDay>, zone: Zone, staff: [String: Int],
    agents: ByteKeyTable, plan: SamplingPlan, sampler: CallSampler,
    extra: (String) -> Int,
    rejected: ((TableRow, [String]) -> Void)? = nil
  ) throws -> Tally {
    var tally = Tally()
    guard let callIndex = table.index(of: "call"), let agentIndex = table.index(of: "agent"),
      let startedIndex = table.index(of: "started"), let secondsIndex = table.index(of: "seconds")
    else { return tally }
    let sieve = try CallSieve(plan, table: table)
    let output = outputColumns.map { table.index(of: $0) }
    var known: [Bool] = []
    let groups = plan.strata.count + 1
    let hasExtras = sieve.hasExtras
    try table.forEachRow { row in
      let call = row.bytes(at: callIndex)
      let agent = row.bytes(at: agentIndex)
      let started = row.bytes(at: startedIndex)
      let length = duration(row.bytes(at: secondsIndex))
      let time = CivilTime(utf8: started)
      let number = agents.number(of: agent)
      if number.isNew {
        let id = agents.key(number.number)
        sampler.addAgent(extra: extra(id))
        known.append(staff[id] != nil)
      }
      guard !call.isEmpty, let length, let time, known[number.number] else {
        tally.bad += 1
        let faults = self.faults(row, agent: agents.key(number.number), isKnown: known[number.number])
        if let rejected {
          rejected(row, faults.map(\.message))
        } else {
          for fault in faults { row.fault(fault.column, fault.message) }
        }
        return
      }
      let day = time.offset == nil ? time.day : zone.day(of: time)
      guard days.contains(day) else {
        tally.outside += 1
        return
      }
      let hour =
        (time.offset == nil ? time.secondOfDay : zone.civil(zone.instant(of: time)).secondOfDay) / 3_600
      guard let stratum = sieve.stratum(row, hour: hour, seconds: length) else {
        tally.excluded += 1
        return
      }
      tally.calls += 1
      // A record: the cells that are kept, with unit separators between them.
      func record() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(80)
        for (place, index) in output.enumerated() {
          if place > 0 { bytes.append(0x1f) }
          if let index { bytes.append(contentsOf: row.bytes(at: index)) }
        }
        return bytes
      }
      let value = sampler.value(of: call)
      if !sampler.offer(
        agent: number.number, group: stratum, stratum: stratum, call: call, value: value, record: record)
      {
        // How many others repeat a call that was not kept, nobody knows: the frame could not be trusted.
        if tally.doubles == 0 {
          row.fault(
            "call",
            "call '\(String(decoding: call, as: UTF8.self))' stands in the list before; name every call once"
          )
        }
        tally.doubles += 1
      } else if hasExtras {
        var bits = sieve.extraBits(row)
        while bits != 0 {
          _ = sampler.offer(
            agent: number.number, group: groups + bits.trailingZeroBitCount, stratum: stratum, call: call,
            value: value, record: record)
          bits &= bits - 1
        }
      }
    }
    return tally
  }

  /// What is wrong with a row, all of it.
  private static func faults(_ row: TableRow, agent: String, isKnown: Bool) -> [(
    column: String, message: String
  )] {
    var faults: [(column: String, message: String)] = []
    if row.bytes("call").isEmpty { faults.append(("call", "'call' is empty; every call needs its id")) }
    if duration(row.bytes("seconds")) == nil {
      let text = String(decoding: row.bytes("seconds"), as: UTF8.self)
      faults.append(("seconds", "'\(text)' is not a number of seconds from 0 to 86400"))
    }
    if CivilTime(utf8: row.bytes("started")) == nil {
      let text = String(decoding: row.bytes("started"), as: UTF8.self)
      faults.append(("started", "'\(text)' is not a time; write it as 2026-07-01 09:30:15"))
    }
    if !isKnown { faults.append(("agent", "nobody has the id '\(agent)'; see: merit staff list")) }
    return faults
  }

  private static func duration(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 5 else { return nil }
    var value = 0
    for byte in bytes {
      let digit = byte &- 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value <= 86_400 ? value : nil
  }
}
