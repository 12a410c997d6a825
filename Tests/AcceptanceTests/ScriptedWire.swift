import Exams
import Formats
import Foundation
import Testing
import Workspace
import merit

/// A server as a client sees it, without a network: it keeps what a line brings, and fails as a test tells it to.
final class ScriptedWire: Wire {
  enum Trouble {
    /// The request never arrives.
    case lost
    /// The request is done, and its answer never comes back.
    case answerLost
    case status(Int, code: String?)
  }

  /// What happens to the next requests, one after another; then all goes well.
  var troubles: [Trouble] = []
  /// What was asked, as `POST answers 1-3 4`.
  private(set) var asked: [String] = []
  var kept = 0
  private(set) var responses: [Int: Response] = [:]
  private(set) var submissions = 0
  var isOver = false
  var late = 0
  var isHolder = true
  var deadline = "2026-09-21T15:10:00Z"
  var now = "2026-09-21T15:00:00Z"

  func exchange(_ request: WireRequest) throws(WireFault) -> WireReply {
    let trouble = troubles.isEmpty ? nil : troubles.removeFirst()
    if case .lost? = trouble { throw WireFault("refused") }
    if case .status(let status, let code)? = trouble {
      asked.append("\(status)")
      return reply(status, [("detail", .string("no")), ("code", .optional(code))])
    }
    let body = request.body.flatMap { try? JSON5Parser.parse($0, named: "x") }
    let answer: WireReply
    switch request.target.split(separator: "/").last.map(String.init) ?? "" {
    case "session":
      asked.append("session")
      answer = reply(201, [("token", .string("t"))])
    case "answers": answer = append(body?["entries"]?.elements ?? [])
    case "submit":
      asked.append("submit \(body?["sequence"]?.wholeNumber ?? -1)")
      if !isOver, (body?["sequence"]?.wholeNumber ?? 0) > kept { return gap }
      submissions += 1
      isOver = true
      answer = reply(
        200,
        [
          ("points", .number("3.00")), ("maximum", .number("5.00")), ("score", .number("60.00")),
          ("passed", .bool(true)), ("complete", .bool(true)), ("late", .int(late)),
        ])
    default:
      asked.append("look")
      answer = standing
    }
    if case .answerLost? = trouble { throw WireFault("cut") }
    return answer
  }

  private func append(_ entries: [JSON5Node]) -> WireReply {
    let numbers = entries.map { ($0["first"]?.wholeNumber ?? 0, $0["sequence"]?.wholeNumber ?? 0) }
    asked.append("answers " + numbers.map { $0 == $1 ? "\($0)" : "\($0)-\($1)" }.joined(separator: " "))
    guard isHolder else {
      return reply(409, [("detail", .string("no")), ("code", .string("taken-over"))])
    }
    for (entry, number) in zip(entries, numbers) where number.1 > kept {
      guard number.0 <= kept + 1 else { return gap }
      kept = number.1
      if isOver {
        late += 1
      } else if let response = entry["response"].flatMap({ WireResponse.read($0) }) {
        responses[entry["place"]?.wholeNumber ?? 0] = response
      }
    }
    return standing
  }

  private var gap: WireReply { reply(409, [("detail", .string("no")), ("code", .string("gap"))]) }

  private var standing: WireReply {
    reply(
      200,
      [
        ("kept", .int(kept)), ("late", .int(late)), ("deadline", .string(deadline)), ("now", .string(now)),
        ("over", .bool(isOver)), ("holder_is_you", .bool(isHolder)),
      ])
  }

  private func reply(_ status: Int, _ members: [(String, JSON)]) -> WireReply {
    WireReply(status: status, body: Array(JSON.object(members).text.utf8))
  }
}
