import Formats
import Quality
import Statistics
import Workforce
import Workspace

/// What would have changed in a person's quarter if one thing had been otherwise.
package struct Counterfactual: Sendable {
  /// The supposition: what is to have been otherwise.
  package enum Supposition: Hashable, Sendable {
    /// An item of the scorecard was fully met, on one call or wherever it was not.
    case itemPassed(item: String, call: String?)
    /// A call had not been judged.
    case callLeftOut(String)
    /// A part of the score had another value.
    case part(String, Score)
    /// So many liable complaints.
    case complaints(Int)

    /// Reads `item correct passed`, `item correct passed on C15`, `call C15 left out`, `part knowledge 92.5` or
    /// `complaints 0`.
    package init?(_ text: String) {
      let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      switch (words.first, words.count) {
      case ("item", 3) where words[2] == "passed": self = .itemPassed(item: words[1], call: nil)
      case ("item", 5) where words[2] == "passed" && words[3] == "on":
        self = .itemPassed(item: words[1], call: words[4])
      case ("call", 4) where words[2] == "left" && words[3] == "out": self = .callLeftOut(words[1])
      case ("part", 3):
        guard let score = ExactDecimal(words[2])?.scaled(to: 2), (0...200_00).contains(score) else {
          return nil
        }
        self = .part(words[1], Score(hundredths: score))
      case ("complaints", 2):
        guard let count = Int(words[1]), (0...100_000).contains(count) else { return nil }
        self = .complaints(count)
      default: return nil
      }
    }

    package static let forms =
      "'item ID passed', 'item ID passed on CALL', 'call CALL left out', 'part ID SCORE' or 'complaints N'"
  }

  package let now: QuarterResult
  package let then: Assessment
  /// The bonus while all others' evidence stays: pool × weight ÷ sum of weights.
  ///
  /// The sum has the new weight in place of the old; of a closed quarter it is the closed sum, as an adjustment would pay it.
  package let bonus: Money
  /// The calls that come out otherwise, with their score before and then.
  package let calls: [(call: String, now: Score?, then: Score?)]

  package var difference: Money { bonus - now.bonus }
}

/// Supposes that something had been otherwise.
struct CounterfactualStudy {
  let result: QuarterResult
  let scheme: PerformanceScheme
  let share: BonusPool.TeamShare?
  /// The random evaluations in force, with the calls' names and forms.
  let evaluations: [(call: String, row: Evaluation, card: Scorecard)]
  /// The calls of each stratum by its id, and of the whole quarter for samples that knew none.
  let sizes: [Int: Int]
  let frame: Int?
  let isPaidHere: Bool
  /// Whether the quarter is closed: then its own rate holds, as for late evidence.
  let isClosed: Bool

  func suppose(_ supposition: Counterfactual.Supposition) throws -> Counterfactual {
    var evidence = result.evidence
    evidence.indicators = scheme.parts.filter { $0.column != nil }.map { part in
      result.assessment.parts.first { $0.id == part.id }?.raw ?? Evidence.none
    }
    var calls: [(call: String, now: Score?, then: Score?)] = []
    var parts: [String: Score] = [:]
    switch supposition {
    case .complaints(let count): evidence.liableComplaints = count
    case .part(let id, let score):
      guard scheme.parts.contains(where: { $0.id == id }) else {
        throw Refusal(
          .usage, "'\(id)' is no part of \(scheme.head.id) v\(scheme.head.version)",
          "it has \(scheme.parts.map(\.id).joined(separator: ", "))")
      }
      parts[id] = score
    case .callLeftOut(let name):
      guard let left = evaluations.first(where: { $0.call == name }) else { throw unknown(call: name) }
      calls = [(name, left.row.score, nil)]
      judge(
        evaluations.filter { $0.call != name }.map { ($0.row, $0.row.score, $0.row.criticals) }, &evidence)
    case .itemPassed(let item, let call):
      calls = try pass(item, on: call, &evidence)
    }
    let columns = scheme.parts.compactMap(\.column)
    let judged = Assessment(evidence, scheme: scheme, columns: columns)
    let then = parts.isEmpty ? judged : judged.with(parts, scheme: scheme, evidence: evidence)
    return Counterfactual(now: result, then: then, bonus: bonus(of: then), calls: calls)
  }

  private func unknown(call: String) -> Refusal {
    Refusal(
      .noInput, "call '\(call)' is none of those by which this quarter was judged",
      "see: merit explain STAFF QUARTER, which lists them")
  }

  private func pass(
    _ item: String, on call: String?, _ evidence: inout Evidence
  ) throws -> [(call: String, now: Score?, then: Score?)] {
    if let call, !evaluations.contains(where: { $0.call == call }) { throw unknown(call: call) }
    let known = Set(evaluations.flatMap { $0.card.items.map(\.id) })
    guard known.contains(item) else {
      let hint = nearest(to: item, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
      throw Refusal(
        .usage, "'\(item)' is no item of the scorecards used\(hint)",
        "it has \(known.sorted().joined(separator: ", "))")
    }
    var changed: [(call: String, now: Score?, then: Score?)] = []
    let rows = evaluations.map { judged -> (Evaluation, Score?, Int) in
      guard call == nil || judged.call == call,
        let place = judged.card.items.firstIndex(where: { $0.id == item }), judged.row.items[place] != 255,
        Int(judged.row.items[place]) < judged.card.items[place].fullSteps
      else { return (judged.row, judged.row.score, judged.row.criticals) }
      var items = judged.row.items
      items[place] = UInt8(judged.card.items[place].fullSteps)
      let scored = Scoring.result(judged.card, bytes: items)
      changed.append((judged.call, judged.row.score, scored.score))
      return (judged.row, scored.score, scored.criticals)
    }
    judge(rows, &evidence)
    return changed
  }

  /// The QA figures over evaluations with other scores; a critical call that was not yet counted stays uncounted.
  private func judge(_ rows: [(row: Evaluation, score: Score?, criticals: Int)], _ evidence: inout Evidence) {
    let strata = Dictionary(grouping: rows) { $0.row.stratum ?? 0 }.sorted { $0.key < $1.key }.map {
      stratum, own in
      var sums = SampleSums()
      for score in own.compactMap(\.score) { sums.add(score.hundredths) }
      return StratifiedMean.Stratum(
        size: stratum > 0 ? sizes[stratum] : frame, judged: sums.count, scores: sums)
    }
    evidence.qa = StratifiedMean(strata).estimate
    evidence.evaluations = rows.count
    // Which critical calls can still be disputed is not told apart here: those that go are taken to be open ones first.
    let gone = evaluations.count { $0.row.criticals > 0 } - rows.count { $0.criticals > 0 }
    evidence.criticals = max(0, evidence.criticals - max(0, gone - evidence.openCriticals))
    evidence.openCriticals = max(0, evidence.openCriticals - gone)
  }

  private func bonus(of then: Assessment) -> Money {
    let weight =
      isPaidHere && then.total != nil
      ? Settlement.weight(
        base: result.base, factor: then.factor, gate: then.gate, shareDays: result.shareDays) : 0
    let own = isPaidHere && result.assessment.total != nil ? result.poolWeight : 0
    if weight == own { return result.bonus }
    if isClosed, let share, share.weight > 0 {
      return LateEffect.earned(share.amount, weight: weight, sum: share.weight)
    }
    guard let share,
      let shares = PoolSplit.shares(
        of: Int128(share.amount.fen), weights: [weight, max(0, share.weight - own)])
    else { return .zero }
    return Money(fen: Int(shares[0]))
  }
}

extension Assessment {
  /// The same with other values of parts.
  fileprivate func with(
    _ values: [String: Score], scheme: PerformanceScheme, evidence: Evidence
  ) -> Assessment {
    let parts = self.parts.map { part in
      values[part.id].map {
        PartScore(id: part.id, raw: part.raw, score: $0, weight: part.weight, counts: true)
      } ?? part
    }
    let mean = Score.weightedMean(parts.filter(\.counts).map { ($0.score ?? .zero, $0.weight) })
    let total = mean.map { max(.zero, min($0 + addition - deduction, scheme.totalCap)) }
    guard let total else { return self }
    let place = Self.capped(scheme.grade(of: total), evidence, scheme).place
    return Assessment(
      parts: parts, addition: addition, deduction: deduction, total: total,
      grade: scheme.grades[place].name, factor: scheme.factor(total: total, grade: place), gate: gate,
      flags: flags)
  }
}
