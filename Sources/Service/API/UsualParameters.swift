import Formats
import Workforce
import Workspace

extension Route.Parameter {
  /// The quarter that is asked about.
  static let quarter = Route.Parameter("quarter", .quarter, required: true, "such as 2026Q3")
  static let scorecard = Route.Parameter("scorecard", .name, "the scorecard; hotline-call unless said")
  /// The pool of a settlement, in yuan.
  static let pool = Route.Parameter(
    "pool", .yuan,
    "what there is to share out, in yuan; what was given when last scored unless said")
}

extension JSONSchema {
  /// An amount of at most eleven digits before the point, so that sums of it are far from any limit.
  static let yuan = JSONSchema.string(.decimal, 1...14)
  /// The seed of a draw.
  static let seed = JSONSchema.integer(0...Int.max)
}

extension Call {
  /// A whole number of the query, also one written `12.0`, as its schema admits.
  func queryNumber(_ name: String) -> Int? {
    query(name).flatMap { Int($0) ?? ExactDecimal($0)?.scaled(to: 0) }
  }

  /// An amount in yuan, of the query or the body.
  ///
  /// - Throws: a refusal where it has more than two decimals.
  func money(_ name: String) throws -> Money? {
    guard let text = query(name) ?? optionalText(name) else { return nil }
    guard let amount = Money(yuan: text) else {
      throw Refusal(.usage, "'\(text)' is no amount", "write yuan with at most two decimals")
    }
    return amount
  }

  /// The quarter of the body.
  func quarterMember(_ name: String = "quarter") throws -> Quarter {
    guard let quarter = Quarter(text(name)) else { throw Refusal.badQuarter(text(name)) }
    return quarter
  }

  /// Whose record the body names: that person's, else one's own.
  func personMember(_ name: String = "staff") throws -> String {
    if let given = optionalText(name), given != "me" { return given }
    guard let own = signIn?.actor.staff else {
      throw Refusal(.usage, "this account is nobody's own", "name a person in '\(name)'")
    }
    return own
  }

  /// A day of the body.
  func dayMember(_ name: String) -> CalendarDay? { optionalText(name).flatMap { CalendarDay($0) } }

  /// The members of an object in the body, as texts.
  func textMembers(_ name: String) -> [(String, String)] {
    guard case .object(let members)? = member(name)?.kind else { return [] }
    return members.compactMap { member in member.value.text.map { (member.key, $0) } }
  }

  /// The file that was sent, as a table.
  var source: TableSource { .bytes(file, named: fileName) }

  var scorecard: String { query("scorecard") ?? "hotline-call" }
}

extension JSONForm {
  /// The form's members, and more behind them.
  func json(_ value: Value, with more: [(String, JSON)]) -> JSON {
    .object(members.map { ($0.name, $0.read(value)) } + more)
  }
}

extension Reply {
  /// A table that spreadsheets open.
  static func csv(_ text: String, name: String) -> Reply {
    .file(Array(text.utf8), type: "text/csv; charset=utf-8", name: name)
  }
}
