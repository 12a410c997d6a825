/// Folds full width to half width, so that `ＡＢＣ１２３` and `ABC123` are the same answer.
package func foldedWidth(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0xff01...0xff5e: result.append(Unicode.Scalar(scalar.value - 0xfee0) ?? scalar)
    case 0x3000: result.append(" ")
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// What does not matter when a short answer is compared with its keys; a question turns parts off with `[tag:exact:case,width]`.
package struct AnswerFolding: Hashable, Sendable {
  package enum Part: String, CaseIterable, Sendable {
    /// Full width and half width agree.
    case width
    /// One character and the same made of several agree (Unicode's canonical equivalence).
    case canonical
    /// Blanks at the ends do not count, and runs of them count as one.
    case blanks
    /// Capital and small letters agree.
    case letterCase = "case"
    /// Chinese marks agree with their ASCII counterparts, and a mark at the end of the answer does not count.
    case punctuation
  }

  package let parts: Set<Part>

  package static let all = AnswerFolding(parts: Set(Part.allCases))

  package init(parts: Set<Part>) { self.parts = parts }

  /// The folding of a question with these tags.
  package init(tags: [String]) {
    var parts = Set(Part.allCases)
    for tag in tags where tag.hasPrefix("exact:") {
      for name in tag.dropFirst("exact:".count).split(separator: ",") {
        if let part = Part(rawValue: String(name.trimmed)) { parts.remove(part) }
      }
    }
    self.parts = parts
  }

  /// The words of `exact:` tags that name no part.
  package static func unknownParts(in tags: [String]) -> [String] {
    tags.filter { $0.hasPrefix("exact:") }
      .flatMap { $0.dropFirst("exact:".count).split(separator: ",").map { String($0.trimmed) } }
      .filter { Part(rawValue: $0) == nil }
  }

  private static let marks: [Character: String] = [
    "。": ".", "、": ",", "，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "“": "\"",
    "”": "\"",
    "‘": "'", "’": "'", "【": "[", "】": "]", "《": "<", "》": ">", "—": "-", "–": "-", "～": "~", "…": "...",
    "→": "->",
  ]

  package func folded(_ text: String) -> String {
    var result = text
    if parts.contains(.punctuation) {
      result = result.reduce(into: "") { $0 += Self.marks[$1] ?? String($1) }
    }
    if parts.contains(.width) { result = foldedWidth(result) }
    if parts.contains(.letterCase) { result = result.lowercased() }
    if parts.contains(.blanks) {
      result = result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    if parts.contains(.punctuation) {
      while let last = result.last, ".,;!?".contains(last) { result.removeLast() }
    }
    return result
  }

  /// The rule as a candidate reads it.
  package var words: Words {
    let names: [(Part, String, String)] = [
      (.letterCase, "capitals", "大小写"), (.width, "full or half width", "全角半角"), (.blanks, "blanks", "多余空格"),
      (.punctuation, "punctuation at the end", "末尾标点"),
    ]
    let kept = names.filter { parts.contains($0.0) }
    guard !kept.isEmpty else { return Words(en: "write it exactly", zh: "须完全一致") }
    return Words(
      en: kept.map(\.1).joined(separator: ", ") + " do not matter",
      zh: "不计" + kept.map(\.2).joined(separator: "、"))
  }
}
