import Formats
import Workforce
import Workspace

/// Classes proposed for people who need a course: when, where, with whom, and who could not be placed.
package struct CohortPlan: Sendable {
  /// A course as the plan needs to know it.
  package struct Subject: Sendable {
    package let course: String
    package let version: Int
    package let areas: [String]
    /// Minutes for which people must be together; 0 where everything is learnt online.
    package let minutes: Int

    package init(course: String, version: Int, areas: [String], minutes: Int) {
      self.course = course
      self.version = version
      self.areas = areas
      self.minutes = minutes
    }
  }

  package struct Cohort: Sendable {
    package let subject: Subject
    /// The days of the class; the first and the last day to learn in where it is online.
    package let days: [CalendarDay]
    /// `nil` where it is online.
    package let room: TrainingScheme.Room?
    package let instructor: TrainingScheme.Instructor?
    package let people: [TrainingNeed]
  }

  package struct Unplaced: Sendable {
    package let need: TrainingNeed
    package let reason: Words
  }

  /// What is taken already, by day: rooms, instructors, and how many of a team are away.
  package struct Diary: Sendable {
    private var taken: [Int: Set<String>] = [:]
    private var away: [Int: [String: Int]] = [:]

    package init() {}

    package func isTaken(_ thing: String, on day: CalendarDay) -> Bool {
      taken[day.number]?.contains(thing) ?? false
    }

    package mutating func take(_ thing: String, on day: CalendarDay) {
      taken[day.number, default: []].insert(thing)
    }

    package func away(_ team: String, on day: CalendarDay) -> Int { away[day.number]?[team] ?? 0 }

    package mutating func sendAway(_ team: String, on day: CalendarDay) {
      away[day.number, default: [:]][team, default: 0] += 1
    }
  }

  /// Which of the needs are not placed yet.
  private struct Waiting {
    private var isPlaced: [Bool]
    private var first = 0
    private(set) var count: Int

    init(count: Int) {
      isPlaced = Array(repeating: false, count: count)
      self.count = count
    }

    var places: some Sequence<Int> { (first..<isPlaced.count).lazy.filter { !isPlaced[$0] } }

    mutating func remove(_ chosen: [Int]) {
      for place in chosen { isPlaced[place] = true }
      count -= chosen.count
      while first < isPlaced.count, isPlaced[first] { first += 1 }
    }
  }

  package private(set) var cohorts: [Cohort] = []
  package private(set) var unplaced: [Unplaced] = []

  private let scheme: TrainingScheme
  private let calendar: WorkingCalendar
  private let leave: [Int: [Leave]]
  private let teamSizes: [String: Int]
  private let until: CalendarDay
  private var diary: Diary

  /// Places people by the day they are due, each class on the first days on which a room and an instructor are free.
  ///
  /// - Parameters:
  ///   - needs: of everybody.
  ///   - leave: by key; nobody is called back from it.
  ///   - teamSizes: people of each team.
  ///   - diary: what is taken already; rooms as `room ID`, instructors as `instructor ID`, people as `person KEY`.
  ///   - today: the day of planning; the first class comes after the notice.
  package init(
    _ needs: [TrainingNeed], scheme: TrainingScheme, subjects: [Subject], calendar: WorkingCalendar,
    leave: [Int: [Leave]], teamSizes: [String: Int], diary: Diary, today: CalendarDay, until: CalendarDay
  ) {
    self.scheme = scheme
    self.calendar = calendar
    self.leave = leave
    self.teamSizes = teamSizes
    self.until = until
    self.diary = diary
    let byCourse = Dictionary(grouping: needs, by: \.course)
    let first = today.adding(days: scheme.noticeDays)
    for subject in subjects {
      let queue = (byCourse[subject.course] ?? []).sorted {
        ($0.due, $0.facts.staff) < ($1.due, $1.facts.staff)
      }
      guard !queue.isEmpty else { continue }
      if subject.minutes == 0 {
        let last = min(queue.map(\.due).max() ?? until, until)
        cohorts.append(
          Cohort(
            subject: subject, days: [first, max(first, last)], room: nil, instructor: nil, people: queue))
      } else {
        place(queue, subject, from: first)
      }
    }
    cohorts.sort {
      ($0.days[0], $0.subject.course, $0.room?.id ?? "") < ($1.days[0], $1.subject.course, $1.room?.id ?? "")
    }
  }

  private mutating func place(_ needs: [TrainingNeed], _ subject: Subject, from first: CalendarDay) {
    let instructors = scheme.instructors.filter { scheme.mayTeach($0, subject.course, areas: subject.areas) }
    guard !scheme.rooms.isEmpty, !instructors.isEmpty else {
      let reason =
        scheme.rooms.isEmpty
        ? Words(en: "the scheme names no room", zh: "方案未列教室")
        : Words(en: "no instructor may teach \(subject.course)", zh: "没有可授 \(subject.course) 的讲师")
      unplaced += needs.map { Unplaced(need: $0, reason: reason) }
      return
    }
    // People are looked at where they lie, not moved about.
    var waiting = Waiting(count: needs.count)
    var hindrances: [String: Words] = [:]
    let length = (subject.minutes + scheme.minutesADay - 1) / scheme.minutesADay
    var day = first
    while waiting.count > 0, let days = block(of: length, from: day) {
      for room in scheme.rooms where isFree("room \(room.id)", on: days) {
        guard let instructor = instructors.first(where: { isFree("instructor \($0.id)", on: days) }) else {
          break
        }
        let chosen = choose(from: waiting, of: needs, for: room, on: days, &hindrances)
        guard chosen.count >= scheme.least else {
          if !chosen.isEmpty {
            let few = Words(
              en: "only \(chosen.count) could come together, and a class needs \(scheme.least)",
              zh: "仅 \(chosen.count) 人可同期参加，开班至少 \(scheme.least) 人")
            for place in chosen { hindrances[needs[place].facts.staff] = few }
          }
          continue
        }
        let people = chosen.map { needs[$0] }
        for day in days {
          diary.take("room \(room.id)", on: day)
          diary.take("instructor \(instructor.id)", on: day)
          for person in people {
            diary.take("person \(person.facts.key)", on: day)
            diary.sendAway(person.facts.team, on: day)
          }
        }
        cohorts.append(
          Cohort(subject: subject, days: days, room: room, instructor: instructor, people: people))
        waiting.remove(chosen)
        if waiting.count == 0 { break }
      }
      day = day.adding(days: 1)
    }
    unplaced += waiting.places.map {
      Unplaced(
        need: needs[$0],
        reason: hindrances[needs[$0].facts.staff]
          ?? Words(en: "no room and instructor are free before \(until)", zh: "\(until) 前没有空闲的教室和讲师"))
    }
  }

  /// Working days that follow one another from a day on, the first of them the day itself; `nil` past the end.
  private func block(of length: Int, from day: CalendarDay) -> [CalendarDay]? {
    var next = day
    while next <= until, !calendar.isWorking(next) { next = next.adding(days: 1) }
    var days: [CalendarDay] = []
    while days.count < length {
      guard next <= until else { return nil }
      if calendar.isWorking(next) { days.append(next) }
      next = next.adding(days: 1)
    }
    return days
  }

  private func isFree(_ thing: String, on days: [CalendarDay]) -> Bool {
    days.allSatisfy { !diary.isTaken(thing, on: $0) }
  }

  /// The places of those who can come, up to what the room and a class hold.
  private func choose(
    from waiting: Waiting, of needs: [TrainingNeed], for room: TrainingScheme.Room, on days: [CalendarDay],
    _ hindrances: inout [String: Words]
  ) -> [Int] {
    let most = min(room.places, scheme.most)
    var chosen: [Int] = []
    var sent: [String: Int] = [:]
    for place in waiting.places {
      if chosen.count == most { break }
      guard needs[place].opens <= days[0], room.site == nil || room.site == needs[place].facts.site else {
        continue
      }
      let (staff, team) = (needs[place].facts.staff, needs[place].facts.team)
      if let spell = leave[needs[place].facts.key]?.first(where: { spell in days.contains(where: spell.covers)
      }) {
        hindrances[staff] = Words(
          en: "away from \(spell.from) to \(spell.to) (\(spell.kind.rawValue))",
          zh: "\(spell.from) 至 \(spell.to) 休假（\(spell.kind.rawValue)）")
        continue
      }
      guard isFree("person \(needs[place].facts.key)", on: days) else {
        hindrances[staff] = Words(en: "in another class on these days", zh: "同期已有其他培训")
        continue
      }
      let limit = max(1, (teamSizes[team] ?? 1) * scheme.awayShare / 100)
      let busiest = days.map { diary.away(team, on: $0) }.max() ?? 0
      guard busiest + (sent[team] ?? 0) < limit else {
        hindrances[staff] = Words(
          en: "\(limit) of team \(team) may be away at once, and as many are",
          zh: "班组 \(team) 最多 \(limit) 人同时离岗，已满")
        continue
      }
      sent[team, default: 0] += 1
      chosen.append(place)
    }
    return chosen
  }
}
