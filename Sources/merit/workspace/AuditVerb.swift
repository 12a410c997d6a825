import Formats
import Terminal
import Workspace

extension Verb {
  static let audit = Verb(
    "audit", options: [Option("--last", "N", en: "how many rows; 20 unless said", zh: "行数，默认 20")],
    en: "show who did what, newest first", zh: "查看操作记录", example: "merit audit --last 50"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let rows = try occasion.audit(last: input.integer("--last", in: 1...1_000_000) ?? 20)
    session.report(Audit.Row.form.json(rows)) {
      var table = AlignedTable(
        [
          session.word("no", "序号"), session.word("when", "时间"), session.word("who", "操作人"),
          session.word("what", "操作"), session.word("which", "对象"),
        ],
        numbers: [0])
      for row in rows {
        let at = Instant(row.at).map { occasion.workspace.zone.text($0) } ?? row.at
        table.add(["\(row.number)", at, row.actor, row.deed, row.subject])
      }
      session.show(table)
    }
    return .done
  }
}
