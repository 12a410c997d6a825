import Workspace

/// What became of the needs that a cycle answered: the evidence of a later quarter against that before.
package struct NeedOutcome: Sendable {
  /// How a need stands later.
  package enum Standing: String, CaseIterable, Sendable {
    /// The person was judged and lost nothing there any more.
    case gone
    /// Points are lost there still, but fewer.
    case less
    case notLess = "not-less"
    /// The person was not judged in the later quarter.
    case notMeasured = "not-measured"
  }

  package struct Line: Sendable {
    package let answer: NeedAnswer
    package let standing: Standing
    /// What the later quarter's evidence asks for; `nil` where the person was not judged.
    package let after: Score?
  }

  /// The quarter that was looked at.
  package let quarter: Quarter
  package let lines: [Line]

  package func count(_ standing: Standing) -> Int { lines.count { $0.standing == standing } }

  /// - Parameters:
  ///   - later: the needs of the later quarter, from one piece of evidence on.
  ///   - measured: keys of whoever was judged in it.
  package init(
    _ answers: [NeedAnswer], in quarter: Quarter, later: LessonNeeds, again: [String: String],
    measured: Set<Int>
  ) {
    self.quarter = quarter
    var gains: [String: [Int: Score]] = [:]
    for need in later.lessons {
      for person in need.people { gains[need.lesson, default: [:]][person.staff] = person.gain }
    }
    lines = answers.map { answer in
      guard measured.contains(answer.staff) else {
        return Line(answer: answer, standing: .notMeasured, after: nil)
      }
      // Who has taken a lesson is sent to the one after it, so that a need may come back under that name.
      let names = Set([answer.lesson, again[answer.lesson] ?? answer.lesson])
      let after = names.reduce(Score.zero) { $0 + (gains[$1]?[answer.staff] ?? .zero) }
      let standing: Standing = after == .zero ? .gone : after < answer.gain ? .less : .notLess
      return Line(answer: answer, standing: standing, after: after)
    }
  }
}
