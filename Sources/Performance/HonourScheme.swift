import Formats
import Workspace

/// Honours beside money: which there are, by which rule each goes, and how often somebody may have it.
package struct HonourScheme: SchemeDocument {
  package static let kind = "honours"

  package let head: SchemeHead
  package let honours: [Honour]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let readers = object.objects("honours")
    let honours = readers.compactMap { Honour($0) }
    if object.has("honours"), readers.isEmpty {
      object.fault("'honours' is empty; list at least one", at: "honours")
    }
    var seen: Set<String> = []
    for (reader, honour) in zip(readers, honours) where !seen.insert(honour.id).inserted {
      reader.fault("honour '\(honour.id)' is there twice; ids are unique", at: "id")
    }
    guard let head else { return nil }
    self.head = head
    self.honours = honours
  }
}

/// One honour and its rule.
package struct Honour: Sendable {
  package enum Rule: String, CaseIterable, Sendable {
    /// The best total.
    case star
    /// The best total among people who joined not long ago.
    case newcomer
    /// The largest rise of the total against the quarter in which somebody was last assessed.
    case improved
    /// The most suggestions adopted in the quarter; of equals, who saved more.
    case suggestion
    /// The most confirmed days of help to other departments; of equals, who helped more often.
    case help
  }

  /// What becomes of a tie across the last place.
  package enum Ties: String, CaseIterable, Sendable { case all, none }

  package struct RepeatLimit: Hashable, Sendable {
    package let times: Int
    /// Within so many quarters before the one in question.
    package let quarters: Int

    package init(times: Int, quarters: Int) {
      self.times = times
      self.quarters = quarters
    }
  }

  package let id: String
  package let title: Words
  package let rule: Rule
  package let places: Int
  package let ties: Ties
  package let repeatLimit: RepeatLimit?
  /// Posts to whose holders it is open; all of them where empty.
  package let posts: [String]
  /// Grades of the quarter that it asks for; any where empty.
  package let grades: [String]
  package let total: Score?
  package let satisfaction: Score?
  /// The most critical failures in the quarter.
  package let criticals: Int?
  /// Days since joining, on the quarter's last day; only for newcomers.
  package let withinDays: Int?
  /// The least rise in hundredths of a point, suggestions adopted, or days of help in hundredths.
  package let least: Int

  init?(_ object: ObjectReader) {
    let id = object.text("id")
    let title = object.words("title")
    let rule = object.word("rule", Rule.self)
    let places = object.integer("places", in: 1...1_000)
    ties = object.optionalWord("ties", Ties.self) ?? .none
    repeatLimit = object.optionalObject("repeat_limit").flatMap { limit in
      let times = limit.integer("times", in: 1...100)
      let quarters = limit.integer("quarters", in: 1...40)
      limit.finish()
      guard let times, let quarters else { return nil }
      return RepeatLimit(times: times, quarters: quarters)
    }
    posts = object.texts("posts")
    grades = object.texts("grades")
    total = object.optionalDecimal("total", places: 2, in: 0...200_00).map(Score.init(hundredths:))
    satisfaction = object.optionalDecimal("satisfaction", places: 2, in: 0...100_00).map(
      Score.init(hundredths:))
    criticals = object.optionalInteger("criticals", in: 0...1_000)
    withinDays = object.optionalInteger("within_days", in: 1...3_650)
    least = Self.least(object, rule)
    object.finish()
    if rule == .newcomer, withinDays == nil {
      object.fault("'within_days' is missing; say for how long somebody is a newcomer")
    }
    if let rule, rule != .newcomer, object.has("within_days") {
      object.fault("'within_days' is for newcomers; leave it out of '\(rule.rawValue)'", at: "within_days")
    }
    guard let id, let title, let rule, let places else { return nil }
    if !isPlainName(id) { object.fault("'id' is '\(id)'; use letters, digits and hyphens", at: "id") }
    self.id = id
    self.title = title
    self.rule = rule
    self.places = places
  }

  private static func least(_ object: ObjectReader, _ rule: Rule?) -> Int {
    switch rule {
    case .improved: return object.optionalDecimal("least", places: 2, in: 1...100_00) ?? 1
    case .suggestion: return object.optionalInteger("least", in: 1...1_000) ?? 1
    case .help: return object.optionalDecimal("least", places: 2, in: 1...92_00) ?? 1
    case .star, .newcomer, nil:
      if object.has("least") {
        object.fault("'least' is a rise, a number or days; of a total write 'total'", at: "least")
        _ = object.optionalDecimal("least", places: 2, in: 0...100_00)
      }
      return 0
    }
  }
}
