import Formats
import Workforce
import Workspace

/// A suggestion, or help to another department, as somebody recorded it, and the answer to it.
package struct HonourDeed: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case suggestion, help

    package var words: Words {
      switch self {
      case .suggestion: Words(en: "suggestion", zh: "合理化建议")
      case .help: Words(en: "help", zh: "跨部门支援")
      }
    }

    /// What a suggestion is when it is taken up, and help when it is vouched for.
    package var approval: HonourAnswer.Kind { self == .suggestion ? .adopted : .confirmed }
  }

  package let id: Int
  package let kind: Kind
  package let staff: String
  package let name: String
  /// The day of the suggestion, or the first day of the help.
  package let day: CalendarDay
  /// The unit that it is made to or that was helped.
  package let department: String
  /// Of help, in hundredths.
  package let days: Int?
  package let what: String
  /// The account that recorded it.
  package let by: String
  /// `nil` while nobody has answered.
  package let answer: HonourAnswer?
}

/// What became of a deed; it is given once.
package struct HonourAnswer: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case adopted, confirmed, declined

    package var words: Words {
      switch self {
      case .adopted: Words(en: "adopted", zh: "已采纳")
      case .confirmed: Words(en: "confirmed", zh: "已确认")
      case .declined: Words(en: "declined", zh: "未采纳")
      }
    }
  }

  package let kind: Kind
  /// The quarter in which it counts: of the adoption, or of the help.
  package let quarter: Quarter
  package let saving: Money?
  package let reason: String?
  /// The account that answered.
  package let by: String
}

/// Which units belong to one department, and who leads them.
struct HonourDepartments {
  private let units: [String: Unit]

  init(_ units: [Unit]) { self.units = Dictionary(units.map { ($0.id, $0) }) { first, _ in first } }

  func knows(_ unit: String) -> Bool { units[unit] != nil }

  /// Whether two units are the same, one is above the other, or both belong to one department.
  func areOne(_ first: String, _ second: String) -> Bool {
    let (one, other) = (chain(first), chain(second))
    if one.contains(where: { $0.id == second }) || other.contains(where: { $0.id == first }) { return true }
    guard let department = one.first(where: { $0.kind == .department }) else { return false }
    return other.contains { $0.id == department.id }
  }

  /// Whether somebody leads a unit or one above it.
  func leads(_ staff: String, _ unit: String) -> Bool { chain(unit).contains { $0.leader == staff } }

  /// A unit and those above it, from below upward.
  private func chain(_ unit: String) -> [Unit] {
    var chain: [Unit] = []
    var next = units[unit]
    while let current = next, chain.count < 50 {
      chain.append(current)
      next = current.parent.flatMap { units[$0] }
    }
    return chain
  }
}
