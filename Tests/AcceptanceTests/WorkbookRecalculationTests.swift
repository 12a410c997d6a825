import Formats
import Foundation
import Testing

/// Workbooks with formulas, calculated anew by LibreOffice; skipped where it is not installed.
///
/// To have it: `scripts/install soffice:libreoffice-calc-nogui`.
@Suite(.enabled(if: Spreadsheets.arePresent, "LibreOffice is not installed: libreoffice-calc-nogui"))
struct WorkbookRecalculationTests {
  /// A formula, and what a person gets with pencil and paper.
  private struct Sum {
    let formula: String
    let value: String
    init(_ formula: String, _ value: String) {
      self.formula = formula
      self.value = value
    }
  }

  private static let sums = [
    // Scores 89.50, 90.25, 77.75 and one that is undefined.
    Sum("SUM(People!B2:B5)", "257.5"),
    Sum("AVERAGE(People!B2:B5)", "85.8333333333333"),
    Sum("COUNT(People!B2:B5)", "3"),
    Sum("ROUND(AVERAGE(People!B2:B5),2)", "85.83"),
    // Product before division: 3000.00 × 1.0500 × 89.50 ÷ 100 = 2819.25.
    Sum("ROUND(People!C2*People!D2*People!B2/100,2)", "2819.25"),
    // In whole fen: 333 333 × 9 875 × 9 025 ÷ 100 000 000 = 297 072.6195…
    Sum("ROUND(333333*9875*9025/100000000,0)", "297073"),
    Sum("ROUND(People!C3*100,0)*ROUND(People!D3*10000,0)", "3291663375"),
    Sum("INT(7*100/3)", "233"),
    // Half away from zero, on both sides of it.
    Sum("ROUND(0.5,0)", "1"), Sum("ROUND(1.5,0)", "2"), Sum("ROUND(2.5,0)", "3"),
    Sum("ROUND(-0.5,0)", "-1"), Sum("ROUND(-2.5,0)", "-3"),
    Sum("ROUND(234.4/100,2)", "2.34"), Sum("ROUND(234.5/100,2)", "2.35"), Sum("ROUND(-234.5/100,2)", "-2.35"),
    Sum("ROUND(-234.4/100,2)", "-2.34"), Sum("ROUND(1005/1000,2)", "1.01"),
    // Bands from 0, 60, 80 and 90, on both sides of each edge.
    Sum("VLOOKUP(0,Bands!$A$2:$B$5,2,TRUE)", "0"),
    Sum("VLOOKUP(59.99,Bands!$A$2:$B$5,2,TRUE)", "0"), Sum("VLOOKUP(60,Bands!$A$2:$B$5,2,TRUE)", "0.8"),
    Sum("VLOOKUP(79.99,Bands!$A$2:$B$5,2,TRUE)", "0.8"), Sum("VLOOKUP(80,Bands!$A$2:$B$5,2,TRUE)", "1"),
    Sum("VLOOKUP(89.99,Bands!$A$2:$B$5,2,TRUE)", "1"), Sum("VLOOKUP(90,Bands!$A$2:$B$5,2,TRUE)", "1.2"),
    Sum("INDEX(Bands!$C$2:$C$5,MATCH(79.99,Bands!$A$2:$A$5,1))", "合格"),
    Sum("INDEX(Bands!$C$2:$C$5,MATCH(80,Bands!$A$2:$A$5,1))", "良好"),
    Sum("INDEX(People!$C$2:$C$5,MATCH(\"0002\",People!$A$2:$A$5,0))", "3333.33"),
    Sum("IF(89.99>=90,\"A\",IF(89.99>=80,\"B\",IF(89.99>=60,\"C\",\"D\")))", "B"),
    Sum("IF(90>=90,\"A\",IF(90>=80,\"B\",IF(90>=60,\"C\",\"D\")))", "A"),
    Sum("IF(60>=90,\"A\",IF(60>=80,\"B\",IF(60>=60,\"C\",\"D\")))", "C"),
    Sum("IF(59.99>=90,\"A\",IF(59.99>=80,\"B\",IF(59.99>=60,\"C\",\"D\")))", "D"),
    Sum("IF(People!A4=\"=1+1\",\"a text\",\"run\")", "a text"),
    Sum("People!E2-People!E3", "1"),
    Sum("SUM(People!F2:F3)", "-0.03"),
  ]

  @Test func `formulas give in a spreadsheet what they give on paper`() throws {
    let desk = try Desk()
    var bytes: [UInt8] = []
    let book = WorkbookStream(title: "sums") { bytes.append(contentsOf: $0) }
    try book.beginSheet(WorkbookSheet("Sums", columns: [WorkbookColumn("sum", .plain)], isProtected: true))
    for sum in Self.sums {
      // A value that is wrong, so that one which is only passed on is seen.
      book.formula(sum.formula, cached: .number(units: 999, places: 0))
      try book.endRow()
    }
    try people(book)
    try bands(book)
    try book.finish()
    try Data(bytes).write(to: URL(fileURLWithPath: desk.path("book.xlsx")))

    let answer = try Spreadsheets.recalculate(desk.path("book.xlsx"), into: desk.path("out"))
    #expect(answer.code == 0, "\(answer.errors)")
    let text = try String(contentsOfFile: desk.path("out/book-Sums.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    try #require(lines.count == Self.sums.count + 2)
    for (sum, line) in zip(Self.sums, lines.dropFirst()) {
      #expect(line == sum.value, "\(sum.formula)")
    }
    #expect(
      try String(contentsOfFile: desk.path("out/book-Bands.csv"), encoding: .utf8)
        == "from,factor,grade\n0,0,不合格\n60,0.8,合格\n80,1,良好\n90,1.2,优秀\n")
  }

  /// Four people; the third's name looks like a formula, and the fourth has no score.
  private func people(_ book: WorkbookStream) throws {
    let columns = [
      WorkbookColumn("id"), WorkbookColumn("score", .score), WorkbookColumn("base", .inputMoney),
      WorkbookColumn("factor", .factor), WorkbookColumn("day", .day), WorkbookColumn("change", .money),
    ]
    try book.beginSheet(WorkbookSheet("People", columns: columns, frozenColumns: 1, filter: true))
    let day = try #require(CalendarDay("2026-07-01"))
    for (id, score, base, factor) in [
      ("0001", 8_950, 300_000, 10_500), ("0002", 9_025, 333_333, 9_875), ("=1+1", 7_775, 300_000, 10_000),
      ("0004", nil, 300_000, 10_000),
    ] as [(String, Int?, Int, Int)] {
      book.text(id)
      if let score { book.number(units: score, places: 2) } else { book.undefined() }
      book.number(units: base, places: 2)
      book.factor(basisPoints: factor)
      book.day(day.adding(days: 3 - book.row))
      book.number(units: book.row == 2 ? -4 : 1, places: 2)
      try book.endRow()
    }
  }

  private func bands(_ book: WorkbookStream) throws {
    let columns = [
      WorkbookColumn("from", .score), WorkbookColumn("factor", .factor), WorkbookColumn("grade"),
    ]
    try book.beginSheet(WorkbookSheet("Bands", columns: columns))
    for (from, factor, grade) in [(0, 0, "不合格"), (60, 8_000, "合格"), (80, 10_000, "良好"), (90, 12_000, "优秀")] {
      book.integer(from)
      book.factor(basisPoints: factor)
      book.text(grade)
      try book.endRow()
    }
  }

  @Test func `a file that is no workbook is refused, and so is one that is not there`() throws {
    let desk = try Desk()
    let missing = try Spreadsheets.recalculate(desk.path("none.xlsx"), into: desk.path("out"))
    #expect(missing.code == 66)
    #expect(missing.errors == "recalculate: '\(desk.path("none.xlsx"))' cannot be read; check the name\n")
  }
}

/// LibreOffice on this machine.
enum Spreadsheets {
  static var arePresent: Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/soffice") }
  }

  static func recalculate(_ file: String, into folder: String) throws -> (code: Int32, errors: String) {
    let process = Process()
    process.executableURL = Desk.root.appendingPathComponent("scripts/recalculate")
    process.arguments = [file, folder]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
