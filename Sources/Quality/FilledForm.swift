import Formats

extension ScoringRoom {
  /// The form as it stands, filled in further with what a program sends.
  ///
  /// - Parameters:
  ///   - answers: by item, as a person types them; an empty one takes an answer back.
  ///   - notes: by item; an empty one takes a note back.
  ///   - comment, moment: left as they are where they are `nil`.
  /// - Throws: `Faults` with each item that is not on the form and each answer that is none.
  package func draft(
    answers: [(item: String, text: String)], notes: [(item: String, text: String)], comment: String?,
    moment: String?
  ) throws -> ScoringDraft {
    var draft = draft
    var faults = Faults()
    func place(_ item: String) -> Int? {
      if let place = card.items.firstIndex(where: { $0.id == item }) { return place }
      let hint = nearest(to: item, among: card.items.map(\.id)).map { "; did you mean '\($0)'?" } ?? ""
      faults.append(
        Fault(file: "body", line: 1, column: 1, message: "there is no item '\(item)' on the form\(hint)"))
      return nil
    }
    for (item, text) in answers {
      guard let place = place(item) else { continue }
      if text.isEmpty {
        draft.items[place] = ScoringDraft.unanswered
        continue
      }
      switch answer(text, item: place) {
      case .success(let byte): draft.items[place] = byte
      case .failure(let reason):
        faults.append(
          Fault(file: "body", line: 1, column: 1, message: "'\(card.items[place].title.en)': \(reason.text)"))
      }
    }
    for (item, text) in notes where place(item) != nil {
      draft.notes[item] = text.isEmpty ? nil : Self.plain(text)
    }
    try faults.throwIfAny()
    if let comment { draft.comment = comment }
    if let moment { draft.moment = Self.plain(moment) }
    return draft
  }

  /// Without the character that keeps what is written about items apart.
  private static func plain(_ text: String) -> String {
    text.split(separator: "\u{1f}").joined(separator: " ")
  }
}
