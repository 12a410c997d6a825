import Formats
import Workspace

/// What was done about an evaluation by the agent and by those who decide.
package struct DisputeStep: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case acknowledged, disputed, withdrawn, leader, panel }
  package enum Outcome: String, CaseIterable, Sendable { case upheld, changed }

  package let kind: Kind
  /// Of a decision.
  package let outcome: Outcome?
  package let text: String
  package let isLate: Bool
  package let at: Instant
  package let by: String

  package init(kind: Kind, outcome: Outcome?, text: String, isLate: Bool, at: Instant, by: String) {
    self.kind = kind
    self.outcome = outcome
    self.text = text
    self.isLate = isLate
    self.at = at
    self.by = by
  }
}

/// Where an evaluation stands between agent, leader and panel, and what may come next.
package struct Dispute: Sendable {
  package enum State: Hashable, Sendable {
    /// May be acknowledged or disputed until a day.
    case open(until: CalendarDay)
    /// Waits for the leader, or for the panel after a leader has decided.
    case waiting(DisputeStep.Kind)
    /// The leader has decided; it may go to the panel until a day.
    case decided(until: CalendarDay)
    /// Acknowledged, withdrawn, decided by the panel, or its time is over.
    case settled
  }

  package let steps: [DisputeStep]
  package let state: State
  /// Whether it could ever be disputed: what nobody is judged by cannot.
  private let isDisputable: Bool

  /// - Parameters:
  ///   - steps: oldest first.
  ///   - until: the last day for disputing; `nil` where nothing can be disputed.
  ///   - again: the last day for taking a leader's decision to the panel.
  package init(
    _ steps: [DisputeStep], until: CalendarDay?, again: (Instant) -> CalendarDay, today: CalendarDay
  ) {
    self.steps = steps
    isDisputable = until != nil
    switch steps.last?.kind {
    case nil: state = until.map { today <= $0 ? .open(until: $0) : .settled } ?? .settled
    case .disputed?: state = .waiting(steps.contains { $0.kind == .leader } ? .panel : .leader)
    case .leader?:
      let last = steps.last.map { again($0.at) } ?? today
      state = today <= last ? .decided(until: last) : .settled
    case .acknowledged?, .withdrawn?, .panel?: state = .settled
    }
  }

  /// Whether the agent may dispute now: in time, or late once with a reason, as long as nobody has acknowledged or decided.
  package func mayDispute(isLate: Bool) -> Bool {
    switch state {
    case .open, .decided: true
    case .waiting: false
    case .settled:
      isDisputable && isLate && !steps.contains { [.acknowledged, .withdrawn, .panel].contains($0.kind) }
    }
  }
}
