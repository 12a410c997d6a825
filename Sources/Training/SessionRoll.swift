import Formats
import SQLite
import Workspace

/// Which sessions were planned for whom, to tell attendance of what was not held.
struct SessionRoll {
  private let modes: [String: [String: Lesson.Mode]]
  /// The cycles that have sessions.
  private let cycles: [(cycle: TrainingRecords.Cycle, sessions: [ClassSession])]
  /// Their places, by key of who is enrolled in them.
  private let places: [Int: [Int]]

  init(_ database: Connection) throws {
    let training = TrainingRecords(database)
    let classes = ClassRecords(database)
    modes = try training.lessonModes()
    var cycles: [(cycle: TrainingRecords.Cycle, sessions: [ClassSession])] = []
    var places: [Int: [Int]] = [:]
    for cycle in try training.cycles() {
      let sessions = try classes.sessions(of: cycle.id)
      if sessions.isEmpty { continue }
      for person in try training.enrolled(in: cycle.id) {
        places[person.key, default: []].append(cycles.count)
      }
      cycles.append((cycle, sessions))
    }
    self.cycles = cycles
    self.places = places
  }

  /// What speaks against a record: its lesson has sessions in the person's cycle, and none on the day.
  func fault(_ row: Attendance) -> String? {
    for place in places[row.staff] ?? [] {
      let (cycle, sessions) = cycles[place]
      guard cycle.course == row.course, (cycle.from...cycle.to).contains(row.day) else { continue }
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
