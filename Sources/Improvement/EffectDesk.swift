import Formats
import Quality
import Satisfaction
import Statistics
import Training
import Workforce
import Workspace

/// Whether a cycle of training helped, on four levels: reaction, learning, behaviour and results (Kirkpatrick, 1959).
package struct EffectDesk {
  package struct Reaction: Sendable {
    package let responses: Int
    /// Means of the trainees' marks from 1 to 5; `nil` of none.
    package let content: Double?
    package let teaching: Double?
    package let usefulness: Double?
    package let comments: [String]
  }

  /// A change between two quarters, of the trained against people like them.
  package struct Change: Sendable {
    package let before: Quarter
    package let after: Quarter
    package let effect: TrainingEffect
    /// Trained people with scores of both quarters for whom nobody comparable was found.
    package let unmatched: Int
  }

  package struct Report: Sendable {
    package let course: String
    package let enrolled: Int
    package let completed: Int
    package let reaction: Reaction
    package let learning: TrainingEffect?
    package let behaviour: Change
    package let results: Change
    /// What became of the needs that the cycle answers; `nil` where it was not opened from needs.
    package let needs: NeedOutcome?
  }

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Scores before may lie so far apart.
  package static let distance = Score(hundredths: 5_00)

  /// What may be said of a cycle.
  ///
  /// - Parameters:
  ///   - before: the quarter before the cycle's first day unless said.
  ///   - after: the quarter after its last day unless said.
  package func effect(of id: Int, before: Quarter?, after: Quarter?) throws -> Report {
    try occasion.require(.trainer, .hr, to: "study what training did")
    let database = occasion.database
    let cycle = try ClassDesk(occasion).cycle(id)
    let before = before ?? Quarter(number: Quarter(of: cycle.from).number - 1)
    let after = after ?? Quarter(number: Quarter(of: cycle.to).number + 1)
    guard before < after else {
      throw Refusal(.usage, "\(after) does not come after \(before)", "give --before the earlier quarter")
    }
    let people = try TrainingRecords(database).enrolled(in: id).map(\.key)
    let done = try TrainingRecords(database).completions(of: cycle.course, by: after.lastDay)
    let trained = Set(people.filter { done[$0].map { $0.day >= cycle.from } ?? false })
    let others = try comparable(to: trained, notIn: Set(people).union(done.keys), on: cycle.from)
    let feedback = FeedbackRecords(database)
    let tests = try feedback.tests(of: cycle.course).filter { people.contains($0.staff) }.map {
      TrainingEffect.Case(isTrained: true, before: $0.before.hundredths, after: $0.after.hundredths)
    }
    return Report(
      course: cycle.course, enrolled: people.count, completed: trained.count,
      reaction: Self.reaction(try feedback.feedback(of: id)),
      learning: tests.isEmpty ? nil : TrainingEffect(tests, unit: 100),
      behaviour: change(before, after, try quality(before), try quality(after), trained, others),
      results: change(before, after, try satisfaction(before), try satisfaction(after), trained, others),
      needs: try NeedPlanDesk(occasion).outcome(of: id, in: after))
  }

  /// Who held one of the trained people's posts on a day and was neither in the cycle nor has completed the course.
  private func comparable(to trained: Set<Int>, notIn taken: Set<Int>, on day: CalendarDay) throws -> Set<Int>
  {
    var posts: Set<String> = []
    var held: [Int: String] = [:]
    try StaffRecords(occasion.database).forEachAssignment { key, assignment in
      guard assignment.covers(day) else { return }
      if trained.contains(key) { posts.insert(assignment.post) } else { held[key] = assignment.post }
    }
    return Set(held.filter { posts.contains($0.value) && !taken.contains($0.key) }.keys)
  }

  private func quality(_ quarter: Quarter) throws -> [Int: Score] {
    var scores: [Int: Score] = [:]
    try QualityResults(occasion.database).forEachResult(
      in: quarter, on: occasion.today, zone: occasion.workspace.zone
    ) { key, result in scores[key] = result.score }
    return scores
  }

  private func satisfaction(_ quarter: Quarter) throws -> [Int: Score] {
    try SatisfactionRecords(occasion.database).persons(in: quarter).compactMapValues(\.score)
  }

  private func change(
    _ before: Quarter, _ after: Quarter, _ first: [Int: Score], _ second: [Int: Score], _ trained: Set<Int>,
    _ others: Set<Int>
  ) -> Change {
    let measured = first.filter { second[$0.key] != nil }
    let own = measured.filter { trained.contains($0.key) }
    let pairs = ComparableGroup.pairs(
      trained: own, others: measured.filter { others.contains($0.key) }, within: Self.distance)
    func one(_ key: Int, _ isTrained: Bool) -> TrainingEffect.Case {
      TrainingEffect.Case(
        isTrained: isTrained, before: first[key]?.hundredths ?? 0, after: second[key]?.hundredths ?? 0)
    }
    // Without anybody to compare with, the trained alone are shown, and the words say what that means.
    let cases =
      pairs.isEmpty
      ? own.keys.sorted().map { one($0, true) }
      : pairs.flatMap { [one($0.trained, true), one($0.other, false)] }
    return Change(
      before: before, after: after, effect: TrainingEffect(cases, unit: 100),
      unmatched: own.count - pairs.count)
  }

  private static func reaction(_ feedback: [Feedback]) -> Reaction {
    let own = feedback.filter { $0.author == .trainee }
    func mean(_ marks: [Int?]) -> Double? {
      let given = marks.compactMap { $0 }
      return given.isEmpty ? nil : Double(given.reduce(0, +)) / Double(given.count)
    }
    return Reaction(
      responses: own.count, content: mean(own.map(\.content)), teaching: mean(own.map(\.teaching)),
      usefulness: mean(own.map(\.usefulness)), comments: own.map(\.comment).filter { !$0.isEmpty })
  }
}
