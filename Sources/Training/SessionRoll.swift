import Formats
import SQLite
import Workspace

/// Which sessions were planned for whom, to tell attendance of what was not held.
struct SessionRoll {
  private let modes: [String: [String: Lesson.Mode]]
  /// The sessions of each cycle that has any, with its people.
  private let cycles: [(cycle: TrainingRecords.Cycle, people: Set<Int>, sessions: [ClassSession])]

  init(_ database: Connection) throws {
    let training = TrainingRecords(database)
    let classes = ClassRecords(database)
    modes = try training.lessonModes()
    cycles = try training.cycles().compactMap { cycle in
      let sessions = try classes.sessions(of: cycle.id)
      if sessions.isEmpty { return nil }
      return (cycle, Set(try training.enrolled(in: cycle.id).map(\.key)), sessions)
    }
  }

  /// What speaks against a record: its lesson has sessions in the person's cycle, and none on the day.
  func fault(_ row: Attendance) -> String? {
    for (cycle, people, sessions) in cycles
    where cycle.course == row.course && people.contains(row.staff)
      && (cycle.from...cycle.to).contains(row.day)
    {
      let isTogether = modes[row.course]?[row.lesson].map { $0 != .online } ?? true
      let own = sessions.filter { $0.lesson == row.lesson || ($0.lesson.isEmpty && isTogether) }
      guard !own.isEmpty, !own.contains(where: { $0.day == row.day }) else { continue }
      let days = Set(own.map(\.day)).sorted().map(\.description).joined(separator: ", ")
      return
        "no session of '\(row.lesson.isEmpty ? row.course : row.lesson)' is held on \(row.day); cycle \(cycle.id) has \(days)"
    }
    return nil
  }
}
