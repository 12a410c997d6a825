import Formats
import SQLite
import Workforce
import Workspace

/// What trainers do: load courses, open cycles, record attendance.
package struct TrainingDesk {
  private let occasion: Occasion
  private let records: TrainingRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = TrainingRecords(occasion.database)
  }

  /// A cycle with how far its people are.
  package typealias CycleStatus = (
    cycle: TrainingRecords.Cycle, people: [(id: String, name: String, progress: Progress)]
  )

  /// Loads the courses in folders; one that is there with the same content is passed over.
  package func load(folders: [String], dryRun: Bool = false) throws -> [(course: Course, isNew: Bool)] {
    try occasion.require(.trainer, to: "load courses")
    var faults = Faults()
    var courses: [(course: Course, isNew: Bool)] = []
    for folder in folders {
      do {
        let course = try CourseReading.read(folder: folder)
        courses.append((course, try isNew(course, folder)))
      } catch let found as Faults {
        faults.append(contentsOf: found)
      } catch let error as InputError {
        faults.append(
          Fault(file: folder, line: 0, column: 0, message: "the folder cannot be read: \(error.reason)"))
      }
    }
    try faults.throwIfAny()
    return try load(courses, dryRun: dryRun)
  }

  /// Loads the course in a ZIP archive of its folder.
  package func load(archive: [UInt8], named file: String, dryRun: Bool) throws -> (
    course: Course, isNew: Bool
  ) {
    try occasion.require(.trainer, to: "load courses")
    let course = try CourseReading.read(archive: archive, named: file)
    let loaded = (course: course, isNew: try isNew(course, file))
    _ = try load([loaded], dryRun: dryRun)
    return loaded
  }

  private func load(_ courses: [(course: Course, isNew: Bool)], dryRun: Bool) throws -> [(
    course: Course, isNew: Bool
  )] {
    let fresh = courses.filter(\.isNew).map(\.course)
    if !dryRun, !fresh.isEmpty {
      try occasion.record(
        "course.load", of: fresh.map { "\($0.id) v\($0.version)" }.joined(separator: ", "),
        content: fresh.map(\.hash).joined(separator: "\n")
      ) {
        for course in fresh { try records.insert(course, at: occasion.now) }
      }
    }
    return courses
  }

  private func isNew(_ course: Course, _ folder: String) throws -> Bool {
    guard let newest = try records.course(course.id) else { return true }
    if let same = try records.course(course.id, version: course.version) {
      if same.hash == course.hash { return false }
      throw Faults([
        Fault(
          file: "\(folder)/course.md", line: 1, column: 1,
          message:
            "course '\(course.id)' v\(course.version) is loaded with other pages; make this version \(newest.version + 1)"
        )
      ])
    }
    return course.version > newest.version
  }

  package func course(_ id: String) throws -> Course {
    guard let course = try records.course(id) else { throw Refusal.unknownCourse(id) }
    return course
  }

  /// Opens a cycle of a course for the people of a list with a column `id`.
  package func openCycle(
    _ id: String, staff table: TableReader, from: CalendarDay, to: CalendarDay, dryRun: Bool
  ) throws -> (cycle: Int?, enrolled: Int) {
    try occasion.require(.trainer, to: "open cycles")
    let course = try course(id)
    guard from <= to else { throw Refusal.backwardCycle(from, to) }
    let known = try StaffRecords(occasion.database).keys()
    var keys: [Int] = []
    var seen: [String: Int] = [:]
    try table.forEachRow { row in
      guard let person = row.text("id") else { return }
      guard let key = known[person] else {
        return row.fault("id", "nobody has the id '\(person)'; see: merit staff list")
      }
      if let first = seen[person] {
        return row.fault("id", "'\(person)' stands on line \(first) already; keep one")
      }
      seen[person] = row.line
      keys.append(key)
    }
    try table.faults.throwIfAny()
    try refuseTwin(course, from: from, to: to, keys: keys)
    if dryRun { return (nil, keys.count) }
    return (try open(course, from: from, to: to, people: seen.keys.sorted(), keys: keys), keys.count)
  }

  /// Opens a cycle of a course for people by their ids, in their order.
  package func openCycle(_ id: String, people: [String], from: CalendarDay, to: CalendarDay) throws -> Int {
    try occasion.require(.trainer, to: "open cycles")
    let course = try course(id)
    guard from <= to else { throw Refusal.backwardCycle(from, to) }
    let known = try StaffRecords(occasion.database).keys()
    let unknown = people.filter { known[$0] == nil }
    guard unknown.isEmpty else { throw Refusal.unknownStaff(unknown.joined(separator: ", ")) }
    let keys = people.compactMap { known[$0] }
    try refuseTwin(course, from: from, to: to, keys: keys)
    return try open(course, from: from, to: to, people: people, keys: keys)
  }

  private func refuseTwin(_ course: Course, from: CalendarDay, to: CalendarDay, keys: [Int]) throws {
    for other in try records.cycles()
    where other.course == course.id && other.version == course.version && other.from == from && other.to == to
    {
      let there = try ClassRecords(occasion.database).enrolments(in: other.id).map(\.key)
      if Set(there) == Set(keys) {
        throw Refusal(
          .badData, "cycle \(other.id) of '\(course.id)' has the same days and people already",
          "go on with it: merit cycle status --people")
      }
    }
  }

  private func open(
    _ course: Course, from: CalendarDay, to: CalendarDay, people: [String], keys: [Int]
  ) throws -> Int {
    try occasion.record("cycle.open", of: course.id, content: "\(from) \(to) \(people)") {
      try records.openCycle(
        course.id, version: course.version, from: from, to: to, staff: keys, at: occasion.now,
        by: occasion.actor.account)
    }
  }

  /// Opens a planned class as a cycle with its people and a session a day.
  package func open(_ cohort: CohortPlan.Cohort, scheme: TrainingScheme, code: () -> String) throws -> Int {
    let (first, last) = (cohort.days.first ?? occasion.today, cohort.days.last ?? occasion.today)
    let cycle = try records.openCycle(
      cohort.subject.course, version: cohort.subject.version, from: first, to: last,
      staff: cohort.people.map(\.facts.key), at: occasion.now, by: occasion.actor.account)
    if let room = cohort.room, let instructor = cohort.instructor {
      var left = cohort.subject.minutes
      for day in cohort.days {
        let minutes = min(left, scheme.minutesADay)
        left -= minutes
        _ = try ClassRecords(occasion.database).insert(
          ClassSession(
            id: 0, cycle: cycle, course: cohort.subject.course, version: cohort.subject.version, lesson: "",
            day: day, from: MinuteOfDay(minutes: scheme.dayStart),
            to: MinuteOfDay(minutes: scheme.dayStart + minutes), room: room.id, instructor: instructor.id,
            code: code()), at: occasion.now, by: occasion.actor.account)
      }
    }
    return cycle
  }

  /// Records that somebody worked through a lesson; a better score of the same day stays.
  ///
  /// - Returns: whether it was recorded.
  package func recordReading(_ row: Attendance, version: Int) throws -> Bool {
    let there = try records.find(row)
    if let there, there.row.result != .absent, (there.row.score ?? .zero) >= (row.score ?? .zero) {
      return false
    }
    // A lesson's hours count once for each version, however often somebody reads it.
    let counted = try records.hasHours(row, version: version, besides: there?.id)
    let row = counted ? row.withoutHours : row
    try occasion.publish(
      1, into: "attendance", deed: "course.read", of: "\(row.course)/\(row.lesson)", content: "\(row)"
    ) { _, batch in
      try records.insert(
        row, version: version, batch: batch, supersedes: there?.id, reason: "worked through again")
    }
    return true
  }

  /// Everybody with training between two days, by id: their hours, and at how many lessons.
  ///
  /// - Parameter only: this person; one's own hours anybody may see.
  package func hours(of only: String? = nil, from first: CalendarDay, to last: CalendarDay) throws -> [(
    id: String, name: String, hours: Score, lessons: Int
  )] {
    if only == nil || only != occasion.actor.staff {
      try occasion.require(.trainer, .leader, .hr, to: "see others' hours")
    }
    let book = try records.hourBook(from: first, to: last)
    var people: [(id: String, name: String, hours: Score, lessons: Int)] = []
    try StaffRecords(occasion.database).forEachPerson { key, person in
      let lessons = book.lessons(of: key)
      if lessons > 0, only == nil || only == person.id {
        people.append((person.id, person.name, book.hours(of: key, from: first), lessons))
      }
    }
    return people
  }

  /// The sessions that are planned for a cycle, in order of time.
  package func sessions(of cycle: Int) throws -> [ClassSession] {
    try occasion.require(.trainer, .leader, .hr, to: "see a cycle's sessions")
    return try ClassRecords(occasion.database).sessions(of: cycle)
  }

  /// Invitations to a cycle as lines of a table for mail merge: the heading, then a line a person.
  package func invitations(_ id: Int, chinese: Bool) throws -> [String] {
    try occasion.require(.trainer, .hr, to: "write invitations")
    let cycle = try ClassDesk(occasion).cycle(id)
    let title = try course(cycle.course).title.text(chinese: chinese)
    let sessions = try ClassRecords(occasion.database).sessions(of: id)
    let times = sessions.map { "\($0.day) \($0.from.text)–\($0.to.text) \($0.room)" }.joined(separator: "; ")
    let people = StaffRecords(occasion.database)
    let teams = try TeamBook(people)
    let leaders = Dictionary(uniqueKeysWithValues: try people.units().map { ($0.id, $0.leader ?? "") })
    var lines = [
      CSVWriter.line([
        "staff", "name", "leader", "course", "title", "from", "to", "sessions", "instructor",
      ])
    ]
    for person in try records.enrolled(in: id) {
      let team = teams.team(of: person.key, on: cycle.from) ?? ""
      let leader = try people.person(person.id)?.leader ?? leaders[team] ?? ""
      lines.append(
        CSVWriter.line([
          person.id, person.name, leader, cycle.course, title, cycle.from.description, cycle.to.description,
          times, sessions.first?.instructor ?? "",
        ]))
    }
    return lines
  }

  /// Imports attendance.
  package func attend(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.trainer, to: "record attendance")
    let keys = try StaffRecords(occasion.database).keys()
    let rows = try Attendance.read(
      table, staff: keys, lessons: try records.lessonModes(), today: occasion.today)
    let roll = try SessionRoll(occasion.database)
    for placed in rows {
      if let fault = roll.fault(placed.row) { table.fault(line: placed.line, fault) }
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: records.find,
      name: { "the record of \($0.day) for course '\($0.course)'" })
    let versions = try records.versionDays(zone: occasion.workspace.zone)
    var digest = SHA256()
    for (row, _) in arrivals.accepted { digest.update("\(row)\n".utf8) }
    var outcome = try occasion.take(
      arrivals, of: table, options: options, into: "attendance", deed: "cycle.attend", subject: table.file,
      content: hexText(digest.finish())
    ) { row, batch, supersedes in
      // What was taught on a day is the newest version that was loaded by then.
      let known = versions[row.course] ?? []
      let version = known.last { $0.day <= row.day }?.version ?? known.first?.version
      try records.insert(
        row, version: version, batch: batch, supersedes: supersedes, reason: options.correction)
    }
    outcome.notices += try occasion.noticesOfClosedQuarters(
      Set(arrivals.accepted.map { Quarter(of: $0.row.day) }))
    return outcome
  }

  /// The cycles with the progress of their people.
  ///
  /// - Parameter number: only that one.
  package func status(of number: Int? = nil) throws -> [CycleStatus] {
    try occasion.require(.trainer, .leader, .hr, to: "see training progress")
    return try records.cycles().filter { number == nil || $0.id == number }.map { cycle in
      let attended = try records.attendance(in: cycle)
      let lessons =
        try records.course(cycle.course, version: cycle.version)?.lessons.compactMap(\.first?.id) ?? []
      let people = try records.enrolled(in: cycle.id).map { person in
        (
          person.id, person.name,
          Progress(lessons: lessons, attended: attended[person.key] ?? [])
        )
      }
      return (cycle, people)
    }
  }
}

extension Refusal {
  package static func unknownCourse(_ id: String) -> Refusal {
    Refusal(
      .noInput, "course '\(id)' is not loaded", "see: merit course list; load it with: merit course load DIR")
  }

  package static func unknownLesson(_ id: String, _ course: Course) -> Refusal {
    let ids = course.lessons.compactMap(\.first?.id)
    return Refusal(
      .noInput, "course '\(course.id)' has no lesson '\(id)'",
      nearest(to: id, among: ids).map { "did you mean '\($0)'?" }
        ?? "it has \(ids.joined(separator: ", "))")
  }

  static func backwardCycle(_ from: CalendarDay, _ to: CalendarDay) -> Refusal {
    Refusal(
      .usage, "the cycle would end on \(to), before it starts on \(from)", "give --from the earlier day")
  }
}
