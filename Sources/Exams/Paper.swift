import Formats
import Workspace

/// A question on somebody's paper, with its options in that paper's order.
package struct PaperItem: Hashable, Sendable {
  package let question: String
  package let version: Int
  /// Points for a full answer, in hundredths.
  package let points: Int
  /// The bank's places of the options in the order shown: answers of a choice, right sides of a matching.
  package let options: [Int]
}

/// The questions that an exam may draw, line by line of its blueprint.
package struct Pool: Sendable {
  /// For each row of the blueprint, what fits it, by id.
  package let rows: [[Question]]

  package init(rows: [[Question]]) { self.rows = rows }

  /// The pool of a blueprint over a bank's newest versions.
  package init(blueprint: Blueprint, questions: [Question]) {
    let fitting = questions.filter { $0.bank == blueprint.bank && $0.level == blueprint.level }.sorted {
      $0.id < $1.id
    }
    rows = blueprint.rows.map { row in fitting.filter(row.admits) }
  }

  /// Each row that cannot be filled, with how many questions it lacks.
  ///
  /// Rows may compete for the same questions: a row lacks what is left to it when all rows are filled as well as can be.
  package func shortfalls(_ blueprint: Blueprint) -> [(row: Int, lacking: Int)] {
    let filled = Self.assign(rows.map { $0.map(\.id) }, counts: blueprint.rows.map(\.count))
    return zip(blueprint.rows.indices, filled).compactMap { index, taken in
      taken.count < blueprint.rows[index].count ? (index, blueprint.rows[index].count - taken.count) : nil
    }
  }

  /// Gives each row so many of its candidates, nobody twice, as full as can be: augmenting paths (Kuhn, 1955).
  ///
  /// Candidates are preferred in the order given.
  static func assign(_ candidates: [[String]], counts: [Int]) -> [[String]] {
    var owner: [String: Int] = [:]
    func claim(_ row: Int, _ visited: inout Set<String>) -> Bool {
      for candidate in candidates[row] where owner[candidate] == nil && !visited.contains(candidate) {
        owner[candidate] = row
        return true
      }
      for candidate in candidates[row] where !visited.contains(candidate) {
        guard let current = owner[candidate], current != row else { continue }
        visited.insert(candidate)
        if claim(current, &visited) {
          owner[candidate] = row
          return true
        }
      }
      return false
    }
    for row in candidates.indices {
      for _ in 0..<counts[row] {
        var visited: Set<String> = []
        if !claim(row, &visited) { break }
      }
    }
    return candidates.indices.map { row in candidates[row].filter { owner[$0] == row } }
  }
}

/// Draws papers: the same exam, candidate and attempt always give the same paper.
package enum Drawing {
  package static func paper(
    exam: String, seed: UInt64, staff: String, attempt: Int, blueprint: Blueprint, pool: Pool
  ) -> [PaperItem] {
    var generator = SeededGenerator(seed: seed, "paper", exam, staff, "\(attempt)")
    var questions: [String: Question] = [:]
    for question in pool.rows.joined() { questions[question.id] = question }
    let shuffled = pool.rows.map { generator.shuffled($0.map(\.id)) }
    let drawn = Pool.assign(shuffled, counts: blueprint.rows.map(\.count))
    var items: [PaperItem] = []
    for (row, ids) in zip(blueprint.rows, drawn) {
      for question in ids.compactMap({ questions[$0] }) {
        let places = optionPlaces(of: question)
        items.append(
          PaperItem(
            question: question.id, version: question.version, points: row.points,
            options: blueprint.shufflesOptions || question.type == "matching"
              ? generator.shuffled(places) : places))
      }
    }
    return blueprint.shufflesQuestions ? generator.shuffled(items) : items
  }

  /// The places of what a paper may shuffle: the answers of a choice, the right sides of a matching.
  private static func optionPlaces(of question: Question) -> [Int] {
    guard let text = question.texts.min(by: { $0.key < $1.key })?.value else { return [] }
    switch text.body {
    case .multichoice(_, let answers): return Array(answers.indices)
    case .matching(let pairs): return Array(pairs.indices)
    default: return []
    }
  }
}
