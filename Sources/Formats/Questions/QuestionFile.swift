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

  package static func read(_ path: String) throws -> QuestionReading {
    let name = path.lowercased()
    if name.hasSuffix(".csv") || name.hasSuffix(".xlsx") { return try QuestionTable.read(path) }
    let bytes = try InputFile.bytes(of: path)
    if name.hasSuffix(".xml") { return MoodleXML.read(bytes, named: path) }
    if name.hasSuffix(".txt") || name.hasSuffix(".aiken") { return PlainText.read(bytes, named: path) }
    return GIFT.read(bytes, named: path)
  }

  /// The questions in a format, and what it cannot carry.
  package static func bytes(
    _ questions: [WrittenQuestion], as format: QuestionFormat, chinese: Bool
  ) -> (bytes: [UInt8], losses: [ExportLoss]) {
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
      return (WorkbookWriter.bytes(sheet: chinese ? "试题" : "questions", rows: rows), losses)
    }
  }
}
