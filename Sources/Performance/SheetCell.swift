import Formats
import Workspace

/// A cell of a sheet with its kind, so that every format writes it as what it is.
package enum SheetCell: Hashable, Sendable {
  case text(String)
  case integer(Int)
  case score(Score)
  case money(Money)
  /// A factor or a percentage.
  case factor(Weight)
  case percent(Weight)
  case day(CalendarDay)
  /// What does not exist, or cannot be said: an empty cell, never 0.
  case absent

  package static func optional(_ text: String?) -> SheetCell { text.map { .text($0) } ?? .absent }
  package static func optional(_ number: Int?) -> SheetCell { number.map { .integer($0) } ?? .absent }
  package static func optional(_ score: Score?) -> SheetCell { score.map { .score($0) } ?? .absent }

  /// As CSV and pages show it.
  package var plain: String {
    switch self {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .score(let score): score.description
    case .money(let money): money.description
    case .factor(let weight): weight.factorText
    case .percent(let weight): weight.description
    case .day(let day): day.description
    case .absent: ""
    }
  }

  package var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .integer(let number): .int(number)
    case .score(let score): score.json
    case .money(let money): .number(money.description)
    case .factor(let weight): .number(weight.factorText)
    case .percent(let weight): .string(weight.description)
    case .day(let day): .string(day.description)
    case .absent: .null
    }
  }

  /// Writes the cell as the next of a workbook's row.
  func write(to book: WorkbookStream) {
    switch self {
    case .text(let text): book.text(text)
    case .integer(let number): book.integer(number)
    case .score(let score): book.number(units: score.hundredths, places: 2)
    case .money(let money): book.number(units: money.fen, places: 2)
    case .factor(let weight): book.factor(basisPoints: weight.basisPoints)
    case .percent(let weight): book.percent(basisPoints: weight.basisPoints)
    case .day(let day): book.day(day)
    case .absent: book.blank()
    }
  }
}

/// A column of a sheet.
package struct SheetColumn: Sendable {
  /// For programs: the member's name in JSON.
  package let id: String
  package let title: Words
  /// In characters, for workbooks.
  package let width: Int
  package let style: WorkbookStyle
  let value: @Sendable (SheetRow) -> SheetCell

  init(
    _ id: String, en: String, zh: String, width: Int = 11, _ style: WorkbookStyle = .text,
    value: @escaping @Sendable (SheetRow) -> SheetCell
  ) {
    self.id = id
    title = Words(en: en, zh: zh)
    self.width = width
    self.style = style
    self.value = value
  }
}
