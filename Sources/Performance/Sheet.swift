import Formats
import SQLite
import Workforce
import Workspace

/// The performance sheet of a quarter: a row a person, the columns that HR keeps.
package struct Sheet: Sendable {
  package let headings: [Words]
  package let rows: [[String]]

  /// The sheet as CSV, which spreadsheets open in any language: UTF-8 with its mark, CRLF line ends.
  package func csv(chinese: Bool) -> String {
    var text = "\u{feff}"
    for row in [headings.map { $0.text(chinese: chinese) }] + rows {
      text += CSVWriter.line(row).dropLast() + "\r\n"
    }
    return text
  }
}

/// Makes sheets.
package struct SheetDesk {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  private static let leading: [Words] = [
    Words(en: "id", zh: "工号"), Words(en: "name", zh: "姓名"), Words(en: "centre", zh: "中心"),
    Words(en: "department", zh: "部门"), Words(en: "team", zh: "班组"), Words(en: "post", zh: "岗位"),
    Words(en: "employment", zh: "用工形式"), Words(en: "level", zh: "技能等级"), Words(en: "star", zh: "星级"),
    Words(en: "joined", zh: "入职日期"), Words(en: "days in post", zh: "在岗天数"),
    Words(en: "QA evaluations", zh: "质检样本数"), Words(en: "critical calls", zh: "致命差错通话"),
    Words(en: "survey responses", zh: "满意度样本数"), Words(en: "satisfaction", zh: "满意度"),
    Words(en: "liable complaints", zh: "有责投诉"),
  ]

  private static let trailing: [Words] = [
    Words(en: "competition points", zh: "竞赛加分"), Words(en: "total", zh: "总分"),
    Words(en: "rank in post", zh: "岗位排名"),
    Words(en: "grade", zh: "等级"), Words(en: "bonus base", zh: "奖金基数"), Words(en: "grade factor", zh: "等级系数"),
    Words(en: "satisfaction gate", zh: "满意度系数"), Words(en: "bonus", zh: "奖金"),
    Words(en: "promotion", zh: "晋级建议"), Words(en: "notes", zh: "备注"), Words(en: "scheme", zh: "方案版本"),
    Words(en: "quarter hash", zh: "季度校验码"),
  ]

  /// The sheet of a scored quarter; until it is closed the hash says so.
  package func sheet(of quarter: Quarter) throws -> Sheet {
    try occasion.require(.hr, to: "export sheets")
    return try occasion.database.snapshot { try scored(quarter) }
  }

  private func scored(_ quarter: Quarter) throws -> Sheet {
    let database = occasion.database
    let state = try QuarterRecords(database).state(of: quarter)
    let hash = state == .closed ? try QuarterRecords(database).hash(of: quarter) ?? "" : "NOT CLOSED"
    let units = Dictionary(uniqueKeysWithValues: try StaffRecords(database).units().map { ($0.id, $0) })
    var people: [String: Person] = [:]
    try StaffRecords(database).forEachPerson { people[$1.id] = $1 }
    var proposals: [String: String] = [:]
    for (scheme, list) in try PayDesk(occasion).promotions(in: quarter) {
      for proposal in list where proposal.isEligible {
        proposals[proposal.person.staff] =
          proposal.isProposed ? scheme.head.id : "\(scheme.head.id) (rank \(proposal.rank ?? 0))"
      }
    }
    var results: [(id: String, name: String, result: QuarterResult)] = []
    var partIDs: [String] = []
    var totals: [String: [Score]] = [:]
    try PayDesk(occasion).forEachResult(in: quarter) { id, name, result in
      results.append((id, name, result))
      if let total = result.assessment.total { totals[result.post, default: []].append(total) }
      for part in result.assessment.parts where !partIDs.contains(part.id) { partIDs.append(part.id) }
    }
    let sorted = totals.mapValues { $0.sorted(by: >) }
    let rows = results.map { id, name, result in
      let parts = Dictionary(result.assessment.parts.map { ($0.id, $0) }) { first, _ in first }
      let rank = result.assessment.total.flatMap { total in sorted[result.post]?.firstIndex { $0 <= total } }
        .map { $0 + 1 }
      return leadingCells(id, name, people[id], result, units)
        + partIDs.flatMap { [parts[$0]?.score?.description ?? "", parts[$0]?.weight.description ?? ""] }
        + [
          "\(result.assessment.addition)", result.assessment.total?.description ?? "",
          rank.map(String.init) ?? "",
          result.assessment.grade ?? "", "\(result.base)", result.assessment.factor.factorText,
          result.assessment.gate.factorText, "\(result.bonus)", proposals[id] ?? "",
          result.assessment.flags.joined(separator: " "), "\(result.scheme) v\(result.version)", hash,
        ]
    }
    let titles = try partTitles(in: quarter)
    let partHeadings = partIDs.flatMap { id -> [Words] in
      let title = titles[id] ?? Words(en: id, zh: id)
      return [title, Words(en: "\(title.en) weight", zh: "\(title.zh)权重")]
    }
    return Sheet(headings: Self.leading + partHeadings + Self.trailing, rows: rows)
  }

  private func partTitles(in quarter: Quarter) throws -> [String: Words] {
    var titles: [String: Words] = [:]
    for scheme in try SchemeRecords(occasion.database).allInForce(
      kind: PerformanceScheme.kind, on: quarter.lastDay)
    {
      for part in try PerformanceScheme.read(Array(scheme.text.utf8), named: scheme.label).parts {
        titles[part.id] = titles[part.id] ?? part.title
      }
    }
    return titles
  }

  private func leadingCells(
    _ id: String, _ name: String, _ person: Person?, _ result: QuarterResult, _ units: [String: Unit]
  ) -> [String] {
    func above(_ kind: Unit.Kind) -> String {
      var unit = units[result.team]
      var steps = 0
      while let current = unit, steps < 50 {
        if current.kind == kind { return current.name }
        unit = current.parent.flatMap { units[$0] }
        steps += 1
      }
      return ""
    }
    return [
      id, name, above(.centre), person?.department ?? above(.department),
      units[result.team]?.name ?? result.team,
      result.post, person?.employment.rawValue ?? "", person?.level.map(Person.levelName) ?? "",
      person?.star.map(String.init) ?? "", person?.joined.description ?? "", "\(result.days)",
      "\(result.evaluations)",
      "\(result.criticals)", "\(result.responses)", result.satisfaction?.description ?? "",
      "\(result.complaints)",
    ]
  }
}
