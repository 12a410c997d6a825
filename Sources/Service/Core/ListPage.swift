import Formats
import Workspace

/// A page of a list: so many items, and the cursor with which the next page begins.
///
/// A cursor holds the key of the page's last item, so items that come or go between two pages shift nothing.
struct ListPage<Item> {
  private let items: [Item]
  private let next: String?

  init(of all: [Item], call: Call, key: (Item) -> String) throws {
    let limit = call.query("limit").flatMap { Int($0) } ?? ListPage<Item>.usual
    var start = 0
    if let cursor = call.query("after") {
      guard let last = Cursor.key(of: cursor), let place = all.firstIndex(where: { key($0) == last }) else {
        throw Refusal(
          .usage, "the cursor '\(cursor)' leads nowhere any more", "begin again without 'after'")
      }
      start = place + 1
    }
    items = Array(all.dropFirst(start).prefix(limit))
    next = start + limit < all.count ? items.last.map { Cursor.text(for: key($0)) } : nil
  }

  private static var usual: Int { 100 }

  func json(_ form: JSONForm<Item>) -> JSON {
    .object([("items", form.json(items)), ("next", .optional(next))])
  }
}

extension ListPage where Item == Never {
  static func schema(of item: JSONSchema) -> JSONSchema {
    .object([
      .init("items", .list(item)),
      .init("next", .optional(.text), note: "give it as 'after' for the next page; null on the last"),
    ])
  }

  static let parameters: [Route.Parameter] = [
    .init("limit", .integer(1...1_000), "how many items at most; 100 unless said"),
    .init("after", .string(.free, 1...400), "the 'next' of the page before"),
  ]
}

/// A key as the text of a cursor: hexadecimal, so that nobody takes it for the key.
private enum Cursor {
  static func text(for key: String) -> String { hexText(Array(key.utf8)) }

  static func key(of cursor: String) -> String? {
    let digits = Array(cursor.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
