import Formats
import Workforce
import Workspace

/// A certificate that somebody held before Merit, as a table brings it.
package struct HeldBefore: Hashable, Sendable {
  package static let shape = TableShape(
    "certificates-held",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("scheme", "证书", required: true, example: "hotline"),
      Column("level", "等级", required: true, example: "five"),
      Column("awarded", "取得日期", required: true, example: "2025-05-20"),
      Column("number", "证书编号", example: "SC-2025-0193"),
      Column("expires", "有效期止", example: "2027-05-19"),
      Column("kind", "性质", example: "in-house"),
    ])

  static let kinds: [(Certificate.Issue, [String])] = [
    (.inHouse, ["in-house", "企业", "内部", "企业内部"]), (.national, ["national", "国家", "国家职业资格"]),
  ]
}

extension CertificationDesk {
  /// Takes certificates from before Merit into the register.
  ///
  /// A row is the same as one in the register where person, ladder, level, kind and day of the award agree. The register
  /// is never changed: a row that differs from what it holds is a fault until that one is revoked.
  package func importHeld(_ table: TableReader, dryRun: Bool, code: () -> String) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "take in certificates from before")
    let today = occasion.today
    let people = StaffRecords(occasion.database)
    let keys = try people.keys()
    var ladders: [String: Ladder] = [:]
    for scheme in try SchemeRecords(occasion.database).allInForce(kind: Ladder.kind, on: today) {
      ladders[scheme.id] = try Ladder.read(Array(scheme.text.utf8), named: scheme.label)
    }
    let register = try records.register()
    let byHolder = Dictionary(grouping: register, by: \.staff)
    var numbers: [String: String] = [:]
    for (_, held) in register { numbers[held.certificate.number] = "the register" }
    var rows: [Certificate] = []
    var seen: [String: Int] = [:]
    var identical = 0
    try table.forEachRow { row in
      let (staff, scheme) = (row.text("staff"), row.text("scheme"))
      let level = row.word("level", Person.levels)
      let awarded = row.day("awarded")
      let expires = row.optionalDay("expires")
      let kind = row.optionalWord("kind", HeldBefore.kinds)
      if let staff, keys[staff] == nil {
        row.fault("staff", "nobody has the id '\(staff)'; see: merit staff list")
      }
      let ladder = scheme.flatMap { name in
        ladders[name] ?? ladders.values.first { $0.head.title.zh == name || $0.head.title.en == name }
      }
      if let scheme, ladder == nil {
        row.fault(
          "scheme",
          "'\(scheme)' is no ladder (\(ladders.keys.sorted().joined(separator: ", "))); load it first")
      }
      if let awarded, awarded > today { row.fault("awarded", "\(awarded) is not yet here") }
      if let awarded, let expires, expires < awarded {
        row.fault("expires", "it would end on \(expires), before it was awarded on \(awarded)")
      }
      guard let staff, let key = keys[staff], let ladder, let level, let awarded, awarded <= today,
        expires.map({ $0 >= awarded }) ?? true
      else { return }
      guard let step = ladder.level(level) else {
        return row.fault("level", "'\(ladder.head.id)' has no level \(Person.levelName(level))")
      }
      let issue = kind ?? ladder.issue
      let name = "\(staff) \(ladder.head.id) \(level) \(issue.rawValue) \(awarded)"
      if let first = seen[name] {
        return row.fault("staff", "the same certificate stands on line \(first) already; keep one")
      }
      seen[name] = row.line
      let number = row.optional("number")
      let end = expires ?? awarded.adding(months: step.validMonths).adding(days: -1)
      let before = (byHolder[key] ?? []).map(\.held).filter { $0.status(on: today) != .revoked }
        .map(\.certificate).first {
          $0.source == .held && $0.ladder == ladder.head.id && $0.level == level && $0.issue == issue
            && $0.awarded == awarded
        }
      if let before {
        if before.expires == end, number == nil || number == before.number {
          identical += 1
        } else {
          row.fault(
            "staff",
            "the register holds this as \(before.number), \(before.awarded) to \(before.expires), and is never changed; revoke that one, or mend the row"
          )
        }
        return
      }
      if let number, let place = numbers[number] {
        return row.fault("number", "number '\(number)' stands in \(place) already; numbers are unique")
      }
      if let number { numbers[number] = "line \(row.line)" }
      rows.append(
        Certificate(
          code: "", number: number ?? "", ladder: ladder.head.id, level: level, staff: staff, name: "",
          awarded: awarded, expires: end, evidence: "held before: \(table.file) line \(row.line)",
          issue: issue, source: .held))
    }
    try table.faults.throwIfAny()
    if !dryRun, !rows.isEmpty {
      try occasion.record("cert.import", of: table.file, content: "\(rows)") {
        var count = try records.count()
        for row in rows {
          let number =
            try row.number.isEmpty
            ? self.number(row.ladder, row.level, row.awarded, &count) : row.number
          try records.insert(
            Certificate(
              code: CertificateCode.make(from: code()), number: number, ladder: row.ladder, level: row.level,
              staff: row.staff, name: "", awarded: row.awarded, expires: row.expires,
              evidence: row.evidence, issue: row.issue, source: .held),
            version: ladders[row.ladder]?.head.version ?? 1, staff: keys[row.staff] ?? 0)
        }
      }
    }
    return IntakeOutcome(
      file: table.file, rows: rows.count + identical, new: rows.count, identical: identical, corrected: 0,
      notices: table.notices, isDryRun: dryRun)
  }
}
