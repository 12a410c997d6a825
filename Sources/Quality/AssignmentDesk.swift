import Formats
import SQLite
import Workforce
import Workspace

/// Handing drawn calls to assessors, and handing them on.
package struct AssignmentDesk {
  private let occasion: Occasion
  private let records: AssignmentRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = AssignmentRecords(occasion.database)
  }

  package struct Outcome: Sendable {
    /// Assigned calls by the assessors' ids, with how many of them are second scorings.
    package let loads: [(assessor: String, calls: Int, second: Int)]
    package let due: CalendarDay
    package let unassigned: [String]
    package let singleOnly: [String]
  }

  /// Assigns the drawn calls of a quarter that nobody has to score yet.
  ///
  /// - Parameter assessors: the ids of those who score; each a member of staff.
  package func assign(
    _ quarter: Quarter, to assessors: [String], plan: SamplingPlan, seed: UInt64, dryRun: Bool
  ) throws -> Outcome {
    try occasion.require(.assessor, .hr, to: "assign calls")
    let database = occasion.database
    let keys = try StaffRecords(database).keys()
    guard !assessors.isEmpty, Set(assessors).count == assessors.count else {
      throw Refusal(.usage, "nobody is named, or somebody twice", "write --assessors ID,ID with each id once")
    }
    let loads = try records.openLoads()
    let book = try TeamBook(StaffRecords(database))
    func teams(_ key: Int) -> Set<String> { book.teams(of: key, on: occasion.today) }
    let people = try assessors.map { id -> CallAssigning.Assessor in
      guard let key = keys[id] else { throw Refusal.unknownStaff(id) }
      return CallAssigning.Assessor(key: key, id: id, teams: teams(key), load: loads[key] ?? 0)
    }
    let calls = try records.unassigned(in: quarter).map {
      CallAssigning.Call(
        id: $0.id, name: $0.name, staff: $0.staff, teams: teams($0.staff), isBase: $0.isBase)
    }
    let result = CallAssigning.assign(calls, to: people, doubleShare: plan.doubleShare, seed: seed)
    let due = try CalendarRecords(database).calendar().day(plan.days, after: occasion.today)
    if !dryRun, !result.assignments.isEmpty {
      try occasion.publish(
        result.assignments.count, into: "call_assignment", deed: "qa.assign", of: "\(quarter)",
        content: "\(seed) \(result.assignments.count) \(assessors.joined(separator: " "))"
      ) { index, batch in
        if index == 0, try records.unassigned(in: quarter, withPending: true).count != calls.count {
          throw Refusal(.tryAgain, "calls of \(quarter) were assigned meanwhile", "look at: merit qa tasks")
        }
        let row = result.assignments[index]
        try records.insert(
          CallAssignment(call: row.call, assessor: row.assessor, kind: row.kind, due: due), batch: batch,
          on: occasion.today)
      }
    }
    return Outcome(
      loads: people.map { person in
        let own = result.assignments.filter { $0.assessor == person.key }
        return (person.id, own.count, own.count { $0.kind == .calibration })
      }, due: due, unassigned: result.unassigned, singleOnly: result.singleOnly)
  }

  /// The calls that are still to be scored: one's own for an assessor without another role, anybody's for those who lead.
  package func tasks(of assessor: String?) throws -> [AssignmentRecords.Task] {
    try occasion.require(.assessor, .leader, .hr, to: "see the calls to be scored")
    let assessor = try own(assessor)
    guard let assessor else { return try records.openTasks() }
    guard let key = try StaffRecords(occasion.database).key(of: assessor) else {
      throw Refusal.unknownStaff(assessor)
    }
    return try records.openTasks(of: key)
  }

  /// Whose tasks may be seen: one's own for an assessor who neither leads nor is of HR, for doubles are blind.
  private func own(_ wanted: String?) throws -> String? {
    guard let staff = occasion.actor.staff, !occasion.actor.may([.leader, .hr]) else { return wanted }
    if let wanted, wanted != staff { try occasion.require(.leader, .hr, to: "see others' calls") }
    return staff
  }

  /// Gives several calls that are still to be scored, or all of an assessor's, to another assessor.
  ///
  /// - Parameter calls: `nil` for all that `from` has open.
  /// - Returns: how many were given, and the calls that could not be, with why.
  package func reassign(_ calls: [String]?, from: String, to: String, reason: String) throws -> (
    given: Int, kept: [(call: String, refusal: Refusal)]
  ) {
    let calls = try calls ?? tasks(of: from).map(\.name)
    var kept: [(call: String, refusal: Refusal)] = []
    for call in calls {
      do { try reassign(call, from: from, to: to, reason: reason) } catch let refusal as Refusal {
        kept.append((call, refusal))
      }
    }
    return (calls.count - kept.count, kept)
  }

  /// Gives a call that is still to be scored to another assessor.
  package func reassign(_ call: String, from: String, to: String, reason: String) throws {
    try occasion.require(.assessor, .hr, to: "reassign calls")
    let staff = StaffRecords(occasion.database)
    guard let task = try tasks(of: from).first(where: { $0.name == call }) else {
      throw Refusal(
        .noInput, "'\(from)' has no open call '\(call)'", "see: merit qa tasks --assessor \(from)")
    }
    guard let key = try staff.key(of: to) else { throw Refusal.unknownStaff(to) }
    guard let known = try QualityRecords(occasion.database).call(named: call) else {
      throw Refusal.unknownCall(call)
    }
    guard key != known.staff, try !TeamBook(staff).share(key, known.staff, on: occasion.today) else {
      throw Refusal.ownTeam(to, call)
    }
    if try records.kind(call: known.id, assessor: key) != nil
      || QualityRecords(occasion.database).find(call: known.id, assessor: key) != nil
    {
      throw Refusal(
        .badData, "'\(to)' scores call '\(call)' already; a second scoring is another's",
        "choose somebody else")
    }
    try occasion.record("qa.reassign", of: call, content: "\(call) \(from) \(to) \(reason)") {
      try records.reassign(task, to: key, reason: reason, on: occasion.today)
    }
  }
}

extension Refusal {
  static func ownTeam(_ assessor: String, _ call: String) -> Refusal {
    Refusal(
      .badData, "call '\(call)' is one of '\(assessor)' or of their own team",
      "nobody judges their own team; choose somebody else")
  }
}
