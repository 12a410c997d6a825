import Formats
import Workspace

/// A question on somebody's paper, with its options in that paper's order.
package struct PaperItem: Hashable, Sendable {
  package let question: String
  package let version: Int
  /// The row of the blueprint that asked for it.
  package let row: Int
  /// Points for a full answer, in hundredths.
  package let points: Int
  /// The bank's places of the options in the order shown: answers of a choice, right sides of a matching, items of an ordering.
  package let options: [Int]

  package init(question: String, version: Int, row: Int, points: Int, options: [Int]) {
    self.question = question
    self.version = version
    self.row = row
    self.points = points
    self.options = options
  }
}

/// A paper as it was dealt to somebody.
package struct Paper: Hashable, Sendable {
  package let id: Int
  package let exam: String
  package let staff: String
  package let attempt: Int
  package let items: [PaperItem]
  /// What share of the points all candidates together are expected to earn, in basis points; `nil` for papers of the first drawing rule.
  package let facility: Int?

  package init(id: Int, exam: String, staff: String, attempt: Int, items: [PaperItem], facility: Int?) {
    self.id = id
    self.exam = exam
    self.staff = staff
    self.attempt = attempt
    self.items = items
    self.facility = facility
  }

  /// The items as they are kept: question, version, row and options, apart by bars, an item a line.
  package static func stored(_ items: [PaperItem]) -> String {
    items.map {
      "\($0.question)|\($0.version)|\($0.row)|\($0.options.map(String.init).joined(separator: ","))"
    }
    .joined(separator: "\n")
  }

  /// The ids of the questions alone, in order.
  static func questions(stored: String) -> [String] {
    stored.split(separator: "\n").map { line in String(line.prefix { $0 != "|" }) }
  }

  /// - Returns: `nil` where a line is not as `stored` writes it.
  package static func items(stored: String, blueprint: Blueprint) -> [PaperItem]? {
    var items: [PaperItem] = []
    for line in stored.split(separator: "\n") {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false)
      guard parts.count == 4, let version = Int(parts[1]), let row = Int(parts[2]),
        blueprint.rows.indices.contains(row)
      else { return nil }
      items.append(
        PaperItem(
          question: String(parts[0]), version: version, row: row, points: blueprint.rows[row].points,
          options: parts[3].split(separator: ",").compactMap { Int($0) }))
    }
    return items
  }
}

/// The questions that an exam may draw, line by line of its blueprint.
package struct Pool: Sendable {
  /// Every question once, by id.
  package let questions: [Question]
  /// For each row of the blueprint, the places in `questions` of what fits it, ascending.
  package let rows: [[Int]]
  /// What share of the points each question is expected to earn, in basis points.
  package let facility: [Int]

  /// - Parameter facility: by id; what is not there is taken from the difficulty.
  package init(rows: [[Question]], facility known: [String: Int] = [:]) {
    var places: [String: Int] = [:]
    questions = Dictionary(rows.joined().map { ($0.id, $0) }) { first, _ in first }.values
      .sorted { $0.id < $1.id }
    for (place, question) in questions.enumerated() { places[question.id] = place }
    self.rows = rows.map { $0.compactMap { places[$0.id] }.sorted() }
    facility = questions.map { known[$0.id] ?? ExpectedFacility.prior($0.difficulty) }
  }

  /// The pool of a blueprint over a bank's newest versions.
  package init(blueprint: Blueprint, questions: [Question], facility: [String: Int] = [:]) {
    let fitting = questions.filter { $0.bank == blueprint.bank }
    self.init(
      rows: blueprint.rows.map { row in fitting.filter { row.admits($0, level: blueprint.level) } },
      facility: facility)
  }

  /// Each row that cannot be filled, with how many questions it lacks.
  ///
  /// Rows may compete for the same questions: a row lacks what is left to it when all rows are filled as well as can be.
  package func shortfalls(_ blueprint: Blueprint) -> [(row: Int, lacking: Int)] {
    let filled = Self.assign(rows, counts: blueprint.rows.map(\.count), among: questions.count)
    return zip(blueprint.rows.indices, filled).compactMap { index, taken in
      taken.count < blueprint.rows[index].count ? (index, blueprint.rows[index].count - taken.count) : nil
    }
  }

  /// Gives each row so many of its candidates, nobody twice, as full as can be: augmenting paths (Kuhn, 1955).
  ///
  /// Candidates are preferred in the order given.
  static func assign(_ candidates: [[Int]], counts: [Int], among size: Int) -> [[Int]] {
    var owner = [Int](repeating: -1, count: size)
    // Where a row stopped looking: owners change, but nobody is ever let go.
    var next = [Int](repeating: 0, count: candidates.count)
    func claim(_ row: Int, _ visited: inout [Bool]) -> Bool {
      while next[row] < candidates[row].count {
        let candidate = candidates[row][next[row]]
        next[row] += 1
        if owner[candidate] < 0 {
          owner[candidate] = row
          return true
        }
      }
      for candidate in candidates[row] where !visited[candidate] && owner[candidate] != row {
        visited[candidate] = true
        if claim(owner[candidate], &visited) {
          owner[candidate] = row
          return true
        }
      }
      return false
    }
    for row in candidates.indices {
      for _ in 0..<counts[row] {
        var visited = [Bool](repeating: false, count: size)
        if !claim(row, &visited) { break }
      }
    }
    return candidates.indices.map { row in candidates[row].filter { owner[$0] == row } }
  }
}

/// How many candidates are expected to answer a question rightly, before it was ever sat and after.
package enum ExpectedFacility {
  /// What its author's word for the difficulty amounts to, in basis points.
  package static func prior(_ difficulty: Question.Difficulty) -> Int {
    switch difficulty {
    case .easy: 8_500
    case .medium: 6_500
    case .hard: 4_500
    }
  }

  /// The share of the points that were earned so far, drawn towards the prior as if twenty more had sat it.
  package static func estimate(earned: Int, of maximum: Int, sittings: Int, prior: Int) -> Int {
    guard maximum > 0, sittings > 0 else { return prior }
    let measured = Int128(max(0, earned)) * 10_000 * Int128(sittings) / Int128(maximum)
    return Int(roundedQuotient(measured + Int128(prior) * 20, Int128(sittings + 20)))
  }
}
