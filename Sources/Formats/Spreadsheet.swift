/// Reads the first sheet of an XLSX workbook as delimited text, so that one reader serves both.
///
/// Every sheet row becomes one line, so a fault's line is the row that a person sees. Date cells are written as
/// `2026-07-01`, or `2026-07-01 09:30:00` where they carry a time.
package enum Spreadsheet {
  /// The table inside a workbook, or the bytes themselves where they are no workbook.
  static func delimitedText(ifXLSX bytes: [UInt8], named file: String) throws -> [UInt8] {
    guard bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) else { return bytes }
    return try delimitedText(workbook: bytes)
  }

  /// The table inside a workbook file, or `nil` where the input is no workbook or a pipe.
  static func delimitedText(ifXLSX input: InputFile) throws -> [UInt8]? {
    guard input.rewind() else { return nil }
    let start = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 4)
    defer { start.deallocate() }
    let count = try input.read(into: start)
    guard input.rewind(), count == 4, start.elementsEqual([0x50, 0x4b, 0x03, 0x04]) else { return nil }
    return try delimitedText(workbook: input.readAll(limit: 512 << 20))
  }

  private static func delimitedText(workbook bytes: [UInt8]) throws -> [UInt8] {
    do {
      let archive = try ZipArchive(bytes)
      guard let sheet = try archive.part(firstSheet(of: archive)) else {
        throw ZipArchive.Damage(message: "the workbook has no sheet")
      }
      let strings = try archive.part("xl/sharedStrings.xml").map(sharedStrings) ?? []
      let dates = try archive.part("xl/styles.xml").map(dateStyles) ?? []
      return try SheetText(strings: strings, dateStyles: dates).text(of: sheet)
    } catch let damage as ZipArchive.Damage {
      throw RecordReader.Broken(
        line: 1, column: 1, message: "\(damage.message); save the workbook again as XLSX or CSV")
    } catch let damage as XMLScanner.Damage {
      throw RecordReader.Broken(
        line: 1, column: 1, message: "\(damage.message); save the workbook again as XLSX or CSV")
    }
  }

  /// The part that holds the first sheet, by the workbook's own order.
  private static func firstSheet(of archive: ZipArchive) throws -> String {
    guard let workbook = try archive.part("xl/workbook.xml"),
      let relations = try archive.part("xl/_rels/workbook.xml.rels")
    else { throw ZipArchive.Damage(message: "the file is a zip but not a workbook") }
    var scanner = XMLScanner(workbook)
    var relation: String?
    while let event = try scanner.next() {
      if case .open("sheet", let attributes, _) = event {
        relation = attributes["id"]
        break
      }
    }
    scanner = XMLScanner(relations)
    while let event = try scanner.next() {
      if case .open("Relationship", let attributes, _) = event, attributes["Id"] == relation,
        let target = attributes["Target"]
      {
        return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
      }
    }
    throw ZipArchive.Damage(message: "the workbook has no sheet")
  }

  private static func sharedStrings(_ part: [UInt8]) throws -> [String] {
    var scanner = XMLScanner(part)
    var strings: [String] = []
    var current = ""
    var depth = (isText: false, isPhonetic: false)
    while let event = try scanner.next() {
      switch event {
      case .open("si", _, let isEmpty):
        current = ""
        if isEmpty { strings.append("") }
      case .open("t", _, let isEmpty): depth.isText = !isEmpty
      case .open("rPh", _, let isEmpty): depth.isPhonetic = !isEmpty
      case .close("t"): depth.isText = false
      case .close("rPh"): depth.isPhonetic = false
      case .close("si"): strings.append(current)
      case .text(let text): if depth.isText, !depth.isPhonetic { current += text }
      default: break
      }
    }
    return strings
  }

  /// For each cell style, whether it shows a number as a date (ECMA-376 part 1, 18.8.30).
  private static func dateStyles(_ part: [UInt8]) throws -> [Bool] {
    var scanner = XMLScanner(part)
    var formats: [Int: Bool] = [:]
    var styles: [Bool] = []
    var isInCellFormats = false
    while let event = try scanner.next() {
      switch event {
      case .open("numFmt", let attributes, _):
        if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
          formats[id] = showsDate(code)
        }
      case .open("cellXfs", _, _): isInCellFormats = true
      case .close("cellXfs"): isInCellFormats = false
      case .open("xf", let attributes, _):
        guard isInCellFormats else { continue }
        let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
        styles.append(
          formats[id] ?? ((14...22).contains(id) || (27...36).contains(id) || (45...58).contains(id)))
      default: break
      }
    }
    return styles
  }

  private static func showsDate(_ code: String) -> Bool {
    var isQuoted = false
    var isBracketed = false
    for character in code.lowercased() {
      switch character {
      case "\"": isQuoted.toggle()
      case "[": isBracketed = true
      case "]": isBracketed = false
      case "y", "d", "h": if !isQuoted, !isBracketed { return true }
      default: break
      }
    }
    return false
  }
}

/// Writes the cells of one sheet as delimited lines.
private struct SheetText {
  let strings: [String]
  let dateStyles: [Bool]

  func text(of part: [UInt8]) throws -> [UInt8] {
    var scanner = XMLScanner(part)
    var result: [UInt8] = []
    var line = 1
    var cells: [String] = []
    var cell = (column: 0, type: "", style: 0, value: "")
    var isValue = false
    while let event = try scanner.next() {
      switch event {
      case .open("row", let attributes, let isEmpty):
        let number = attributes["r"].flatMap { Int($0) } ?? line
        // A blank line for each row that the sheet leaves out keeps line and row the same.
        while line < number, line < 1_048_576 {
          result.append(0x0a)
          line += 1
        }
        cells = []
        if isEmpty {
          result.append(0x0a)
          line += 1
        }
      case .open("c", let attributes, _):
        cell = (
          attributes["r"].flatMap(Self.column) ?? cells.count, attributes["t"] ?? "n",
          attributes["s"].flatMap { Int($0) } ?? 0, ""
        )
        guard cell.column < 16_384 else {
          throw XMLScanner.Damage(offset: 0, message: "a cell beyond column XFD")
        }
        while cells.count <= cell.column { cells.append("") }
      case .open("v", _, let isEmpty), .open("t", _, let isEmpty): isValue = !isEmpty
      case .close("v"), .close("t"): isValue = false
      case .text(let text): if isValue { cell.value += text }
      case .close("c"): cells[cell.column] = shown(cell.type, cell.style, cell.value)
      case .close("row"):
        result.append(contentsOf: cells.map(Self.quoted).joined(separator: ",").utf8)
        result.append(0x0a)
        line += 1
      default: break
      }
    }
    return result
  }

  private func shown(_ type: String, _ style: Int, _ value: String) -> String {
    switch type {
    case "s": return Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
    case "b": return value == "1" ? "TRUE" : "FALSE"
    case "n":
      if style < dateStyles.count, dateStyles[style], let serial = Double(value) { return Self.date(serial) }
      return Self.plainNumber(value)
    default: return value
    }
  }

  /// Spreadsheets store 0.1 as 0.1 but also 86.5 as 86.499999999999999; fifteen digits are what they mean.
  private static func plainNumber(_ text: String) -> String {
    guard let number = Double(text), text.utf8.count > 15 || text.contains("E") || text.contains("e") else {
      return text
    }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
    for places in 1...12 {
      var scale = 1.0
      for _ in 0..<places { scale *= 10 }
      let scaled = (number * scale).rounded()
      if abs(scaled / scale - number) <= abs(number) * 1e-14, abs(scaled) < 1e15 {
        return decimalText(Int(scaled), places: places)
      }
    }
    return text
  }

  /// Day 1 is 1900-01-01 and 1900 counts as a leap year, so from March 1900 day n is n days after 1899-12-30.
  private static func date(_ serial: Double) -> String {
    guard serial >= 61, serial < 109_574 else { return "\(serial)" }
    let seconds = Int((serial * 86_400).rounded())
    let day = CalendarDay(number: seconds / 86_400 - 25_569)
    let rest = seconds % 86_400
    guard rest > 0 else { return day.description }
    return "\(day) \(twoDigits(rest / 3_600)):\(twoDigits(rest / 60 % 60)):\(twoDigits(rest % 60))"
  }

  /// `BC12` is column 54, counted from 0.
  private static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") else { break }
      column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
      if column > 100_000 { return nil }
    }
    return column > 0 ? column - 1 : nil
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\n\r;\t".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
