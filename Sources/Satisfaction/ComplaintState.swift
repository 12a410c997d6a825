import Formats
import SQLite
import Workspace

/// Where a complaint stands on its way.
package enum ComplaintState: String, CaseIterable, Sendable {
  case received, classed, routed, handled, answered, closed, reopened

  package var title: Words {
    switch self {
    case .received: Words(en: "received", zh: "已受理")
    case .classed: Words(en: "classed", zh: "已分类")
    case .routed: Words(en: "routed", zh: "已转派")
    case .handled: Words(en: "handled", zh: "已处理")
    case .answered: Words(en: "answered", zh: "已回复")
    case .closed: Words(en: "closed", zh: "已办结")
    case .reopened: Words(en: "reopened", zh: "已重开")
    }
  }

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

  /// Closed as soon as there is a time of closing; else the last step's state; without steps, what the file said.
  package var state: ComplaintState {
    if complaint.closed != nil { return .closed }
    if let last = steps.last, last.state != .closed { return last.state }
    if complaint.answered != nil { return .answered }
    return complaint.department == nil ? .received : .routed
  }

  /// The first department that was asked owns the complaint until it is answered, wherever it is handled; again once it is
  /// reopened.
  package var owner: String? {
    if state == .answered || state == .closed { return nil }
    return complaint.department ?? steps.first { $0.state == .routed }?.department
  }

  /// Where it was routed last.
  package var department: String? {
    steps.last { $0.state == .routed }?.department ?? complaint.department
  }

  package var reopenings: Int { steps.count { $0.state == .reopened } }

  package var isOpen: Bool { state != .closed }
}

/// The rows of steps.
struct ComplaintStepRecords {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  private static let columns = "complaint, state, department, text, taken_at, taken_by"

  private static func step(_ row: Statement) -> ComplaintStep {
    ComplaintStep(
      state: ComplaintState(rawValue: row.text(1)) ?? .received, department: row.optionalText(2),
      text: row.text(3), at: Instant(row.text(4)) ?? Instant(seconds: 0), by: row.text(5))
  }

  /// The steps of one complaint, oldest first.
  func steps(of name: String) throws -> [ComplaintStep] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM complaint_step
       WHERE complaint = ?1
       ORDER BY id
      """, [.text(name)], decode: Self.step)
  }

  /// The steps of all complaints, oldest first, by complaint.
  func all() throws -> [String: [ComplaintStep]] {
    var steps: [String: [ComplaintStep]] = [:]
    try database.forEach(
      """
      SELECT \(Self.columns)
        FROM complaint_step
       ORDER BY complaint, id
      """
    ) { steps[$0.text(0), default: []].append(Self.step($0)) }
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
