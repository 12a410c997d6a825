import Formats
import Workforce
import Workspace

/// A sheet that calculates the people of one scheme from its own cells, for trying things out; never official.
///
/// Everything is counted in whole hundredths, basis points and fen, multiplied before it is divided, so that a spreadsheet's
/// binary numbers give Merit's digits. The share of the pool stays a value: weights go past what a spreadsheet can hold.
/// A changed person's bonus is that share × new weight ÷ old weight, everybody else staying as they are.
struct WorkingCopy {
  private let desk: SheetDesk
  private let binder: SheetDesk.Binder
  private let scheme: PerformanceScheme
  private let rules: WorkingRules

  init(_ desk: SheetDesk, _ binder: SheetDesk.Binder, _ scheme: PerformanceScheme) {
    self.desk = desk
    self.binder = binder
    self.scheme = scheme
    rules = WorkingRules(scheme, named: "\(binder.word("rules", "规则")) \(scheme.head.id)")
  }

  /// The places of the columns, from 0.
  private struct Places {
    let parts: Range<Int>
    let addition, deduction, total, cap, given, grade, factor: Int
    let satisfaction, forfeit, gate, days, share, rate, bonus, adjustment, payable: Int

    init(parts count: Int) {
      parts = 2..<(2 + count)
      var next = 2 + count
      func take() -> Int {
        next += 1
        return next - 1
      }
      (addition, deduction, total, cap, given, grade, factor) = (
        take(), take(), take(), take(), take(), take(), take()
      )
      (satisfaction, forfeit, gate, days, share, rate, bonus, adjustment, payable) = (
        take(), take(), take(), take(), take(), take(), take(), take(), take()
      )
    }
  }

  func write(to book: WorkbookStream) throws {
    try rules.write(to: book, binder)
    let places = Places(parts: scheme.parts.count)
    let sheet = sheet(places)
    try book.beginSheet(sheet)
    try weights(book)
    try desk.forEachRow(binder) { row in
      guard row.result.scheme == scheme.head.id, row.result.version == scheme.head.version else { return }
      try self.row(row, places, weights: sheet.firstRow, book)
    }
    try book.endSheet()
  }

  private func sheet(_ places: Places) -> WorkbookSheet {
    func column(_ en: String, _ zh: String, _ width: Int = 10, _ style: WorkbookStyle) -> WorkbookColumn {
      WorkbookColumn(binder.word(en, zh), width: width, style)
    }
    var columns = [column("id", "工号", 9, .text), column("name", "姓名", 10, .text)]
    columns += scheme.parts.map { WorkbookColumn(binder.word($0.title), width: 11, .inputScore) }
    columns += [
      column("additions", "加分", 9, .inputScore), column("deductions", "扣分", 9, .inputScore),
      column("total", "总分", 9, .score), column("grade at best", "等级上限", 8, .inputText),
      column("grade given", "指定等级", 8, .inputText), column("grade", "等级", 7, .text),
      column("factor", "系数", 8, .factor), column("satisfaction", "满意度", 9, .inputScore),
      column("forfeited", "取消奖金", 8, .inputText), column("gate", "满意度系数", 8, .factor),
      column("days × share", "天数×占比", 9, .inputFactor),
      column("official share of the pool", "正式奖金份额", 12, .money),
      column("official weight for days", "正式权重", 12, .integer), column("bonus", "奖金", 11, .money),
      column("adjustments", "以前季度调整", 11, .inputMoney), column("payable", "应发", 11, .money),
    ]
    let name = binder.word("WORKING COPY \(scheme.head.id)", "试算 \(scheme.head.id)")
    return WorkbookSheet(
      name, columns: columns,
      title: binder.word(
        "WORKING COPY – not official: \(binder.quarter) \(scheme.head.id)",
        "试算副本（非正式）：\(binder.quarter) \(scheme.head.id)"),
      frozenColumns: 2, filter: true, isProtected: true,
      notes: [
        binder.word(
          "Change yellow cells and see what follows; nothing here is paid. The official values are on the other sheets, hash \(binder.hash).",
          "可修改黄色单元格查看结果，不作发放依据；正式数值见其他工作表，校验码 \(binder.hash)。"),
        binder.word(
          "The first row holds the weights of the parts. An empty part does not count. A changed person's bonus is the official share × new weight ÷ old weight.",
          "首行为各项权重；空白项不计；变动后的奖金＝正式份额×新权重÷原权重。"),
      ], tabColour: "D97706", header: binder.word("WORKING COPY – not official", "试算副本（非正式）"), footer: "")
  }

  /// The weights of the parts, in the first row under the heading.
  private func weights(_ book: WorkbookStream) throws {
    book.text("")
    book.text(binder.word("weights", "权重"))
    for part in scheme.parts { book.percent(basisPoints: part.weight.basisPoints, .inputPercent) }
    try book.endRow()
  }

  private func row(
    _ row: SheetRow, _ places: Places, weights: Int, _ book: WorkbookStream
  ) throws {
    let (own, line) = (row.result, book.row)
    let judged = own.assessment
    func cell(_ column: Int) -> String { WorkbookReference.cell(column, line) }
    book.text(row.person.id)
    book.text(row.name)
    for part in judged.parts {
      if part.counts { book.number(units: part.score?.hundredths ?? 0, places: 2) } else { book.blank() }
    }
    // A total over several posts, or none at all, cannot be made from these parts: it stands as a value.
    let isLive = judged.total != nil && own.stints.allSatisfy { $0.post == own.post }
    book.number(units: judged.addition.hundredths, places: 2)
    book.number(units: judged.deduction.hundredths, places: 2)
    total(book, judged.total, isLive: isLive, places, line, weights: weights)
    let band = judged.total.map { scheme.grade(of: $0) }
    let place = judged.grade.flatMap { name in scheme.grades.firstIndex { $0.name == name } }
    let cap = judged.flags.first { $0.hasPrefix("capped:") }.map { String($0.dropFirst(7)) }
    book.text(cap ?? "")
    let isGiven =
      place != nil && place != band && cap == nil
      || judged.flags.contains { $0.hasPrefix("calibrated:") || $0.hasPrefix("forced:") }
    book.text(isGiven ? judged.grade ?? "" : "")
    if judged.total != nil {
      book.formula(
        rules.grade(total: cell(places.total), cap: cell(places.cap), given: cell(places.given)),
        cached: .text(judged.grade ?? ""))
      book.formula(
        rules.factor(total: cell(places.total), grade: cell(places.grade)),
        cached: .number(units: judged.factor.basisPoints, places: 4))
    } else {
      book.text("")
      book.factor(basisPoints: 0)
    }
    if let satisfaction = own.satisfaction {
      book.number(units: satisfaction.hundredths, places: 2)
    } else {
      book.blank()
    }
    let isForfeited = judged.flags.contains { $0.hasPrefix("forfeited:") }
    book.text(isForfeited ? "x" : "")
    book.formula(
      rules.gate(satisfaction: cell(places.satisfaction), forfeit: cell(places.forfeit)),
      cached: .number(units: judged.gate.basisPoints, places: 4))
    book.number(units: own.shareDays, places: 4)
    pay(book, own, places, cell)
    try book.endRow()
  }

  private func total(
    _ book: WorkbookStream, _ total: Score?, isLive: Bool, _ places: Places, _ line: Int, weights top: Int
  ) {
    guard let total else { return book.blank() }
    guard isLive else { return book.number(units: total.hundredths, places: 2) }
    let first = WorkbookReference.cell(places.parts.lowerBound, line)
    let last = WorkbookReference.cell(places.parts.upperBound - 1, line)
    let weights =
      "\(WorkbookReference.cell(places.parts.lowerBound, top, isFixed: true)):\(WorkbookReference.cell(places.parts.upperBound - 1, top, isFixed: true))"
    let own = "\(first):\(last)"
    let added = WorkbookReference.cell(places.addition, line)
    let taken = WorkbookReference.cell(places.deduction, line)
    let mean =
      "ROUND(SUMPRODUCT(ROUND(\(weights)*10000,0),ROUND(\(own)*100,0))/SUMPRODUCT(ROUND(\(weights)*10000,0),ISNUMBER(\(own))*1),0)"
    book.formula(
      "MAX(0,MIN(\(scheme.totalCap.hundredths),\(mean)+ROUND(\(added)*100,0)-ROUND(\(taken)*100,0)))/100",
      cached: .number(units: total.hundredths, places: 2))
  }

  private func pay(
    _ book: WorkbookStream, _ own: QuarterResult, _ places: Places, _ cell: (Int) -> String
  ) {
    let judged = own.assessment
    book.number(units: own.bonus.fen, places: 2)
    // Factor × gate × days × share, each in its smallest unit; below 2^53.
    let product = judged.factor.basisPoints * judged.gate.basisPoints * own.shareDays
    book.integer(judged.total == nil ? 0 : product / 10_000)
    let fen = "ROUND(\(cell(places.share))*100,0)"
    let weight =
      "INT(ROUND(\(cell(places.factor))*10000,0)*ROUND(\(cell(places.gate))*10000,0)*ROUND(\(cell(places.days))*10000,0)/10000)"
    let old = cell(places.rate)
    book.formula(
      "IF(\(old)=0,\(cell(places.share)),ROUND(\(fen)*\(weight)/\(old),0)/100)",
      cached: .number(units: own.bonus.fen, places: 2))
    book.number(units: own.adjustment.fen, places: 2)
    book.formula(
      "MAX(0,ROUND(\(cell(places.bonus))*100,0)+ROUND(\(cell(places.adjustment))*100,0))/100",
      cached: .number(units: own.payable.fen, places: 2))
  }
}
