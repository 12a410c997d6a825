import Formats
import Quality
import Workforce
import Workspace

/// A person on the performance sheets, with everything that a column may show.
package struct SheetRow: Sendable {
  package let person: Person
  package let result: QuarterResult
  /// Among the assessed people of the post by total; equal totals share a rank.
  package let rank: Int?
  let site: String
  let centre: String
  let department: String
  let teamName: String
  /// The skill level by the register of certificates.
  let certificate: Int?
  let promotion: String
  let promotionReasons: String
  let honours: String
  let answer: QuarterBook.Answer?
  /// Whether the answer is to the sheet as it now is.
  let isAnswerCurrent: Bool
  /// The quarter's hash, or that it is not closed.
  let hash: String
  let payMonth: String
  let isChinese: Bool
  let isMasked: Bool
  /// For each part of the quarter's schemes its place among those of this person's scheme.
  let partPlaces: [Int?]
  /// The 0.975 quantile of t by degrees of freedom, from 0.
  let quantiles: [Double]

  /// A part's score by its place among the parts of all schemes; `nil` where the person's scheme has none such.
  func part(_ place: Int) -> PartScore? {
    guard place < partPlaces.count, let own = partPlaces[place], own < result.assessment.parts.count else {
      return nil
    }
    return result.assessment.parts[own]
  }

  func word(_ words: Words) -> String { words.text(chinese: isChinese) }

  /// The 95 % interval of the QA score.
  var interval: (low: Score, high: Score)? {
    result.evidence.qa.flatMap {
      QualityResult.interval(
        of: $0, error: result.evidence.qaError, freedom: result.evidence.qaFreedom, quantiles: quantiles)
    }
  }

  /// The name; masked, its first character only.
  var name: String {
    isMasked
      ? String(person.name.prefix(1)) + String(repeating: "*", count: max(1, person.name.count - 1))
      : person.name
  }

  /// Open disputes and objections, and what the person said of the sheet.
  var disputeState: String {
    var states: [String] = []
    if result.evidence.disputes > 0 {
      states.append(
        word(Words(en: "disputed calls \(result.evidence.disputes)", zh: "申诉中 \(result.evidence.disputes) 件"))
      )
    }
    if let answer {
      let said =
        switch answer.kind {
        case .confirmed:
          isAnswerCurrent
            ? Words(en: "confirmed", zh: "已确认") : Words(en: "confirmed before a change", zh: "变更前确认")
        case .objected: Words(en: "objected", zh: "异议待裁定")
        case .upheld: Words(en: "objection upheld", zh: "异议成立")
        case .rejected: Words(en: "objection rejected", zh: "异议不成立")
        }
      states.append(word(said))
    }
    return states.joined(separator: "; ")
  }
}
