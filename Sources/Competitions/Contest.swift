import Formats
import Workforce
import Workspace

/// The rules of a competition.
package struct Contest: SchemeDocument {
  package static let kind = "contest"

  /// Who competes: people one by one, or teams as they stand on the day.
  package enum Entrants: String, CaseIterable, Sendable { case staff, team }

  /// No more than so many entrants of one site or team.
  package struct Quota: Sendable {
    package enum Group: String, CaseIterable, Sendable { case site, team }
    package let group: Group
    package let most: Int
  }

  /// What a rank earns, beside the place on the board.
  package struct Award: Sendable {
    /// From 1.
    package let ranks: ClosedRange<Int>
    /// `nil` where the scheme only gives points.
    package let title: Words?
    /// Points for the quarter.
    package let points: Score
    /// A certificate of a ladder that the place earns without its exams.
    package let certificate: (ladder: String, level: Int)?
  }

  /// What parts entrants of equal totals.
  package enum TieBreak: Hashable, Sendable {
    /// The higher panel in a stage.
    case panel(String)
    /// The fewer seconds in a speed round.
    case seconds(String)

    package var name: String {
      switch self {
      case .panel(let stage): stage
      case .seconds(let stage): "\(stage):seconds"
      }
    }
  }

  package let head: SchemeHead
  package let held: CalendarDay
  package let entrants: Entrants
  package let quota: Quota?
  package let stages: [ContestStage]
  package let tieBreaks: [TieBreak]
  package let awards: [Award]
  /// How far a mark may lie from the median of the other judges' before it is reported, in basis points of full marks.
  package let outlying: Weight

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    if !object.has("held") { object.fault("'held' is missing; the day of the competition is needed") }
    let held = object.optionalDay("held")
    entrants = object.optionalWord("entrants", Entrants.self) ?? .staff
    quota = object.optionalObject("quota").flatMap(Self.quota)
    let stages = ContestStage.list(object)
    outlying = Weight(
      basisPoints: object.optionalDecimal("outlying", places: 2, in: 1...100_00) ?? 15_00)
    tieBreaks = object.texts("tie_breaks").compactMap { Self.tieBreak($0, object, stages) }
    awards = Self.awards(object)
    guard let head, let held, !stages.isEmpty else { return nil }
    self.head = head
    self.held = held
    self.stages = stages
  }

  private static func quota(_ object: ObjectReader) -> Quota? {
    let group = object.word("per", Quota.Group.self)
    let most = object.integer("most", in: 1...10_000)
    object.finish()
    guard let group, let most else { return nil }
    return Quota(group: group, most: most)
  }

  private static func tieBreak(_ text: String, _ object: ObjectReader, _ stages: [ContestStage]) -> TieBreak?
  {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let stage = stages.first(where: { $0.id == parts.first }) else {
      object.fault("'\(text)' in 'tie_breaks' is no stage", at: "tie_breaks")
      return nil
    }
    if parts.count == 1 { return .panel(stage.id) }
    guard parts[1] == "seconds", stage.speed != nil else {
      object.fault(
        "'\(text)' in 'tie_breaks' is not known; after a colon only 'seconds' may stand, of a speed round",
        at: "tie_breaks")
      return nil
    }
    return .seconds(stage.id)
  }

  private static func awards(_ object: ObjectReader) -> [Award] {
    let points = object.texts("points").compactMap { text -> Score? in
      guard let hundredths = ExactDecimal(text)?.scaled(to: 2), hundredths >= 0 else {
        object.fault(
          "'\(text)' in 'points' is not a number of points with at most two decimals", at: "points")
        return nil
      }
      return Score(hundredths: hundredths)
    }
    let awards = object.optionalObjects("awards").compactMap(award)
    if !points.isEmpty, !awards.isEmpty {
      object.fault("'points' and 'awards' both say what ranks earn; keep 'awards'", at: "points")
    }
    for (place, award) in awards.enumerated()
    where awards[..<place].contains(where: { $0.ranks.overlaps(award.ranks) }) {
      object.fault(
        "rank \(award.ranks.lowerBound) earns two awards; let the ranks follow one another", at: "awards")
    }
    return awards
      + points.enumerated().map {
        Award(ranks: ($0 + 1)...($0 + 1), title: nil, points: $1, certificate: nil)
      }
  }

  private static func award(_ object: ObjectReader) -> Award? {
    let from = object.optionalInteger("from", in: 1...10_000)
    let to = object.integer("to", in: 1...10_000)
    let title = object.words("title")
    let points = object.optionalDecimal("points", places: 2, in: 0...100_00) ?? 0
    var certificate: (ladder: String, level: Int)?
    if let entry = object.optionalObject("certificate") {
      let ladder = entry.text("ladder")
      let level = entry.text("level").flatMap { name in
        Person.levels.first { $0.1.first == name }?.0
      }
      if entry.has("level"), level == nil {
        entry.fault("'level' is none of five, four, three, two, one", at: "level")
      }
      entry.finish()
      if let ladder, let level { certificate = (ladder, level) }
    }
    object.finish()
    guard let to, let title else { return nil }
    guard (from ?? to) <= to else {
      object.fault("'from' is \(from ?? 0), past 'to' \(to); give the better rank first", at: "from")
      return nil
    }
    return Award(
      ranks: (from ?? to)...to, title: title, points: Score(hundredths: points), certificate: certificate)
  }

  /// The ladders of the certificates that places earn.
  package var needed: [SchemeReference] {
    awards.compactMap { $0.certificate.map { SchemeReference(kind: "ladder", id: $0.ladder) } }
  }

  /// What a rank earns; `nil` for a rank that earns nothing.
  package func award(for rank: Int) -> Award? { awards.first { $0.ranks.contains(rank) } }

  /// What a tie-break is called on a board.
  package func title(ofTieBreak name: String, chinese: Bool) -> String {
    let parts = name.split(separator: ":").map(String.init)
    guard let stage = parts.first.flatMap(stage) else { return name }
    let title = stage.title.text(chinese: chinese)
    return parts.count > 1 ? (chinese ? "\(title)用时" : "\(title), time") : title
  }

  package func stage(_ id: String) -> ContestStage? { stages.first { $0.id == id } }
}
