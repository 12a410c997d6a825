import Statistics
import Workspace

/// How far assessors agree on calls that several of them judged, item by item and on the form, and how each stands to the others.
package struct Calibration: Sendable {
  /// One assessor's judgement of a call.
  package struct Judgement: Sendable {
    package let assessor: String
    /// Of the day; judgements are cut in two halves by it to see drift.
    package let day: Int
    package let score: Score?
    /// The bytes of the form; 255 is "not applicable".
    package let items: [UInt8]

    package init(assessor: String, day: Int, score: Score?, items: [UInt8]) {
      self.assessor = assessor
      self.day = day
      self.score = score
      self.items = items
    }
  }

  /// Agreement on one item, or on the score of the form.
  package struct Line: Sendable {
    /// The item's place on the form; `nil` for the form.
    package let item: Int?
    /// Pairs of judgements of the same call, and how many of them are alike.
    package let pairs: Int
    package let alike: Int
    /// The mean over pairs of assessors, weighing the calls that both judged; "not applicable" is a category.
    package let cohen: Double?
    /// The same where both applied, with the squared distance of the answers' ranks.
    package let weighted: Double?
    /// Among the calls with the usual number of judges, who are taken as interchangeable.
    package let fleiss: Double?
    /// Over all calls, where it applied: by rank for items, by distance for the form.
    package let alpha: Double?
    package let intraclass: Double?

    package var agreement: Double? { pairs > 0 ? Double(alike) / Double(pairs) : nil }
  }

  package struct Standing: Sendable {
    package let assessor: String
    package let calls: Int
    /// Pairs of item answers, and how many are those of the other judge.
    package let pairs: Int
    package let alike: Int
    /// The mean of the own score less that of the others on the same call, in points; negative is severe.
    package let severity: Double?
    /// The severity in the later half of the days less that in the earlier half.
    package let drift: Double?
    package let mustRecalibrate: Bool

    package var agreement: Double? { pairs > 0 ? Double(alike) / Double(pairs) : nil }
  }

  package let calls: Int
  package let form: Line
  package let items: [Line]
  /// By id.
  package let assessors: [Standing]

  /// With fewer common calls nobody is told to recalibrate.
  package static let leastCalls = 5

  /// - Parameter calls: the judgements of each call, two at least.
  package init(_ calls: [[Judgement]], card: Scorecard) {
    let calls = calls.map { $0.sorted { $0.assessor < $1.assessor } }
    self.calls = calls.count
    form = Self.line(calls, item: nil)
    items = card.items.indices.map { Self.line(calls, item: $0) }
    let days = calls.joined().map(\.day).sorted()
    let middle = days.isEmpty ? 0 : days[days.count / 2]
    var gathered: [String: Gathered] = [:]
    for call in calls {
      for (place, own) in call.enumerated() {
        let others = call.indices.filter { $0 != place }.map { call[$0] }
        gathered[own.assessor, default: Gathered()].add(own, others, isLater: own.day >= middle)
      }
    }
    assessors = gathered.sorted { $0.key < $1.key }.map { $1.standing($0, card: card) }
  }

  private struct Gathered {
    var calls = 0
    var (pairs, alike) = (0, 0)
    /// Differences of scores in points, of the earlier and the later half.
    var differences: [[Double]] = [[], []]

    mutating func add(_ own: Judgement, _ others: [Judgement], isLater: Bool) {
      calls += 1
      for other in others {
        for (mine, theirs) in zip(own.items, other.items) {
          pairs += 1
          if mine == theirs { alike += 1 }
        }
      }
      let scores = others.compactMap { $0.score.map { Double($0.hundredths) / 100 } }
      guard let score = own.score, !scores.isEmpty else { return }
      let panel = scores.reduce(0, +) / Double(scores.count)
      differences[isLater ? 1 : 0].append(Double(score.hundredths) / 100 - panel)
    }

    func standing(_ assessor: String, card: Scorecard) -> Standing {
      func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
      let severity = mean(differences[0] + differences[1])
      let drift = mean(differences[1]).flatMap { later in mean(differences[0]).map { later - $0 } }
      let isFar = severity.map { abs($0) * 100 > Double(card.mostSeverity.hundredths) } ?? false
      let disagrees = alike * 10_000 < pairs * card.leastAgreement.basisPoints
      return Standing(
        assessor: assessor, calls: calls, pairs: pairs, alike: alike, severity: severity, drift: drift,
        mustRecalibrate: calls >= Calibration.leastCalls && (isFar || disagrees))
    }
  }

  private static func line(_ calls: [[Judgement]], item: Int?) -> Line {
    func value(_ judgement: Judgement) -> Int {
      if let item { return judgement.items[item] == 255 ? Agreement.missing : Int(judgement.items[item]) }
      return judgement.score?.hundredths ?? Agreement.missing
    }
    var (pairs, alike) = (0, 0)
    for call in calls {
      for first in call.indices {
        for second in call.indices where second > first {
          pairs += 1
          if value(call[first]) == value(call[second]) { alike += 1 }
        }
      }
    }
    // The usual number of judges of a call; the smaller of equally usual ones.
    let sizes = Dictionary(grouping: calls, by: \.count).mapValues(\.count)
    let usual = sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 2
    let regular = calls.filter { $0.count == usual }.flatMap { $0.map(value) }
    func category(_ value: Int) -> Int { value == Agreement.missing ? -1 : value }
    let categories = Agreement(cells: regular.map(category), raters: usual)
    let numbers = Agreement(cells: regular, raters: usual)
    let widest = calls.map(\.count).max() ?? 2
    let all = Agreement(
      cells: calls.flatMap { call in
        call.map(value) + Array(repeating: Agreement.missing, count: widest - call.count)
      }, raters: widest)
    // Kappas compare two people: each pair of assessors on the calls that both judged, weighing their number.
    var shared: [[String]: [Int]] = [:]
    for call in calls {
      for first in call.indices {
        for second in call.indices where second > first {
          shared[[call[first].assessor, call[second].assessor], default: []] += [
            value(call[first]), value(call[second]),
          ]
        }
      }
    }
    func mean(_ cells: (Int) -> Int, _ kappa: (Agreement.Pair) -> Double?) -> Double? {
      var (sum, weight) = (0.0, 0.0)
      for own in shared.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }).map(\.value) {
        let pair = Agreement(cells: own.map(cells), raters: 2).pair(0, 1)
        guard let kappa = kappa(pair) else { continue }
        sum += kappa * Double(pair.n)
        weight += Double(pair.n)
      }
      return weight > 0 ? sum / weight : nil
    }
    return Line(
      item: item, pairs: pairs, alike: alike, cohen: mean(category, \.kappa),
      weighted: mean({ $0 }, \.kappaQuadratic), fleiss: categories.fleiss,
      alpha: all.krippendorff(item == nil ? .interval : .ordinal), intraclass: numbers.intraclass.single1)
  }
}
