import Formats
import Workspace

/// How calls are drawn: how many of each agent, from which strata, what is left out, and how they are handed to assessors.
package struct SamplingPlan: SchemeDocument {
  package static let kind = "sampling"

  /// Words and bounds that a call is compared with; an empty one asks nothing.
  package struct Condition: Hashable, Sendable {
    package var queues: [String] = []
    package var channels: [String] = []
    package var classes: [String] = []
    /// Hours of the day; a band over midnight has its start after its end.
    package var hours: (from: Int, to: Int)?
    /// In seconds, from … to less than.
    package var seconds: (from: Int, to: Int)?

    package static func == (a: Condition, b: Condition) -> Bool {
      a.queues == b.queues && a.channels == b.channels && a.classes == b.classes
        && a.hours?.from == b.hours?.from && a.hours?.to == b.hours?.to
        && a.seconds?.from == b.seconds?.from && a.seconds?.to == b.seconds?.to
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(queues)
      hasher.combine(channels)
      hasher.combine(classes)
    }
  }

  /// Calls of one kind, of which the sample has a stated share at least.
  package struct Stratum: Sendable {
    package let id: String
    package let condition: Condition
    package let share: Weight
  }

  /// Calls that are drawn on top of everybody's base, for some people or classes; they never count for pay.
  package enum Extra: Sendable {
    /// Of people who joined so many days before the draw's last day or later.
    case newcomer(days: Int, calls: Int)
    /// Of people whose QA score of the quarter before was below.
    case low(below: Score, calls: Int)
    /// Of people with an open early warning.
    case warned(calls: Int)
    /// Of everybody's calls of some classes.
    case classes([String], calls: Int)
  }

  /// At most so many strata, the rest included.
  static let mostStrata = 24

  package let head: SchemeHead
  /// Calls of each agent in a draw: the base sample, the same for everybody.
  package let perAgent: Int
  /// Calls kept in reserve for each agent and stratum, against lost recordings.
  package let reserve: Int
  package let leastSeconds: Int
  package let excluded: Condition
  /// In the order in which a call is looked up; what fits none is the rest, without a minimum.
  package let strata: [Stratum]
  package let extras: [Extra]
  /// The share of the base sample that a second assessor scores blind.
  package let doubleShare: Weight
  /// Working days within which a call is to be scored.
  package let days: Int

  /// What is the same for everybody: so many calls of each agent, one stratum, nothing more.
  package init(perAgent: Int) {
    head = SchemeHead(
      kind: Self.kind, id: Self.perAgentID, version: perAgent, inForce: CalendarDay(number: 0),
      title: Words(en: "\(perAgent) of each agent", zh: "每人\(perAgent)通"))
    self.perAgent = perAgent
    reserve = 0
    leastSeconds = 0
    excluded = Condition()
    strata = []
    extras = []
    doubleShare = .zero
    days = 5
  }

  /// The id of a plan that was given as a number on the command line; its version is the number.
  static let perAgentID = "per-agent"

  /// The name under which a draw keeps its plan.
  package var label: (id: String, version: Int) { (head.id, head.version) }

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let perAgent = object.integer("per_agent", in: 1...1_000)
    reserve = object.optionalInteger("reserve", in: 0...20) ?? 1
    leastSeconds = object.optionalInteger("least_seconds", in: 0...86_400) ?? 0
    if let part = object.optionalObject("exclude") {
      excluded = Self.condition(part)
      part.finish()
    } else {
      excluded = Condition()
    }
    var strata: [Stratum] = []
    for part in object.optionalObjects("strata") {
      let id = part.text("id")
      let share = part.optionalDecimal("share", places: 2, in: 0...100_00) ?? 0
      let condition = Self.condition(part)
      part.finish()
      guard let id else { continue }
      if id == Self.rest || strata.contains(where: { $0.id == id }) {
        part.fault("stratum '\(id)' stands twice, or has the name of the rest", at: "id")
      }
      if condition == Condition() { part.fault("stratum '\(id)' asks nothing; every call would fall in it") }
      strata.append(Stratum(id: id, condition: condition, share: Weight(basisPoints: share)))
    }
    let sum = strata.reduce(0) { $0 + $1.share.basisPoints }
    if sum > 10_000 {
      object.fault("the strata ask for \(Weight(basisPoints: sum)) of the sample; at most 100%", at: "strata")
    }
    if strata.count >= Self.mostStrata {
      object.fault("'strata' has \(strata.count) entries; at most \(Self.mostStrata - 1)", at: "strata")
    }
    self.strata = strata
    extras = object.optionalObjects("extra").compactMap(Self.extra)
    if extras.count > Self.mostStrata {
      object.fault("'extra' has \(extras.count) entries; at most \(Self.mostStrata)", at: "extra")
    }
    let assignment = object.optionalObject("assignment")
    doubleShare = Weight(
      basisPoints: assignment?.optionalDecimal("double", places: 2, in: 0...100_00) ?? 0)
    days = assignment?.optionalInteger("days", in: 1...60) ?? 5
    assignment?.finish()
    if head?.id == Self.perAgentID {
      object.fault("'id' is '\(Self.perAgentID)'; that name is taken", at: "id")
    }
    guard let head, let perAgent else { return nil }
    self.head = head
    self.perAgent = perAgent
  }

  /// The name of the stratum of calls that fit no other.
  package static let rest = "rest"

  /// The strata's names, the rest last.
  package var stratumNames: [String] { strata.map(\.id) + [Self.rest] }

  private static func condition(_ object: ObjectReader) -> Condition {
    var condition = Condition()
    condition.queues = object.has("queue") ? object.texts("queue") : []
    condition.channels = object.has("channel") ? object.texts("channel") : []
    condition.classes = object.has("class") ? object.texts("class") : []
    if let hours = object.optionalObject("hours") {
      if let from = hours.integer("from", in: 0...24), let to = hours.integer("to", in: 0...24) {
        if from == to { hours.fault("'from' and 'to' are the same hour; no call lies between") }
        condition.hours = (from, to)
      }
      hours.finish()
    }
    if let seconds = object.optionalObject("seconds") {
      let from = seconds.optionalInteger("from", in: 0...86_400) ?? 0
      let to = seconds.optionalInteger("to", in: 1...86_401) ?? 86_401
      if from >= to { seconds.fault("'from' is not below 'to'") }
      condition.seconds = (from, to)
      seconds.finish()
    }
    return condition
  }

  private enum Group: String, CaseIterable { case newcomer, low, warned }

  private static func extra(_ object: ObjectReader) -> Extra? {
    defer { object.finish() }
    let calls = object.integer("calls", in: 1...1_000)
    if object.has("class") {
      let classes = object.texts("class")
      return calls.map { .classes(classes, calls: $0) }
    }
    guard let group = object.word("who", Group.self), let calls else { return nil }
    switch group {
    case .newcomer: return object.integer("days", in: 1...3_660).map { .newcomer(days: $0, calls: calls) }
    case .low:
      return object.decimal("below", places: 2, in: 1...100_00).map {
        .low(below: Score(hundredths: $0), calls: calls)
      }
    case .warned: return .warned(calls: calls)
    }
  }

  /// Classes of which everybody's calls are drawn on top, and how many.
  var classExtras: [(classes: [String], calls: Int)] {
    extras.compactMap { if case .classes(let classes, let calls) = $0 { (classes, calls) } else { nil } }
  }

  /// How many calls of an agent are kept in each group: the strata, the rest, and the classes drawn on top.
  ///
  /// What is drawn on top for the person comes on top of each.
  var capacities: [Int] {
    let all = perAgent + classExtras.reduce(0) { $0 + $1.calls } + reserve
    return [Int](repeating: all, count: strata.count + 1) + classExtras.map { perAgent + $0.calls }
  }

  /// Columns of the call list that the plan cannot do without.
  var neededColumns: [String] {
    let conditions = strata.map(\.condition) + [excluded]
    var columns: [String] = []
    if conditions.contains(where: { !$0.queues.isEmpty }) { columns.append("queue") }
    if conditions.contains(where: { !$0.channels.isEmpty }) { columns.append("channel") }
    let asksClass = extras.contains { if case .classes = $0 { true } else { false } }
    if asksClass || conditions.contains(where: { !$0.classes.isEmpty }) { columns.append("class") }
    return columns
  }
}
