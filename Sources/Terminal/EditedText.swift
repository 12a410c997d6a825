/// A text under a cursor, on one line or several.
package struct EditedText: Hashable, Sendable {
  private(set) var characters: [Character]
  /// Before which character the next one goes in.
  package private(set) var cursor: Int

  package init(_ text: String) {
    characters = Array(text)
    cursor = characters.count
  }

  package var text: String { String(characters) }

  package mutating func insert(_ character: Character) {
    // A mark that combines joins the character before it.
    if cursor > 0, String(characters[cursor - 1]) + String(character) != "\n",
      (String(characters[cursor - 1]) + String(character)).count == 1
    {
      characters[cursor - 1] = Character(String(characters[cursor - 1]) + String(character))
      return
    }
    characters.insert(character, at: cursor)
    cursor += 1
  }

  /// Acts on a key that edits or moves; `false` for one that does neither.
  ///
  /// - Parameter width: the cells of a line, by which up and down move.
  package mutating func act(on key: Key, width: Int, isMultiline: Bool) -> Bool {
    switch key {
    case .character(let character): insert(character)
    case .pasted(let text):
      let fresh = Array(isMultiline ? text : String(text.map { $0.isNewline ? " " : $0 }))
      characters.insert(contentsOf: fresh, at: cursor)
      cursor += fresh.count
    case .enter where isMultiline: insert("\n")
    case .backspace:
      guard cursor > 0 else { return true }
      characters.remove(at: cursor - 1)
      cursor -= 1
    case .delete: if cursor < characters.count { characters.remove(at: cursor) }
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): moveWithinLine(width, toEnd: false)
    case .end, .control("e"): moveWithinLine(width, toEnd: true)
    case .up where isMultiline: move(lines: -1, width)
    case .down where isMultiline: move(lines: 1, width)
    case .control("u"):
      let start = characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
      characters.removeSubrange(start..<cursor)
      cursor = start
    default: return false
    }
    return true
  }

  /// The lines as ranges of characters, each at most so many cells wide.
  private func lines(_ width: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var (start, cells) = (0, 0)
    // Where a word began: a line ends before it rather than within, unless the word is as long as the line.
    var word = 0
    for (index, character) in characters.enumerated() {
      if character.isNewline {
        lines.append(start..<index)
        (start, cells, word) = (index + 1, 0, index + 1)
        continue
      }
      let own = cellWidth(character)
      if own == 2 || index > 0 && (characters[index - 1] == " " || cellWidth(characters[index - 1]) == 2) {
        word = index
      }
      // One cell stays free for the cursor behind the last character.
      if cells + own > width - 1 {
        let end = word > start ? word : index
        lines.append(start..<end)
        start = end
        cells = characters[start..<index].reduce(0) { $0 + cellWidth($1) }
      }
      cells += own
    }
    return lines + [start..<characters.count]
  }

  private func place(of cursor: Int, in lines: [Range<Int>]) -> (row: Int, column: Int) {
    let row = lines.lastIndex { $0.lowerBound <= cursor } ?? 0
    return (
      row,
      characters[lines[row].lowerBound..<min(cursor, lines[row].upperBound)].reduce(0) { $0 + cellWidth($1) }
    )
  }

  private mutating func moveWithinLine(_ width: Int, toEnd: Bool) {
    let lines = lines(width)
    let row = place(of: cursor, in: lines).row
    cursor = toEnd ? lines[row].upperBound : lines[row].lowerBound
  }

  private mutating func move(lines count: Int, _ width: Int) {
    let lines = lines(width)
    let (row, column) = place(of: cursor, in: lines)
    guard lines.indices.contains(row + count) else { return }
    let line = lines[row + count]
    var (cells, index) = (0, line.lowerBound)
    while index < line.upperBound, cells + cellWidth(characters[index]) <= column {
      cells += cellWidth(characters[index])
      index += 1
    }
    cursor = index
  }

  /// The text on lines of at most so many cells, and where the cursor stands among them.
  package func layout(width: Int) -> (lines: [String], row: Int, column: Int) {
    let lines = lines(width)
    let (row, column) = place(of: cursor, in: lines)
    return (lines.map { String(characters[$0]) }, row, column)
  }
}
