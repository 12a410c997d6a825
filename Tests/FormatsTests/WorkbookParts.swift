import Formats

/// The parts of a workbook that `body` writes, as texts.
func workbookParts(
  title: String = "t", description: String = "", activeSheet: Int = 0,
  _ body: (WorkbookStream) throws -> Void
) throws -> [String: String] {
  var bytes: [UInt8] = []
  let book = WorkbookStream(title: title, description: description, activeSheet: activeSheet) {
    bytes.append(contentsOf: $0)
  }
  try body(book)
  try book.finish()
  let archive = try ZipArchive(bytes)
  var parts: [String: String] = [:]
  for name in archive.names { parts[name] = String(decoding: try archive.part(name) ?? [], as: UTF8.self) }
  return parts
}

/// What stands in a text between two marks; `nil` where either is missing.
func between(_ start: String, _ end: String, in text: String?) -> String? {
  guard let text, let from = text.firstRange(of: start)?.upperBound,
    let to = text[from...].firstRange(of: end)?.lowerBound
  else { return nil }
  return String(text[from..<to])
}
