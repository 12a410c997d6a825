import Formats
import Statistics
import Workspace

/// What a submitted, marked sitting gives to the analysis of its exam.
package struct AnalysedSitting: Sendable {
  package let sitting: Sitting
  package let items: [PaperItem]
  /// In hundredths, place by place.
  package let points: [Int]
  package let responses: [Int: Response]

  package init(sitting: Sitting, items: [PaperItem], points: [Int], responses: [Int: Response]) {
    self.sitting = sitting
    self.items = items
    self.points = points
    self.responses = responses
  }

  /// What a place earned of its question and of the rest of the paper, as shares in millionths.
  func shares(at place: Int) -> (item: Int, rest: Int) {
    let item = items[place]
    return (
      Self.share(points[place], of: item.points),
      Self.share(total - points[place], of: maximum - item.points)
    )
  }

  /// What the whole paper earned, in millionths.
  var share: Int { Self.share(total, of: maximum) }

  private static func share(_ points: Int, of maximum: Int) -> Int {
    maximum > 0 ? Int(roundedQuotient(Int128(points) * 1_000_000, Int128(maximum))) : 0
  }

  package var total: Int { points.reduce(0, +) }
  package var maximum: Int { items.reduce(0) { $0 + $1.points } }
}

/// The analysis of an exam, question by question: papers may differ, so each is set against the rest of the papers that it was on.
package struct ExamAnalysis: Sendable {
  /// How often an option was chosen, and by whom.
  package struct Option: Sendable {
    package let text: String
    package let letter: String
    package let isKey: Bool
    package let count: Int
    /// Among the best and the worst 27 % of the sittings with the question.
    package let upper: Int
    package let lower: Int
  }

  /// What deserves a look.
  package enum Flag: Hashable, Sendable {
    case fewSittings(Int)
    case everybodyRight, hardlyAnybodyRight
    /// The best candidates choose another option than the key.
    case keyProbablyWrong(best: String)
    case negativeDiscrimination, lowDiscrimination, dubious
    case neverChosen(String)

    package var words: Words {
      switch self {
      case .fewSittings(let count):
        Words(en: "only \(count) sittings: take the figures with care", zh: "仅 \(count) 人次，谨慎解读")
      case .everybodyRight: Words(en: "nearly everybody is right: tells nobody apart", zh: "几乎全对，无区分作用")
      case .hardlyAnybodyRight:
        Words(en: "hardly anybody is right: check the key and the lesson", zh: "几乎无人答对，请核对答案与课程")
      case .keyProbablyWrong(let best):
        Words(en: "key probably wrong: the best candidates choose \(best)", zh: "答案可能有误：高分考生多选 \(best)")
      case .negativeDiscrimination: Words(en: "the able do worse than the others", zh: "高分考生反而得分低")
      case .lowDiscrimination: Words(en: "does not tell the able from the others, or hardly", zh: "区分度低")
      case .dubious: Words(en: "efficiency under 15 %: dubious", zh: "区分效率低于 15%，存疑")
      case .neverChosen(let option): Words(en: "nobody chooses \(option)", zh: "无人选 \(option)")
      }
    }
  }

  package struct Item: Sendable {
    package let question: Question
    package let figures: QuestionFigures
    package let options: [Option]
    /// In percent; only where every paper has the same questions.
    package let effectiveWeight: Double?
    package let flags: [Flag]
  }

  package let sittings: Int
  package let meanShare: Double?
  package let deviation: Double?
  /// Cronbach's alpha and the standard error in percent of the points; `nil` where papers differ, because alpha over places that
  /// hold different questions means nothing.
  package let alpha: Double?
  package let standardError: Double?
  package let items: [Item]

  package init(_ sittings: [AnalysedSitting], questions: [String: Question]) {
    self.sittings = sittings.count
    let whole = QuestionFigures(sittings.map { ($0.share, 0) })
    meanShare = whole.facility
    deviation = whole.deviation
    var answers: [String: [(item: Int, rest: Int, response: Response?)]] = [:]
    for sitting in sittings {
      for (place, item) in sitting.items.enumerated() {
        let shares = sitting.shares(at: place)
        answers[item.question, default: []].append((shares.item, shares.rest, sitting.responses[place]))
      }
    }
    let fixed = Self.fixedForm(sittings)
    let classical = fixed.map { ItemAnalysis($0) }
    alpha = classical?.test.alpha
    let maximum = Double(sittings.first?.maximum ?? 0)
    standardError = classical?.test.standardError.map { maximum > 0 ? 100 * $0 / maximum : 0 }
    let weights = Dictionary(
      (classical?.items ?? []).map { ($0.name, $0.effectiveWeight) }
    ) { first, _ in first }
    items = answers.sorted { $0.key < $1.key }.compactMap { id, answers in
      guard let question = questions[id] else { return nil }
      let figures = QuestionFigures(answers.map { ($0.item, $0.rest) })
      let options = Self.options(question, answers)
      return Item(
        question: question, figures: figures, options: options, effectiveWeight: weights[id] ?? nil,
        flags: Self.flags(figures, options))
    }
  }

  /// The marks as one table where all papers hold the same questions for the same points; `nil` otherwise.
  private static func fixedForm(_ sittings: [AnalysedSitting]) -> ItemScores? {
    guard let first = sittings.first else { return nil }
    let names = first.items.map(\.question).sorted()
    var maxima: [String: Int] = [:]
    for item in first.items { maxima[item.question] = item.points }
    var cells: [Int] = []
    for sitting in sittings {
      let places = Dictionary(sitting.items.enumerated().map { ($1.question, $0) }) { first, _ in first }
      guard places.count == names.count else { return nil }
      for name in names {
        guard let place = places[name], sitting.items[place].points == maxima[name] else { return nil }
        cells.append(sitting.points[place])
      }
    }
    return ItemScores(items: names, cells: cells, unit: 1, maxima: names.map { maxima[$0] ?? 0 })
  }

  private static func options(
    _ question: Question, _ answers: [(item: Int, rest: Int, response: Response?)]
  ) -> [Option] {
    guard let text = question.texts.min(by: { $0.key < $1.key })?.value else { return [] }
    let (upper, lower) = QuestionFigures.extremes(answers.map(\.rest))
    func option(_ text: String, _ letter: String, isKey: Bool, _ chose: (Response?) -> Bool) -> Option {
      Option(
        text: text, letter: letter, isKey: isKey, count: answers.count { chose($0.response) },
        upper: upper.count { chose(answers[$0].response) }, lower: lower.count { chose(answers[$0].response) }
      )
    }
    switch text.body {
    case .multichoice(_, let choices):
      return choices.enumerated().map { place, choice in
        option(choice.text, optionLetter(place), isKey: choice.credit > .none) { response in
          if case .choice(let places)? = response { places.contains(place) } else { false }
        }
      }
    case .truefalse(let isTrue, _, _):
      return [true, false].map { flag in
        option(flag ? "true" : "false", flag ? "T" : "F", isKey: flag == isTrue) { $0 == .truth(flag) }
      }
    default: return []
    }
  }

  private static func flags(_ figures: QuestionFigures, _ options: [Option]) -> [Flag] {
    var flags: [Flag] = []
    if figures.count < 30 { flags.append(.fewSittings(figures.count)) }
    if let facility = figures.facility {
      if facility > 0.97 { flags.append(.everybodyRight) }
      if facility < 0.15 { flags.append(.hardlyAnybodyRight) }
    }
    let best = options.filter { !$0.isKey }.max { $0.upper < $1.upper }
    let keyed = options.filter(\.isKey).map(\.upper).max() ?? 0
    let isTurned = figures.count >= 10 && best.map { $0.upper > keyed && $0.upper > $0.lower } ?? false
    if isTurned, let best { flags.append(.keyProbablyWrong(best: best.letter)) }
    if let discrimination = figures.discrimination, let error = figures.discriminationError {
      if discrimination + error < 0 {
        flags.append(.negativeDiscrimination)
      } else if discrimination < 0.1 {
        flags.append(.lowDiscrimination)
      }
      if discrimination >= 0, figures.efficiency.map({ $0 < 15 }) ?? false { flags.append(.dubious) }
    }
    if figures.count >= 30 {
      for option in options where option.count == 0 && !option.isKey {
        flags.append(.neverChosen(option.letter))
      }
    }
    return flags
  }
}
