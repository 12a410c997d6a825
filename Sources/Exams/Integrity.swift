import Formats
import Statistics
import Workspace

/// What in an exam a person should look at: a list with base rates, never a verdict.
package struct Integrity: Sendable {
  /// Two sittings with the same wrong answers.
  package struct Pair: Sendable {
    package let a: Sitting
    package let b: Sitting
    package let counts: AnswerCopying.Pair
    /// Questions that both had.
    package let common: Int
    /// What stands in the list of candidates: `nil` where one of the two has no seat.
    package let areNeighbours: Bool?
  }

  /// A question answered sooner than it can be read.
  package struct Hasty: Sendable {
    package let sitting: Sitting
    /// Questions answered rightly in less time than their text takes to read, and all that were answered.
    package let questions: Int
    package let answered: Int
  }

  /// Answers changed from wrong to right near the end.
  package struct LateChanges: Sendable {
    package let sitting: Sitting
    package let wrongToRight: Int
    package let rightToWrong: Int
  }

  /// A pair counts as conspicuous from this many equal wrong answers on, where they are at least as many as the differences.
  package static let leastEEIC = 4

  package let pairCount: Int
  /// The conspicuous ones, the most conspicuous first.
  package let pairs: [Pair]
  /// How many of the pairs from different rooms, who cannot have seen each other, are as conspicuous, and how many such pairs
  /// there are; without rooms, of all pairs.
  package let baseRate: Proportion
  package let baseIsOtherRooms: Bool
  package let hasty: [Hasty]
  package let lateChanges: [LateChanges]

  /// - Parameters:
  ///   - journals: by sitting.
  ///   - candidates: by person, for rooms and seats.
  ///   - questions: by id, for telling right from wrong.
  package init(
    _ sittings: [AnalysedSitting], journals: [Int: [JournalEntry]], candidates: [String: Candidate],
    questions: [String: Question]
  ) {
    let ids = Set(sittings.flatMap { $0.items.map(\.question) }).sorted()
    let places = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
    var codes: [[String: UInt8]] = ids.map { _ in [:] }
    // Code 1 is every wholly right answer, whatever its form; wrong ones get a code each.
    var answers = [UInt8](repeating: 0, count: sittings.count * ids.count)
    for (row, sitting) in sittings.enumerated() {
      for (place, item) in sitting.items.enumerated() {
        guard let column = places[item.question], let response = sitting.responses[place], !response.isEmpty
        else {
          continue
        }
        if sitting.points[place] == item.points {
          answers[row * ids.count + column] = 1
        } else {
          let stored = response.stored
          // Beyond what a byte tells apart an answer is left out rather than taken for another's.
          guard let code = codes[column][stored] ?? UInt8(exactly: codes[column].count + 2) else { continue }
          codes[column][stored] = code
          answers[row * ids.count + column] = code
        }
      }
    }
    let key = [UInt8](repeating: 1, count: ids.count)
    func room(_ row: Int) -> String? {
      candidates[sittings[row].sitting.staff].map { "\($0.batch) \($0.room)" }
    }
    let hasRooms = sittings.indices.contains {
      candidates[sittings[$0].sitting.staff].map { !$0.room.isEmpty } ?? false
    }
    var (all, others, conspicuousOthers) = (0, 0, 0)
    let rooms = sittings.indices.map { room($0) }
    let kept = AnswerCopying.pairs(answers: answers, key: key) { pair in
      if sittings[pair.a].sitting.staff == sittings[pair.b].sitting.staff { return false }
      all += 1
      let isConspicuous = pair.eeic >= Self.leastEEIC && pair.eeic >= pair.d
      if !hasRooms || rooms[pair.a] != rooms[pair.b] {
        others += 1
        if isConspicuous { conspicuousOthers += 1 }
      }
      return isConspicuous
    }
    pairCount = all
    baseRate = Proportion(hits: conspicuousOthers, of: others)
    baseIsOtherRooms = hasRooms
    pairs = kept.sorted { $0.precedes($1) }.map { pair in
      let (a, b) = (sittings[pair.a], sittings[pair.b])
      let common = Set(a.items.map(\.question)).intersection(b.items.map(\.question)).count
      return Pair(
        a: a.sitting, b: b.sitting, counts: pair, common: common,
        areNeighbours: Self.neighbours(candidates[a.sitting.staff], candidates[b.sitting.staff]))
    }
    hasty = sittings.compactMap { Self.hasty($0, journals[$0.sitting.id] ?? [], questions) }
      .sorted { ($1.questions, $0.sitting.id) < ($0.questions, $1.sitting.id) }
    lateChanges = sittings.compactMap { Self.lateChanges($0, journals[$0.sitting.id] ?? [], questions) }
      .sorted { ($1.wrongToRight, $0.sitting.id) < ($0.wrongToRight, $1.sitting.id) }
  }

  private static func neighbours(_ a: Candidate?, _ b: Candidate?) -> Bool? {
    guard let a, let b, let seatA = a.seat, let seatB = b.seat else { return nil }
    return a.batch == b.batch && a.room == b.room && abs(seatA - seatB) == 1
  }

  /// How long a text takes a fast reader, in seconds: 15 Chinese characters or 40 other ones a second.
  package static func readingSeconds(_ question: WrittenQuestion) -> Int {
    var text = question.stem
    if case .multichoice(_, let answers) = question.body { text += answers.map(\.text).joined() }
    let chinese = text.unicodeScalars.count { $0.value >= 0x2e80 }
    return (chinese * 40 + (text.unicodeScalars.count - chinese) * 15) / 600
  }

  /// Counts right answers whose first keystroke came sooner after the one before, at another question, than the text can be read.
  private static func hasty(
    _ sitting: AnalysedSitting, _ journal: [JournalEntry], _ questions: [String: Question]
  ) -> Hasty? {
    // Answers given on paper are entered all at once, and tell nothing of time.
    guard let first = journal.first, let last = journal.last, first.at != last.at else { return nil }
    var (before, count) = (sitting.sitting.started, 0)
    var seen: Set<Int> = []
    for entry in journal {
      if seen.insert(entry.place).inserted, sitting.items.indices.contains(entry.place) {
        let item = sitting.items[entry.place]
        if let text = questions[item.question]?.text(in: sitting.sitting.language),
          entry.at.seconds - before.seconds < readingSeconds(text), sitting.points[entry.place] == item.points
        {
          count += 1
        }
      }
      before = entry.at
    }
    return count >= 3 ? Hasty(sitting: sitting.sitting, questions: count, answered: seen.count) : nil
  }

  /// Counts the places whose answer was changed in the last tenth of the time used.
  private static func lateChanges(
    _ sitting: AnalysedSitting, _ journal: [JournalEntry], _ questions: [String: Question]
  ) -> LateChanges? {
    guard let end = sitting.sitting.submitted else { return nil }
    let start = end.seconds - (end.seconds - sitting.sitting.started.seconds) / 10
    let early = Journal.responses(journal.filter { $0.at.seconds < start })
    var (up, down) = (0, 0)
    for (place, response) in early where !response.isEmpty && sitting.items.indices.contains(place) {
      guard let question = questions[sitting.items[place].question], question.isClosed,
        let text = question.text(in: sitting.sitting.language), sitting.responses[place] != response
      else { continue }
      let wasRight = Marking.credit(for: response, to: text) == .full
      let isRight = sitting.points[place] == sitting.items[place].points
      if !wasRight, isRight { up += 1 }
      if wasRight, !isRight { down += 1 }
    }
    return up >= 3 && up > down
      ? LateChanges(sitting: sitting.sitting, wrongToRight: up, rightToWrong: down) : nil
  }
}
