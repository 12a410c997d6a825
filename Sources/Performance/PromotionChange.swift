import Formats
import Workforce

/// What a decision for a step changes on the roster; all `nil` where it changes nothing there.
package struct PromotionChange: Hashable, Sendable {
  /// The skill level from then on, 5 to 1.
  package let level: Int?
  /// 0 to 5.
  package let star: Int?
  package let post: String?

  package var isEmpty: Bool { level == nil && star == nil && post == nil }

  init(level: Int? = nil, star: Int? = nil, post: String? = nil) {
    self.level = level
    self.star = star
    self.post = post
  }

  init(_ object: ObjectReader?) {
    guard let object else {
      self.init()
      return
    }
    let level = PromotionScheme.level(object, "level")
    let star = object.optionalInteger("star", in: 0...5)
    let post = object.optionalText("post")
    if object.keys.isEmpty {
      object.fault("'changes' is empty; name a level, a star or a post, or leave it out")
    }
    object.finish()
    self.init(level: level, star: star, post: post)
  }
}

/// One change of the roster that a decision brings, from a day on.
package struct RosterChange: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case level, star, post }

  package let id: Int
  package let decision: Int
  package let staff: String
  package let kind: Kind
  /// A number for a level or a star, a post's name for a post; `nil` for none.
  package let before: String?
  package let after: String?
  /// The team that goes with a post.
  package let team: String?
  package let from: CalendarDay
  /// Whether the roster says so already; before its day it does not.
  package let isDone: Bool

  package var words: Words {
    func name(_ value: String?, chinese: Bool) -> String {
      guard let value else { return "–" }
      guard kind == .level, let level = Int(value) else { return value }
      return chinese ? levelName(level).zh : Person.levelName(level)
    }
    let (en, zh) =
      switch kind {
      case .level: ("level", "技能等级")
      case .star: ("star", "星级")
      case .post: ("post", "岗位")
      }
    return Words(
      en: "\(en) \(name(before, chinese: false)) → \(name(after, chinese: false)) from \(from)",
      zh: "\(from) 起\(zh) \(name(before, chinese: true)) → \(name(after, chinese: true))")
  }
}

/// The name of a skill level in both languages: `four`, `四级`.
package func levelName(_ level: Int) -> Words {
  let names = ["一", "二", "三", "四", "五"]
  return Words(
    en: Person.levelName(level), zh: names.indices.contains(level - 1) ? "\(names[level - 1])级" : "\(level)")
}
