import Certification
import Competitions
import Exams
import Formats
import Quality
import SQLite
import Satisfaction
import Training
import Workforce
import Workspace

/// The evidence of a quarter about everybody, gathered in one ordered pass over each department.
package struct Scorebook {
  /// By id.
  package private(set) var cases: [QuarterCase] = []
  /// The integer key of each case.
  package private(set) var keys: [Int] = []
  /// People of the company in the quarter who held no judged post, by id.
  package private(set) var unjudged: [String] = []
  /// The place of a key's case; -1 for none.
  private var places: [Int] = []

  /// - Parameters:
  ///   - schemes: those in force, one a post.
  ///   - columns: the indicators that they ask for, as `Part.column` names them.
  ///   - including: people who get a case also without a judged post, for something is to be paid to them.
  ///   - today: the day on which it is gathered; what can still be disputed then does not count.
  ///   - span: the days of evidence that count; the whole quarter unless said.
  package init(
    _ database: Connection, quarter: Quarter, posts: Set<String>, columns: [String],
    including keys: Set<Int> = [], on today: CalendarDay, zone: Zone, span: ClosedRange<CalendarDay>? = nil
  ) throws {
    let span = span ?? quarter.days
    try gatherPeople(database, quarter, posts, including: keys)
    try gatherQuality(database, quarter, on: today, zone: zone, span)
    try gatherCounts(database, quarter, zone, span)
    try gatherIndicators(database, quarter, columns)
  }

  private func place(of key: Int) -> Int? {
    guard key >= 0, key < places.count, places[key] >= 0 else { return nil }
    return places[key]
  }

  private mutating func change(_ key: Int, _ body: (inout Evidence) -> Void) {
    if let place = place(of: key) { body(&cases[place].evidence) }
  }

  // MARK: People

  private mutating func gatherPeople(
    _ database: Connection, _ quarter: Quarter, _ posts: Set<String>, including others: Set<Int>
  ) throws {
    let staff = StaffRecords(database)
    var held: [Int: [Assignment]] = [:]
    try staff.forEachAssignment { key, assignment in
      guard posts.contains(assignment.post), assignment.from <= quarter.lastDay,
        assignment.to.map({ $0 >= quarter.firstDay }) ?? true
      else { return }
      held[key, default: []].append(assignment)
    }
    let leave = try LeaveRecords(database).all()
    cases.reserveCapacity(held.count)
    keys.reserveCapacity(held.count)
    try staff.forEachPerson { key, person in
      let first = max(person.joined, quarter.firstDay)
      let last = min(person.left ?? quarter.lastDay, quarter.lastDay)
      let stints = (held[key] ?? []).compactMap { Self.stint($0, from: first, to: last) }
      if stints.isEmpty, first <= last { unjudged.append(person.id) }
      guard !stints.isEmpty || others.contains(key) else { return }
      let absences = (leave[key] ?? []).compactMap { Self.absence($0, in: quarter) }
      if places.count <= key { places += Array(repeating: -1, count: key + 1 - places.count) }
      places[key] = cases.count
      keys.append(key)
      cases.append(
        QuarterCase(
          id: person.id, employment: person.employment, base: person.base ?? .zero, stints: stints,
          absences: absences))
    }
  }

  private static func stint(_ held: Assignment, from first: CalendarDay, to last: CalendarDay) -> Stint? {
    let (from, to) = (max(held.from, first), min(held.to ?? last, last))
    return from <= to ? Stint(post: held.post, team: held.team, share: held.share, from: from, to: to) : nil
  }

  private static func absence(_ leave: Leave, in quarter: Quarter) -> Absence? {
    let (from, to) = (max(leave.from, quarter.firstDay), min(leave.to, quarter.lastDay))
    return from <= to ? Absence(kind: leave.kind, from: from, to: to, length: leave.days) : nil
  }

  // MARK: Evidence

  private mutating func gatherQuality(
    _ database: Connection, _ quarter: Quarter, on today: CalendarDay, zone: Zone,
    _ span: ClosedRange<CalendarDay>
  ) throws {
    try QualityResults(database).forEachResult(in: quarter, on: today, zone: zone, span: span) {
      key, result in
      change(key) {
        $0.qa = result.score
        $0.evaluations = result.evaluations
        $0.qaError = result.error
        $0.qaFreedom = result.freedom
        $0.criticals = result.criticalCalls
        $0.openCriticals = result.openCriticals
      }
    }
    for (key, count) in try DisputeRecords(database).openCounts(in: quarter) {
      change(key) { $0.disputes = count }
    }
    for (key, count) in try IncidentRecords(database).confirmed(in: quarter, span: span) {
      change(key) { $0.incidents = count }
    }
  }

  private mutating func gatherCounts(
    _ database: Connection, _ quarter: Quarter, _ zone: Zone, _ span: ClosedRange<CalendarDay>
  ) throws {
    let satisfaction = SatisfactionRecords(database)
    let isWhole = span == quarter.days
    for (key, person) in try satisfaction.persons(in: quarter, span: span) {
      change(key) {
        $0.satisfaction = person.score
        $0.responses = person.responses
      }
    }
    for (key, count) in try satisfaction.liable(in: quarter, part: isWhole ? nil : (zone, span)) {
      change(key) { $0.liableComplaints = count }
    }
    for (key, best) in try SittingRecords(database).best(in: span) { change(key) { $0.exam = best.score } }
    for (key, lessons) in try TrainingRecords(database).participation(in: span) {
      change(key) {
        $0.lessonsGiven = lessons.given
        $0.lessonsDone = lessons.done
      }
    }
    let points = try ContestPoints(database, in: quarter)
    if !points.isEmpty {
      for (place, key) in keys.enumerated() {
        let earned = points.points(of: cases[place].id, key: key).filter { span.contains($0.held) }
        cases[place].evidence.competition = earned.reduce(.zero) { $0 + $1.points }
      }
    }
  }

  private mutating func gatherIndicators(
    _ database: Connection, _ quarter: Quarter, _ columns: [String]
  ) throws {
    guard !columns.isEmpty else { return }
    for place in cases.indices {
      cases[place].evidence.indicators = Array(repeating: Evidence.none, count: columns.count)
    }
    var shared: [String: [(column: Int, value: Int)]] = [:]
    let wanted = Dictionary(grouping: columns.enumerated().map { ($0, $1) }) {
      String($0.1.prefix { $0 != "@" })
    }
    let ids = ByteIDs(cases.map(\.id))
    for (indicator, own) in wanted.sorted(by: { $0.key < $1.key }) {
      let staff = own.filter { $0.1.hasSuffix("@staff") }.map(\.0)
      let others = own.filter { !$0.1.hasSuffix("@staff") }.map(\.0)
      func share(_ subject: String, _ value: Int) {
        for column in others { shared[subject, default: []].append((column, value)) }
      }
      // Values and cases both come by id, so that one walk along both finds everybody.
      var place = 0
      let rest = try SatisfactionRecords(database).forEachValue(in: quarter, of: indicator) {
        subject, value in
        if !others.isEmpty { share(String(decoding: subject, as: UTF8.self), value) }
        guard !staff.isEmpty else { return }
        var order = ids.compare(place, subject)
        while order < 0 {
          place += 1
          order = ids.compare(place, subject)
        }
        if order == 0 { for column in staff { cases[place].evidence.indicators[column] = value } }
      }
      for (subject, value) in rest {
        share(subject, value)
        if let place = cases.firstIndex(where: { $0.id == subject }) {
          for column in staff { cases[place].evidence.indicators[column] = value }
        }
      }
    }
    for place in cases.indices {
      let own = cases[place]
      let main = Proration(own, in: quarter, neutrality: .standard).main
      let team = main < own.stints.count ? own.stints[main].team : ""
      for (column, value) in (shared["company"] ?? []) where columns[column].hasSuffix("@company") {
        cases[place].evidence.indicators[column] = value
      }
      for (column, value) in (shared[team] ?? []) where columns[column].hasSuffix("@team") {
        cases[place].evidence.indicators[column] = value
      }
    }
  }

  /// Sets what the quarter itself has recorded: calibrations, adjustments and honours, by key.
  mutating func add(
    calibrations: [Int: String], adjustments: [Int: Money], suggestions: [Int: Int] = [:],
    help: [Int: Int] = [:]
  ) {
    for (key, grade) in calibrations { if let place = place(of: key) { cases[place].calibrated = grade } }
    for (key, amount) in adjustments { if let place = place(of: key) { cases[place].adjustment = amount } }
    for (key, count) in suggestions { change(key) { $0.suggestions = count } }
    for (key, count) in help { change(key) { $0.help = count } }
  }
}
