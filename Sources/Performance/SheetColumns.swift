import Formats
import Workforce
import Workspace

/// The columns of the performance sheets, in HR's order.
package enum SheetColumns {
  /// A skill level, 5 to 1, as people write it.
  private static func levelWords(_ level: Int) -> Words {
    let names = Person.levels.first { $0.0 == level }?.1 ?? []
    return Words(en: Person.levelName(level), zh: names.first { $0.hasSuffix("级") } ?? "\(level)")
  }

  /// Who it is.
  static let person: [SheetColumn] = [
    SheetColumn("id", en: "id", zh: "工号", width: 9) { .text($0.person.id) },
    SheetColumn("name", en: "name", zh: "姓名", width: 10) { .text($0.name) },
    SheetColumn("centre", en: "centre", zh: "中心", width: 14) { .text($0.centre) },
    SheetColumn("department", en: "department", zh: "部门", width: 12) { .text($0.department) },
    SheetColumn("team", en: "team", zh: "班组", width: 12) { .text($0.teamName) },
    SheetColumn("post", en: "post", zh: "岗位", width: 14) { .text($0.result.post) },
    SheetColumn("employment", en: "employment", zh: "用工形式") { row in
      let names: [Person.Employment: Words] = [
        .regular: Words(en: "regular", zh: "正式"), .dispatched: Words(en: "dispatched", zh: "派遣"),
        .outsourced: Words(en: "outsourced", zh: "外包"),
      ]
      return .optional(names[row.person.employment].map(row.word))
    },
    SheetColumn("level", en: "level", zh: "技能等级", width: 8) { row in
      let level = [row.certificate, row.person.level].compactMap { $0 }.min()
      return .optional(level.map { row.word(Self.levelWords($0)) })
    },
    SheetColumn("star", en: "star", zh: "星级", width: 6, .integer) { .optional($0.person.star) },
    SheetColumn("joined", en: "joined", zh: "入职日期", width: 11, .day) { .day($0.person.joined) },
    SheetColumn("days", en: "days in post", zh: "在岗天数", width: 8, .integer) { .integer($0.result.days) },
    SheetColumn("status", en: "assessed", zh: "参评情况", width: 16) { .text($0.word($0.result.status.words)) },
  ]

  /// What was found out about the person.
  static let evidence: [SheetColumn] = [
    SheetColumn("qa_n", en: "QA evaluations", zh: "质检样本数", width: 9, .integer) {
      .integer($0.result.evaluations)
    },
    SheetColumn("qa", en: "QA score", zh: "质检分", width: 9, .score) { .optional($0.result.evidence.qa) },
    SheetColumn("qa_low", en: "QA 95 % from", zh: "质检95%区间下限", width: 9, .score) {
      .optional($0.interval?.low)
    },
    SheetColumn("qa_high", en: "QA 95 % to", zh: "质检95%区间上限", width: 9, .score) {
      .optional($0.interval?.high)
    },
    SheetColumn("criticals", en: "critical calls", zh: "致命差错通话", width: 8, .integer) {
      .integer($0.result.criticals)
    },
    SheetColumn("incidents", en: "incidents", zh: "红线事件", width: 8, .integer) {
      .integer($0.result.evidence.incidents)
    },
    SheetColumn("responses", en: "survey responses", zh: "满意度样本数", width: 9, .integer) {
      .integer($0.result.responses)
    },
    SheetColumn("satisfaction", en: "satisfaction", zh: "满意度", width: 9, .score) {
      .optional($0.result.evidence.satisfaction)
    },
    SheetColumn("complaints", en: "liable complaints", zh: "有责投诉", width: 8, .integer) {
      .integer($0.result.complaints)
    },
    SheetColumn("exam", en: "exam", zh: "考试分", width: 8, .score) { .optional($0.result.evidence.exam) },
    SheetColumn("certificate", en: "certificate", zh: "证书等级", width: 9) { row in
      .optional(row.certificate.map { row.word(Self.levelWords($0)) })
    },
    SheetColumn("competition", en: "competition points", zh: "竞赛加分", width: 9, .score) {
      .score($0.result.evidence.competition)
    },
  ]

  /// A part's score and its weight.
  ///
  /// - Parameter place: among the parts of all schemes of the quarter.
  static func part(_ place: Int, _ id: String, _ title: Words) -> [SheetColumn] {
    @Sendable func part(_ row: SheetRow) -> PartScore? { row.part(place) }
    return [
      SheetColumn("part_\(id)", en: title.en, zh: title.zh, width: 11, .score) { .optional(part($0)?.score) },
      SheetColumn("weight_\(id)", en: "\(title.en) weight", zh: "\(title.zh)权重", width: 8, .percent) {
        part($0).map { .percent($0.counts ? $0.weight : .zero) } ?? .absent
      },
    ]
  }

  /// What it comes to.
  static let total: [SheetColumn] = [
    SheetColumn("addition", en: "additions", zh: "加分", width: 8, .score) {
      .score($0.result.assessment.addition)
    },
    SheetColumn("deduction", en: "deductions", zh: "扣分", width: 8, .score) {
      .score($0.result.assessment.deduction)
    },
    SheetColumn("total", en: "total", zh: "总分", width: 8, .score) { .optional($0.result.assessment.total) },
    SheetColumn("rank", en: "rank in post", zh: "岗位排名", width: 7, .integer) { .optional($0.rank) },
    SheetColumn("grade", en: "grade", zh: "等级", width: 7) { .optional($0.result.assessment.grade) },
  ]

  /// What is paid.
  static let pay: [SheetColumn] = [
    SheetColumn("base", en: "bonus base", zh: "奖金基数", width: 10, .money) { .money($0.result.base) },
    SheetColumn("factor", en: "grade factor", zh: "等级系数", width: 8, .factor) {
      .factor($0.result.assessment.factor)
    },
    SheetColumn("gate", en: "satisfaction gate", zh: "满意度系数", width: 8, .factor) {
      .factor($0.result.assessment.gate)
    },
    SheetColumn("bonus", en: "bonus", zh: "奖金", width: 10, .money) { .money($0.result.bonus) },
    SheetColumn("adjustment", en: "adjustments", zh: "以前季度调整", width: 10, .money) {
      .money($0.result.adjustment)
    },
    SheetColumn("payable", en: "payable before tax", zh: "应发（税前）", width: 11, .money) {
      .money($0.result.payable)
    },
    SheetColumn("pay_month", en: "pay month", zh: "发放月份", width: 9) { .text($0.payMonth) },
  ]

  /// What was said and decided.
  static let state: [SheetColumn] = [
    SheetColumn("dispute", en: "dispute state", zh: "异议情况", width: 14) { .text($0.disputeState) },
    SheetColumn("promotion", en: "promotion", zh: "晋级建议", width: 16) { .text($0.promotion) },
    SheetColumn("promotion_reasons", en: "promotion reason codes", zh: "晋级原因码", width: 18) {
      .text($0.promotionReasons)
    },
    SheetColumn("honours", en: "honours", zh: "荣誉", width: 14) { .text($0.honours) },
    SheetColumn("notes", en: "notes", zh: "备注", width: 20) {
      .text($0.result.assessment.flags.joined(separator: " "))
    },
    SheetColumn("signature", en: "signature", zh: "签字", width: 12) { _ in .text("") },
    SheetColumn("signed_on", en: "date", zh: "日期", width: 10) { _ in .text("") },
    SheetColumn("scheme", en: "scheme", zh: "方案版本", width: 16) {
      .text($0.result.scheme.isEmpty ? "" : "\($0.result.scheme) v\($0.result.version)")
    },
    SheetColumn("hash", en: "quarter hash", zh: "季度校验码", width: 16) { .text($0.hash) },
  ]

  /// The whole sheet: a row of everything.
  static func all(_ parts: [(id: String, title: Words)]) -> [SheetColumn] {
    person + evidence + parts.enumerated().flatMap { part($0, $1.id, $1.title) } + total + pay + state
  }

  /// The columns that name a person on every sheet of a workbook.
  static let key = Array(person.prefix(2))
}
