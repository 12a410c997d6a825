import Formats
import Workspace

/// One customer's answers.
package struct SurveyResponse: Hashable, Sendable {
  package let name: String
  package let day: CalendarDay
  package let model: String
  package let version: Int
  /// The integer key of the person who served.
  package let staff: Int?
  /// A byte for each question of the model; 255 where it was not answered.
  package let answers: [UInt8]
  /// The mean of the attributable questions' scores; `nil` where none was answered.
  package let score: Score?
  /// Call, team, site, brand and channel, with unit separators between them.
  package let labels: String?
  package let comment: String?

  static let labelColumns = ["call", "team", "site", "brand", "channel"]

  static let dayColumn = Column("date", "日期", required: true, example: "2026-08-12")

  static let columns = [
    Column("response", "问卷编号", required: true, example: "S000001"),
    dayColumn,
    Column("staff", "工号", example: "E0001"),
    Column("call", "通话编号"),
    Column("team", "班组"),
    Column("site", "地市"),
    Column("brand", "品牌"),
    Column("channel", "渠道", example: "phone"),
    Column("comment", "意见"),
  ]

  /// The columns without a model's questions, for a template.
  package static let templateShape = TableShape("survey", columns, furtherColumns: "questions of the model")

  /// Reads the rows of an answer file as bytes.
  static func read(_ table: TableReader, model: SurveyModel, staff: [String: Int], today: CalendarDay) throws
    -> (
      rows: [Placed<SurveyResponse>], digest: String
    )
  {
    var rows: [Placed<SurveyResponse>] = []
    let people = ByteKeyTable(expecting: staff.count)
    var keys: [Int?] = []
    let seen = ByteKeyTable(expecting: 4_096)
    var lines: [Int] = []
    var hash = SHA256()
    let columns = model.questions.map { table.index(of: $0.id) }
    let labels = labelColumns.map { table.index(of: $0) }
    try table.forEachRow { row in
      let name = row.bytes("response")
      let person = row.bytes("staff")
      if name.isEmpty { row.fault("response", "'response' is empty; a value is required") }
      let day = row.day("date")
      if let day, day > today { row.fault("date", "\(day) lies in the future; mend the date") }
      var key: Int?
      if !person.isEmpty {
        let (number, isNew) = people.number(of: person)
        if isNew { keys.append(staff[people.key(number)]) }
        key = keys[number]
        if key == nil {
          row.fault("staff", "nobody has the id '\(people.key(number))'; see: merit staff list")
        }
      }
      let answers = read(row, columns, model)
      guard !name.isEmpty, let day, let answers, person.isEmpty || key != nil else { return }
      let (number, isNew) = seen.number(of: name)
      guard isNew else {
        return row.fault(
          "response", "response '\(seen.key(number))' stands on line \(lines[number]) already; keep one")
      }
      lines.append(row.line)
      hash.update(name)
      hash.update(answers)
      let texts = labels.map { $0.map { row.text(at: $0) } ?? "" }
      rows.append(
        Placed(
          SurveyResponse(
            name: String(decoding: name, as: UTF8.self), day: day, model: model.head.id,
            version: model.head.version,
            staff: key, answers: answers, score: attributable(answers, model),
            labels: texts.allSatisfy(\.isEmpty) ? nil : texts.joined(separator: "\u{1f}"),
            comment: row.optional("comment")),
          line: row.line))
    }
    return (rows, hexText(hash.finish()))
  }

  private static func read(_ row: TableRow, _ columns: [Int?], _ model: SurveyModel) -> [UInt8]? {
    var answers = [UInt8](repeating: 255, count: columns.count)
    var isSound = true
    for place in columns.indices {
      guard let column = columns[place] else { return nil }
      let cell = row.bytes(at: column)
      if cell.isEmpty { continue }
      let question = model.questions[place]
      var value = 0
      for byte in cell {
        let digit = Int(byte) - 0x30
        value = (0...9).contains(digit) && value < 1_000 ? value * 10 + digit : 10_000
      }
      guard value >= question.lowest, value <= question.scale else {
        row.fault(
          at: column,
          "'\(String(decoding: cell, as: UTF8.self))' is off the scale of question '\(question.id)'; write a whole number from \(question.lowest) to \(question.scale)"
        )
        isSound = false
        continue
      }
      answers[place] = UInt8(value)
    }
    return isSound ? answers : nil
  }

  private static func attributable(_ answers: [UInt8], _ model: SurveyModel) -> Score? {
    var (sum, count) = (0, 0)
    for (place, question) in model.questions.enumerated()
    where question.isAttributable && answers[place] != 255 {
      sum += question.score(Int(answers[place])).hundredths
      count += 1
    }
    return Score.mean(sum: sum, count: count)
  }
}
