import Formats
import SQLite
import Workspace

/// Where a complaint stands on its way.
package enum ComplaintState: String, CaseIterable, Sendable {
  case received, classed, routed, handled, answered, closed, reopened

  /// The states that may come next.
  package var next: [ComplaintState] {
    switch self {
    case .received: [.classed, .routed]
    case .classed: [.routed]
    case .routed: [.routed, .handled]
    case .handled: [.answered, .routed]
    case .answered: [.closed, .handled]
    case .closed: [.reopened]
    case .reopened: [.routed, .handled]
    }
  }
}

/// One step on a complaint's way.
package struct ComplaintStep: Hashable, Sendable {
  package let state: ComplaintState
  /// The department that it went to.
  package let department: String?
  package let text: String
  package let at: Instant
  package let by: String

  package init(state: ComplaintState, department: String?, text: String, at: Instant, by: String) {
    self.state = state
    self.department = department
    self.text = text
    self.at = at
    self.by = by
  }
}

/// The way of a complaint: where it stands, and who has to see to it.
package struct ComplaintCourse: Sendable {
  package let complaint: Complaint
  package let steps: [ComplaintStep]

  package init(_ complaint: Complaint, steps: [ComplaintStep]) {
    self.complaint = complaint
    self.steps = steps
  }

  /// The last step's state; without steps, what the file said.
  package var state: ComplaintState {
    if let last = steps.last { return last.state }
    if complaint.closed != nil { return .closed }
    if complaint.answered != nil { return .answered }
    return complaint.department == nil ? .classed : .routed
  }

  /// The first department that was asked owns the complaint until it is answered, wherever it is handled.
  package var owner: String? {
    complaint.department ?? steps.first { $0.state == .routed }?.department
  }

  package var reopenings: Int { steps.count { $0.state == .reopened } }

  package var isOpen: Bool { state != .closed }
}

/// The rows of steps.
struct ComplaintStepRecords {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  /// The steps of complaints, oldest first, by complaint.
  ///
  /// - Parameter name: only those of one.
  func steps(of name: String? = nil) throws -> [String: [ComplaintStep]] {
    var steps: [String: [ComplaintStep]] = [:]
    try database.forEach(
      """
      SELECT complaint, state, department, text, taken_at, taken_by
        FROM complaint_step
       WHERE ?1 IS NULL OR complaint = ?1
       ORDER BY complaint, id
      """, [.optional(name)]
    ) {
      steps[$0.text(0), default: []].append(
        ComplaintStep(
          state: ComplaintState(rawValue: $0.text(1)) ?? .received, department: $0.optionalText(2),
          text: $0.text(3), at: Instant($0.text(4)) ?? Instant(seconds: 0), by: $0.text(5)))
    }
    return steps
  }

  func insert(_ step: ComplaintStep, complaint: String) throws {
    try database.run(
      """
      INSERT INTO complaint_step (complaint, state, department, text, taken_at, taken_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(complaint), .text(step.state.rawValue), .optional(step.department), .text(step.text),
        .text(step.at.description), .text(step.by),
      ])
  }
}
