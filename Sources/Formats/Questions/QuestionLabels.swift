/// What the comments of a GIFT question say of it: `[id:x]`, of which the first counts, every `[tag:x]`, and the lines of a rubric, `[rubric:points:what a marker looks for]`.
struct QuestionLabels {
  private(set) var identifier: String?
  private(set) var tags: [String] = []
  private(set) var rubric: [WrittenQuestion.RubricLine] = []
  /// What is wrong with a rubric, in words.
  private(set) var problems: [String] = []

  /// - Parameter comments: the comment lines of a question, in order.
  init(_ comments: [ArraySlice<UInt8>]) {
    for comment in comments {
      var index = comment.startIndex
      while let opening = comment[index...].firstIndex(of: UInt8(ascii: "[")) {
        index = opening + 1
        guard let colon = comment[index...].prefix(8).firstIndex(of: UInt8(ascii: ":")) else { continue }
        let name = comment[index..<colon]
        guard Self.isKnown(name) else { continue }
        // A label that is not closed takes the rest of its line.
        guard let (value, end) = Self.value(comment[(colon + 1)...]) else { break }
        index = end
        take(name, value)
      }
    }
  }

  private static func isKnown(_ name: ArraySlice<UInt8>) -> Bool {
    name.elementsEqual("id".utf8) || name.elementsEqual("tag".utf8) || name.elementsEqual("rubric".utf8)
  }

  private mutating func take(_ name: ArraySlice<UInt8>, _ value: String) {
    if name.count == 2 {
      if identifier == nil, !value.isEmpty { identifier = value }
    } else if name.count == 3 {
      if !value.isEmpty, !value.utf8.contains(where: { "<>`".utf8.contains($0) }) { tags.append(value) }
    } else {
      let parts = value.split(separator: ":", maxSplits: 1).map(\.trimmed)
      guard parts.count == 2, let points = Int(parts[0]), (1...1_000).contains(points), !parts[1].isEmpty
      else {
        problems.append("'[rubric:\(value)]' is no line of a rubric; write [rubric:3:what is looked for]")
        return
      }
      rubric.append(WrittenQuestion.RubricLine(points: points, text: String(parts[1])))
    }
  }

  /// The text up to the closing bracket, trimmed, `\]` for one of its own; and what follows.
  private static func value(_ text: ArraySlice<UInt8>) -> (value: String, end: Int)? {
    var bytes: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), index + 1 < text.endIndex, text[index + 1] == UInt8(ascii: "]") {
        bytes.append(UInt8(ascii: "]"))
        index += 2
      } else if byte == UInt8(ascii: "]") {
        let (from, to) = GIFTText.trimmed(bytes[...])
        return (String(decoding: bytes[from..<to], as: UTF8.self), index + 1)
      } else {
        bytes.append(byte)
        index += 1
      }
    }
    return nil
  }
}
