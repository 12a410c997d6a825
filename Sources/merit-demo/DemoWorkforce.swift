import Formats
import Workspace

/// The demo's people: agents in teams of twelve, a few technicians, and those who lead, judge and train them.
struct DemoWorkforce {
  struct Member {
    let id: String
    let post: String
    let team: String
    let joined: CalendarDay
    let traits: Traits
  }

  let seed: UInt64
  let quarter: Quarter
  let count: Int

  private let digits: Int
  /// The first of them, at most two hundred.
  private(set) var assessors: [String] = []

  init(seed: UInt64, quarter: Quarter, count: Int) {
    self.seed = seed
    self.quarter = quarter
    self.count = count
    digits = max(4, String(count).utf8.count)
    let ids = (0..<min(count, 24 * 200)).filter { post($0) == "quality-assessor" }.map { id($0) }
    assessors = ids.isEmpty ? [id(0)] : ids
  }

  func id(_ number: Int) -> String {
    let text = String(number)
    return "E" + String(repeating: "0", count: digits - text.utf8.count) + text
  }

  var teams: Int { max(1, (count + 11) / 12) }

  func team(_ number: Int) -> String { "T\(number / 12 + 1)" }

  func post(_ number: Int) -> String {
    switch number % 24 {
    case 0: "team-leader"
    case 1: "quality-assessor"
    case 2: "broadband-technician"
    case 3: number % 48 == 3 ? "trainer" : "hotline-agent"
    default: "hotline-agent"
    }
  }

  func member(_ number: Int) -> Member {
    let id = id(number)
    var dice = Dice(seed: seed, "joined", id)
    // A few join inside the quarter, most some years before.
    let joined =
      dice.chance(0.03)
      ? quarter.firstDay.adding(days: 10 + dice.below(45))
      : quarter.firstDay.adding(days: -40 - dice.below(2_500))
    return Member(
      id: id, post: post(number), team: team(number), joined: joined, traits: Traits(seed: seed, person: id))
  }

  /// Everybody of a post, by number.
  func members(_ post: String) -> some Sequence<Member> {
    (0..<count).lazy.filter { self.post($0) == post }.map { member($0) }
  }

  /// Those who may judge an agent's calls: of other teams, where there are any.
  func assessors(of agent: String) -> [String] {
    let own = number(agent).map(team)
    let others = assessors.filter { number($0).map(team) != own }
    return others.isEmpty ? assessors : others
  }

  private func number(_ id: String) -> Int? { Int(id.drop { !$0.isNumber }) }
}
