import Formats
import Foundation
import Testing

/// A workbook as Merit wrote it, read with the scanner of its own parts: every cell with the value that stands in the file.
struct WorkbookContent {
  enum Value: Equatable {
    case text(String)
    case number(Double)
  }

  /// A sheet's part in the file, and its cells by their names.
  struct Sheet {
    let part: String
    let cells: [String: Value]
    let formulas: Set<String>
  }

  private var parts: [(name: String, bytes: [UInt8])] = []
  private(set) var sheets: [String: Sheet] = [:]

  init(_ path: String) throws {
    let archive = try ZipArchive([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    for name in archive.names { parts.append((name, try archive.part(name) ?? [])) }
    let book = try #require(parts.first { $0.name == "xl/workbook.xml" }?.bytes)
    var scanner = XMLScanner(book)
    while let event = try scanner.next() {
      guard case .open("sheet", let attributes, _) = event, let name = attributes["name"] else { continue }
      let part = "xl/worksheets/sheet\(sheets.count + 1).xml"
      let bytes = try #require(parts.first { $0.name == part }?.bytes)
      sheets[name] = try Self.read(bytes, part)
    }
  }

  private static func read(_ bytes: [UInt8], _ part: String) throws -> Sheet {
    var (cells, formulas) = ([String: Value](), Set<String>())
    var (name, isText, text, inside) = ("", false, "", "")
    var scanner = XMLScanner(bytes)
    while let event = try scanner.next() {
      switch event {
      case .open("c", let attributes, let isEmpty):
        (name, isText, text) = (attributes["r"] ?? "", attributes["t"] != nil, "")
        if isEmpty { name = "" }
      case .open(let element, _, let isEmpty):
        inside = isEmpty ? "" : element
        if element == "f" { formulas.insert(name) }
      case .text(let found): if ["v", "t"].contains(inside) { text += found }
      case .close("c"):
        if isText { cells[name] = .text(text) } else { cells[name] = Double(text).map(Value.number) }
      case .close: inside = ""
      }
    }
    return Sheet(part: part, cells: cells, formulas: formulas)
  }

  /// Puts another value into a cell, in its style; `nil` empties it.
  mutating func set(_ cell: String, of sheet: String, to value: Value?) throws {
    let part = try #require(sheets[sheet]?.part)
    let place = try #require(parts.firstIndex { $0.name == part })
    let text = String(decoding: parts[place].bytes, as: UTF8.self)
    let start = try #require(text.range(of: "<c r=\"\(cell)\" "))
    let rest = text[start.upperBound...]
    let isEmpty = rest.prefix { $0 != ">" }.hasSuffix("/")
    let end = try #require(rest.range(of: isEmpty ? "/>" : "</c>"))
    let style = try #require(rest.range(of: #"s="\d+""#, options: .regularExpression))
    let content =
      switch value {
      case .number(let number): "><v>\(number)</v></c>"
      case .text(let text): " t=\"inlineStr\"><is><t>\(text)</t></is></c>"
      case nil: "/>"
      }
    let changed =
      text[..<start.upperBound] + text[style] + content + text[end.upperBound...]
    parts[place].bytes = Array(String(changed).utf8)
  }

  func write(to path: String) throws {
    var bytes: [UInt8] = []
    let zip = ZipStream { bytes.append(contentsOf: $0) }
    for (name, content) in parts { try zip.add(name, content) }
    try zip.finish()
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}

/// A sheet as a spreadsheet wrote it after calculating: rows of cells, the first row and column at 0.
struct RecalculatedSheet {
  let rows: [[String]]

  init(_ path: String) throws {
    var (rows, row, cell, isQuoted) = ([[String]](), [String](), "", false)
    var characters = try String(contentsOfFile: path, encoding: .utf8).makeIterator()
    while let character = characters.next() {
      switch (character, isQuoted) {
      case ("\"", _):
        // A doubled quote is left and entered again; what it stands for is put back below.
        isQuoted.toggle()
        cell.append("\"")
      case (",", false):
        row.append(Self.unquoted(cell))
        cell = ""
      case ("\n", false):
        rows.append(row + [Self.unquoted(cell)])
        (row, cell) = ([], "")
      default: cell.append(character)
      }
    }
    self.rows = rows
  }

  private static func unquoted(_ cell: String) -> String {
    guard cell.hasPrefix("\""), cell.hasSuffix("\""), cell.count > 1 else { return cell }
    return cell.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
  }

  /// What stands in a cell; empty outside the sheet's used cells.
  subscript(row: Int, column: Int) -> String {
    row < rows.count && column < rows[row].count ? rows[row][column] : ""
  }

  /// The name of the cell in the row of an id and the column of a heading, as a formula would write it.
  func cell(_ id: String, _ heading: String) throws -> String {
    let row = try #require(rows.firstIndex { $0.first == id })
    return WorkbookReference.cell(try column(heading), row + 1)
  }

  func value(_ id: String, _ heading: String) throws -> String {
    self[try #require(rows.firstIndex { $0.first == id }), try column(heading)]
  }

  private func column(_ heading: String) throws -> Int {
    let headings = try #require(rows.first { $0.dropFirst().contains(heading) })
    return try #require(headings.firstIndex(of: heading))
  }
}
