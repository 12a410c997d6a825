import Formats
import Training
import Workforce
import Workspace

/// Opening cycles from needs, and looking later at what became of the needs.
package struct NeedPlanDesk {
  /// A plan with the needs behind it.
  package struct Proposal: Sendable {
    package let finding: NeedsDesk.Finding
    package let plan: NeedPlan
    package let from: CalendarDay
    package let to: CalendarDay
  }

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Days from today to the first day of a planned cycle, and from its first day to its last, unless said.
  package static let (notice, length) = (14, 30)

  /// Cycles for whoever needs lessons by the evidence of a quarter.
  ///
  /// - Parameters:
  ///   - from: the first day; in two weeks unless said.
  ///   - to: the last day; thirty days later unless said.
  package func plan(
    _ quarter: Quarter, by scheme: String = NeedsDesk.standard, least: Int?, from: CalendarDay?,
    to: CalendarDay?
  ) throws -> Proposal {
    try occasion.require(.trainer, .hr, .leader, to: "plan training")
    let from = from ?? occasion.today.adding(days: Self.notice)
    let to = to ?? from.adding(days: Self.length)
    guard from <= to else {
      throw Refusal(
        .usage, "the cycles would end on \(to), before they start on \(from)", "give --from the earlier day")
    }
    let finding = try NeedsDesk(occasion).needs(in: quarter, by: scheme, least: least)
    let training = TrainingRecords(occasion.database)
    var posts: [String: Set<String>] = [:]
    for id in Set(finding.lessons.values.map(\.course)) {
      posts[id] = Set(try training.course(id)?.posts ?? [])
    }
    var held: [Int: Set<String>] = [:]
    try StaffRecords(occasion.database).forEachAssignment { key, assignment in
      if assignment.covers(from) { held[key, default: []].insert(assignment.post) }
    }
    let facts = NeedPlan.Facts(
      courses: finding.lessons.mapValues(\.course), posts: posts, held: held,
      enrolled: try ClassRecords(occasion.database).openCourses(on: occasion.today))
    return Proposal(
      finding: finding, plan: NeedPlan(finding.needs.lessons, facts, most: finding.scheme.most), from: from,
      to: to)
  }

  /// Opens the cycles of a plan with their people, and keeps which need each enrolment answers.
  ///
  /// - Returns: the numbers of the cycles, in the order of the plan.
  package func open(_ proposal: Proposal) throws -> [Int] {
    try occasion.require(.trainer, to: "open cycles")
    guard proposal.from >= occasion.today else {
      throw Refusal(.usage, "\(proposal.from) is past", "open the cycles of a plan from today on")
    }
    guard !proposal.plan.cycles.isEmpty else { return [] }
    let records = NeedAnswerRecords(occasion.database)
    var cycles: [Int] = []
    var written: [String] = []
    return try occasion.record(
      "improve.plan", of: "\(proposal.finding.quarter)", content: written.joined(separator: "\n")
    ) {
      for cycle in proposal.plan.cycles {
        let people = cycle.people.compactMap { proposal.finding.people[$0.staff]?.id }
        let id = try TrainingDesk(occasion).openCycle(
          cycle.course, people: people, from: proposal.from, to: proposal.to)
        cycles.append(id)
        for place in cycle.people {
          for (lesson, need) in place.needs {
            try records.insert(
              NeedAnswer(
                cycle: id, staff: place.staff, lesson: lesson, quarter: proposal.finding.quarter,
                scheme: proposal.finding.scheme.head.id, gain: need.gain, evidence: need.evidence.count),
              at: occasion.now, by: occasion.actor.account)
            written.append("\(id) \(place.staff) \(lesson) \(need.gain)")
          }
        }
      }
      return cycles
    }
  }

  /// What a later quarter says of the needs that a cycle answers; `nil` where it answers none.
  package func outcome(of cycle: Int, in quarter: Quarter) throws -> NeedOutcome? {
    let answers = try NeedAnswerRecords(occasion.database).answers(of: cycle)
    guard let scheme = answers.first?.scheme else { return nil }
    let finding = try NeedsDesk(occasion).needs(in: quarter, by: scheme, least: 1)
    return NeedOutcome(
      answers, in: quarter, later: finding.needs, again: finding.scheme.again, measured: finding.measured)
  }
}
