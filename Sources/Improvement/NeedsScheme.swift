import Formats
import Workspace

/// Which lesson helps where points are lost, and what a lost point is worth.
package struct NeedsScheme: SchemeDocument {
  package static let kind = "needs"

  package let head: SchemeHead
  /// By source; together 100 %.
  package let weights: [NeedSource: Weight]
  /// What reached less than this speaks for a lesson, in per cent of its own points; complaints have none.
  package let below: [NeedSource: Score]
  /// Points, out of 100, that one liable complaint stands for.
  package let complaintPoints: Score
  /// Pieces of evidence below which nobody needs a lesson yet, from 1.
  package let least: Int
  /// People in one planned cycle, from 1.
  package let most: Int
  /// Lesson by item of a scorecard, where it is not the scorecard's own.
  package let items: [String: String]
  /// Lesson by question of a survey.
  package let questions: [String: String]
  /// Lesson by a complaint's matter or class.
  package let complaints: [String: String]
  /// For whoever knows a lesson already, the one to be taken instead.
  package let again: [String: String]
  /// Months after joining from which somebody counts as knowing every lesson; `nil` where only completions tell.
  package let experiencedMonths: Int?

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    weights = Self.weights(object)
    below = Self.limits(object)
    complaintPoints = Score(
      hundredths: object.optionalDecimal("complaint_points", places: 2, in: 1...100_00) ?? 5_00)
    least = object.optionalInteger("least", in: 1...1_000) ?? 2
    most = object.optionalInteger("most", in: 1...1_000) ?? 20
    items = Self.lessons(object, "items")
    questions = Self.lessons(object, "questions")
    complaints = Self.lessons(object, "complaints")
    let again = Self.lessons(object, "again")
    self.again = again
    experiencedMonths = object.optionalInteger("experienced_months", in: 0...600)
    for (lesson, other) in again.sorted(by: { $0.key < $1.key }) where again[other] != nil {
      object.fault(
        "'\(lesson)' leads to '\(other)', which leads to another lesson; name the last one", at: "again")
    }
    guard let head else { return nil }
    self.head = head
  }

  private static func weights(_ object: ObjectReader) -> [NeedSource: Weight] {
    guard let list = object.object("weights") else { return [:] }
    var weights: [NeedSource: Weight] = [:]
    for source in NeedSource.allCases {
      weights[source] = Weight(
        basisPoints: list.optionalDecimal(source.rawValue, places: 2, in: 0...100_00) ?? 0)
    }
    list.finish()
    let sum = weights.values.reduce(0) { $0 + $1.basisPoints }
    if sum != 10_000 {
      object.fault("the sources weigh \(Weight(basisPoints: sum)); they must sum to 100%", at: "weights")
    }
    return weights
  }

  private static func limits(_ object: ObjectReader) -> [NeedSource: Score] {
    let list = object.optionalObject("below")
    var limits: [NeedSource: Score] = [:]
    for source in NeedSource.allCases where source != .complaint {
      limits[source] = Score(
        hundredths: list?.optionalDecimal(source.rawValue, places: 2, in: 1...100_00) ?? 60_00)
    }
    list?.finish()
    return limits
  }

  private static func lessons(_ object: ObjectReader, _ key: String) -> [String: String] {
    var lessons: [String: String] = [:]
    guard let list = object.optionalObject(key) else { return [:] }
    for name in list.keys { lessons[name] = list.text(name) }
    list.finish()
    return lessons
  }
}
