import Formats
import Workforce
import Workspace

/// What the table of results keeps beside its columns, as fields of a frozen line.
struct ResultDetails {
  private(set) var status: QuarterStatus?
  private(set) var employment: Person.Employment?
  /// `nil` in results of rules 1, which held no details.
  private(set) var shareDays: Int?
  private(set) var deduction = Score.zero
  private(set) var adjustment = Money.zero
  private(set) var payable: Money?
  private(set) var stints: [Stint] = []
  /// Without the counts that have columns of their own.
  private(set) var evidence = Evidence()

  /// - Parameter bytes: as the column holds them; empty for results of rules 1.
  init(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    shareDays = 0
    payable = .zero
    FrozenFields.forEach(bytes) { key, value in
      if let number = FrozenFields.number(value) {
        take(key, number)
      } else {
        take(key, text: String(decoding: value, as: UTF8.self))
      }
    }
  }

  /// Whether the bytes are those of a word.
  private static func spells(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    bytes.count == word.utf8CodeUnitCount
      && bytes.elementsEqual(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private mutating func take(_ key: UnsafeRawBufferPointer, _ number: Int) {
    func isKey(_ word: StaticString) -> Bool { Self.spells(key, word) }
    if isKey("shares") {
      shareDays = number
    } else if isKey("payable") {
      payable = Money(fen: number)
    } else if isKey("qa") {
      evidence.qa = Score(hundredths: number)
    } else if isKey("qa-error") {
      evidence.qaError = number
    } else if isKey("qa-freedom") {
      evidence.qaFreedom = number
    } else if isKey("satisfaction") {
      evidence.satisfaction = Score(hundredths: number)
    } else if isKey("exam") {
      evidence.exam = Score(hundredths: number)
    } else if isKey("lessons") {
      evidence.lessonsGiven = number
    } else if isKey("done") {
      evidence.lessonsDone = number
    } else if isKey("competition") {
      evidence.competition = Score(hundredths: number)
    } else if isKey("deduction") {
      deduction = Score(hundredths: number)
    } else if isKey("adjustment") {
      adjustment = Money(fen: number)
    } else if isKey("open-criticals") {
      evidence.openCriticals = number
    } else if isKey("disputes") {
      evidence.disputes = number
    } else if isKey("incidents") {
      evidence.incidents = number
    } else if isKey("suggestions") {
      evidence.suggestions = number
    } else if isKey("help") {
      evidence.help = number
    }
  }

  private mutating func take(_ key: UnsafeRawBufferPointer, text: String) {
    if Self.spells(key, "status") {
      status = QuarterStatus(text)
    } else if Self.spells(key, "employment") {
      employment = Person.Employment(rawValue: text)
    } else if Self.spells(key, "stints") {
      stints = Stint.read(FrozenFields(Array("\tstints=\(text)".utf8)[...]).lists("stints"))
    }
  }
}

extension QuarterResult {
  /// What `ResultDetails` reads.
  var details: String {
    var line = FrozenLine("")
    line.add("status", status.text)
    line.add("employment", employment.rawValue)
    line.add("shares", shareDays)
    line.add("deduction", assessment.deduction.hundredths)
    line.add("adjustment", adjustment.fen)
    line.add("payable", payable.fen)
    line.add("stints", lists: stints.map(\.list))
    line.add("qa", score: evidence.qa?.hundredths)
    line.add("qa-error", score: evidence.qaError)
    line.add("qa-freedom", evidence.qaFreedom)
    line.add("open-criticals", evidence.openCriticals)
    line.add("disputes", evidence.disputes)
    line.add("incidents", evidence.incidents)
    line.add("satisfaction", score: evidence.satisfaction?.hundredths)
    line.add("exam", score: evidence.exam?.hundredths)
    line.add("lessons", evidence.lessonsGiven)
    line.add("done", evidence.lessonsDone)
    line.add("competition", evidence.competition.hundredths)
    line.add("suggestions", evidence.suggestions)
    line.add("help", evidence.help)
    return String(decoding: line.bytes.dropFirst(), as: UTF8.self)
  }
}

extension Stint {
  /// Post, team, share in basis points, first and last day.
  var list: [String] { [post, team, "\(share.basisPoints)", "\(from)", "\(to)"] }

  /// Stints from their lists; those that cannot be read are left out.
  static func read(_ lists: [[String]]) -> [Stint] {
    lists.compactMap { list in
      guard list.count == 5, let share = Int(list[2]), let from = CalendarDay(list[3]),
        let to = CalendarDay(list[4])
      else { return nil }
      return Stint(post: list[0], team: list[1], share: Weight(basisPoints: share), from: from, to: to)
    }
  }
}
