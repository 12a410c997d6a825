import Formats
import SQLite
import Workforce
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
    return ComplaintCourse(found.row, steps: try steps.steps(of: name))
  }

  /// The complaints that are not closed, the oldest first.
  package func open() throws -> [ComplaintCourse] {
    try occasion.require(.leader, .hr, .assessor, to: "see complaints")
    let all = try steps.all()
    return try records.openComplaints().map { ComplaintCourse($0, steps: all[$0.name] ?? []) }
  }

  /// What a step brings beside its state.
  package struct Details: Sendable {
    package var department: String?
    package var kind: Complaint.Class?
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
    let course = ComplaintCourse(found.row, steps: try steps.steps(of: name))
    guard course.state.next.contains(state) else {
      throw Refusal(
        .badData, "complaint '\(name)' is \(course.state.rawValue), and cannot become \(state.rawValue)",
        "next may be: \(course.state.next.map(\.rawValue).joined(separator: ", "))")
    }
    try check(details, for: state, of: found.row)
    if state == .routed, details.department?.isEmpty ?? true {
      throw Refusal(.usage, "the department is missing", "add --department NAME")
    }
    if let handler = details.handler, handlers[handler] == nil {
      throw Refusal(.noInput, "nobody has the id '\(handler)'", "see: merit staff list")
    }
    let step = ComplaintStep(
      state: state, department: details.department, text: details.text, at: occasion.now,
      by: occasion.actor.account)
    let now = found.row.taken(
      to: state, details, handler: details.handler.flatMap { handlers[$0] }, at: occasion.now)
    if now == found.row {
      return try occasion.record("complaint.\(state.rawValue)", of: name, content: digest(step)) {
        try steps.insert(step, complaint: name)
      }
    }
    try occasion.publish(
      1, into: "complaint", deed: "complaint.\(state.rawValue)", of: name, content: digest(step)
    ) { _, batch in
      guard try records.find(complaint: name)?.id == found.id else {
        throw Refusal(.tryAgain, "complaint '\(name)' was changed meanwhile", "look at it and try again")
      }
      try records.insert(
        now, batch: batch, fileDigest: nil, supersedes: found.id,
        reason: SatisfactionRecords.stepReason + state.rawValue)
      try steps.insert(step, complaint: name)
    }
  }

  /// Nobody decides about themselves, and every detail belongs to a state.
  private func check(_ details: Details, for state: ComplaintState, of row: Complaint) throws {
    let own = try occasion.actor.staff.flatMap { try StaffRecords(occasion.database).key(of: $0) }
    if let own, own == row.about {
      throw Refusal(
        .notPermitted, "complaint '\(row.name)' is about '\(occasion.actor.account)'",
        "somebody else takes it on")
    }
    if details.isLiable != nil {
      guard row.about != nil else {
        throw Refusal(
          .badData, "complaint '\(row.name)' names nobody whom it is about, so nobody is liable",
          "correct it: merit complaint import FILE --correct --reason TEXT")
      }
      guard !details.text.isEmpty else {
        throw Refusal(.usage, "who is liable is not said without a reason", "add --text TEXT")
      }
    }
    if details.kind != nil, state != .classed {
      throw Refusal(.usage, "--class goes with the state 'classed'", "drop it, or take the complaint there")
    }
    if details.satisfaction != nil, state != .answered, state != .closed {
      throw Refusal(.usage, "--satisfaction goes with 'answered' and 'closed'", "drop it")
    }
    if occasion.now < row.received {
      throw Refusal(.badData, "complaint '\(row.name)' is received only in the future", "mend its time")
    }
  }

  /// What the audit keeps of a step: not the text, which may name a customer.
  private func digest(_ step: ComplaintStep) -> String {
    "\(step.state.rawValue) \(step.department ?? "-") \(step.at) \(SHA256.hex(step.text))"
  }

  /// The quarters into which complaints of a quarter may come again.
  private func following(_ quarter: Quarter, days: Int) throws -> [Complaint] {
    let last = Quarter(of: quarter.lastDay.adding(days: days)).number
    return try (quarter.number + 1...max(quarter.number + 1, last)).flatMap {
      try records.complaints(in: Quarter(number: $0))
    }
  }

  /// What the complaints of a quarter come to, as far as it is known today.
  package func summary(in quarter: Quarter, terms: ComplaintSummary.Terms) throws -> (
    summary: ComplaintSummary, reopenings: Int
  ) {
    try occasion.require(.leader, .hr, .trainer, .assessor, to: "see complaints")
    let complaints = try records.complaints(in: quarter)
    let following = try following(quarter, days: terms.repeatDays)
    let all = try steps.all()
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
      name: name, received: received, quarter: quarter, kind: details.kind ?? kind, customer: customer,
      about: about,
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
