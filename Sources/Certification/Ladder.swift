import Formats
import Workforce
import Workspace

/// The levels of an occupation, what each asks for, and what keeps a certificate good.
package struct Ladder: SchemeDocument {
  package static let kind = "ladder"

  package struct Level: Sendable {
    /// 5 (entry) to 1.
    package let level: Int
    /// How long a certificate is good for.
    package let validMonths: Int
    /// Months in the occupation's posts.
    package let monthsInPost: Int
    /// Months for which the level below must have been held; `nil` where none is asked for.
    package let monthsBelow: Int?
    /// Courses that must have been completed.
    package let courses: [String]
    /// Whether somebody must vouch for a candidate.
    package let asksForSponsor: Bool
    /// How many members of a review board must vote; 0 where there is no board.
    package let board: Int
    package let parts: [LadderPart]
    /// How a certificate is renewed other than by taking the level again; `nil` where only that renews it.
    package let renewal: RenewalRule?

    /// What the two conditions of time are called, made once for everybody.
    let belowWords: Words
    let postWords: Words

    init(
      level: Int, validMonths: Int, monthsInPost: Int, monthsBelow: Int?, courses: [String],
      asksForSponsor: Bool, board: Int, parts: [LadderPart], renewal: RenewalRule?
    ) {
      self.level = level
      self.validMonths = validMonths
      self.monthsInPost = monthsInPost
      self.monthsBelow = monthsBelow
      self.courses = courses
      self.asksForSponsor = asksForSponsor
      self.board = board
      self.parts = parts
      self.renewal = renewal
      let below = monthsBelow ?? 0
      belowWords = Words(en: "level below held \(below) months", zh: "持有下一级满\(below)个月")
      postWords = Words(en: "\(monthsInPost) months in post", zh: "在岗满\(monthsInPost)个月")
    }

    /// Whether an exam of this blueprint is one of the parts, also of a renewal.
    package func asks(for blueprint: String) -> Bool {
      (parts + (renewal?.parts ?? [])).contains {
        if case .exam(blueprint, _) = $0 { true } else { false }
      }
    }

    /// Whether it can only be awarded at a sitting: somebody must vouch, examine or vote.
    package var needsSitting: Bool {
      asksForSponsor || board > 0 || parts.contains { if case .practical = $0 { true } else { false } }
    }

    package var practicals: [Practical] {
      parts.compactMap { if case .practical(let practical) = $0 { practical } else { nil } }
    }
  }

  package let head: SchemeHead
  package let issue: Certificate.Issue
  package let issuer: Issuer
  package let posts: [String]
  /// From five upward.
  package let levels: [Level]
  /// How many days before its end a certificate is listed as expiring.
  package let warnDays: Int
  /// How many days after its end a certificate can still be renewed on the short way.
  package let graceDays: Int
  package let clock: ClockRule?
  package let conduct: ConductRules

  /// The blueprints of the theory papers, also of renewals.
  package var needed: [SchemeReference] {
    levels.flatMap { $0.parts + ($0.renewal?.parts ?? []) }.compactMap {
      if case .exam(let blueprint, _) = $0 { SchemeReference(kind: "blueprint", id: blueprint) } else { nil }
    }
  }

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let posts = object.texts("posts")
    if posts.isEmpty {
      object.fault("'posts' is missing or empty; name the posts whose holders climb this ladder")
    }
    issue = object.optionalWord("issue", Certificate.Issue.self) ?? .inHouse
    issuer = Issuer(object.optionalObject("issuer"))
    warnDays = object.optionalInteger("warn_days", in: 0...1_000) ?? 60
    graceDays = object.optionalInteger("grace_days", in: 0...1_000) ?? 0
    clock = object.optionalObject("stop_clock").flatMap { ClockRule($0) }
    conduct = ConductRules(object)
    var levels: [Level] = []
    for entry in object.objects("levels") {
      guard let level = Self.level(entry) else { continue }
      if let last = levels.last, last.level - 1 != level.level {
        entry.fault(
          "level \(Person.levelName(level.level)) follows level \(Person.levelName(last.level)); levels climb one by one",
          at: "level")
      }
      levels.append(level)
    }
    guard let head, !levels.isEmpty else { return nil }
    self.head = head
    self.posts = posts
    self.levels = levels
  }

  private static func level(_ entry: ObjectReader) -> Level? {
    let level = levelNumber(entry)
    let valid = entry.integer("valid_months", in: 1...600)
    let inPost = entry.optionalInteger("months_in_post", in: 0...600) ?? 0
    let below = entry.optionalInteger("months_below", in: 0...600)
    let courses = entry.texts("courses")
    let sponsor = entry.optionalBool("sponsor") ?? false
    // The two highest levels are reviewed by a board unless the scheme says how else.
    let board = entry.optionalInteger("board", in: 0...15) ?? (level.map { $0 <= 2 } ?? false ? 3 : 0)
    let parts = entry.objects("parts").compactMap { LadderPart($0) }
    let renewal = entry.optionalObject("renewal").map { RenewalRule($0) }
    entry.finish()
    let ids = parts.map(\.id)
    for (place, id) in ids.enumerated() where ids[..<place].contains(id) {
      entry.fault("part '\(id)' stands twice; keep one", at: "parts")
    }
    guard let level, let valid else { return nil }
    return Level(
      level: level, validMonths: valid, monthsInPost: inPost, monthsBelow: below, courses: courses,
      asksForSponsor: sponsor, board: board, parts: parts, renewal: renewal)
  }

  /// The level that `level` names, `five` to `one`.
  private static func levelNumber(_ entry: ObjectReader) -> Int? {
    guard let name = entry.text("level") else { return nil }
    if let level = Person.levels.first(where: { $0.1.first == name })?.0 { return level }
    entry.fault("'level' is '\(name)', which is none of five, four, three, two, one", at: "level")
    return nil
  }

  package func level(_ number: Int) -> Level? { levels.first { $0.level == number } }
}
