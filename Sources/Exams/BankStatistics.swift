import Formats
import SQLite
import Statistics
import Workspace

/// How questions did over all exams, in one pass over papers and their marks.
package struct BankStatistics {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// What a question's answers came to.
  package struct Figures: Sendable {
    /// On how many papers it was.
    package internal(set) var exposure = 0
    /// How many sittings with it were marked.
    package internal(set) var sittings = 0
    /// In hundredths, over all those sittings.
    package internal(set) var earned = 0
    package internal(set) var maximum = 0
    /// What the question earned with what the rest of the paper did, both as shares in basis points.
    var shares = PairSums()

    /// Points earned over points to be earned.
    package var facility: Double? { maximum > 0 ? Double(earned) / Double(maximum) : nil }

    /// The correlation of what the question earned with what the rest of the paper did, both as shares; `nil` where either is constant.
    package var discrimination: Double? { shares.correlation }
  }

  /// The figures of every question that was ever on a paper, by id.
  package func figures() throws -> [String: Figures] {
    var figures: [String: Figures] = [:]
    var paper: [String] = []
    var marks: [(question: String, points: Int, maximum: Int)] = []
    func finish() {
      let (points, maximum) = marks.reduce((0, 0)) { ($0.0 + $1.points, $0.1 + $1.maximum) }
      for mark in marks {
        var entry = figures[mark.question] ?? Figures()
        entry.sittings += 1
        entry.earned += mark.points
        entry.maximum += mark.maximum
        let rest = maximum - mark.maximum
        entry.shares.add(
          mark.maximum > 0 ? mark.points * 10_000 / mark.maximum : 0,
          rest > 0 ? (points - mark.points) * 10_000 / rest : 0)
        figures[mark.question] = entry
      }
      marks = []
    }
    try database.forEach("SELECT items FROM paper ORDER BY id") { row in
      for id in Paper.questions(stored: row.text(0)) { figures[id, default: Figures()].exposure += 1 }
    }
    var current = -1
    try database.forEach(
      """
      SELECT t.id, p.items, m.place, m.points, m.maximum
        FROM sitting t
        JOIN paper p ON p.exam = t.exam AND p.staff = t.staff AND p.attempt = t.attempt
        JOIN place_mark m ON m.sitting = t.id
         AND m.revision = (SELECT MAX(n.revision) FROM place_mark n WHERE n.sitting = m.sitting AND n.place = m.place)
       ORDER BY t.id, m.place
      """
    ) { row in
      if row.int(0) != current {
        finish()
        current = row.int(0)
        paper = Paper.questions(stored: row.text(1))
      }
      guard paper.indices.contains(row.int(2)) else { return }
      marks.append((paper[row.int(2)], row.int(3), row.int(4)))
    }
    finish()
    return figures
  }

  /// What share of the points each question is expected to earn, in basis points: measured where it was sat, else by its difficulty.
  func facilities(_ questions: [Question]) throws -> [String: Int] {
    let figures = try figures()
    var facilities: [String: Int] = [:]
    for question in questions {
      let known = figures[question.id] ?? Figures()
      facilities[question.id] = ExpectedFacility.estimate(
        earned: known.earned, of: known.maximum, sittings: known.sittings,
        prior: ExpectedFacility.prior(question.difficulty))
    }
    return facilities
  }
}
