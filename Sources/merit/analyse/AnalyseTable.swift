import Formats
import Terminal
import Workspace

extension Verb {
  static let analyseTable = Verb(
    "analyse", "table", arguments: ["FILE"],
    en: "show how a table is read: encoding, delimiter, rows, faults", zh: "查看表格读取结果",
    example: "merit analyse table roster.csv"
  ) { session, input in
    let reading = try TableReading.read(input.argument(0))
    session.report(reading.json) {
      session.say(
        "\(session.word("encoding", "编码")) \(reading.encoding?.rawValue ?? "–")  \(session.word("delimiter", "分隔符")) \(reading.delimiterName)  \(session.word("rows", "行")) \(reading.rows?.count ?? 0)"
      )
      if let rows = reading.rows, let head = rows.first {
        var table = AlignedTable(head)
        for row in rows.dropFirst().prefix(20) { table.add(row) }
        session.show(table)
        if rows.count > 21 { session.say("… \(rows.count - 21)") }
      }
      for fault in reading.faults.list { session.notice("\(fault)") }
    }
    return reading.faults.isEmpty ? .done : .badData
  }
}
