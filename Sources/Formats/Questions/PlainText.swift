/// Question files that are plain text: which form they have, and their lines.
package enum PlainText {
  /// Lines whatever their ends are; a mark at the start of the file is not part of the first.
  static func lines(_ text: String) -> [Substring] {
    var text = text[...]
    if text.unicodeScalars.first == "\u{feff}" {
      text = text[text.unicodeScalars.index(after: text.startIndex)...]
    }
    return text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { String($0.trimmed) }.joined(separator: " ")
  }

  /// Reads Aiken or the Chinese plain form, whichever the file's key lines are of.
  package static func read(_ bytes: [UInt8], named file: String) -> QuestionReading {
    if let strange = bytes.firstIndex(of: 0) {
      // UTF-16 has them in every other place, with a mark at its start.
      guard bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) else {
        return QuestionReading(
          fault: "a NUL byte; the file is damaged or is no text", file: file,
          line: bytes[..<strange].count { $0 == 0x0a } + 1)
      }
    }
    guard let decoded = TextEncoding.decode(bytes) else {
      return QuestionReading(fault: RecordReader.unknownEncoding, file: file)
    }
    let text = String(decoding: decoded.utf8, as: UTF8.self)
    let lines = lines(text)
    if Aiken.recognises(lines) { return Aiken.read(text, named: file) }
    if ChinesePlain.recognises(lines) { return ChinesePlain.read(lines, named: file) }
    return QuestionReading(
      fault:
        "no line starts with 'ANSWER:' or '答案：'; write the key of each question so, or name a GIFT file .gift",
      file: file)
  }
}
