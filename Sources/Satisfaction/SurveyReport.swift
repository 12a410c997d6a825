import Formats
import Statistics
import Workspace

/// What a survey says about one group: per question, part, process and as a whole, each with how sure it is.
package struct SurveyReport: Sendable {
  package struct Question: Sendable {
    package let question: SurveyModel.Question
    package let n: Int
    package let mean: Score?
    /// The standard error of the mean, in points.
    package let error: Double?
    /// Answers in the two best boxes.
    package let top: Proportion
    /// Of the question that asks for a recommendation.
    package let promoters: NetPromoter?
  }

  package struct Process: Sendable {
    package let name: String
    package let mean: Score?
    package let n: Int
  }

  /// The grades that answers belong to, and the score that this makes.
  package struct FuzzyResult: Sendable {
    package let memberships: [Double]
    package let score: Score
    /// Places of the grades between which the score lies; the same twice where it is one of them.
    package let between: (upper: Int, lower: Int)
  }

  package let name: String
  package let responses: Int
  package let questions: [Question]
  package let index: SurveyIndex
  /// The standard error of the index in points, question by question as if independent; `nil` where it is undefined.
  package let indexError: Double?
  package let processes: [Process]
  package let fuzzy: FuzzyResult?
  /// For each part its own fuzzy score.
  package let fuzzyParts: [(id: String, result: FuzzyResult?)]

  /// - Parameter squaredError: the variance of the index where it was worked out from whole responses, in points².
  package init(_ name: String, _ counts: AnswerCounts, model: SurveyModel, squaredError: Double? = nil) {
    let sums = model.questions.indices.map { counts.sums($0, model.questions[$0]) }
    self.init(
      name, counts, model: model,
      means: sums.map { (Score.mean(sum: Int($0.sum), count: $0.count), $0.count) },
      errors: sums.map { sums in
        sums.variance.map { ($0 / Double(sums.count)).squareRoot() / 100 }
      }, squaredError: squaredError)
  }

  init(
    _ name: String, _ counts: AnswerCounts, model: SurveyModel, means: [(mean: Score?, n: Int)],
    errors: [Double?], squaredError: Double?
  ) {
    self.name = name
    responses = counts.responses
    questions = model.questions.enumerated().map { place, question in
      let own = counts.counts[place]
      return Question(
        question: question, n: means[place].n, mean: means[place].mean, error: errors[place],
        top: Proportion(hits: own.dropFirst(question.topBox).reduce(0, +), of: own.reduce(0, +)),
        promoters: question.isRecommendation ? NetPromoter(own) : nil)
    }
    index = SurveyIndex(model: model, means: means, responses: counts.responses)
    indexError = squaredError.map { $0.squareRoot() }
    var names: [String] = []
    for question in model.questions {
      if let process = question.process, !names.contains(process) { names.append(process) }
    }
    let results = questions
    processes = names.map { name in
      let own = results.filter { $0.question.process == name }
      let known = own.compactMap(\.mean)
      return Process(
        name: name, mean: Score.mean(sum: known.reduce(0) { $0 + $1.hundredths }, count: known.count),
        n: own.map(\.n).max() ?? 0)
    }
    (fuzzy, fuzzyParts) = Self.evaluate(counts, model)
  }

  // MARK: Fuzzy evaluation, two levels

  private static func evaluate(_ counts: AnswerCounts, _ model: SurveyModel) -> (
    FuzzyResult?, [(id: String, result: FuzzyResult?)]
  ) {
    guard let fuzzy = model.fuzzy else { return (nil, []) }
    let grades = fuzzy.grades.map { Double($0.score.hundredths) / 100 }
    func result(_ evaluation: FuzzyEvaluation) -> FuzzyResult? {
      guard let memberships = evaluation.normalised, let value = evaluation.score(grades) else { return nil }
      let score = Score(hundredths: Int((value * 100).rounded()))
      let upper = fuzzy.grades.lastIndex { $0.score >= score } ?? 0
      let lower = fuzzy.grades.firstIndex { $0.score <= score } ?? fuzzy.grades.count - 1
      return FuzzyResult(memberships: memberships, score: score, between: (upper, lower))
    }
    var parts: [(id: String, result: FuzzyResult?)] = []
    for part in model.parts {
      var (weights, shares): ([Double], [[Double]]) = ([], [])
      for place in part.questions {
        guard
          let own = FuzzyEvaluation.shares(
            of: grouped(counts.counts[place], model.questions[place], into: fuzzy.grades.count))
        else { continue }
        weights.append(Double(model.questions[place].weight))
        shares.append(own)
      }
      let evaluation =
        weights.isEmpty ? nil : FuzzyEvaluation(weights: weights, shares: shares, by: fuzzy.operation)
      parts.append((part.id, evaluation.flatMap(result)))
    }
    let known = zip(model.parts, parts).compactMap { part, own in
      own.result.map { (Double(part.weight.basisPoints), $0.memberships) }
    }
    guard known.count == model.parts.count else { return (nil, parts) }
    let whole = FuzzyEvaluation(weights: known.map(\.0), shares: known.map(\.1), by: fuzzy.operation)
    return (result(whole), parts)
  }

  /// Counts of answers as counts of grades, the best first: the scale is cut into as many equal stretches as there are grades.
  static func grouped(_ counts: [Int], _ question: SurveyModel.Question, into grades: Int) -> [Int] {
    var result = [Int](repeating: 0, count: grades)
    let steps = question.scale - question.lowest + 1
    for (answer, count) in counts.enumerated() where count > 0 && answer >= question.lowest {
      let fromBest = question.scale - answer
      result[min(grades - 1, fromBest * grades / steps)] += count
    }
    return result
  }

  // MARK: Weighting

  /// The groups as one, each counting for its customers; groups without customers known or without answers are left out.
  package static func weighted(
    _ name: String, _ groups: [(customers: Int, counts: AnswerCounts, squaredError: Double?)],
    model: SurveyModel
  ) -> SurveyReport {
    var all = AnswerCounts(model)
    for group in groups { all.add(group.counts) }
    var means: [(mean: Score?, n: Int)] = []
    var errors: [Double?] = []
    for (place, question) in model.questions.enumerated() {
      let known = groups.map { (customers: Int128($0.customers), sums: $0.counts.sums(place, question)) }
        .filter { $0.customers > 0 && $0.sums.count > 0 }
      let whole = known.reduce(Int128(0)) { $0 + $1.customers }
      guard whole > 0 else {
        means.append((nil, 0))
        errors.append(nil)
        continue
      }
      // Every group's mean is published, so the whole is made of the published ones.
      let sum = known.reduce(Int128(0)) { total, group in
        total + group.customers
          * Int128(Score.mean(sum: Int(group.sums.sum), count: group.sums.count)?.hundredths ?? 0)
      }
      means.append(
        (Score(hundredths: Int(roundedQuotient(sum, whole))), known.reduce(0) { $0 + $1.sums.count }))
      let variance = known.reduce(0.0 as Double?) { total, group in
        guard let total, let own = group.sums.variance else { return nil }
        let share = Double(group.customers) / Double(whole)
        return total + share * share * own / Double(group.sums.count)
      }
      errors.append(variance.map { $0.squareRoot() / 100 })
    }
    let whole = Double(groups.reduce(0) { $0 + $1.customers })
    let squared = groups.reduce(0.0 as Double?) { total, group in
      guard let total, let own = group.squaredError, whole > 0 else { return nil }
      let share = Double(group.customers) / whole
      return total + share * share * own
    }
    return SurveyReport(name, all, model: model, means: means, errors: errors, squaredError: squared)
  }

  /// The change of the index since another period with its standard error; `nil` where either is undefined.
  package func change(since other: SurveyReport) -> (difference: Score, error: Double?)? {
    guard let now = index.index, let before = other.index.index else { return nil }
    let error = indexError.flatMap { own in other.indexError.map { (own * own + $0 * $0).squareRoot() } }
    return (now - before, error)
  }
}
