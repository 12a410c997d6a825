import Formats
import Workspace

/// A day on which candidates for a level are examined.
package struct LevelSitting: Sendable {
  package let id: Int
  package let ladder: String
  package let version: Int
  package let level: Int
  package let day: CalendarDay
  package let place: String
  package let capacity: Int
  /// The last day for registering.
  package let closes: CalendarDay
}

/// Somebody who is registered for a sitting.
package struct Registration: Sendable {
  package let sitting: Int
  package let key: Int
  package let staff: String
  package let name: String
  /// The admission number, from 1 in the order of registering.
  package let number: Int
  /// The id of the member of staff who vouches for them.
  package let sponsor: String?
}

/// What an examiner gave for a line of a practical test.
package struct PracticalMark: Hashable, Sendable {
  package let sitting: Int
  /// The integer key of the candidate.
  package let staff: Int
  package let part: String
  package let examiner: String
  package let line: String
  package let points: Score

  package static let shape = TableShape(
    "practical-marks",
    [
      Column("staff", "工号", required: true, example: "E0007"),
      Column("part", "科目", required: true, example: "service-call"),
      Column("examiner", "考评员", required: true, example: "E0100"),
      Column("line", "评分项", required: true, example: "opening"),
      Column("points", "得分", required: true, example: "18.5"),
    ])
}

/// What was decided about a registration.
package struct LevelDecision: Sendable {
  package let sitting: Int
  package let staff: String
  package let isAwarded: Bool
  package let code: String?
  /// Every condition with what was found.
  package let found: String
}
