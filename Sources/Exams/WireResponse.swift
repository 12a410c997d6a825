import Formats

/// A response as it travels between a client and the server, in the places that the paper shows.
package enum WireResponse {
  /// `{"choice":[0,2]}`, `{"truth":true}`, `{"text":"…"}`, `{"pairs":[1,null,0]}`, `{"order":[2,0,1]}` or `{"blank":true}`.
  package static func json(_ response: Response) -> JSON {
    switch response {
    case .blank: .object([("blank", .bool(true))])
    case .choice(let places): .object([("choice", .array(places.map(JSON.int)))])
    case .truth(let flag): .object([("truth", .bool(flag))])
    case .text(let text): .object([("text", .string(text))])
    case .pairs(let places): .object([("pairs", .array(places.map { JSON.optional($0) }))])
    case .order(let places): .object([("order", .array(places.map(JSON.int)))])
    }
  }

  /// - Returns: `nil` where it is none of these.
  package static func read(_ node: JSON5Node) -> Response? {
    guard case .object(let members) = node.kind, members.count == 1, let member = members.first else {
      return nil
    }
    switch member.key {
    case "blank": return member.value.boolean == true ? .blank : nil
    case "truth": return member.value.boolean.map { .truth($0) }
    case "text": return member.value.string.map { .text($0) }
    case "choice": return places(member.value).map { .choice($0) }
    case "order": return places(member.value).map { .order($0) }
    case "pairs":
      guard let nodes = member.value.elements else { return nil }
      let places = nodes.map { node in node.wholeNumber }
      guard zip(nodes, places).allSatisfy({ $0.isNull || $1 != nil }) else { return nil }
      return .pairs(places)
    default: return nil
    }
  }

  private static func places(_ node: JSON5Node) -> [Int]? {
    guard let nodes = node.elements else { return nil }
    let places = nodes.compactMap(\.wholeNumber)
    return places.count == nodes.count ? places : nil
  }
}

extension PaperItem {
  /// A response in the bank's places as the paper shows it.
  package func shown(_ response: Response) -> Response {
    func place(_ bank: Int) -> Int? { options.firstIndex(of: bank) }
    switch response {
    case .choice(let places): return .choice(places.compactMap(place).sorted())
    case .order(let places): return .order(places.compactMap(place))
    case .pairs(let places): return .pairs(places.map { $0.flatMap(place) })
    case .blank, .truth, .text: return response
    }
  }

  /// A response in the places shown as the bank has them; `nil` where it is no answer to the question.
  package func bank(_ response: Response, to question: WrittenQuestion) -> Response? {
    func bank(_ shown: [Int]) -> [Int]? {
      guard Set(shown).count == shown.count, shown.allSatisfy(options.indices.contains) else { return nil }
      return shown.map { options[$0] }
    }
    switch (question.body, response) {
    case (_, .blank): return .blank
    case (.multichoice(let isSingle, _), .choice(let places)):
      guard !places.isEmpty, !isSingle || places.count == 1 else { return nil }
      return bank(places).map { .choice($0.sorted()) }
    case (.truefalse, .truth): return response
    case (.shortanswer, .text(let text)), (.numerical, .text(let text)):
      return text.utf8.count <= Response.longestText ? response : nil
    case (.essay, .text(let text)):
      return !question.isDrill && text.utf8.count <= Response.longestText ? response : nil
    case (.matching(let pairs), .pairs(let places)):
      guard places.count == pairs.count(where: { !$0.left.isEmpty }),
        places.allSatisfy({ $0.map(options.indices.contains) ?? true })
      else { return nil }
      return .pairs(places.map { $0.map { options[$0] } })
    case (.ordering, .order(let places)): return places.isEmpty ? nil : bank(places).map { .order($0) }
    default: return nil
    }
  }
}

extension Response {
  /// In bytes: some twenty thousand Chinese characters, which no marker reads to the end.
  package static let longestText = 64 << 10
}
