import Formats
import Training
import Workspace

/// A part of a level that must be passed.
package enum LadderPart: Hashable, Sendable {
  /// A theory paper: a passed exam made from this blueprint.
  case exam(blueprint: String, pass: Score)
  /// A practical test: the score recorded at a lesson of a course.
  case drill(course: String, lesson: String, pass: Score)
  /// A practical test before examiners, by a rubric.
  case practical(Practical)

  /// What tells the parts of a level apart.
  package var id: String {
    switch self {
    case .exam(let blueprint, _): blueprint
    case .drill(let course, let lesson, _): "\(course)/\(lesson)"
    case .practical(let practical): practical.id
    }
  }

  package init?(_ object: ObjectReader) {
    let blueprint = object.optionalText("exam")
    let course = object.optionalText("course")
    let lesson = object.optionalText("lesson")
    let practical = object.optionalText("practical")
    let pass = Score(hundredths: object.optionalDecimal("pass", places: 2, in: 0...100_00) ?? 60_00)
    let rubric = practical == nil ? nil : Rubric(object)
    let title = practical == nil ? nil : object.words("title")
    object.finish()
    switch (blueprint, course, lesson, practical) {
    case (let blueprint?, nil, nil, nil): self = .exam(blueprint: blueprint, pass: pass)
    case (nil, let course?, let lesson?, nil): self = .drill(course: course, lesson: lesson, pass: pass)
    case (nil, nil, nil, let id?):
      guard let title, let rubric else { return nil }
      self = .practical(Practical(id: id, title: title, pass: pass, rubric: rubric))
    default:
      object.fault(
        "a part is either {exam: BLUEPRINT} or {course: COURSE, lesson: LESSON} or {practical: ID, title, rubric}"
      )
      return nil
    }
  }
}

/// A practical test before examiners.
package struct Practical: Hashable, Sendable {
  package let id: String
  package let title: Words
  package let pass: Score
  package let rubric: Rubric

  /// The test's score: the mean over the examiners who judged every line, rounded once.
  ///
  /// - Parameter marks: each examiner's points by line of the rubric.
  /// - Returns: `nil` where no examiner judged every line.
  package func score(_ marks: [String: [String: Score]]) -> Score? {
    RubricScore.mean(marks, lines: rubric.lines.map(\.id))
  }
}

/// What examiners look at, with the points of each line; they sum to 100.
package struct Rubric: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package let id: String
    package let title: Words
    package let points: Score
  }

  package let lines: [Line]

  package init?(_ object: ObjectReader) {
    var lines: [Line] = []
    for entry in object.objects("rubric") {
      let id = entry.text("id")
      let title = entry.words("title")
      let points = entry.decimal("points", places: 2, in: 1...100_00)
      entry.finish()
      guard let id, let title, let points else { continue }
      if lines.contains(where: { $0.id == id }) { entry.fault("line '\(id)' stands twice", at: "id") }
      lines.append(Line(id: id, title: title, points: Score(hundredths: points)))
    }
    let sum = lines.reduce(0) { $0 + $1.points.hundredths }
    guard sum == 100_00 else {
      if object.has("rubric") {
        object.fault(
          "the rubric's points sum to \(Score(hundredths: sum)); they must sum to 100", at: "rubric")
      }
      return nil
    }
    self.lines = lines
  }
}
