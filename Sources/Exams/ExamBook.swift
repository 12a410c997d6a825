import SQLite
import Synchronization
import Workspace

/// What an exam asks and how it is marked: read from the workspace once, where many sit it at the same time.
package struct ExamBook: Sendable {
  let exam: Exam
  let blueprint: Blueprint
  let pool: Pool
  /// By id, with the keys that regrades gave them.
  let questions: [String: Question]
  /// The questions for which everybody gets the whole of the points.
  let creditForAll: Set<String>
  /// The keys that regrades had given when it was read.
  let keys: [String: String]

  init(_ id: String, in database: Connection) throws {
    let records = ExamRecords(database)
    exam = try records.exam(id)
    blueprint = try SchemeRecords(database).document(
      Blueprint.self, id: exam.blueprint, version: exam.blueprintVersion)
    pool = try records.pool(of: id, rows: blueprint.rows.count)
    let keys = try MarkingRecords(database).keys(of: id)
    self.keys = keys
    creditForAll = Set(keys.filter { $0.value == KeyChange.creditForAll }.keys)
    questions = Dictionary(
      pool.questions.map { question in
        (question.id, keys[question.id].flatMap { try? KeyChange.apply($0, to: question) } ?? question)
      }
    ) { first, _ in first }
  }
}

/// The exams that are being sat, kept in memory from one request to the next.
package final class ExamShelf: Sendable {
  /// More than this many are forgotten all at once: nobody holds so many exams in one hour.
  private static let room = 16

  private let books = Mutex<[String: ExamBook]>([:])

  package init() {}

  /// An exam's room, read anew where its state or a key has changed since.
  package func room(_ occasion: Occasion, exam id: String) throws -> ExamRoom {
    let exam = try ExamRecords(occasion.database).exam(id)
    if let held = books.withLock({ $0[id] }), held.exam == exam,
      try MarkingRecords(occasion.database).keys(of: id) == held.keys
    {
      return ExamRoom(occasion, held)
    }
    let book = try ExamBook(id, in: occasion.database)
    books.withLock { books in
      if books.count >= Self.room { books = [:] }
      books[id] = book
    }
    return ExamRoom(occasion, book)
  }
}
