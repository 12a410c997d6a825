import Formats
import Workforce
import Workspace

/// What the table of results keeps beside its columns, as fields of a frozen line.
struct ResultDetails {
  let status: QuarterStatus?
  let shareDays: Int?
  let deduction: Score
  let adjustment: Money
  let payable: Money?
  let stints: [Stint]
  /// Without the counts that have columns of their own.
  let evidence: Evidence

  init(_ text: String) {
    let fields = FrozenFields(Array("\t\(text)".utf8)[...])
    status = fields.text("status").flatMap { QuarterStatus($0) }
    shareDays = text.isEmpty ? nil : fields.int("shares") ?? 0
    deduction = Score(hundredths: fields.int("deduction") ?? 0)
    adjustment = Money(fen: fields.int("adjustment") ?? 0)
    payable = text.isEmpty ? nil : Money(fen: fields.int("payable") ?? 0)
    stints = Stint.read(fields.lists("stints"))
    var evidence = Evidence()
    evidence.qa = fields.int("qa").map(Score.init(hundredths:))
    evidence.qaError = fields.int("qa-error")
    evidence.qaFreedom = fields.int("qa-freedom") ?? 0
    evidence.openCriticals = fields.int("open-criticals") ?? 0
    evidence.disputes = fields.int("disputes") ?? 0
    evidence.incidents = fields.int("incidents") ?? 0
    evidence.satisfaction = fields.int("satisfaction").map(Score.init(hundredths:))
    evidence.exam = fields.int("exam").map(Score.init(hundredths:))
    evidence.lessonsGiven = fields.int("lessons") ?? 0
    evidence.lessonsDone = fields.int("done") ?? 0
    evidence.competition = Score(hundredths: fields.int("competition") ?? 0)
    evidence.suggestions = fields.int("suggestions") ?? 0
    evidence.help = fields.int("help") ?? 0
    self.evidence = evidence
  }
}

extension QuarterResult {
  /// What `ResultDetails` reads.
  var details: String {
    var line = FrozenLine("")
    line.add("status", status.text)
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
