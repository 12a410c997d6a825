/// A piece of a GIFT question whose escapes are resolved but remembered, each character with its place.
///
/// Structure is found among characters that were not escaped; what was escaped is only text.
struct GIFTText {
  struct Mark {
    let scalar: Unicode.Scalar
    let isEscaped: Bool
    let position: Position
  }

  var marks: ArraySlice<Mark>

  /// The lines of a block, each trimmed, joined by line ends.
  init(lines: [(number: Int, indent: Int, text: Substring)]) {
    var marks: [Mark] = []
    for (index, line) in lines.enumerated() {
      var scalars = Array(line.text.unicodeScalars)[...]
      var column = line.indent + 1
      func add(_ scalar: Unicode.Scalar, _ isEscaped: Bool) {
        marks.append(
          Mark(scalar: scalar, isEscaped: isEscaped, position: Position(line: line.number, column: column)))
      }
      while let scalar = scalars.popFirst() {
        if scalar == "\\", let next = scalars.first, "\\:#={}~n".unicodeScalars.contains(next) {
          add(next == "n" ? "\n" : next, true)
          scalars.removeFirst()
          column += 2
        } else {
          add(scalar, false)
          column += 1
        }
      }
      if index + 1 < lines.count { add("\n", false) }
    }
    self.marks = marks[...]
  }

  init(marks: ArraySlice<Mark>) { self.marks = marks }

  var isEmpty: Bool { marks.isEmpty }

  var position: Position { marks.first?.position ?? Position(line: 1, column: 1) }

  /// The text without blanks at its ends.
  var string: String {
    var text = ""
    for mark in trimmed.marks { text.unicodeScalars.append(mark.scalar) }
    return text
  }

  var trimmed: GIFTText {
    var rest = marks
    while let first = rest.first, Self.isBlank(first) { rest.removeFirst() }
    while let last = rest.last, Self.isBlank(last) { rest.removeLast() }
    return GIFTText(marks: rest)
  }

  private static func isBlank(_ mark: Mark) -> Bool { !mark.isEscaped && mark.scalar.properties.isWhitespace }

  /// The first index of an unescaped run of characters.
  func firstIndex(of run: String, from start: Int? = nil) -> Int? {
    let wanted = Array(run.unicodeScalars)
    var index = start ?? marks.startIndex
    while index + wanted.count <= marks.endIndex {
      if (0..<wanted.count).allSatisfy({
        !marks[index + $0].isEscaped && marks[index + $0].scalar == wanted[$0]
      }) {
        return index
      }
      index += 1
    }
    return nil
  }

  func lastIndex(of run: String) -> Int? {
    var found: Int?
    var start = marks.startIndex
    while let index = firstIndex(of: run, from: start) {
      found = index
      start = index + 1
    }
    return found
  }

  func starts(with run: String) -> Bool { firstIndex(of: run) == marks.startIndex && !marks.isEmpty }

  func before(_ index: Int) -> GIFTText { GIFTText(marks: marks[marks.startIndex..<index]) }
  func after(_ index: Int, length: Int = 1) -> GIFTText { GIFTText(marks: marks[(index + length)...]) }

  /// The pieces between unescaped occurrences of `separator`.
  func split(at separator: String) -> [GIFTText] {
    var pieces: [GIFTText] = []
    var rest = self
    while let index = rest.firstIndex(of: separator) {
      pieces.append(rest.before(index))
      rest = rest.after(index, length: separator.unicodeScalars.count)
    }
    return pieces + [rest]
  }

  /// Takes a markup prefix such as `[html]` off the text; an unknown name stays as text.
  func takingMarkup(inherited: WrittenQuestion.Markup) -> (WrittenQuestion.Markup, GIFTText) {
    let text = trimmed
    guard text.starts(with: "["), let end = text.firstIndex(of: "]"), end - text.marks.startIndex < 12 else {
      return (inherited, text)
    }
    let name = text.before(end).after(text.marks.startIndex).string
    guard let markup = WrittenQuestion.Markup(rawValue: name) else { return (inherited, text) }
    return (markup, text.after(end).trimmed)
  }
}
