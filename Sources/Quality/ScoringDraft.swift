import SQLite
import Workspace

/// A form that an assessor is filling in: kept after every key, and gone once it is handed in.
package struct ScoringDraft: Hashable, Sendable {
  /// The byte of an item that is not answered yet.
  package static let unanswered: UInt8 = 254

  /// A byte for each item, as an evaluation keeps them, or `unanswered`.
  package var items: [UInt8]
  /// Seconds into the call, or any other mark of the place, as typed.
  package var moment: String
  package var comment: String
  /// What was written about items, by their ids.
  package var notes: [String: String]

  package init(items: [UInt8], moment: String = "", comment: String = "", notes: [String: String] = [:]) {
    self.items = items
    self.moment = moment
    self.comment = comment
    self.notes = notes
  }

  /// The score of what is answered so far: items without an answer are left out, those that may not apply as well.
  package func running(_ card: Scorecard) -> ScorecardResult {
    Scoring.result(
      card, bytes: items.map { $0 == Self.unanswered ? 255 : $0 },
      unanswered: items.map { $0 == Self.unanswered })
  }

  /// What still keeps the form from being handed in: the places of items without an answer, and of those without a comment
  /// that they need.
  package func gaps(_ card: Scorecard) -> (answers: [Int], comments: [Int]) {
    let answers = items.indices.filter { items[$0] == Self.unanswered }
    let comments = card.items.indices.filter { place in
      items[place] != Self.unanswered && card.items[place].wantsComment(ItemAnswer(byte: items[place]))
        && (notes[card.items[place].id] ?? "").isEmpty
    }
    return (answers, comments)
  }
}

/// The rows of forms that are being filled in.
struct DraftRecords {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  func find(call: Int, assessor: Int) throws -> (
    scorecard: String, version: Int, kind: Int, draft: ScoringDraft
  )? {
    try database.first(
      """
      SELECT scorecard, version, kind, items, moment, comment, notes
        FROM evaluation_draft
       WHERE call = ?1 AND assessor = ?2
      """, [.integer(call), .integer(assessor)]
    ) {
      (
        $0.text(0), $0.int(1), $0.int(2),
        ScoringDraft(
          items: $0.blob(3), moment: $0.text(4), comment: $0.text(5),
          notes: Evaluation.notes(in: $0.text(6)))
      )
    }
  }

  func save(
    _ draft: ScoringDraft, call: Int, assessor: Int, card: Scorecard, kind: Evaluation.Kind, at: Instant
  ) throws {
    try database.run(
      """
      INSERT INTO evaluation_draft (call, assessor, scorecard, version, kind, items, moment, comment, notes, saved_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
          ON CONFLICT (call, assessor) DO UPDATE
         SET items = ?6, moment = ?7, comment = ?8, notes = ?9, saved_at = ?10
      """,
      [
        .integer(call), .integer(assessor), .text(card.head.id), .integer(card.head.version),
        .integer(kind.rawValue), .blob(draft.items), .text(draft.moment), .text(draft.comment),
        .text(Evaluation.joined(draft.notes, card) ?? ""), .text(at.description),
      ])
  }

  func delete(call: Int, assessor: Int) throws {
    try database.run(
      "DELETE FROM evaluation_draft WHERE call = ?1 AND assessor = ?2", [.integer(call), .integer(assessor)])
  }
}
