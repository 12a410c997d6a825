import Formats
import Workspace

/// The sheets as a workbook: what is official as protected values, and beside it a working copy that calculates.
package struct SheetWorkbook {
  private let desk: SheetDesk
  private let binder: SheetDesk.Binder

  package init(_ desk: SheetDesk, _ binder: SheetDesk.Binder) {
    self.desk = desk
    self.binder = binder
  }

  /// Writes the workbook as a stream.
  ///
  /// - Returns: how many people were written.
  package func write(_ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
    let book = WorkbookStream(
      title: binder.title, description: binder.word("quarter hash \(binder.hash)", "季度校验码 \(binder.hash)"),
      sink: sink)
    try summary(book)
    let count = try official(book, binder.word("People", "人员"), columns: binder.columns, isWide: true)
    let parts = binder.columns.filter { $0.id.hasPrefix("part_") || $0.id.hasPrefix("weight_") }
    _ = try official(book, binder.word("Parts", "分项"), columns: SheetColumns.key + parts + SheetColumns.total)
    let dispute = SheetColumns.state.filter { ["dispute", "signature", "signed_on"].contains($0.id) }
    _ = try official(
      book, binder.word("Pay", "奖金"),
      columns: SheetColumns.key + SheetColumns.total.suffix(3) + SheetColumns.pay + dispute)
    let promotion = SheetColumns.state.filter { $0.id.hasPrefix("promotion") || $0.id == "honours" }
    _ = try official(
      book, binder.word("Promotion", "晋级"),
      columns: SheetColumns.key
        + SheetColumns.person.filter { ["post", "level", "star", "joined"].contains($0.id) }
        + SheetColumns.total.suffix(3) + promotion)
    try schemes(book)
    for scheme in binder.schemes { try WorkingCopy(desk, binder, scheme).write(to: book) }
    try book.finish()
    return count
  }

  private var notes: [String] {
    var notes = [
      binder.word("Quarter hash: \(binder.hash)", "季度校验码：\(binder.hash)"),
      binder.word(
        "Official values; the sheet is protected. To try something out, use the working copy.",
        "正式数值，工作表受保护。试算请用“试算”工作表。"),
    ]
    if !binder.isClosed {
      notes.insert(binder.word("PROVISIONAL: the quarter is not closed.", "暂定：季度尚未关闭。"), at: 0)
    }
    if !binder.note.isEmpty { notes.append(binder.note) }
    return notes
  }

  private func sheet(_ name: String, _ columns: [WorkbookColumn], frozen: Int = 0, filter: Bool = false)
    -> WorkbookSheet
  {
    WorkbookSheet(
      name, columns: columns, title: "\(binder.title) · \(name)", frozenColumns: frozen, filter: filter,
      isProtected: true, notes: notes, tabColour: binder.isClosed ? "1F6F43" : "B45309",
      header: binder.title, footer: String(binder.hash.prefix(16)))
  }

  private func official(
    _ book: WorkbookStream, _ name: String, columns: [SheetColumn], isWide: Bool = false
  ) throws -> Int {
    try book.beginSheet(
      sheet(
        name, columns.map { WorkbookColumn(binder.word($0.title), width: $0.width, $0.style) }, frozen: 2,
        filter: true))
    var count = 0
    try desk.forEachRow(binder) { row in
      count += 1
      for column in columns { column.value(row).write(to: book) }
      try book.endRow()
    }
    try book.endSheet()
    return count
  }

  // MARK: Summary and schemes

  private func summary(_ book: WorkbookStream) throws {
    var (people, assessed) = (0, 0)
    var (bonus, adjusted, payable) = (Money.zero, Money.zero, Money.zero)
    var grades: [String: (count: Int, bonus: Money)] = [:]
    var statuses: [QuarterStatus: Int] = [:]
    try desk.forEachRow(binder) { row in
      people += 1
      bonus = bonus + row.result.bonus
      adjusted = adjusted + row.result.adjustment
      payable = payable + row.result.payable
      if let grade = row.result.assessment.grade {
        assessed += 1
        let known = grades[grade] ?? (0, .zero)
        grades[grade] = (known.count + 1, known.bonus + row.result.bonus)
      } else {
        statuses[row.result.status, default: 0] += 1
      }
    }
    try book.beginSheet(
      sheet(
        binder.word("Summary", "汇总"),
        [
          WorkbookColumn(binder.word("what", "项目"), width: 36),
          WorkbookColumn(binder.word("people", "人数"), width: 10, .integer),
          WorkbookColumn(binder.word("yuan", "金额（元）"), width: 16, .money),
        ]))
    func row(_ what: String, _ count: Int?, _ money: Money?) throws {
      book.text(what)
      if let count { book.integer(count) } else { book.blank() }
      if let money { book.number(units: money.fen, places: 2) } else { book.blank() }
      try book.endRow()
    }
    let pool = binder.run.pool
    try row(binder.word("pool before the company's index", "指数调节前奖金池"), nil, pool.base)
    if let index = pool.index {
      try row(
        binder.word(
          "index \(index), factor \(pool.factor.factorText)", "满意度指数 \(index)，系数 \(pool.factor.factorText)"),
        nil, nil)
    }
    try row(binder.word("pool", "奖金池"), nil, pool.amount)
    try row(binder.word("people on these sheets", "本表人员"), people, nil)
    try row(binder.word("assessed; bonus", "参评；奖金"), assessed, bonus)
    for (grade, sums) in grades.sorted(by: { $0.key < $1.key }) {
      try row(binder.word("grade \(grade)", "等级 \(grade)"), sums.count, sums.bonus)
    }
    for (status, count) in statuses.sorted(by: { $0.key.text < $1.key.text }) {
      try row(binder.word(status.words), count, nil)
    }
    try row(binder.word("adjustments for closed quarters", "以前季度调整"), nil, adjusted)
    try row(binder.word("payable before tax", "应发（税前）"), nil, payable)
    try book.endSheet()
  }

  private func schemes(_ book: WorkbookStream) throws {
    try book.beginSheet(
      sheet(
        binder.word("Schemes", "方案"),
        [
          WorkbookColumn(binder.word("kind", "类别"), width: 14),
          WorkbookColumn(binder.word("id", "编号"), width: 20),
          WorkbookColumn(binder.word("version", "版本"), width: 9),
          WorkbookColumn(binder.word("hash", "校验码"), width: 68),
        ]))
    for line in binder.run.schemes.split(separator: "\n") {
      for word in line.split(separator: " ") { book.text(String(word)) }
      try book.endRow()
    }
    for scheme in binder.schemes {
      for part in scheme.parts {
        book.text(scheme.head.id)
        book.text(binder.word(part.title))
        book.text(part.weight.description)
        book.text(part.source.rawValue)
        try book.endRow()
      }
    }
    try book.endSheet()
  }
}
