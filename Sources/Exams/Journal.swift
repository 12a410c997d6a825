import Formats
import Workspace

/// One row of a sitting's journal.
package struct JournalEntry: Hashable, Sendable {
  package let place: Int
  package let at: Instant
  /// A response as it is kept, or an edit of the text before it.
  package let stored: String
  package let head: [UInt8]

  package init(place: Int, at: Instant, stored: String, head: [UInt8]) {
    self.place = place
    self.at = at
    self.stored = stored
    self.head = head
  }
}

/// What a keystroke does to a long text: so much is kept small on the disk whatever the text's length.
package struct TextEdit: Hashable, Sendable {
  /// In Unicode scalars from the start.
  package let offset: Int
  package let removed: Int
  package let inserted: String

  /// The edit that turns one text into another: what lies between their common start and end.
  package init(from old: String, to new: String) {
    let (a, b) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    var start = 0
    while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
    var end = 0
    while end < min(a.count, b.count) - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
    offset = start
    removed = a.count - start - end
    var text = ""
    text.unicodeScalars.append(contentsOf: b[start..<(b.count - end)])
    inserted = text
  }

  package var stored: String { "e:\(offset),\(removed):\(inserted)" }

  package init?(stored: String) {
    // By scalars: what was inserted may begin with a mark that joins the colon before it.
    let scalars = stored.unicodeScalars
    guard scalars.starts(with: "e:".unicodeScalars) else { return nil }
    let rest = scalars.dropFirst(2)
    guard let colon = rest.firstIndex(of: ":") else { return nil }
    let numbers = rest[..<colon].split(separator: ",").compactMap { Int(String($0)) }
    guard numbers.count == 2, numbers[0] >= 0, numbers[1] >= 0 else { return nil }
    (offset, removed) = (numbers[0], numbers[1])
    inserted = String(rest[rest.index(after: colon)...])
  }

  package func applied(to text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    apply(to: &scalars)
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  /// Edits a text in place; what lies beyond its end is its end.
  func apply(to scalars: inout [Unicode.Scalar]) {
    let start = min(offset, scalars.count)
    scalars.replaceSubrange(start..<min(start + removed, scalars.count), with: inserted.unicodeScalars)
  }
}

/// What a sitting's journal comes to.
package enum Journal {
  /// The last response to each place.
  package static func responses(_ entries: [JournalEntry]) -> [Int: Response] {
    var responses: [Int: Response] = [:]
    // Texts under edit stay scalars until the end: a long one has thousands of edits.
    var texts: [Int: [Unicode.Scalar]] = [:]
    for entry in entries {
      if let edit = TextEdit(stored: entry.stored) {
        if texts[entry.place] == nil, case .text(let before)? = responses[entry.place] {
          texts[entry.place] = Array(before.unicodeScalars)
        }
        edit.apply(to: &texts[entry.place, default: []])
      } else {
        texts[entry.place] = nil
        responses[entry.place] = Response(stored: entry.stored)
      }
    }
    for (place, scalars) in texts {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      responses[place] = .text(String(text))
    }
    return responses
  }

  /// What is appended for a response: the whole of it, or for a long text what changed.
  package static func entry(for response: Response, after previous: Response?) -> String {
    guard case .text(let new) = response, new.utf8.count > 64, case .text(let old)? = previous else {
      return response.stored
    }
    return TextEdit(from: old, to: new).stored
  }

  /// Whether a row says something: a whole response or an edit of a text.
  package static func isReadable(_ entry: JournalEntry) -> Bool {
    TextEdit(stored: entry.stored) != nil || Response(stored: entry.stored) != nil
  }

  /// The end of the chain over the entries, computed anew.
  package static func head(of sitting: Int, _ entries: [JournalEntry]) -> [UInt8] {
    entries.reduce(AnswerChain.start(sitting: sitting)) { head, entry in
      AnswerChain.head(
        after: head, sitting: sitting, place: entry.place, at: entry.at, response: entry.stored)
    }
  }
}
