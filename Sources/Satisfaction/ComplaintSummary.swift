import Formats
import Statistics
import Workspace

/// What the complaints of a quarter come to.
package struct ComplaintSummary: Sendable {
  /// How complaints are judged.
  package struct Terms: Sendable {
    /// Hours from receipt within which a complaint is to be closed.
    package var hours = 24
    /// Days within which the same customer with the same matter makes a repeat.
    package var repeatDays = 7
    /// Dissatisfied customers behind one who complains.
    package var iceberg = 25

    package init() {}
  }

  package let received: Int
  package let byClass: [Complaint.Class: Int]
  package let closed: Int
  /// How many were closed within the time limit.
  package let closedInTime: Int
  /// How many are open and past it.
  package let overdue: Int
  /// Mean of the satisfaction answers on the scale of 0 to 100; `nil` of none.
  package let satisfaction: Score?
  package let satisfied: Proportion
  /// The same of the answers about the channel.
  package let channelSatisfaction: Score?
  /// Seconds from receipt to closing, of the closed ones: the least value that half, or nine in ten, do not exceed.
  package let median: Int?
  package let ninth: Int?
  /// Those that came again within the window, among those whose window was over when it was looked at.
  package let repeats: Proportion
  /// Complaints of the last days, whose window was not over.
  package let censored: Int
  package let accuracy: Proportion
  /// Dissatisfied customers that these stand for.
  package let iceberg: Int

  /// - Parameters:
  ///   - following: complaints received after the quarter, among which repeats may be.
  ///   - asOf: until when everything is known.
  package init(
    _ complaints: [Complaint], following: [Complaint] = [], terms: Terms = Terms(), asOf: Instant
  ) {
    received = complaints.count
    byClass = Dictionary(grouping: complaints, by: \.kind).mapValues(\.count)
    let limit = terms.hours * 3_600
    let times = complaints.compactMap { complaint in
      complaint.closed.map { $0.seconds - complaint.received.seconds }
    }.sorted()
    closed = times.count
    closedInTime = times.count { $0 <= limit }
    overdue = complaints.count { $0.closed == nil && asOf.seconds - $0.received.seconds > limit }
    median = Self.quantile(times, tenths: 5)
    ninth = Self.quantile(times, tenths: 9)
    let answers = complaints.compactMap(\.satisfaction)
    satisfaction = Score.mean(sum: answers.reduce(0) { $0 + ($1 - 1) * 2_500 }, count: answers.count)
    let channel = complaints.compactMap { $0.detail("channel_satisfaction").flatMap { Int($0) } }.filter {
      (1...5).contains($0)
    }
    channelSatisfaction = Score.mean(sum: channel.reduce(0) { $0 + ($1 - 1) * 2_500 }, count: channel.count)
    satisfied = Proportion(hits: answers.count { $0 >= 4 }, of: answers.count)
    let checked = complaints.compactMap(\.isAccurate)
    accuracy = Proportion(hits: checked.count { $0 }, of: checked.count)
    iceberg = complaints.count * terms.iceberg
    let window = terms.repeatDays * 86_400
    let matters = Dictionary(grouping: complaints + following) {
      "\($0.customer)\u{1f}\($0.issue ?? $0.kind.rawValue)"
    }
    .mapValues { $0.sorted { ($0.received.seconds, $0.name) < ($1.received.seconds, $1.name) } }
    var (again, whole) = (0, 0)
    for complaint in complaints {
      let start = complaint.received.seconds
      guard start + window <= asOf.seconds else { continue }
      whole += 1
      let own = matters["\(complaint.customer)\u{1f}\(complaint.issue ?? complaint.kind.rawValue)"] ?? []
      let isAgain = own.contains { other in
        (other.received.seconds, other.name) > (start, complaint.name)
          && other.received.seconds <= start + window
      }
      if isAgain { again += 1 }
    }
    repeats = Proportion(hits: again, of: whole)
    censored = complaints.count - whole
  }

  /// The least value that so many tenths do not exceed.
  package static func quantile(_ sorted: [Int], tenths: Int) -> Int? {
    sorted.isEmpty ? nil : sorted[max(0, (sorted.count * tenths + 9) / 10 - 1)]
  }

  /// Those of which it is known whether they were closed in time: open ones within their limit are not judged.
  package var judged: Int { closed + overdue }

  /// The share closed within the limit, out of 100; `nil` where nothing can be said yet.
  package var closureInTime: Score? { Score(part: closedInTime, of: judged) }
}
