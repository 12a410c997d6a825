import Formats
import Workspace

/// A customer's complaint, from its receipt to its end.
package struct Complaint: Hashable, Sendable {
  package enum Class: String, CaseIterable, Sendable {
    case service, technical, charge

    package var title: Words {
      switch self {
      case .service: Words(en: "service", zh: "服务")
      case .technical: Words(en: "technical", zh: "技术")
      case .charge: Words(en: "charge", zh: "费用")
      }
    }
  }

  package let name: String
  package let received: Instant
  package let quarter: Quarter
  package let kind: Class
  package let customer: String
  /// The integer key of the person whom it is about.
  package let about: Int?
  package let handler: Int?
  package let department: String?
  /// Whether that person was found responsible; only then does it count against them.
  package let isLiable: Bool?
  package let answered: Instant?
  package let closed: Instant?
  /// 1 to 5.
  package let satisfaction: Int?
  package let isAccurate: Bool?
  package let issue: String?
  /// Priority, escalation, channel, call-back and satisfaction with the channel, as written, with unit separators.
  package let details: String?

  /// A detail as it was written; `nil` where it was not.
  func detail(_ column: String) -> String? {
    let cells = (details ?? "").split(separator: "\u{1f}", omittingEmptySubsequences: false)
    guard let place = Self.detailColumns.firstIndex(of: column), place < cells.count, !cells[place].isEmpty
    else {
      return nil
    }
    return String(cells[place])
  }

  static let detailColumns = ["priority", "escalated", "channel", "called_back", "channel_satisfaction"]

  package static let shape = TableShape(
    "complaints",
    [
      Column("id", "投诉编号", required: true, example: "T20260701-01"),
      Column("received", "受理时间", required: true, example: "2026-07-01 10:12"),
      Column("class", "类别", required: true, example: "charge"),
      Column("customer", "客户", required: true, example: "K10023"),
      Column("about", "被投诉人"),
      Column("handler", "处理人", example: "E0301"),
      Column("department", "责任部门"),
      Column("liable", "有责", example: "no"),
      Column("priority", "优先级"),
      Column("escalated", "越级"),
      Column("channel", "渠道"),
      Column("answered", "回复时间", example: "2026-07-01 15:40"),
      Column("closed", "办结时间", example: "2026-07-01 16:00"),
      Column("called_back", "回访时间"),
      Column("satisfaction", "满意度", example: "4"),
      Column("channel_satisfaction", "渠道满意度"),
      Column("accurate", "处理准确", example: "yes"),
      Column("issue", "问题"),
    ])

  static let classes: [(Class, [String])] = [
    (.service, ["service", "服务"]), (.technical, ["technical", "技术"]), (.charge, ["charge", "费用"]),
  ]

  /// Reads the rows of a file of complaints; what is wrong is gathered in the table.
  package static func read(
    _ table: TableReader, staff: [String: Int], zone: Zone, now: Instant
  ) throws -> [Placed<Complaint>] {
    var rows: [Placed<Complaint>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      func person(_ column: String) -> Int? {
        guard let id = row.optional(column) else { return nil }
        if let key = staff[id] { return key }
        row.fault(column, "nobody has the id '\(id)'; see: merit staff list")
        return nil
      }
      let name = row.text("id")
      let received = row.time("received")
      let kind = row.word("class", classes)
      let customer = row.text("customer")
      let (about, handler) = (person("about"), person("handler"))
      let liable = row.optionalYesNo("liable")
      let answered = row.optionalTime("answered").map(zone.instant)
      let closed = row.optionalTime("closed").map(zone.instant)
      let satisfaction = row.optionalInteger("satisfaction", in: 1...5)
      let accurate = row.optionalYesNo("accurate")
      if liable == true, row.optional("about") == nil {
        row.fault("about", "somebody is liable and nobody is named; fill in the person or clear 'liable'")
      }
      guard let name, let received, let kind, let customer else { return }
      let start = zone.instant(of: received)
      if start > now { row.fault("received", "received in the future; mend the time") }
      for (column, time) in [("answered", answered), ("closed", closed)] where time.map({ $0 > now }) ?? false
      {
        row.fault(column, "\(column) in the future; mend the time")
      }
      if let answered, let closed, closed < answered { row.fault("closed", "closed before it was answered") }
      if let answered, answered < start { row.fault("answered", "answered before it was received") }
      if let closed, closed < start { row.fault("closed", "closed before it was received") }
      if let first = lines[name] {
        return row.fault("id", "complaint '\(name)' stands on line \(first) already; keep one")
      }
      lines[name] = row.line
      rows.append(
        Placed(
          Complaint(
            name: name, received: start, quarter: Quarter(of: zone.day(of: received)), kind: kind,
            customer: customer,
            about: about, handler: handler, department: row.optional("department"), isLiable: liable,
            answered: answered,
            closed: closed, satisfaction: satisfaction, isAccurate: accurate, issue: row.optional("issue"),
            details: row.joined(detailColumns)),
          line: row.line))
    }
    return rows
  }
}

extension Complaint {
  /// Over everything that a file states.
  static func digest(_ row: Complaint) -> String { SHA256.hex("\(row)") }

  /// This row where it says otherwise than `before`, else what is held.
  func laid(over held: Complaint, since before: Complaint) -> Complaint {
    func pick<Value: Equatable>(_ field: KeyPath<Complaint, Value>) -> Value {
      self[keyPath: field] == before[keyPath: field] ? held[keyPath: field] : self[keyPath: field]
    }
    return Complaint(
      name: name, received: received, quarter: quarter, kind: pick(\.kind), customer: customer,
      about: pick(\.about), handler: pick(\.handler), department: pick(\.department),
      isLiable: pick(\.isLiable), answered: pick(\.answered), closed: pick(\.closed),
      satisfaction: pick(\.satisfaction), isAccurate: pick(\.isAccurate), issue: pick(\.issue),
      details: pick(\.details))
  }
}
