import Formats
import Workforce
import Workspace

/// How the people of a post are judged in a quarter, and what their score earns.
package struct PerformanceScheme: SchemeDocument {
  package static let kind = "performance"

  package enum Source: String, CaseIterable, Sendable {
    case qa, satisfaction, exam, training, complaint, competition, indicator
  }
  /// What happens to a part for which there is no evidence.
  package enum Missing: String, CaseIterable, Sendable { case renormalise, zero, block }
  /// Whose value of an indicator counts.
  package enum Level: String, CaseIterable, Sendable { case staff, team, company }

  package struct Part: Sendable {
    package let id: String
    package let title: Words
    package let source: Source
    package let weight: Weight
    package let missing: Missing
    /// Fewer pieces of evidence than this count as missing.
    package let least: Int
    /// For complaints: what each liable one takes off 100.
    package let perComplaint: Score
    /// For indicators: which one, and whose value.
    package let indicator: String?
    package let level: Level
    /// From the raw figure in ten-thousandths to the score; `nil` where the raw score counts as it is.
    package let curve: Curve?

    /// The name under which the evidence holds the indicator.
    package var column: String? { indicator.map { "\($0)@\(level.rawValue)" } }
  }

  package struct Grade: Sendable {
    package let name: String
    package let from: Score
    package let factor: Weight
  }

  /// A factor from a satisfaction score on.
  package struct Gate: Sendable {
    package let from: Score
    package let factor: Weight
  }

  /// What is counted for additions, deductions, caps and forfeits.
  package enum Counted: String, CaseIterable, Sendable {
    case criticals, incidents, complaints, suggestions, help
  }

  /// Points for each of something, up to a cap.
  package struct Adjusting: Sendable {
    package let id: String
    package let title: Words
    package let counted: Counted
    package let per: Score
    package let cap: Score
  }

  /// From so many of something on the grade is at best this one; without a grade the bonus is forfeited.
  package struct Consequence: Sendable {
    package let counted: Counted
    package let from: Int
    package let grade: String?
  }

  /// Shares of grades in groups that are large enough.
  package struct Forced: Sendable {
    package enum Grouping: String, CaseIterable, Sendable { case post, team }

    package let least: Int
    package let grouping: Grouping
    /// In the order of the grades, the best first.
    package let shares: [Weight]
  }

  /// What makes a quarter neutral.
  package struct Neutrality: Sendable {
    package let kinds: Set<Leave.Kind>
    /// Sick leave of so many days at a stretch counts too.
    package let longSickDays: Int

    package static let standard = Neutrality(kinds: [.maternity, .injury], longSickDays: 30)
  }

  package let head: SchemeHead
  package let post: String
  package let parts: [Part]
  /// The most that competitions may add.
  package let competitionCap: Score
  package let additions: [Adjusting]
  package let deductions: [Adjusting]
  /// The highest total.
  package let totalCap: Score
  /// From the best down; the last starts at 0.
  package let grades: [Grade]
  /// From the highest down; the last starts at 0.
  package let gates: [Gate]
  package let caps: [Consequence]
  package let forfeits: [Consequence]
  /// From the total in hundredths to the bonus factor; `nil` where the grade's factor counts.
  package let bonusCurve: Curve?
  package let factorFloor: Weight
  package let factorCap: Weight?
  package let forced: Forced?
  package let neutrality: Neutrality
  /// Fewer days in judged posts, leave that makes neutral left out, are too few to be judged by.
  package let leastDays: Int

  package init?(_ object: ObjectReader) {
    let reading = PerformanceSchemeReading(object)
    let head = SchemeHead(object, kind: Self.kind)
    let post = object.text("post")
    let parts = reading.parts()
    let cap = object.optionalDecimal("competition_cap", places: 2, in: 0...100_00) ?? 0
    let additions = reading.adjustings("additions")
    let deductions = reading.adjustings("deductions")
    let totalCap = object.optionalDecimal("total_cap", places: 2, in: 1_00...200_00) ?? 100_00
    let grades = reading.grades()
    let gates = reading.gates()
    let caps = reading.caps(grades)
    let forfeits = reading.forfeits()
    let bonus = reading.bonus()
    let forced = reading.forced(grades)
    let neutrality = reading.neutrality()
    let leastDays = object.optionalInteger("least_days", in: 1...92) ?? 1
    guard let head, let post, !parts.isEmpty, !grades.isEmpty, !gates.isEmpty else { return nil }
    self.head = head
    self.post = post
    self.parts = parts
    self.competitionCap = Score(hundredths: cap)
    self.additions = additions
    self.deductions = deductions
    self.totalCap = Score(hundredths: totalCap)
    self.grades = grades
    self.gates = gates
    self.caps = caps
    self.forfeits = forfeits
    bonusCurve = bonus.curve
    factorFloor = bonus.floor
    factorCap = bonus.cap
    self.forced = forced
    self.neutrality = neutrality
    self.leastDays = leastDays
    reading.checkReach(grades, best: best, forced: forced)
  }

  /// Of each part the place of its indicator among the columns of evidence; `nil` for other parts.
  package func places(in columns: [String]) -> [Int?] {
    parts.map { part in part.column.flatMap { column in columns.firstIndex { $0 == column } } }
  }

  /// The satisfaction that counts, for the part, the gate and promotion alike: none of too few responses.
  package func satisfaction(in evidence: Evidence) -> Score? {
    let least = parts.first { $0.source == .satisfaction }?.least ?? 1
    return evidence.responses >= least ? evidence.satisfaction : nil
  }

  /// The bonus factor of a total and the place of its grade.
  ///
  /// By a curve, a grade that was lowered earns at most what the best total of that grade would.
  package func factor(total: Score, grade: Int) -> Weight {
    guard let bonusCurve else { return grades[grade].factor }
    let isLowered = grade > self.grade(of: total)
    let counted = isLowered ? grades[grade - 1].from.hundredths - 1 : total.hundredths
    let factor = Weight(basisPoints: bonusCurve.value(at: counted))
    return max(factorFloor, factorCap.map { min(factor, $0) } ?? factor)
  }

  /// The place of the grade that a total reaches.
  package func grade(of total: Score) -> Int {
    grades.firstIndex { total >= $0.from } ?? grades.count - 1
  }

  /// The best total that anybody can reach: every part at its best, and all that may be added.
  package var best: Score {
    let parts = Score.weightedMean(
      parts.map { part in
        // A score ends at 100; an indicator, such as calls answered, ends nowhere.
        let highest = part.source == .indicator ? 1_000_000_000_0000 : 100_0000
        let best = part.curve.map { Score(hundredths: $0.best(upTo: highest)) } ?? .full
        return (best, part.weight)
      })
    let added = additions.reduce(competitionCap) { $0 + $1.cap }
    return min((parts ?? .zero) + added, totalCap)
  }
}
