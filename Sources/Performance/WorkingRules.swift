import Formats
import Workspace

/// The bands and curves of a scheme as tables of a workbook, and the formulas that look into them.
struct WorkingRules {
  private let scheme: PerformanceScheme
  private let name: String
  /// Grades from the lowest up: from in hundredths, name, factor in basis points.
  private let grades: [PerformanceScheme.Grade]
  private let gates: [PerformanceScheme.Gate]
  /// The bonus curve as points, flat beyond both ends; empty where the grade's factor counts.
  private let curve: [Curve.Point]
  private let isStepped: Bool

  /// The first row of the tables, under the title and the heading.
  private static let first = 3

  init(_ scheme: PerformanceScheme, named name: String) {
    self.scheme = scheme
    self.name = WorkbookSheet.legalName(name, unlike: [])
    grades = scheme.grades.reversed()
    gates = scheme.gates.reversed()
    switch scheme.bonusCurve?.shape {
    case .line(let points):
      isStepped = false
      curve =
        [Curve.Point(at: -1_000_000, value: points.first?.value ?? 0)] + points
        + [Curve.Point(at: 1_000_000, value: points.last?.value ?? 0)]
    case .steps(let steps):
      isStepped = true
      curve =
        [Curve.Point(at: -1_000_000, value: steps.last?.value ?? 0)] + steps.dropLast().reversed()
    case .marginal(let tiers):
      // The sum over tiers is a line through their starts.
      isStepped = false
      let top = scheme.totalCap.hundredths
      let places = tiers.map(\.at).filter { $0 < top } + [top]
      curve =
        [Curve.Point(at: -1_000_000, value: 0)]
        + places.map { Curve.Point(at: $0, value: scheme.bonusCurve?.value(at: $0) ?? 0) }
    case nil: (curve, isStepped) = ([], false)
    }
  }

  func write(to book: WorkbookStream, _ binder: SheetDesk.Binder) throws {
    let headings = [
      binder.word("grade from, hundredths", "等级起点（百分之一分）"), binder.word("grade", "等级"),
      binder.word("factor, 1/10000", "系数（万分之一）"), binder.word("satisfaction from, hundredths", "满意度起点"),
      binder.word("gate, 1/10000", "满意度系数（万分之一）"), binder.word("total, hundredths", "总分（百分之一分）"),
      binder.word("bonus factor, 1/10000", "奖金系数（万分之一）"),
    ]
    let styles: [WorkbookStyle] = [
      .inputInteger, .inputText, .inputInteger, .inputInteger, .inputInteger, .inputInteger, .inputInteger,
    ]
    try book.beginSheet(
      WorkbookSheet(
        name, columns: zip(headings, styles).map { WorkbookColumn($0, width: 16, $1) },
        title: binder.word(
          "Rules of the working copy: \(scheme.head.id) v\(scheme.head.version)",
          "试算规则：\(scheme.head.id) v\(scheme.head.version)"),
        isProtected: true, tabColour: "D97706",
        header: binder.word("WORKING COPY – not official", "试算副本（非正式）"), footer: ""))
    for place in 0..<max(grades.count, gates.count, curve.count) {
      if place < grades.count {
        book.integer(grades[place].from.hundredths)
        book.text(grades[place].name)
        book.integer(grades[place].factor.basisPoints)
      } else {
        for _ in 0..<3 { book.blank() }
      }
      if place < gates.count {
        book.integer(gates[place].from.hundredths)
        book.integer(gates[place].factor.basisPoints)
      } else {
        for _ in 0..<2 { book.blank() }
      }
      if place < curve.count {
        book.integer(curve[place].at)
        book.integer(curve[place].value)
      }
      try book.endRow()
    }
    try book.endSheet()
  }

  /// A column of a table, from its first to its last row.
  private func table(_ column: Int, rows: Int) -> String {
    let first = WorkbookReference.cell(column, Self.first, isFixed: true)
    let last = WorkbookReference.cell(column, Self.first + rows - 1, isFixed: true)
    return WorkbookReference.on(name, "\(first):\(last)")
  }

  /// The grade's name: the one given, else the band of the total, at best the cap.
  func grade(total: String, cap: String, given: String) -> String {
    let names = table(1, rows: grades.count)
    let band = "MATCH(ROUND(\(total)*100,0),\(table(0, rows: grades.count)),1)"
    return
      "IF(\(given)<>\"\",\(given),INDEX(\(names),MIN(\(band),IF(\(cap)=\"\",\(grades.count),MATCH(\(cap),\(names),0)))))"
  }

  /// The bonus factor of a total and its grade.
  func factor(total: String, grade: String) -> String {
    let names = table(1, rows: grades.count)
    guard !curve.isEmpty else {
      return "INDEX(\(table(2, rows: grades.count)),MATCH(\(grade),\(names),0))/10000"
    }
    // A grade that was lowered counts at most as the best total of its band.
    let froms = table(0, rows: grades.count)
    let place = "MATCH(\(grade),\(names),0)"
    let top =
      "IF(\(place)<MATCH(ROUND(\(total)*100,0),\(froms),1),INDEX(\(froms),\(place)+1)-1,ROUND(\(total)*100,0))"
    let (ats, values) = (table(5, rows: curve.count), table(6, rows: curve.count))
    let at = "MATCH(\(top),\(ats),1)"
    let value: String
    if isStepped {
      value = "INDEX(\(values),\(at))"
    } else {
      let next = "MIN(\(at)+1,\(curve.count))"
      let width = "MAX(1,INDEX(\(ats),\(next))-INDEX(\(ats),\(at)))"
      value =
        "ROUND((INDEX(\(values),\(at))*\(width)+(INDEX(\(values),\(next))-INDEX(\(values),\(at)))*(\(top)-INDEX(\(ats),\(at))))/\(width),0)"
    }
    let most = scheme.factorCap.map { "MIN(\($0.basisPoints),\(value))" } ?? value
    return "MAX(\(scheme.factorFloor.basisPoints),\(most))/10000"
  }

  /// The gate of a satisfaction; 1 where none counts, 0 where the bonus is forfeited.
  func gate(satisfaction: String, forfeit: String) -> String {
    let band =
      "INDEX(\(table(4, rows: gates.count)),MATCH(ROUND(\(satisfaction)*100,0),\(table(3, rows: gates.count)),1))"
    return "IF(\(forfeit)<>\"\",0,IF(ISNUMBER(\(satisfaction)),\(band)/10000,1))"
  }
}
