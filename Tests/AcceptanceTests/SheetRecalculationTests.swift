import Formats
import Foundation
import Testing

/// The sheets of a closed quarter, calculated anew by LibreOffice; skipped where it is not installed.
@Suite(.enabled(if: Spreadsheets.arePresent, "LibreOffice is not installed: libreoffice-calc-nogui"))
struct SheetRecalculationTests {
  private static let schemes = [
    "agent.json5": """
    {merit: "performance", id: "agent", version: 1, from: "2026-01-01", title: "Agent", post: "agent",
     parts: [{id: "survey", title: {en: "Survey", zh: "满意度分"}, source: "satisfaction", weight: 50},
             {id: "exam", title: {en: "Exam", zh: "考试"}, source: "exam", weight: 20},
             {id: "complaints", title: {en: "Complaints", zh: "投诉"}, source: "complaint", weight: 30, per_complaint: 25}],
     grades: [{grade: "A", from: 90, factor: 1.2}, {grade: "B", from: 80, factor: 1},
              {grade: "C", from: 70, factor: 0.8}, {grade: "D", from: 0, factor: 0.5}],
     caps: [{for: "complaints", from: 2, grade: "C"}], forfeits: [{for: "complaints", from: 4}],
     satisfaction_gates: [{from: 75, factor: 1}, {from: 60, factor: 0.9}, {from: 0, factor: 0.8}]}
    """,
    "tech.json5": """
    {merit: "performance", id: "tech", version: 1, from: "2026-01-01", title: "Technician", post: "tech",
     parts: [{id: "survey", title: {en: "Survey", zh: "满意度分"}, source: "satisfaction", weight: 100}],
     grades: [{grade: "A", from: 90, factor: 1.2}, {grade: "B", from: 80, factor: 1}, {grade: "D", from: 0, factor: 0.5}],
     bonus: {points: [{at: 60, factor: 0.5}, {at: 80, factor: 1}, {at: 95, factor: 1.2}]},
     satisfaction_gates: [{from: 0, factor: 1}]}
    """,
    "own.json5": """
    {merit: "survey", id: "own", version: 1, from: "2026-01-01", title: "Own", parts: [{id: "p", title: "p", weight: 100,
     questions: [{id: "how", title: "How", scale: 100, attributable: true}]}]}
    """,
  ]

  /// A closed third quarter of eleven people, worked out by hand: Σ score × weight ÷ Σ weight over the parts that count.
  ///
  ///     E1   95              (4750 + 3000) / 80  96.88  A 1.2          1000.00 taken back for the second quarter
  ///     E2   82              (4100 + 3000) / 80  88.75  B 1
  ///     E3   98, two complaints    6400 / 80     80.00  B, capped to C 0.8
  ///     E4   90, four complaints   4500 / 80     56.25  D 0.5, forfeited
  ///     E5   62              (3100 + 3000) / 80  76.25  C, given B 1, gate 0.9
  ///     E6   on maternity leave                         neutral
  ///     E7   95, outsourced                      96.88  A, no pay here
  ///     E8   85, no base                         90.63  A, no base
  ///     E9   87, technician   1 + 0.2 × 7 / 15   87.00  B 1.0933
  ///     E10  70, technician                      70.00  D 0.75
  ///     E11  88, six tenths agent (92.50) and four technician (88.00)  90.70  A 1.2
  ///
  /// Eight with a base of 3000 make a pool of 24,000; their weights are 3600, 3000, 2400, 0, 2700, 3279.9, 2250 and 3600, in all
  /// 20,829.9. So E2 gets 24,000 × 3000 ÷ 20,829.9 = 3456.57, E3 2765.26, E5 3110.91 and E9 3779.07.
  private func closed() throws -> Desk {
    let desk = try Desk()
    func done(_ words: String...) throws {
      let answer = try desk.run("merit", words)
      #expect(answer.code == 0, "\(words): \(answer.errors)")
    }
    try done("init", ".")
    for (name, text) in Self.schemes.sorted(by: { $0.key < $1.key }) {
      try desk.write(text, to: name)
      try done("scheme", "load", name)
    }
    try desk.write("unit,name,kind\nT1,One,team\n", to: "org.csv")
    try done("org", "import", "org.csv")
    var roster = "id,name,post,team,joined,base,employment,employer,share\n"
    for number in 1...11 {
      let post = [9, 10].contains(number) ? "tech" : "agent"
      let (employment, employer) = number == 7 ? ("outsourced", "Partner") : ("regular", "")
      let share = number == 11 ? "60%" : ""
      roster +=
        "E\(number),王\(number),\(post),T1,2024-01-01,\(number == 8 ? "" : "3000"),\(employment),\(employer),\(share)\n"
    }
    roster += "E11,王11,tech,T1,2024-01-01,3000,regular,,40%\n"
    try desk.write(roster, to: "roster.csv")
    try done("staff", "import", "roster.csv")
    try desk.write("id,from,to,kind\nE6,2026-06-20,2026-10-10,maternity\n", to: "leave.csv")
    try done("staff", "leave", "leave.csv")

    // The second quarter: E1 alone is judged, and gets all of the pool of 3000; two complaints come late.
    try desk.write("response,date,staff,how\nQ2,2026-05-01,E1,95\n", to: "second.csv")
    try done("survey", "import", "second.csv", "--model", "own")
    try done("quarter", "close", "2026Q2", "--early", "--reason", "a test", "--yes")
    let scores = [1: 95, 2: 82, 3: 98, 4: 90, 5: 62, 7: 95, 8: 85, 9: 87, 10: 70, 11: 88]
    try desk.write(
      "response,date,staff,how\n"
        + scores.sorted(by: { $0.key < $1.key }).map { "S\($0),2026-08-01,E\($0),\($1)\n" }.joined(),
      to: "third.csv")
    try done("survey", "import", "third.csv", "--model", "own")
    var complaints = "id,received,class,customer,about,liable\n"
    for (place, about) in ["E1 05", "E1 06", "E3 07", "E3 08", "E4 07", "E4 08", "E4 09", "E4 09"]
      .enumerated()
    {
      let words = about.split(separator: " ")
      complaints += "C\(place),2026-\(words[1])-05 10:00,service,K,\(words[0]),yes\n"
    }
    try desk.write(complaints, to: "complaints.csv")
    try done("complaint", "import", "complaints.csv")
    try done("pay", "adjust", "2026Q2", "--post")
    try done("quarter", "calibrate", "2026Q3", "E5", "--grade", "B", "--reason", "led the storm shift")
    try done("quarter", "close", "2026Q3", "--early", "--reason", "a test", "--yes")
    return desk
  }

  /// Whether what a spreadsheet shows is the value that stands in the file: numbers to 1e-9, texts literally.
  private func agree(_ value: WorkbookContent.Value, _ shown: String) -> Bool {
    switch value {
    case .text(let text): return text == shown
    case .number(let number):
      if let day = CalendarDay(shown) { return Double(day.number + 25_569) == number }
      let scale = shown.hasSuffix("%") ? 100.0 : 1
      guard let other = Double(shown.hasSuffix("%") ? String(shown.dropLast()) : shown) else { return false }
      return abs(other - number * scale) <= 1e-9 * max(1, abs(other))
    }
  }

  private func recalculated(_ desk: Desk, _ name: String) throws -> (
    WorkbookContent, [String: RecalculatedSheet]
  ) {
    let answer = try Spreadsheets.recalculate(desk.path("\(name).xlsx"), into: desk.path("out"))
    #expect(answer.code == 0, "\(answer.errors)")
    let content = try WorkbookContent(desk.path("\(name).xlsx"))
    var sheets: [String: RecalculatedSheet] = [:]
    for sheet in content.sheets.keys {
      sheets[sheet] = try RecalculatedSheet(desk.path("out/\(name)-\(sheet).csv"))
    }
    return (content, sheets)
  }

  @Test func `a spreadsheet calculates every cell of the sheets to what stands in them, in both languages`()
    throws
  {
    let desk = try closed()
    for language in ["en", "zh-Hans"] {
      let export = try desk.merit(
        "sheet", "export", "2026Q3", "--final", "--out", "\(language).xlsx", "--lang", language)
      #expect(export.code == 0, "\(export.errors)")
      let (content, sheets) = try recalculated(desk, language)
      var (compared, calculated) = (0, 0)
      for (name, sheet) in content.sheets {
        let shown = try #require(sheets[name])
        for row in shown.rows.indices {
          for column in shown.rows[row].indices {
            let cell = WorkbookReference.cell(column, row + 1)
            let value = sheet.cells[cell] ?? .text("")
            #expect(
              agree(value, shown[row, column]), "\(name) \(cell): \(value), calculated \(shown[row, column])")
            compared += 1
          }
        }
        calculated += sheet.formulas.count
        #expect(sheet.formulas.allSatisfy { sheet.cells[$0] != nil }, "\(name)")
      }
      // Nine agents of whom one has no total and one is of two posts, and two technicians, with formulas for total, grade,
      // factor, gate, bonus and payable.
      #expect(calculated == 9 * 6 + 2 * 6 - 3 - 1)
      #expect(compared > 1_000)
    }
  }

  @Test func `a changed yellow cell gives the total, grade and bonus that a person works out`() throws {
    let desk = try closed()
    #expect(try desk.merit("sheet", "export", "2026Q3", "--out", "sheet.xlsx", "--lang", "en").code == 0)
    let (content, sheets) = try recalculated(desk, "sheet")
    let (agents, techs) = ("WORKING COPY agent", "WORKING COPY tech")
    func value(_ sheets: [String: RecalculatedSheet], _ id: String, _ heading: String) throws -> String {
      try #require(sheets[["E9", "E10"].contains(id) ? techs : agents]).value(id, heading)
    }
    func all(_ sheets: [String: RecalculatedSheet], _ id: String) throws -> [String] {
      try ["total", "grade", "bonus", "payable"].map { try value(sheets, id, $0) }
    }
    #expect(try all(sheets, "E1") == ["96.88", "A", "4147.88", "3147.88"])
    #expect(try all(sheets, "E2") == ["88.75", "B", "3456.57", "3456.57"])
    #expect(try all(sheets, "E3") == ["80", "C", "2765.26", "2765.26"])
    #expect(try all(sheets, "E5") == ["76.25", "B", "3110.91", "3110.91"])
    #expect(try all(sheets, "E9") == ["87", "B", "3779.07", "3779.07"])

    var changed = content
    func set(_ id: String, _ heading: String, _ value: WorkbookContent.Value?) throws {
      let sheet = ["E9", "E10"].contains(id) ? techs : agents
      try changed.set(try #require(sheets[sheet]).cell(id, heading), of: sheet, to: value)
    }
    try set("E1", "adjustments", .number(-5000))
    try set("E2", "Survey", .number(84))
    try set("E3", "grade at best", nil)
    try set("E5", "grade given", nil)
    try set("E9", "Survey", .number(96))
    try set("E10", "days × share", .number(46))
    try changed.write(to: desk.path("people.xlsx"))
    let people = try recalculated(desk, "people").1
    // Never below nothing.
    #expect(try all(people, "E1") == ["96.88", "A", "4147.88", "0"])
    // (4200 + 3000) / 80 = 90.00; 3456.57 × 1.2 = 4147.884.
    #expect(try all(people, "E2") == ["90", "A", "4147.88", "4147.88"])
    // 2765.26 ÷ 0.8 = 3456.575, half away from nothing.
    #expect(try all(people, "E3") == ["80", "B", "3456.58", "3456.58"])
    // 3110.91 × 0.8 = 2488.728.
    #expect(try all(people, "E5") == ["76.25", "C", "2488.73", "2488.73"])
    // Beyond the last point of the curve: 3779.07 × 12000 ÷ 10933 = 4147.886.
    #expect(try all(people, "E9") == ["96", "A", "4147.89", "4147.89"])
    // Half the days, half the bonus: 2592.43 ÷ 2 = 1296.215.
    #expect(try all(people, "E10") == ["70", "D", "1296.22", "1296.22"])
    // Nobody else moves.
    #expect(try all(people, "E11") == all(sheets, "E11"))

    changed = content
    let top = try #require(sheets[agents]?.rows.firstIndex { $0.dropFirst().first == "weights" }) + 1
    try changed.set("C\(top)", of: agents, to: .number(0.4))
    try changed.set("E\(top)", of: agents, to: .number(0.4))
    // Grades from the lowest up: the fourth row of the rules is the A, the second of the gates is that from 60.
    try changed.set("A6", of: "rules agent", to: .number(91_50))
    try changed.set("E4", of: "rules agent", to: .number(95_00))
    try changed.write(to: desk.path("rules.xlsx"))
    let rules = try recalculated(desk, "rules").1
    // (82 × 40 + 100 × 40) / 80 = 91.00, and an A begins at 91.50 now.
    #expect(try all(rules, "E2") == ["91", "B", "3456.57", "3456.57"])
    // (95 × 40 + 100 × 40) / 80 = 97.50.
    #expect(try all(rules, "E1") == ["97.5", "A", "4147.88", "3147.88"])
    // 3110.91 × 0.95 ÷ 0.9 = 3283.738.
    #expect(try all(rules, "E5") == ["81", "B", "3283.74", "3283.74"])
    // Forfeited is forfeited.
    #expect(try all(rules, "E4") == ["45", "D", "0", "0"])
    #expect(try all(rules, "E9") == all(sheets, "E9"))
  }
}
