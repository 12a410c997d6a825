import Formats
import SQLite
import Workspace

/// The rows of question banks.
package struct BankRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The newest version, content hash and bank of every question, by id.
  func newest() throws -> [String: (version: Int, hash: String, bank: String)] {
    var newest: [String: (version: Int, hash: String, bank: String)] = [:]
    try database.forEach("SELECT id, version, hash, bank FROM question ORDER BY id, version") {
      newest[$0.text(0)] = ($0.int(1), $0.text(2), $0.text(3))
    }
    return newest
  }

  func insert(_ question: Question, version: Int, at: Instant) throws {
    try database.run(
      """
      INSERT INTO question (id, version, bank, type, level, topic, difficulty, lesson, hash, loaded_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .text(question.id), .integer(version), .text(question.bank), .text(question.type),
        .integer(question.level),
        .text(question.topic), .text(question.difficulty.rawValue), .text(question.lesson),
        .text(question.hash),
        .text(at.description),
      ])
    for (language, text) in question.texts.sorted(by: { $0.key < $1.key }) {
      try database.run(
        "INSERT INTO question_text (question, version, language, source) VALUES (?1, ?2, ?3, ?4)",
        [.text(question.id), .integer(version), .text(language), .text(text.source)])
    }
  }

  private static func question(_ row: Statement, texts: [String: WrittenQuestion]) -> Question {
    Question(
      id: row.text(0), version: row.int(1), bank: row.text(2), type: row.text(3), level: row.int(4),
      topic: row.text(5),
      difficulty: Question.Difficulty(rawValue: row.text(6)) ?? .easy, lesson: row.text(7), texts: texts)
  }

  /// The newest version of every question of a bank that may be drawn, by id.
  package func questions(bank: String) throws -> [Question] {
    let retired = try retired()
    return try all(bank: bank).filter { !retired.contains($0.id) }
  }

  /// The ids of every question of every bank.
  package func ids() throws -> Set<String> {
    Set(try database.rows("SELECT DISTINCT id FROM question ORDER BY id") { $0.text(0) })
  }

  /// The ids of the questions that are drawn no more.
  package func retired() throws -> Set<String> {
    Set(try database.rows("SELECT question FROM question_retirement ORDER BY question") { $0.text(0) })
  }

  func retire(_ id: String, at: Instant, by actor: String, reason: String) throws {
    try database.run(
      "INSERT INTO question_retirement (question, at, by, reason) VALUES (?1, ?2, ?3, ?4)",
      [.text(id), .text(at.description), .text(actor), .text(reason)])
  }

  /// The newest version of every question of a bank, retired ones included, by id.
  package func all(bank: String) throws -> [Question] {
    try database.rows(
      """
      SELECT id, version, bank, type, level, topic, difficulty, lesson
        FROM question q
       WHERE bank = ?1 AND version = (SELECT MAX(version) FROM question n WHERE n.id = q.id)
       ORDER BY id
      """, [.text(bank)]
    ) { Self.question($0, texts: try texts($0.text(0), $0.int(1))) }
  }

  /// The newest version of a question.
  package func newest(_ id: String) throws -> Question? {
    try database.integer("SELECT MAX(version) FROM question WHERE id = ?1", [.text(id)])
      .flatMap { try question(id, version: $0) }
  }

  package func question(_ id: String, version: Int) throws -> Question? {
    try database.first(
      """
      SELECT id, version, bank, type, level, topic, difficulty, lesson
        FROM question
       WHERE id = ?1 AND version = ?2
      """, [.text(id), .integer(version)]
    ) { Self.question($0, texts: try texts(id, version)) }
  }

  private func texts(_ id: String, _ version: Int) throws -> [String: WrittenQuestion] {
    var texts: [String: WrittenQuestion] = [:]
    try database.forEach(
      """
      SELECT language, source
        FROM question_text
       WHERE question = ?1 AND version = ?2
       ORDER BY language
      """, [.text(id), .integer(version)]
    ) { row in
      let entries = GIFT.read(Array(row.text(1).utf8), named: id).entries
      if case .question(let question)? = entries.first { texts[row.text(0)] = question }
    }
    return texts
  }

  /// How many questions of each bank may be drawn, by level and topic.
  package func counts() throws -> [(bank: String, level: Int, topic: String, count: Int)] {
    try database.rows(
      """
      SELECT bank, level, topic, COUNT(*)
        FROM question q
       WHERE version = (SELECT MAX(version) FROM question n WHERE n.id = q.id)
         AND id NOT IN (SELECT question FROM question_retirement)
       GROUP BY bank, level, topic
       ORDER BY bank, level DESC, topic
      """
    ) { ($0.text(0), $0.int(1), $0.text(2), $0.int(3)) }
  }
}
