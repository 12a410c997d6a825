import Formats
import Workspace

/// A part of a competition: an exam, a panel of judges, or tickets against the clock.
package struct ContestStage: Sendable {
  package struct Criterion: Sendable {
    /// Empty where the stage has no criteria.
    package let id: String
    package let weight: Weight
  }

  /// A round of tickets: how many there are, and what a wrong one takes off, in hundredths of a ticket.
  package struct Speed: Sendable {
    package let tickets: Int
    package let wrong: Int
  }

  /// Who goes on after a stage; whoever has as much as the last of them goes on too.
  package enum Advance: Sendable {
    case top(Int)
    /// So many of each group: of a heat, or whatever the caller groups by.
    case perGroup(Int)
  }

  private enum Kind: String, CaseIterable { case panel, exam, speed }

  package let id: String
  package let title: Words
  package let weight: Weight
  /// The highest mark, in ten-thousandths.
  package let full: Int
  /// How many of the highest and of the lowest marks are left out where there are four or more.
  package let drop: Int
  /// Weights sum to 100 %; one unnamed criterion where the stage has none; `right`, `wrong` and `seconds` of a speed round.
  package let criteria: [Criterion]
  package let speed: Speed?
  /// Whether the marks are those of an exam, taken in with `contest take`.
  package let isExam: Bool
  /// Whether what came before only decided who takes part from here on.
  package let startsFresh: Bool
  package let standardisation: Standardisation?
  package let advance: Advance?
  /// How many compete at once; `nil` where all do.
  package let heatSize: Int?

  /// The highest mark that a criterion may get, in ten-thousandths.
  func highest(_ criterion: String) -> Int {
    guard let speed else { return full }
    return criterion == "seconds" ? 86_400_0000 : speed.tickets * 10_000
  }

  static func list(_ object: ObjectReader) -> [ContestStage] {
    var stages: [ContestStage] = []
    var sum = 0
    for entry in object.objects("stages") {
      guard let stage = read(entry) else { continue }
      if stages.contains(where: { $0.id == stage.id }) {
        entry.fault("stage '\(stage.id)' stands twice; ids are unique", at: "id")
      }
      if stage.startsFresh {
        if stages.isEmpty {
          entry.fault("the first stage cannot start fresh; leave 'start' out", at: "start")
        }
        checkSum(sum, object)
        sum = 0
      }
      sum += stage.weight.basisPoints
      stages.append(stage)
    }
    if object.has("stages") { checkSum(sum, object) }
    checkScales(stages, object)
    return stages
  }

  /// Totals are exact fractions whose denominators grow with full marks that have little in common.
  private static func checkScales(_ stages: [ContestStage], _ object: ObjectReader) {
    var common = Int128(1)
    for stage in stages {
      common = common / gcd(common, Int128(stage.full)) * Int128(stage.full)
      if common > 1_000_000_000_000 {
        object.fault(
          "the full marks of the stages have too little in common to be added exactly; use full marks such as 10, 20, 50 and 100",
          at: "stages")
        return
      }
    }
  }

  private static func gcd(_ a: Int128, _ b: Int128) -> Int128 { b == 0 ? a : gcd(b, a % b) }

  private static func checkSum(_ sum: Int, _ object: ObjectReader) {
    guard sum != 10_000 else { return }
    object.fault(
      "the stages weigh \(Weight(basisPoints: sum)); those of one round must sum to 100%", at: "stages")
  }

  private static func read(_ entry: ObjectReader) -> ContestStage? {
    let id = entry.text("id")
    let title = entry.words("title")
    let weight = entry.decimal("weight", places: 2, in: 1...100_00)
    let kind = entry.optionalWord("kind", Kind.self) ?? .panel
    let full = entry.optionalDecimal("full", places: 4, in: 100...10_000_0000) ?? 100_0000
    let drop = entry.optionalInteger("drop", in: 0...10) ?? 1
    let start = entry.optionalText("start")
    if let start, start != "fresh" {
      entry.fault("'start' is '\(start)'; it is \"fresh\", or left out", at: "start")
    }
    let standardisation = entry.optionalWord("standardise", Standardisation.self)
    let advance = entry.optionalObject("advance").flatMap(advance)
    let heatSize = entry.optionalInteger("heat_size", in: 1...10_000)
    let criteria = criteria(entry, kind)
    var speed: Speed?
    if kind == .speed {
      let wrong = entry.optionalDecimal("wrong", places: 2, in: 0...100_00) ?? 0
      if let tickets = entry.integer("tickets", in: 1...10_000) {
        speed = Speed(tickets: tickets, wrong: wrong)
      }
      if standardisation != nil {
        entry.fault("tickets are counted, not judged; leave 'standardise' out", at: "standardise")
      }
    }
    entry.finish()
    guard let id, let title, let weight, kind != .speed || speed != nil else { return nil }
    return ContestStage(
      id: id, title: title, weight: Weight(basisPoints: weight), full: full, drop: drop, criteria: criteria,
      speed: speed, isExam: kind == .exam, startsFresh: start == "fresh", standardisation: standardisation,
      advance: advance, heatSize: heatSize)
  }

  private static func criteria(_ entry: ObjectReader, _ kind: Kind) -> [Criterion] {
    let written = entry.optionalObjects("criteria").compactMap { object -> Criterion? in
      let id = object.text("id")
      let weight = object.decimal("weight", places: 2, in: 1...100_00)
      object.finish()
      guard let id, let weight else { return nil }
      return Criterion(id: id, weight: Weight(basisPoints: weight))
    }
    guard kind == .panel else {
      if !written.isEmpty {
        entry.fault("only a stage before judges has criteria; leave them out", at: "criteria")
      }
      return kind == .exam
        ? [Criterion(id: "", weight: .whole)]
        : ["right", "wrong", "seconds"].map { Criterion(id: $0, weight: .zero) }
    }
    let sum = written.reduce(0) { $0 + $1.weight.basisPoints }
    if !written.isEmpty, sum != 10_000 {
      entry.fault("the criteria weigh \(Weight(basisPoints: sum)); they must sum to 100%", at: "criteria")
    }
    return written.isEmpty ? [Criterion(id: "", weight: .whole)] : written
  }

  private static func advance(_ object: ObjectReader) -> Advance? {
    let top = object.optionalInteger("top", in: 1...100_000)
    let perGroup = object.optionalInteger("per_group", in: 1...100_000)
    object.finish()
    switch (top, perGroup) {
    case (let top?, nil): return .top(top)
    case (nil, let count?): return .perGroup(count)
    default:
      object.fault("'advance' is either {top: N} or {per_group: N}")
      return nil
    }
  }
}
