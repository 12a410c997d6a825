import Formats
import Workforce
import Workspace

/// Running cycles: enrolling, planning sessions, checking in.
package struct ClassDesk {
  package let occasion: Occasion
  private let records: ClassRecords
  private let training: TrainingRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = ClassRecords(occasion.database)
    training = TrainingRecords(occasion.database)
  }

  package func cycle(_ id: Int) throws -> TrainingRecords.Cycle {
    guard let cycle = try training.cycles().first(where: { $0.id == id }) else {
      throw Refusal(.noInput, "there is no cycle \(id)", "see: merit cycle status")
    }
    return cycle
  }

  package func session(_ id: Int) throws -> ClassSession {
    guard let session = try records.session(id) else {
      throw Refusal(.noInput, "there is no session \(id), or it is cancelled", "see: merit cycle sessions")
    }
    return session
  }

  // MARK: Enrolling

  /// What enrolling did.
  package struct Enrolled: Sendable {
    package let enrolled: [String]
    package let waiting: [String]
    package let there: [String]
  }

  /// Enrols people in a cycle; who comes after the last place waits.
  package func enrol(_ staff: [String], in id: Int) throws -> Enrolled {
    if staff != [occasion.actor.staff] { try occasion.require(.trainer, .leader, .hr, to: "enrol others") }
    try occasion.requireLead(of: staff, insteadOf: [.trainer, .hr], to: "enrol people of other teams")
    return try occasion.whole { try enrolled(staff, in: id) }
  }

  private func enrolled(_ staff: [String], in id: Int) throws -> Enrolled {
    let cycle = try cycle(id)
    guard occasion.today <= cycle.to else {
      throw Refusal(
        .badData, "cycle \(id) ended on \(cycle.to)", "enrol in a later cycle: merit cycle status")
    }
    let keys = try StaffRecords(occasion.database).keys()
    let unknown = staff.filter { keys[$0] == nil }
    guard unknown.isEmpty else { throw Refusal.unknownStaff(unknown.joined(separator: ", ")) }
    let present = try records.enrolments(in: id).filter { $0.state != .left }
    var taken = present.count { $0.state == .enrolled }
    var (enrolled, waiting, there): ([String], [String], [String]) = ([], [], [])
    for person in staff {
      if present.contains(where: { $0.id == person }) || enrolled.contains(person) || waiting.contains(person)
      {
        there.append(person)
      } else if let capacity = cycle.capacity, taken >= capacity {
        waiting.append(person)
      } else {
        enrolled.append(person)
        taken += 1
      }
    }
    if !enrolled.isEmpty || !waiting.isEmpty {
      try occasion.record("cycle.enrol", of: "\(id)", content: "\(enrolled) \(waiting)") {
        for person in enrolled + waiting {
          try records.step(
            keys[person] ?? 0, cycle: id, state: enrolled.contains(person) ? .enrolled : .waiting, reason: "",
            at: occasion.now, by: occasion.actor.account)
        }
      }
    }
    return Enrolled(enrolled: enrolled, waiting: waiting, there: there)
  }

  /// Takes somebody out of a cycle; the first who waits moves up.
  ///
  /// - Returns: the id of who moved up.
  package func leave(_ staff: String, cycle id: Int, reason: String) throws -> String? {
    if staff != occasion.actor.staff {
      try occasion.require(.trainer, .leader, .hr, to: "take others out of a cycle")
    }
    try occasion.requireLead(of: [staff], insteadOf: [.trainer, .hr], to: "take people of other teams out")
    return try occasion.whole { try left(staff, cycle: id, reason: reason) }
  }

  private func left(_ staff: String, cycle id: Int, reason: String) throws -> String? {
    let cycle = try cycle(id)
    let present = try records.enrolments(in: id).filter { $0.state != .left }
    guard let own = present.first(where: { $0.id == staff }) else {
      throw Refusal(.badData, "'\(staff)' is not in cycle \(id)", "see: merit cycle status --people")
    }
    let waiting = present.filter { $0.state == .waiting && $0.id != staff }
    let left = present.count { $0.state == .enrolled && $0.id != staff }
    let next = own.state == .enrolled && cycle.capacity.map({ left < $0 }) ?? false ? waiting.first : nil
    try occasion.record("cycle.leave", of: "\(id)", content: "\(staff) \(next?.id ?? "") \(reason)") {
      try records.step(
        own.key, cycle: id, state: .left, reason: reason, at: occasion.now, by: occasion.actor.account)
      if let next {
        try records.step(
          next.key, cycle: id, state: .enrolled, reason: "a place came free", at: occasion.now,
          by: occasion.actor.account)
      }
    }
    return next?.id
  }

  /// Says how many people a cycle takes; where there are more places now, those who wait move up.
  package func limit(_ id: Int, to capacity: Int) throws {
    try occasion.require(.trainer, to: "limit a cycle")
    try occasion.whole {
      _ = try cycle(id)
      let present = try records.enrolments(in: id)
      let taken = present.count { $0.state == .enrolled }
      guard taken <= capacity else {
        throw Refusal(
          .badData, "\(taken) are enrolled in cycle \(id), more than \(capacity)",
          "take some out first: merit cycle leave \(id) STAFF --reason TEXT")
      }
      let next = present.filter { $0.state == .waiting }.prefix(capacity - taken)
      try occasion.record("cycle.limit", of: "\(id)", content: "\(capacity) \(next.map(\.id))") {
        try records.setCapacity(capacity, of: id)
        for person in next {
          try records.step(
            person.key, cycle: id, state: .enrolled, reason: "a place came free", at: occasion.now,
            by: occasion.actor.account)
        }
      }
    }
  }

  // MARK: Sessions

  /// Plans a session, unless its room or instructor is taken, or the instructor may not teach it.
  ///
  /// - Parameters:
  ///   - lesson: empty for the course as a whole.
  ///   - code: random letters.
  package func plan(
    cycle id: Int, lesson: String, day: CalendarDay, from: MinuteOfDay, to: MinuteOfDay, room: String,
    instructor: String, code: String
  ) throws -> ClassSession {
    try occasion.require(.trainer, to: "plan sessions")
    return try occasion.whole {
      try planned(
        cycle: id, lesson: lesson, day: day, from: from, to: to, room: room, instructor: instructor,
        code: code)
    }
  }

  private func planned(
    cycle id: Int, lesson: String, day: CalendarDay, from: MinuteOfDay, to: MinuteOfDay, room: String,
    instructor: String, code: String
  ) throws -> ClassSession {
    let cycle = try cycle(id)
    guard let course = try training.course(cycle.course, version: cycle.version) else {
      throw Refusal.unknownCourse(cycle.course)
    }
    let page = course.lesson(lesson, chinese: false)
    guard lesson.isEmpty || page != nil else {
      throw Refusal(
        .noInput, "course '\(course.id)' has no lesson '\(lesson)'", "see: merit course show \(course.id)")
    }
    guard (cycle.from...cycle.to).contains(day) else {
      throw Refusal(
        .badData, "\(day) lies outside cycle \(id) (\(cycle.from) to \(cycle.to))", "choose a day in it")
    }
    guard from.minutes < to.minutes else {
      throw Refusal(
        .usage, "the session would end at \(to.text), before it begins at \(from.text)", "mend the times")
    }
    let session = ClassSession(
      id: 0, cycle: id, course: course.id, version: course.version, lesson: lesson, day: day, from: from,
      to: to, room: room, instructor: instructor, code: code)
    let others = try records.sessions(from: day, to: day)
    let people = Set(try records.enrolments(in: id).filter { $0.state == .enrolled }.map(\.id))
    let busy = try others.filter { $0.cycle != id && session.overlaps($0) }.flatMap { other in
      try records.enrolments(in: other.cycle).filter { $0.state == .enrolled && people.contains($0.id) }
        .map { "'\($0.id)' is in session \(other.id) of '\(other.course)' then" }
    }
    let clashes =
      try others.compactMap(session.clash) + busy.prefix(5)
      + faults(
        of: session, areas: page.map { [$0.area] } ?? course.areas,
        people: records.enrolments(in: id).count { $0.state == .enrolled })
    guard clashes.isEmpty else {
      throw Refusal(
        .badData, "the session was not planned: \(clashes.joined(separator: "; "))",
        "choose another time, room or instructor; see: merit cycle sessions --from \(day) --to \(day)")
    }
    let number = try occasion.record("cycle.session", of: "\(id)", content: "\(session)") {
      try records.insert(session, at: occasion.now, by: occasion.actor.account)
    }
    return try self.session(number)
  }

  /// What the training schemes in force say against a session: a room too small or unknown, an instructor who may not
  /// teach it or is away.
  private func faults(of session: ClassSession, areas: [String], people: Int) throws -> [String] {
    let schemes = try SchemeRecords(occasion.database).allInForce(kind: TrainingScheme.kind, on: session.day)
      .map { try TrainingScheme.read(Array($0.text.utf8), named: $0.label) }
    var faults: [String] = []
    let rooms = schemes.flatMap(\.rooms)
    if !rooms.isEmpty {
      if let room = rooms.first(where: { $0.id == session.room }) {
        if room.places < people {
          faults.append("room '\(room.id)' has \(room.places) places, and \(people) are enrolled")
        }
      } else {
        faults.append("there is no room '\(session.room)' (\(rooms.map(\.id).joined(separator: ", ")))")
      }
    }
    let instructors = schemes.flatMap { scheme in scheme.instructors.map { (scheme, $0) } }
    if !instructors.isEmpty {
      let own = instructors.filter { $0.1.id == session.instructor }
      if own.isEmpty {
        faults.append("'\(session.instructor)' is no instructor of a training scheme")
      } else if !own.contains(where: { $0.0.mayTeach($0.1, session.course, areas: areas) }) {
        faults.append("instructor '\(session.instructor)' may not teach '\(session.course)'")
      }
    }
    if let key = try StaffRecords(occasion.database).key(of: session.instructor),
      let spell = try LeaveRecords(occasion.database).leave(of: key).first(where: { $0.covers(session.day) })
    {
      faults.append("instructor '\(session.instructor)' is away from \(spell.from) to \(spell.to)")
    }
    return faults
  }

  /// Cancels a session of a cycle that is still to come.
  package func cancel(_ id: Int, of cycle: Int, reason: String) throws {
    try occasion.require(.trainer, to: "cancel sessions")
    let session = try session(id)
    guard session.cycle == cycle else {
      throw Refusal(
        .badData, "session \(id) is one of cycle \(session.cycle)", "see: merit cycle sessions")
    }
    guard session.day >= occasion.today else {
      throw Refusal(.badData, "session \(id) was held on \(session.day)", "what was held cannot be cancelled")
    }
    guard !reason.isEmpty else { throw Refusal(.usage, "a reason is missing", "say why with --reason TEXT") }
    try occasion.record("cycle.cancel", of: "\(session.id)", content: reason) {
      try records.cancel(session.id, reason: reason, at: occasion.now, by: occasion.actor.account)
    }
  }

  /// The sessions between two days, with the codes that people check in by.
  package func sessions(from first: CalendarDay, to last: CalendarDay) throws -> [ClassSession] {
    try occasion.require(.trainer, .leader, .hr, to: "see sessions and their codes")
    return try records.sessions(from: first, to: last)
  }

  /// A session with the people who are to sign for it.
  package func signing(_ id: Int) throws -> (session: ClassSession, people: [(id: String, name: String)]) {
    try occasion.require(.trainer, .leader, .hr, to: "print sign-in sheets")
    let held = try session(id)
    return (held, try training.enrolled(in: held.cycle).map { ($0.id, $0.name) })
  }

  // MARK: Checking in

  /// How long before its beginning a session's code opens, in minutes.
  package static let checkInOpens = 30

  /// Somebody says with the session's code that they are there; on the day, from half an hour before until the end.
  package func checkIn(_ code: String, staff: String) throws -> ClassSession {
    if staff != occasion.actor.staff { try occasion.require(.trainer, to: "check others in") }
    guard let session = try records.session(code: code.uppercased()) else {
      throw Refusal(.noInput, "no session has the code '\(code)'", "read it again from the board")
    }
    let zone = occasion.workspace.zone
    let opens = zone.instant(
      of: CivilTime(
        day: session.day, secondOfDay: max(0, session.from.minutes - Self.checkInOpens) * 60, offset: nil))
    let closes = zone.instant(
      of: CivilTime(day: session.day, secondOfDay: min(session.to.minutes * 60, 86_399), offset: nil))
    guard (opens...closes).contains(occasion.now) else {
      throw Refusal(
        .badData,
        "session \(session.id) is held on \(session.day), \(session.from.text) to \(session.to.text); its code counts then, from half an hour before",
        "ask the trainer to import the attendance list")
    }
    guard
      let own = try records.enrolments(in: session.cycle).first(where: {
        $0.id == staff && $0.state == .enrolled
      })
    else {
      throw Refusal(
        .badData, "'\(staff)' is not enrolled in cycle \(session.cycle)",
        "enrol first: merit cycle enrol \(session.cycle) \(staff)")
    }
    let row = Attendance(
      course: session.course, staff: own.key, day: session.day, lesson: session.lesson, result: .attended,
      hours: Int(roundedQuotient(Int128(session.to.minutes - session.from.minutes) * 100, 60)), score: nil,
      instructor: session.instructor)
    guard try training.find(row) == nil else {
      throw Refusal(
        .badData, "'\(staff)' is on the list of session \(session.id) already", "nothing is left to do")
    }
    try occasion.publish(
      1, into: "attendance", deed: "cycle.checkin", of: "\(session.id)", content: "\(row)"
    ) { _, batch in
      try training.insert(row, version: session.version, batch: batch, supersedes: nil, reason: nil)
    }
    return session
  }
}
