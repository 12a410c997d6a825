/// Reads the members of a JSON5 document into typed values and gathers every fault with its path and place.
///
/// One reader per document; `ObjectReader`s for its objects share its faults.
package final class DocumentReader {
  package let file: String
  package private(set) var faults = Faults()

  package init(file: String) { self.file = file }

  package func fault(_ message: String, at position: Position) {
    faults.append(Fault(file: file, line: position.line, column: position.column, message: message))
  }

  /// The document as an object; a fault where it is anything else.
  package func root(_ node: JSON5Node) -> ObjectReader? { object(node, path: "") }

  package func object(_ node: JSON5Node, path: String) -> ObjectReader? {
    guard case .object(let members) = node.kind else {
      fault(
        "\(path.isEmpty ? "the document" : "'\(path)'") is \(node.kindName); an object is needed",
        at: node.position)
      return nil
    }
    return ObjectReader(document: self, path: path, position: node.position, members: members)
  }
}

/// The members of one object; whatever was not asked for by `finish()` is an unknown key, and a fault.
package final class ObjectReader {
  package let document: DocumentReader
  package let path: String
  package let position: Position
  private let members: [String: JSON5Node.Member]
  private let order: [String]
  private var asked: Set<String> = []

  init(document: DocumentReader, path: String, position: Position, members: [JSON5Node.Member]) {
    self.document = document
    self.path = path
    self.position = position
    self.order = members.map(\.key)
    self.members = Dictionary(members.map { ($0.key, $0) }) { first, _ in first }
  }

  /// The keys in the order written.
  package var keys: [String] { order }

  package func has(_ key: String) -> Bool { members[key] != nil }

  /// The place of a member, or of the object where it is absent.
  package func position(of key: String) -> Position { members[key]?.value.position ?? position }

  package func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  package func fault(_ message: String, at key: String? = nil) {
    document.fault(message, at: key.map { position(of: $0) } ?? position)
  }

  private func node(_ key: String) -> JSON5Node? {
    asked.insert(key)
    guard let node = members[key]?.value else { return nil }
    if case .null = node.kind { return nil }
    return node
  }

  private func missing(_ key: String, _ what: String) {
    document.fault("'\(path(key))' is missing; \(what) is needed", at: position)
  }

  private func mismatch(_ key: String, _ node: JSON5Node, _ what: String) {
    document.fault("'\(path(key))' is \(node.kindName); \(what) is needed", at: node.position)
  }

  package func optionalText(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    guard case .string(let text) = node.kind else {
      mismatch(key, node, "a text")
      return nil
    }
    return text
  }

  package func text(_ key: String) -> String? {
    if !has(key) { missing(key, "a text") }
    return optionalText(key)
  }

  /// A text in one language for all, or `{en: …, zh: …}`.
  package func words(_ key: String) -> Words? {
    guard let node = node(key) else {
      missing(key, "a text, or {en: …, zh: …},")
      return nil
    }
    switch node.kind {
    case .string(let text): return Words(en: text, zh: text)
    case .object:
      guard let object = document.object(node, path: path(key)) else { return nil }
      let en = object.text("en")
      let zh = object.text("zh")
      object.finish()
      if let en, let zh { return Words(en: en, zh: zh) }
      return nil
    default:
      mismatch(key, node, "a text, or {en: …, zh: …},")
      return nil
    }
  }

  package func optionalBool(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .bool(let flag) = node.kind else {
      mismatch(key, node, "true or false")
      return nil
    }
    return flag
  }

  package func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
    optionalDecimal(key, places: 0, in: range)
  }

  package func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    if !has(key) { missing(key, "a whole number") }
    return optionalInteger(key, in: range)
  }

  /// A number in units of `10^−places`.
  package func optionalDecimal(_ key: String, places: Int, in range: ClosedRange<Int>) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .number(let text) = node.kind else {
      mismatch(key, node, "a number")
      return nil
    }
    guard let value = ExactDecimal(text)?.scaled(to: places) else {
      document.fault(
        "'\(path(key))' is \(text); a number with at most \(places) decimal places is needed",
        at: node.position)
      return nil
    }
    guard range.contains(value) else {
      let bounds = (
        decimalText(range.lowerBound, places: places), decimalText(range.upperBound, places: places)
      )
      document.fault(
        "'\(path(key))' is \(text); it must be from \(bounds.0) to \(bounds.1)", at: node.position)
      return nil
    }
    return value
  }

  package func decimal(_ key: String, places: Int, in range: ClosedRange<Int>) -> Int? {
    if !has(key) { missing(key, "a number") }
    return optionalDecimal(key, places: places, in: range)
  }

  package func optionalDay(_ key: String) -> CalendarDay? {
    guard let text = optionalText(key) else { return nil }
    if let day = CalendarDay(text) { return day }
    fault("'\(path(key))' is '\(text)'; write a date as 2026-07-01", at: key)
    return nil
  }

  /// One of some words.
  package func optionalWord<Word: RawRepresentable & CaseIterable>(_ key: String, _: Word.Type) -> Word?
  where Word.RawValue == String {
    guard let text = optionalText(key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let allowed = Word.allCases.map(\.rawValue)
    let hint = nearest(to: text, among: allowed).map { "; did you mean '\($0)'?" } ?? ""
    fault("'\(path(key))' is '\(text)', which is none of \(allowed.joined(separator: ", "))\(hint)", at: key)
    return nil
  }

  package func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) -> Word?
  where Word.RawValue == String {
    if !has(key) { missing(key, "one of \(type.allCases.map(\.rawValue).joined(separator: ", "))") }
    return optionalWord(key, type)
  }

  package func optionalObject(_ key: String) -> ObjectReader? {
    node(key).flatMap { document.object($0, path: path(key)) }
  }

  package func object(_ key: String) -> ObjectReader? {
    if !has(key) { missing(key, "an object") }
    return optionalObject(key)
  }

  /// The objects of a list, which must be there; `[]` and a fault where it is not.
  package func objects(_ key: String) -> [ObjectReader] {
    if !has(key) { missing(key, "a list of objects") }
    return optionalObjects(key)
  }

  package func optionalObjects(_ key: String) -> [ObjectReader] {
    elements(key).enumerated().compactMap { document.object($1, path: "\(path(key))[\($0)]") }
  }

  package func texts(_ key: String) -> [String] {
    elements(key).compactMap { node in
      if case .string(let text) = node.kind { return text }
      mismatch(key, node, "a list of texts")
      return nil
    }
  }

  /// A list of decimal numbers, as they were written.
  package func decimals(_ key: String) -> [ExactDecimal] {
    elements(key).compactMap { decimal($0, in: key) }
  }

  /// A list of lists of decimal numbers.
  package func decimalRows(_ key: String) -> [[ExactDecimal]] {
    elements(key).compactMap { node in
      if case .array(let cells) = node.kind { return cells.compactMap { decimal($0, in: key) } }
      mismatch(key, node, "a list of lists of numbers")
      return nil
    }
  }

  private func decimal(_ node: JSON5Node, in key: String) -> ExactDecimal? {
    if case .number(let text) = node.kind, let number = ExactDecimal(text) { return number }
    mismatch(key, node, "a list of plain numbers")
    return nil
  }

  private func elements(_ key: String) -> [JSON5Node] {
    guard let node = node(key) else { return [] }
    guard case .array(let elements) = node.kind else {
      mismatch(key, node, "a list")
      return []
    }
    return elements
  }

  /// Reports the keys that nobody asked for.
  package func finish() {
    for key in order where !asked.contains(key) {
      let hint =
        nearest(to: key, among: asked.sorted()).map { "; did you mean '\($0)'?" }
        ?? "; known here: \(asked.sorted().joined(separator: ", "))"
      document.fault("'\(path(key))' is not a known key\(hint)", at: members[key]?.position ?? position)
    }
  }
}

/// A text in the two languages that people read here.
package struct Words: Hashable, Sendable {
  package let en: String
  package let zh: String

  package init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  package func text(chinese: Bool) -> String { chinese ? zh : en }
}

/// The candidate that a mistyped word most likely meant (Damerau's optimal string alignment distance, at most a third of its length); else `nil`.
///
/// What is longer than any name is no slip of one: whoever sends it must not be able to have much computed.
package func nearest(to word: String, among candidates: [String]) -> String? {
  guard word.utf8.count <= 256 else { return nil }
  let limit = max(1, word.count / 3)
  return candidates.filter { abs($0.count - word.count) <= limit }.map {
    ($0, distance(Array(word), Array($0)))
  }
  .filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
}

private func distance(_ a: [Character], _ b: [Character]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var rows = [Array(0...b.count)]
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, rows[i - 2][j - 2] + 1) }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
