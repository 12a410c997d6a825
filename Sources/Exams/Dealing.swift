import Formats
import Workspace

/// Deals papers: unseen questions first, then the least used, and so balanced that no two papers are expected to differ much.
///
/// The second drawing rule. Which questions are ahead depends on what was dealt before, so a paper is made again by dealing
/// all papers of its exam again in their order, from the same seed.
package struct Dealing {
  private let exam: String
  private let seed: UInt64
  private let blueprint: Blueprint
  private let pool: Pool
  /// How often each question of the pool was on a paper, in the pool's order.
  package private(set) var used: [Int]
  /// The expected facility that every paper aims at, in basis points times the paper's points.
  private let target: Int
  private let maximum: Int
  private let counts: [Int]

  package init(exam: String, seed: UInt64, blueprint: Blueprint, pool: Pool, used: [Int]) {
    self.exam = exam
    self.seed = seed
    self.blueprint = blueprint
    self.pool = pool
    self.used = used
    counts = blueprint.rows.map(\.count)
    maximum = blueprint.rows.reduce(0) { $0 + $1.count * $1.points }
    target = zip(blueprint.rows, pool.rows).reduce(0) { sum, part in
      guard !part.1.isEmpty else { return sum }
      let mean = roundedQuotient(
        part.1.reduce(Int128(0)) { $0 + Int128(pool.facility[$1]) }, Int128(part.1.count))
      return sum + part.0.count * part.0.points * Int(mean)
    }
  }

  /// The expected facility that papers aim at, in basis points.
  package var targetFacility: Int { maximum > 0 ? (target + maximum / 2) / maximum : 0 }

  /// Deals the next paper and counts its questions as used.
  ///
  /// - Parameter seen: the ids of what this person had on earlier papers.
  /// - Returns: the items in the order shown, and the paper's expected facility in basis points.
  package mutating func deal(staff: String, attempt: Int, seen: Set<String>) -> (
    items: [PaperItem], facility: Int
  ) {
    var generator = SeededGenerator(seed: seed, "paper 2", exam, staff, "\(attempt)")
    // What is least in this order comes first: unseen, then least used, then by chance.
    let keys = pool.questions.indices.map { place -> UInt64 in
      let chance = generator.next() >> 32
      let isSeen: UInt64 = !seen.isEmpty && seen.contains(pool.questions[place].id) ? 1 : 0
      return isSeen << 63 | UInt64(min(used[place], Int(Int32.max))) << 32 | chance
    }
    let ordered = pool.rows.map { row in row.sorted { keys[$0] < keys[$1] } }
    var drawn = Pool.assign(ordered, counts: counts, among: keys.count)
    balance(&drawn, ordered, keys)
    var items: [(section: Int, item: PaperItem)] = []
    var sum = 0
    for (row, places) in drawn.enumerated() {
      for place in places {
        used[place] += 1
        sum += blueprint.rows[row].points * pool.facility[place]
        items.append((blueprint.rows[row].section, item(place, row: row, &generator)))
      }
    }
    var paper: [PaperItem] = []
    for section in blueprint.sections.indices {
      let own = items.filter { $0.section == section }.map(\.item)
      paper += blueprint.shufflesQuestions ? generator.shuffled(own) : own
    }
    return (paper, maximum > 0 ? (sum + maximum / 2) / maximum : 0)
  }

  private func item(_ place: Int, row: Int, _ generator: inout SeededGenerator) -> PaperItem {
    let question = pool.questions[place]
    let places = Drawing.optionPlaces(of: question)
    let mustShuffle = question.type == "matching" || question.type == "ordering"
    var options = blueprint.shufflesOptions || mustShuffle ? generator.shuffled(places) : places
    // An ordering must not be shown in its right order.
    if question.type == "ordering", options == places {
      options = Array(options.dropFirst() + options.prefix(1))
    }
    return PaperItem(
      question: question.id, version: question.version, row: row, points: blueprint.rows[row].points,
      options: options)
  }

  /// Exchanges questions within rows until the paper's expected facility is near enough to the target.
  ///
  /// Near enough is half the spread, so that any two papers are within it. Questions as unseen and as little used as those
  /// they replace are tried first, then those that are as unseen, then any; of several that will do, the first by chance.
  private func balance(_ drawn: inout [[Int]], _ ordered: [[Int]], _ keys: [UInt64]) {
    let bound = blueprint.spread * maximum / 2
    var taken = [Bool](repeating: false, count: keys.count)
    for place in drawn.joined() { taken[place] = true }
    var deviation = zip(blueprint.rows, drawn).reduce(-target) { sum, part in
      sum + part.1.reduce(0) { $0 + part.0.points * pool.facility[$1] }
    }
    for shift in [UInt64(32), 63, 64] {
      while abs(deviation) > bound {
        var best: (row: Int, index: Int, place: Int, deviation: Int)?
        search: for (row, places) in drawn.enumerated() {
          let points = blueprint.rows[row].points
          for (index, place) in places.enumerated() {
            for candidate in ordered[row]
            where !taken[candidate] && keys[candidate] >> shift == keys[place] >> shift {
              let after = deviation + points * (pool.facility[candidate] - pool.facility[place])
              if abs(after) < abs(best?.deviation ?? deviation) { best = (row, index, candidate, after) }
              if abs(after) <= bound { break search }
            }
          }
        }
        guard let best else { break }
        taken[drawn[best.row][best.index]] = false
        taken[best.place] = true
        drawn[best.row][best.index] = best.place
        deviation = best.deviation
      }
    }
  }
}

/// The first drawing rule, by which the papers of exams made before the second one can be made again: by chance alone.
package enum Drawing {
  /// The newest rule.
  package static let newestRule = 2

  package static func paper(
    exam: String, seed: UInt64, staff: String, attempt: Int, blueprint: Blueprint, pool: Pool
  ) -> [PaperItem] {
    var generator = SeededGenerator(seed: seed, "paper", exam, staff, "\(attempt)")
    let shuffled = pool.rows.map { generator.shuffled($0) }
    let drawn = Pool.assign(shuffled, counts: blueprint.rows.map(\.count), among: pool.questions.count)
    var items: [PaperItem] = []
    for (row, places) in drawn.enumerated() {
      for question in places.map({ pool.questions[$0] }) {
        let places = optionPlaces(of: question)
        items.append(
          PaperItem(
            question: question.id, version: question.version, row: row, points: blueprint.rows[row].points,
            options: blueprint.shufflesOptions || question.type == "matching"
              ? generator.shuffled(places) : places))
      }
    }
    return blueprint.shufflesQuestions ? generator.shuffled(items) : items
  }

  /// The places of what a paper may shuffle: answers of a choice, right sides of a matching, items of an ordering.
  static func optionPlaces(of question: Question) -> [Int] {
    guard let text = question.texts.min(by: { $0.key < $1.key })?.value else { return [] }
    switch text.body {
    case .multichoice(_, let answers): return Array(answers.indices)
    case .matching(let pairs): return Array(pairs.indices)
    case .ordering(let items): return Array(items.indices)
    default: return []
    }
  }
}
