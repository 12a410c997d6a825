import Statistics
import Workspace

/// How often each answer was given to each question: what every figure of a survey is made from.
package struct AnswerCounts: Sendable {
  /// For each question of the model the number of each answer, from 0 on.
  package private(set) var counts: [[Int]]
  package private(set) var responses = 0

  package init(_ model: SurveyModel) {
    counts = model.questions.map { Array(repeating: 0, count: $0.scale + 1) }
  }

  /// Counts one response.
  ///
  /// - Parameter answers: question by question the answer, or `nil`.
  package mutating func add(_ answers: [Int?]) {
    responses += 1
    for (place, answer) in answers.enumerated() {
      if let answer, answer < counts[place].count { counts[place][answer] += 1 }
    }
  }

  /// The sums over a question's answers as scores in hundredths.
  package func sums(_ place: Int, _ question: SurveyModel.Question) -> SampleSums {
    var (n, sum, squares) = (0, Int128(0), Int128(0))
    for (answer, count) in counts[place].enumerated() where count > 0 {
      let score = Int128(question.score(max(answer, question.lowest)).hundredths)
      n += count
      sum += score * Int128(count)
      squares += score * score * Int128(count)
    }
    return SampleSums(count: n, sum: sum, squares: squares)
  }
}

/// The net promoter score: the share of 9 and 10 less that of 0 to 6, in points of a hundred.
package struct NetPromoter: Sendable {
  package let promoters: Int
  package let detractors: Int
  package let n: Int

  /// - Parameter counts: how often each answer from 0 to 10 was given.
  package init(_ counts: [Int]) {
    detractors = counts.prefix(7).reduce(0, +)
    promoters = counts.dropFirst(9).reduce(0, +)
    n = counts.reduce(0, +)
  }

  /// Exact, rounded once; `nil` of no answers.
  package var score: Score? {
    n > 0 ? Score(hundredths: Int(roundedQuotient(Int128(promoters - detractors) * 10_000, Int128(n)))) : nil
  }

  /// In points: 100·√((p + d − (p − d)²)/n); `nil` of no answers.
  package var error: Double? {
    guard n > 0 else { return nil }
    let (p, d) = (Double(promoters) / Double(n), Double(detractors) / Double(n))
    return 100 * (max(0, p + d - (p - d) * (p - d)) / Double(n)).squareRoot()
  }
}
