import Exams
import Formats
import Terminal

/// What a candidate at a full screen has before them: the paper, the answers, and where the cursor stands.
struct SittingState {
  enum Mode: Hashable {
    case question
    /// All questions with what was answered, before submitting.
    case review
    /// Asked whether to submit.
    case submitting
    /// Waiting until the paper has arrived.
    case sending
  }

  let paper: [PaperItem]
  let questions: [WrittenQuestion]
  let isChinese: Bool
  /// What the blueprint adds to each question's line: its section, and what a wrong answer costs.
  let remarks: [String]
  /// Whether the blueprint allows another editor, and the candidate has named one.
  let mayUseEditor: Bool
  var responses: [Int: Response]
  var flagged: Set<Int> = []
  var current: Int
  var mode = Mode.question
  /// The option, pair or item under the cursor.
  var option = 0
  /// The text under the cursor, for questions that are answered in words.
  var text = EditedText("")
  /// Lines of the question scrolled away.
  var scroll = 0
  /// Digits typed towards the number of a question.
  var goTo = ""
  /// What was done last, such as the saving of an answer.
  var notice = ""

  init(
    paper: [PaperItem], questions: [WrittenQuestion], responses: [Int: Response], isChinese: Bool,
    remarks: [String], mayUseEditor: Bool
  ) {
    self.paper = paper
    self.questions = questions
    self.responses = responses
    self.isChinese = isChinese
    self.mayUseEditor = mayUseEditor
    self.remarks = remarks
    current = paper.indices.first { responses[$0]?.isEmpty ?? true } ?? 0
    move(to: current)
  }

  var question: WrittenQuestion { questions[current] }
  var item: PaperItem { paper[current] }

  func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  func isAnswered(_ place: Int) -> Bool { responses[place].map { !$0.isEmpty } ?? false }

  var answeredCount: Int { paper.indices.count { isAnswered($0) } }

  /// Whether the question is answered in words, so that letters and digits are text.
  var isText: Bool {
    switch question.body {
    case .shortanswer, .numerical: true
    case .essay: !question.isDrill
    default: false
    }
  }

  var isEssay: Bool { if case .essay = question.body { !question.isDrill } else { false } }

  mutating func move(to place: Int) {
    current = min(max(place, 0), paper.count - 1)
    option = 0
    scroll = 0
    goTo = ""
    text = EditedText("")
    if isText, case .text(let held)? = responses[current] { text = EditedText(held) }
    if case .choice(let places)? = responses[current], let first = places.first {
      option = item.options.firstIndex(of: first) ?? 0
    }
    if case .truth(false)? = responses[current] { option = 1 }
  }

  /// How many things the cursor can stand on.
  var optionCount: Int {
    switch question.body {
    case .multichoice, .ordering: item.options.count
    case .truefalse: 2
    case .matching(let pairs): pairs.count { !$0.left.isEmpty }
    default: 0
    }
  }

  /// Takes the option with a letter, or the one under the cursor; `nil` where it means nothing here.
  func response(choosing shown: Int) -> Response? {
    switch question.body {
    case .multichoice(let isSingle, _):
      guard item.options.indices.contains(shown) else { return nil }
      let place = item.options[shown]
      if isSingle { return .choice([place]) }
      var places: Set<Int> = []
      if case .choice(let held)? = responses[current] { places = Set(held) }
      if places.remove(place) == nil { places.insert(place) }
      return places.isEmpty ? .blank : .choice(places.sorted())
    case .truefalse: return shown < 2 ? .truth(shown == 0) : nil
    case .matching(let pairs):
      guard item.options.indices.contains(shown), option < optionCount else { return nil }
      var places = [Int?](repeating: nil, count: pairs.count { !$0.left.isEmpty })
      if case .pairs(let held)? = responses[current] { places = held }
      places[option] = item.options[shown]
      return .pairs(places)
    case .ordering:
      guard item.options.indices.contains(shown) else { return nil }
      let place = item.options[shown]
      var order: [Int] = []
      if case .order(let held)? = responses[current] { order = held }
      if let index = order.firstIndex(of: place) { order.remove(at: index) } else { order.append(place) }
      return order.isEmpty ? .blank : .order(order)
    default: return nil
    }
  }

  /// The answer without what the cursor stands on, for the key that takes back.
  var responseTakenBack: Response? {
    switch (question.body, responses[current]) {
    case (.matching, .pairs(var places)?):
      places[option] = nil
      return places.allSatisfy { $0 == nil } ? .blank : .pairs(places)
    case (.ordering, .order(let order)?): return order.count < 2 ? .blank : .order(Array(order.dropLast()))
    case (.multichoice, .choice?), (.truefalse, .truth?): return .blank
    default: return nil
    }
  }
}
