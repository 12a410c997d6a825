import Formats
import SQLite
import Workspace

extension SatisfactionRecords {
  /// A response about somebody, with the questions that they can answer for.
  package struct PersonAnswers: Sendable {
    /// The integer key of the person who served.
    package let staff: Int
    package let response: String
    package let day: CalendarDay
    /// Those that were answered, in the model's order, out of 100.
    package let answers: [(question: String, score: Score)]
  }

  /// Calls `body` with every response of a quarter that counts for a person, by person: one pass over one index.
  package func forEachPersonAnswers(in quarter: Quarter, _ body: (PersonAnswers) throws -> Void) throws {
    var models: [String: SurveyModel] = [:]
    try database.forEach(
      """
      SELECT staff, name, day, model, version, answers
        FROM survey_response INDEXED BY survey_pay
       WHERE quarter = ?1 AND staff IS NOT NULL AND score IS NOT NULL AND \(Batch.inForce("survey_response"))
       ORDER BY staff, id
      """, [.integer(quarter.number)]
    ) { row in
      let name = "\(row.text(3)) \(row.int(4))"
      if models[name] == nil {
        models[name] = try SchemeRecords(database).document(
          SurveyModel.self, id: row.text(3), version: row.int(4))
      }
      guard let model = models[name] else { return }
      let bytes = row.bytes(5)
      let answers = model.questions.indices.compactMap { place -> (question: String, score: Score)? in
        let question = model.questions[place]
        guard question.isAttributable, place < bytes.count, bytes[place] != 255 else { return nil }
        return (question.id, question.score(Int(bytes[place])))
      }
      try body(PersonAnswers(staff: row.int(0), response: row.text(1), day: row.day(2), answers: answers))
    }
  }
}
