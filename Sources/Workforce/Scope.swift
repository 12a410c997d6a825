/// What a sign-in may be used for: everything its account may do, or a named part of it.
package enum Scope: Hashable, Sendable {
  case everything
  /// Parts, each of one noun of the command line or of all (`nil`), to read or also to write.
  case parts([Part])
  /// Sitting one exam, and nothing else: what a one-time code opens.
  case sitting(exam: String)

  package struct Part: Hashable, Sendable {
    package let noun: String?
    package let mayWrite: Bool

    package init(noun: String?, mayWrite: Bool) {
      self.noun = noun
      self.mayWrite = mayWrite
    }
  }

  /// Reads `*`, `sit:EXAM`, or parts such as `read`, `write`, `qa:read`, `exam:write`, separated by blanks.
  package init?(_ text: String) {
    if text == "*" {
      self = .everything
    } else if text.hasPrefix("sit:") {
      self = .sitting(exam: String(text.dropFirst(4)))
    } else {
      var parts: [Part] = []
      for word in text.split(separator: " ") {
        let sides = word.split(separator: ":", omittingEmptySubsequences: false)
        guard let deed = sides.last, ["read", "write"].contains(deed), sides.count <= 2,
          sides.count == 1 || !sides[0].isEmpty
        else { return nil }
        parts.append(
          Part(noun: sides.count == 2 ? String(sides[0]) : nil, mayWrite: deed == "write"))
      }
      guard !parts.isEmpty else { return nil }
      self = .parts(parts)
    }
  }

  /// The text that `init` reads.
  package var text: String {
    switch self {
    case .everything: "*"
    case .sitting(let exam): "sit:\(exam)"
    case .parts(let parts):
      parts.map { part in (part.noun.map { "\($0):" } ?? "") + (part.mayWrite ? "write" : "read") }
        .joined(separator: " ")
    }
  }

  /// Whether it covers an operation on a noun; whoever may write may read.
  package func covers(noun: String, isWrite: Bool) -> Bool {
    switch self {
    case .everything: true
    case .sitting: false
    case .parts(let parts):
      parts.contains { ($0.noun == nil || $0.noun == noun) && ($0.mayWrite || !isWrite) }
    }
  }
}
