import Exams
import Formats
import Workspace

/// An answer on its way to the server, in the places that the paper shows.
package struct OutgoingEntry: Hashable, Sendable {
  /// The first of the numbers that it stands for.
  package let first: Int
  package let sequence: Int
  package let place: Int
  /// When it was given, by this machine's clock.
  package let said: Instant
  /// The head of the journal at it, in hexadecimal.
  package let head: String
  package let response: Response

  package init(first: Int, sequence: Int, place: Int, said: Instant, head: String, response: Response) {
    self.first = first
    self.sequence = sequence
    self.place = place
    self.said = said
    self.head = head
    self.response = response
  }

  var json: JSON {
    .object([
      ("first", .int(first)), ("sequence", .int(sequence)), ("place", .int(place)),
      ("at", .string(said.description)), ("head", .string(head)), ("response", WireResponse.json(response)),
    ])
  }
}

/// The answers that the server has not acknowledged, oldest first.
package struct Outbox: Sendable {
  package private(set) var entries: [OutgoingEntry] = []

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// How many answers stand here, keystrokes of one text counted as one.
  package var count: Int { entries.count }

  /// Adds an answer; one to a text that stands last becomes one with it, so that an essay does not send each keystroke.
  package mutating func add(_ entry: OutgoingEntry) {
    if let last = entries.last, last.place == entry.place, Self.isText(last), Self.isText(entry) {
      entries[entries.count - 1] = OutgoingEntry(
        first: last.first, sequence: entry.sequence, place: entry.place, said: entry.said, head: entry.head,
        response: entry.response)
    } else {
      entries.append(entry)
    }
  }

  private static func isText(_ entry: OutgoingEntry) -> Bool {
    if case .text = entry.response { true } else { false }
  }

  /// Drops what the server has kept.
  package mutating func acknowledge(_ kept: Int) { entries.removeAll { $0.sequence <= kept } }

  /// What goes into one request: the oldest, not too much at once.
  package func batch() -> [OutgoingEntry] {
    var bytes = 0
    return Array(
      entries.prefix(200).prefix { entry in
        defer { if case .text(let text) = entry.response { bytes += text.utf8.count } }
        return bytes < 256 << 10
      })
  }
}
