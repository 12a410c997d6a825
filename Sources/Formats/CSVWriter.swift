/// Writes cells so that every reader gets the same text back and no spreadsheet runs one as a formula.
package enum CSVWriter {
  /// One line, ended by LF.
  package static func line(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\n"
  }

  /// The cell, quoted where it must be.
  ///
  /// A text that starts with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in front, unless it is a
  /// plain number: spreadsheets would run it (OWASP, "CSV injection").
  package static func cell(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x80 || isPlain($0) }) { return text }
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
      ExactDecimal(text) == nil
    {
      text = "'" + text
    }
    guard text.unicodeScalars.contains(where: { ",;\"\n\r\t".unicodeScalars.contains($0) }) else {
      return text
    }
    var quoted = "\""
    for character in text.unicodeScalars {
      if character == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(character) }
    }
    return quoted + "\""
  }

  /// Letters, digits and what else can neither start a formula nor end a cell.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
