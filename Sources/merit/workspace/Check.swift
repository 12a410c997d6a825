import Formats
import Service
import Workspace

extension Verb {
  static let check = Verb(
    "check",
    options: [
      Option(
        "--head", "HASH", en: "an audit head that was kept: is it still part of the chain?", zh: "核对留存的审计链头")
    ],
    en: "check the database, its references and the audit chain", zh: "检查数据库、引用与审计链", example: "merit check"
  ) { session, input in
    let workspace = try session.open(readOnly: true)
    var faults = try House.faults(in: workspace)
    if let head = input.value("--head"), try !Audit(workspace.database).contains(head: head) {
      faults.append(
        "the audit never had the head \(head): its end was rewritten, or this is another workspace")
    }
    session.report(
      .object([("ok", .bool(faults.isEmpty)), ("faults", .array(faults.map(JSON.string)))])
    ) {
      for fault in faults { session.say(fault) }
      if faults.isEmpty { session.say(session.word("all is well", "一切正常")) }
    }
    if !session.isJSON { session.notice("audit head \((try? Audit(workspace.database).head()) ?? "")") }
    return faults.isEmpty ? .done : .no
  }
}
