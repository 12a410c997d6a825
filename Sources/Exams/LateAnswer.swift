import Workspace

/// An answer that came when a sitting took none any more: it stands beside the sitting until a person decides.
package struct LateAnswer: Hashable, Sendable {
  package let id: Int
  package let sitting: Int
  /// The client that sent it.
  package let holder: String
  /// The client's own number of it.
  package let sequence: Int
  package let place: Int
  /// When it was given, by the client's clock, which proves nothing.
  package let said: Instant
  package let received: Instant
  package let response: Response
  /// The head of the client's journal at this entry, in hexadecimal.
  package let head: String
}

/// What an examiner decided about all that had come late to a sitting until then.
package struct LateDecision: Hashable, Sendable {
  package let sitting: Int
  /// The last of the late answers that it is about.
  package let through: Int
  package let at: Instant
  package let by: String
  package let isAccepted: Bool
  package let reason: String
}

extension Journal {
  /// The last response to each place, accepted late answers laid over those in time.
  package static func responses(_ entries: [JournalEntry], late: [LateAnswer]) -> [Int: Response] {
    var responses = responses(entries)
    for answer in late { responses[answer.place] = answer.response }
    return responses
  }
}
