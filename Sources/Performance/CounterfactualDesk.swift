import Formats
import Quality
import SQLite
import Workforce
import Workspace

/// Asking what would have been, and which pay a call touched.
package struct CounterfactualDesk {
  private let occasion: Occasion
  private let pay: PayDesk
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    pay = PayDesk(occasion)
  }

  /// What would have changed in somebody's quarter; one's own, or anybody's for HR.
  package func suppose(
    _ supposition: Counterfactual.Supposition, of staff: String, in quarter: Quarter
  ) throws -> Counterfactual {
    try database.snapshot { try study(of: staff, in: quarter).suppose(supposition) }
  }

  private func study(of staff: String, in quarter: Quarter) throws -> CounterfactualStudy {
    let (_, key, result) = try pay.result(of: staff, in: quarter)
    guard result.assessment.total != nil else {
      throw Refusal(
        .noInput, "'\(staff)' has no total in \(quarter): \(result.status.words.en)",
        "see: merit explain \(staff) \(quarter)")
    }
    if result.assessment.flags.contains(where: {
      $0.hasPrefix("posts:") || $0.hasPrefix("forced:") || $0.hasPrefix("calibrated:")
    }) {
      throw Refusal(
        .badData,
        "the total of '\(staff)' is made of several posts, or the grade was given by shares or by hand",
        "nothing can be said of one change alone; merit quarter what-if tries a whole scheme")
    }
    let run = try pay.run(of: quarter)
    guard run.rules == QuarterInputs.rules else {
      throw Refusal(
        .noInput, "\(quarter) was settled by rules \(run.rules), of which nothing can be supposed",
        "see: merit explain \(staff) \(quarter)")
    }
    let schemes = SchemeRecords(database)
    var cards: [String: Scorecard] = [:]
    let evaluations = try QualityRecords(database).evaluations(of: key, in: quarter, upTo: run.batch).map {
      _, call, row in
      let name = "\(row.scorecard) v\(row.version)"
      let card =
        try cards[name] ?? schemes.document(Scorecard.self, id: row.scorecard, version: row.version)
      cards[name] = card
      return (call: call, row: row, card: card)
    }
    return CounterfactualStudy(
      result: result,
      scheme: try schemes.document(PerformanceScheme.self, id: result.scheme, version: result.version),
      share: run.pool.share(of: result.team), evaluations: evaluations,
      sizes: try DrawRecords(database).sizes(of: key, in: quarter).mapValues(\.calls),
      frame: try QualityRecords(database).frame(of: quarter)[key],
      isPaidHere: result.employment != .outsourced,
      isClosed: try QuarterRecords(database).state(of: quarter) == .closed)
  }

  /// A call with the pay that it touched.
  package struct CallTrace: Sendable {
    package let call: String
    package let staff: String
    package let quarter: Quarter
    /// Who judged it, why, and with which score; only random ones count for pay.
    package let evaluations: [(assessor: String, kind: Evaluation.Kind, score: Score?, day: CalendarDay)]
    /// What the quarter would be without the call; `nil` where it did not count or nothing is scored yet.
    package let without: Counterfactual?
    /// Why it touched no pay, where it touched none.
    package let note: Words?
    /// What was posted for the person because of the quarter, after it was closed.
    package let adjustments: [Adjustment]
  }

  /// Which pay a call touched; for HR, and for the agent whose call it is.
  package func trace(call name: String) throws -> CallTrace {
    try database.snapshot {
      guard let found = try QualityRecords(database).judged(call: name) else {
        // Which calls there are is told only to those who may see them.
        try occasion.require(.hr, to: "see which pay a call touched")
        throw Refusal(
          .noInput, "there is no call '\(name)' that was drawn or judged", "see: merit qa show CALL")
      }
      let quarter = found.quarter
      if occasion.actor.staff != found.staff { try occasion.require(.hr, to: "see which pay a call touched") }
      let counted = found.evaluations.contains { $0.kind == .random }
      var without: Counterfactual?
      var note: Words?
      if !counted {
        note = Words(en: "no random evaluation: it counts for nobody's pay", zh: "无随机质检：不计入绩效")
      } else if try PerformanceRecords(database).run(of: quarter) == nil {
        note = Words(en: "\(quarter) is not scored yet", zh: "\(quarter) 尚未评定")
      } else {
        do {
          without = try study(of: found.staff, in: quarter).suppose(.callLeftOut(name))
        } catch let refusal as Refusal {
          note = Words(en: refusal.summary, zh: refusal.summary)
        }
      }
      let key = try StaffRecords(database).key(of: found.staff) ?? 0
      let adjustments = try QuarterBook(database).adjustments(becauseOf: quarter).filter { $0.staff == key }
      return CallTrace(
        call: name, staff: found.staff, quarter: quarter, evaluations: found.evaluations, without: without,
        note: note, adjustments: adjustments)
    }
  }
}
