/// The forms in which questions come and go.
package enum QuestionFormat: String, CaseIterable, Sendable {
  case gift, xml, aiken, csv, xlsx

  /// The ends of names under which question files are found in a folder.
  package static let endings = [".gift", ".xml", ".aiken", ".txt", ".csv", ".xlsx"]
}

/// A question file of any form, told by the end of its name.
package enum QuestionFile {
  package static func isNamed(_ path: String) -> Bool {
    let name = path.lowercased()
    return QuestionFormat.endings.contains { name.hasSuffix($0) }
  }

  /// A bank of a hundred thousand questions is half of this; what is larger is the wrong file.
  private static let largest = 64 << 20

  package static func read(_ path: String) throws -> QuestionReading {
    let name = path.lowercased()
    if name.hasSuffix(".csv") || name.hasSuffix(".xlsx") { return try QuestionTable.read(path) }
    guard let bytes = try InputFile(path: path).readAll(atMost: largest) else {
      return QuestionReading(
        fault:
          "the file is larger than \(largest >> 20) MB; split it, or look for what went wrong when it was written",
        file: path)
    }
    return try read(bytes, named: path)
  }

  /// Reads the bytes of a question file, of the form that its name tells.
  package static func read(_ bytes: [UInt8], named path: String) throws -> QuestionReading {
    let name = path.lowercased()
    if name.hasSuffix(".csv") || name.hasSuffix(".xlsx") { return try QuestionTable.read(bytes, named: path) }
    if name.hasSuffix(".xml") { return MoodleXML.read(bytes, named: path) }
    if name.hasSuffix(".txt") || name.hasSuffix(".aiken") { return PlainText.read(bytes, named: path) }
    return GIFT.read(bytes, named: path)
  }

  /// The questions in a format, and what it cannot carry.
  package static func bytes(
    _ questions: [WrittenQuestion], as format: QuestionFormat, chinese: Bool
  ) throws -> (bytes: [UInt8], losses: [ExportLoss]) {
    switch format {
    case .gift: return (Array(GIFTWriter.text(questions).utf8), [])
    case .xml:
      let (text, losses) = MoodleXMLWriter.text(questions)
      return (Array(text.utf8), losses)
    case .aiken:
      let (text, losses) = Aiken.text(questions)
      return (Array(text.utf8), losses)
    case .csv:
      let (rows, losses) = QuestionTable.rows(questions, chinese: chinese)
      return (Array(rows.map { CSVWriter.line($0) }.joined().utf8), losses)
    case .xlsx:
      let (rows, losses) = QuestionTable.rows(questions, chinese: chinese)
      return (try WorkbookWriter.bytes(sheet: chinese ? "试题" : "questions", rows: rows), losses)
    }
  }
}
