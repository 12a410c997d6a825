import Exams
import Formats
import Workspace

/// What a sitting came to when a quarter was scored, down to the points of each question.
struct SittingExplanation {
  private let occasion: Occasion
  private let moment: Instant

  /// - Parameter moment: of the scoring; a result of later is named, and not shown as if it had counted.
  init(_ occasion: Occasion, asOf moment: Instant) {
    self.occasion = occasion
    self.moment = moment
  }

  /// The sitting; `nil` where it had no result by then.
  func explanation(of sitting: Sitting) throws -> Explanation? {
    let history = try SittingRecords(occasion.database).history(sitting.id)
    // Both are written in UTC in one form, so that texts compare as moments do.
    let counted = history.filter { $0.at <= moment.description }
    guard let result = counted.last else { return nil }
    let later = history.count - counted.count
    var (en, zh) = ("100 × points ÷ points of the paper", "100×得分÷卷面总分")
    for revision in counted where revision.revision > 1 {
      en += "; revision \(revision.revision) by \(revision.cause)"
      zh += "；第 \(revision.revision) 版 \(revision.cause)"
      if !revision.reason.isEmpty {
        en += " (\(revision.reason))"
        zh += "（\(revision.reason)）"
      }
    }
    if later > 0 {
      en += "; revised since, which does not count here: the questions show the newest marks"
      zh += "；此后有修订，不计入本次：各题为最新评分"
    }
    let room = try ExamRoom(occasion, exam: sitting.exam)
    return Explanation(
      Words(
        en: "exam \(sitting.exam), attempt \(sitting.attempt)", zh: "考试 \(sitting.exam) 第\(sitting.attempt)次"),
      value: result.score.description, unit: Explanation.points, rule: Words(en: en, zh: zh),
      scheme: room.blueprint.head.id, version: room.blueprint.head.version,
      from: try marks(sitting, room))
  }

  private func marks(_ sitting: Sitting, _ room: ExamRoom) throws -> [Explanation] {
    let paper = try room.paper(of: sitting)
    return try SittingRecords(occasion.database).marks(sitting.id).map { mark in
      Explanation(
        Words(
          en: "question \(mark.place + 1): \(paper[mark.place].question)",
          zh: "第\(mark.place + 1)题 \(paper[mark.place].question)"),
        value: "\(decimalText(mark.points, places: 2))/\(decimalText(mark.maximum, places: 2))",
        unit: Explanation.points, source: ("answer", "\(sitting.id)/\(mark.place + 1)"))
    }
  }
}
