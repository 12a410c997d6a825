import Formats
import SQLite
import Workspace

/// Complaints on their way, and what a quarter of them comes to.
package struct ComplaintDesk {
  private let occasion: Occasion
  private let records: SatisfactionRecords
  private let steps: ComplaintStepRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = SatisfactionRecords(occasion.database)
    steps = ComplaintStepRecords(occasion.database)
  }

  /// A complaint with all that was done about it.
  package func course(_ name: String) throws -> ComplaintCourse {
    try occasion.require(.leader, .hr, .assessor, to: "see complaints")
    guard let found = try records.find(complaint: name) else { throw Refusal.unknownComplaint(name) }
    return ComplaintCourse(found.row, steps: try steps.steps(of: name)[name] ?? [])
  }

  /// The complaints that are not closed, the oldest first.
  package func open() throws -> [ComplaintCourse] {
    try occasion.require(.leader, .hr, .assessor, to: "see complaints")
    let all = try steps.steps()
    return try records.unsettledComplaints(reopened: Set(all.filter { $0.value.last?.state != .closed }.keys))
      .map { ComplaintCourse($0, steps: all[$0.name] ?? []) }.filter(\.isOpen)
  }

  /// What a step brings beside its state.
  package struct Details: Sendable {
    package var department: String?
    package var handler: String?
    package var satisfaction: Int?
    package var isLiable: Bool?
    package var isAccurate: Bool?
    package var text = ""

    package init() {}
  }

  /// Takes a complaint one step on; answering and closing set their times on the complaint itself, as a superseding row.
  package func take(_ name: String, to state: ComplaintState, _ details: Details, handlers: [String: Int])
    throws
  {
    try occasion.require(.leader, .hr, to: "handle complaints")
    guard let found = try records.find(complaint: name) else { throw Refusal.unknownComplaint(name) }
    let course = ComplaintCourse(found.row, steps: try steps.steps(of: name)[name] ?? [])
    guard course.state.next.contains(state) else {
      throw Refusal(
        .badData, "complaint '\(name)' is \(course.state.rawValue), and cannot become \(state.rawValue)",
        "next may be: \(course.state.next.map(\.rawValue).joined(separator: ", "))")
    }
    if state == .routed, details.department == nil {
      throw Refusal(.usage, "the department is missing", "add --department NAME")
    }
    if let handler = details.handler, handlers[handler] == nil {
      throw Refusal(.noInput, "nobody has the id '\(handler)'", "see: merit staff list")
    }
    if details.isLiable == true, found.row.about == nil {
      throw Refusal(
        .badData, "complaint '\(name)' names nobody whom it is about, so nobody is liable",
        "correct it: merit complaint import FILE --correct --reason TEXT")
    }
    let step = ComplaintStep(
      state: state, department: details.department, text: details.text, at: occasion.now,
      by: occasion.actor.account)
    let now = found.row.taken(
      to: state, details, handler: details.handler.flatMap { handlers[$0] }, at: occasion.now)
    if now == found.row {
      return try occasion.record("complaint.\(state.rawValue)", of: name, content: "\(step)") {
        try steps.insert(step, complaint: name)
      }
    }
    try occasion.publish(
      1, into: "complaint", deed: "complaint.\(state.rawValue)", of: name, content: "\(step) \(now)"
    ) { _, batch in
      try records.insert(now, batch: batch, supersedes: found.id, reason: state.rawValue)
      try steps.insert(step, complaint: name)
    }
  }

  /// What the complaints of a quarter come to, as far as it is known today.
  package func summary(in quarter: Quarter, terms: ComplaintSummary.Terms) throws -> (
    summary: ComplaintSummary, reopenings: Int
  ) {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see complaints")
    let complaints = try records.complaints(in: quarter)
    let following = try records.complaints(in: Quarter(number: quarter.number + 1))
    let all = try steps.steps()
    let names = Set(complaints.map(\.name))
    let reopenings = all.filter { names.contains($0.key) }.values.reduce(0) { sum, own in
      sum + own.count { $0.state == .reopened }
    }
    return (
      ComplaintSummary(complaints, following: following, terms: terms, asOf: occasion.now), reopenings
    )
  }
}

extension Complaint {
  /// The complaint after a step.
  fileprivate func taken(
    to state: ComplaintState, _ details: ComplaintDesk.Details, handler new: Int?, at time: Instant
  ) -> Complaint {
    Complaint(
      name: name, received: received, quarter: quarter, kind: kind, customer: customer, about: about,
      handler: new ?? handler, department: department ?? (state == .routed ? details.department : nil),
      isLiable: details.isLiable ?? isLiable, answered: state == .answered ? time : answered,
      closed: state == .closed ? time : state == .reopened ? nil : closed,
      satisfaction: details.satisfaction ?? satisfaction, isAccurate: details.isAccurate ?? isAccurate,
      issue: issue, details: self.details)
  }
}

extension Refusal {
  static func unknownComplaint(_ name: String) -> Refusal {
    Refusal(.noInput, "there is no complaint '\(name)'", "see: merit complaint list")
  }
}
