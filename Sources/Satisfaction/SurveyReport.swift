import Formats
import Statistics
import Workspace

/// What a survey says about one group: per question, part, process and as a whole, each with how sure it is.
package struct SurveyReport: Sendable {
  /// A figure in points with its standard error and the answers that it is made from.
  package struct Figure: Sendable {
    /// `nil` of no answers.
    package let score: Score?
    /// In points; `nil` below two answers.
    package let error: Double?
    package let n: Int

    package init(score: Score?, error: Double?, n: Int) {
      self.score = score
      self.error = error
      self.n = n
    }

    /// Score ± 1.96 errors in points, not cut off; `nil` without an error.
    package var interval: (low: Double, high: Double)? {
      guard let score, let error else { return nil }
      let (mean, half) = (Double(score.hundredths) / 100, normalQuantile(0.975) * error)
      return (mean - half, mean + half)
    }
  }

  package struct Question: Sendable {
    package let question: SurveyModel.Question
    package let mean: Figure
    /// The share of answers in the two best boxes with its interval (Wilson's, of unweighted answers), 0 to 1.
    package let top: Double?
    package let topInterval: (low: Double, high: Double)?
    /// The net promoter score, of the question that asks for a recommendation.
    package let promoters: Figure?
  }

  package struct Process: Sendable {
    package let name: Words
    package let figure: Figure
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
  /// The standard error of the index in points, from whole responses; `nil` where they do not vary.
  package let indexError: Double?
  package let processes: [Process]
  package let fuzzy: FuzzyResult?
  /// For each part its own fuzzy score.
  package let fuzzyParts: [(id: String, result: FuzzyResult?)]
  /// Whether there are as many responses as the model asks for.
  package let isEnough: Bool

  /// Answers that count for so many customers.
  package struct Group: Sendable {
    package let customers: Int
    package let counts: AnswerCounts
    /// The variance of the group's index, from whole responses, in points².
    package let squaredError: Double?

    package init(customers: Int = 1, counts: AnswerCounts, squaredError: Double? = nil) {
      self.customers = customers
      self.counts = counts
      self.squaredError = squaredError
    }
  }

  /// - Parameter groups: one, or several that each count for their customers; those without customers are left out.
  package init(_ name: String, _ groups: [Group], model: SurveyModel) {
    let groups = groups.filter { $0.customers > 0 && $0.counts.responses > 0 }
    self.name = name
    responses = groups.reduce(0) { $0 + $1.counts.responses }
    isEnough = responses >= model.least
    questions = model.questions.indices.map { Self.question($0, groups, model) }
    index = SurveyIndex(
      model: model, means: questions.map { ($0.mean.score, $0.mean.n) }, responses: responses)
    let whole = groups.reduce(0) { $0 + $1.customers }
    let variance = groups.reduce(0.0 as Double?) { total, group in
      guard let total, let own = group.squaredError, own > 0 else { return nil }
      let share = Double(group.customers) / Double(whole)
      return total + share * share * own
    }
    indexError = groups.isEmpty ? nil : variance.map { $0.squareRoot() }
    processes = Self.processes(questions)
    (fuzzy, fuzzyParts) = Self.evaluate(groups, model)
  }

  // MARK: Questions

  /// The groups that answered a question, with the share that each counts for.
  private static func answering(_ place: Int, _ groups: [Group]) -> [(share: Double, group: Group, n: Int)] {
    let known = groups.map { ($0, $0.counts.counts[place].reduce(0, +)) }.filter { $0.1 > 0 }
    let whole = known.reduce(0) { $0 + $1.0.customers }
    return known.map { (Double($0.0.customers) / Double(whole), $0.0, $0.1) }
  }

  private static func question(_ place: Int, _ groups: [Group], _ model: SurveyModel) -> Question {
    let question = model.questions[place]
    let known = answering(place, groups)
    let (top, interval) = top(place, question, known)
    return Question(
      question: question, mean: mean(place, question, known), top: top, topInterval: interval,
      promoters: question.isRecommendation ? promoters(place, known) : nil)
  }

  private static func mean(
    _ place: Int, _ question: SurveyModel.Question, _ known: [(share: Double, group: Group, n: Int)]
  ) -> Figure {
    let sums = known.map { $0.group.counts.sums(place, question) }
    let n = known.reduce(0) { $0 + $1.n }
    let variance = zip(known, sums).reduce(0.0 as Double?) { total, own in
      guard let total, let variance = own.1.variance else { return nil }
      return total + own.0.share * own.0.share * variance / Double(own.1.count)
    }
    // Every group's mean is published, so the whole is made of the published ones.
    let whole = known.reduce(Int128(0)) { $0 + Int128($1.group.customers) }
    let sum = zip(known, sums).reduce(Int128(0)) { total, own in
      total + Int128(own.0.group.customers)
        * Int128(Score.mean(sum: Int(own.1.sum), count: own.1.count)?.hundredths ?? 0)
    }
    return Figure(
      score: whole > 0 ? Score(hundredths: Int(roundedQuotient(sum, whole))) : nil,
      error: n > 0 ? variance.map { $0.squareRoot() / 100 } : nil, n: n)
  }

  private static func top(
    _ place: Int, _ question: SurveyModel.Question, _ known: [(share: Double, group: Group, n: Int)]
  ) -> (Double?, (low: Double, high: Double)?) {
    guard !known.isEmpty else { return (nil, nil) }
    let tops = known.map { own in
      Proportion(hits: own.group.counts.counts[place].dropFirst(question.topBox).reduce(0, +), of: own.n)
    }
    if tops.count == 1 { return (tops[0].estimate, tops[0].wilson()) }
    var (share, variance) = (0.0, 0.0)
    for (own, top) in zip(known, tops) {
      let p = top.estimate ?? 0
      share += own.share * p
      variance += own.share * own.share * p * (1 - p) / Double(own.n)
    }
    let half = normalQuantile(0.975) * variance.squareRoot()
    return (share, (max(0, share - half), min(1, share + half)))
  }

  private static func promoters(_ place: Int, _ known: [(share: Double, group: Group, n: Int)]) -> Figure {
    let own = known.map { NetPromoter($0.group.counts.counts[place]) }
    let whole = known.reduce(Int128(0)) { $0 + Int128($1.group.customers) }
    let sum = zip(known, own).reduce(Int128(0)) {
      $0 + Int128($1.0.group.customers) * Int128($1.1.score?.hundredths ?? 0)
    }
    let variance = zip(known, own).reduce(0.0) { total, pair in
      let error = pair.1.error ?? 0
      return total + pair.0.share * pair.0.share * error * error
    }
    return Figure(
      score: whole > 0 ? Score(hundredths: Int(roundedQuotient(sum, whole))) : nil,
      error: known.isEmpty ? nil : variance.squareRoot(), n: known.reduce(0) { $0 + $1.n })
  }

  /// Each process as the mean of its questions, their errors taken as independent.
  private static func processes(_ questions: [Question]) -> [Process] {
    var names: [Words] = []
    for own in questions {
      if let process = own.question.process, !names.contains(process) { names.append(process) }
    }
    return names.map { name in
      let figures = questions.filter { $0.question.process == name && $0.mean.score != nil }.map(\.mean)
      let variance = figures.reduce(0.0 as Double?) { total, own in
        guard let total, let error = own.error else { return nil }
        return total + error * error
      }
      let sum = figures.reduce(0) { $0 + ($1.score?.hundredths ?? 0) }
      let count = Double(figures.count)
      return Process(
        name: name,
        figure: Figure(
          score: Score.mean(sum: sum, count: figures.count),
          error: figures.isEmpty ? nil : variance.map { $0.squareRoot() / count },
          n: figures.map(\.n).max() ?? 0))
    }
  }

  // MARK: Fuzzy evaluation, two levels

  private static func evaluate(_ groups: [Group], _ model: SurveyModel) -> (
    FuzzyResult?, [(id: String, result: FuzzyResult?)]
  ) {
    guard let fuzzy = model.fuzzy else { return (nil, []) }
    var parts: [(id: String, result: FuzzyResult?)] = []
    for part in model.parts {
      var (weights, shares): ([Double], [[Double]]) = ([], [])
      for place in part.questions {
        let known = answering(place, groups)
        guard !known.isEmpty else { continue }
        var own = [Double](repeating: 0, count: fuzzy.grades.count)
        for (share, group, n) in known {
          let grouped = grouped(group.counts.counts[place], model.questions[place], into: own.count)
          for (grade, count) in grouped.enumerated() { own[grade] += share * Double(count) / Double(n) }
        }
        weights.append(Double(model.questions[place].weight))
        shares.append(own)
      }
      let evaluation =
        weights.isEmpty ? nil : FuzzyEvaluation(weights: weights, shares: shares, by: fuzzy.operation)
      parts.append((part.id, evaluation.flatMap { result($0, fuzzy) }))
    }
    let known = zip(model.parts, parts).compactMap { part, own in
      own.result.map { (Double(part.weight.basisPoints), $0.memberships) }
    }
    guard known.count == model.parts.count else { return (nil, parts) }
    let whole = FuzzyEvaluation(weights: known.map(\.0), shares: known.map(\.1), by: fuzzy.operation)
    return (result(whole, fuzzy), parts)
  }

  private static func result(_ evaluation: FuzzyEvaluation, _ fuzzy: SurveyModel.Fuzzy) -> FuzzyResult? {
    let grades = fuzzy.grades.map { Double($0.score.hundredths) / 100 }
    guard let memberships = evaluation.normalised, let value = evaluation.score(grades) else { return nil }
    // What lies within the last digits of a Double from a tie is one, and goes away from zero as every score does.
    let score = Score(hundredths: Int((value * 100 + 1e-9).rounded()))
    let upper = fuzzy.grades.lastIndex { $0.score >= score } ?? 0
    let lower = fuzzy.grades.firstIndex { $0.score <= score } ?? fuzzy.grades.count - 1
    return FuzzyResult(memberships: memberships, score: score, between: (upper, lower))
  }

  /// Counts of answers as counts of grades, the best first: each answer stands for the middle of its stretch of the scale,
  /// which is cut into as many equal stretches as there are grades.
  static func grouped(_ counts: [Int], _ question: SurveyModel.Question, into grades: Int) -> [Int] {
    var result = [Int](repeating: 0, count: grades)
    let steps = question.scale - question.lowest + 1
    for (answer, count) in counts.enumerated() where count > 0 && answer >= question.lowest {
      result[(2 * (question.scale - answer) + 1) * grades / (2 * steps)] += count
    }
    return result
  }

  /// The change of the index since another period with its standard error; `nil` where either has too few responses.
  package func change(since other: SurveyReport) -> (difference: Score, error: Double?)? {
    guard isEnough, other.isEnough, let now = index.index, let before = other.index.index else { return nil }
    let error = indexError.flatMap { own in other.indexError.map { (own * own + $0 * $0).squareRoot() } }
    return (now - before, error)
  }
}
