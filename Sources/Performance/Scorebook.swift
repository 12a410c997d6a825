import Certification
import Competitions
import Exams
import Formats
import Quality
import Satisfaction
import SQLite
import Training
import Workforce
import Workspace

/// The evidence of a quarter about everybody, gathered in one ordered pass over each department.
package struct Scorebook {
  /// Somebody who is to be judged: the post that counts, and the days in it.
  package struct Entry: Sendable {
    package let key: Int
    package let person: Person
    package let post: String
    package let team: String
    /// Days of the quarter in which the person held a post that is judged.
    package let days: Int
  }

  package private(set) var entries: [Entry] = []
  private var evidence: [Int: Evidence] = [:]

  /// - Parameters:
  ///   - posts: the posts that have a scheme.
  ///   - today: the day on which it is gathered; what can still be disputed then does not count.
  package init(
    _ database: Connection, quarter: Quarter, posts: Set<String>, on today: CalendarDay, zone: Zone
  ) throws {
    try gatherPeople(database, quarter, posts)
    try QualityResults(database).forEachResult(in: quarter, on: today, zone: zone) { key, result in
      evidence[key]?.qa = result.score
      evidence[key]?.evaluations = result.evaluations
      evidence[key]?.criticals = result.criticalCalls
      evidence[key]?.openCriticals = result.openCriticals
    }
    for (key, count) in try IncidentRecords(database).confirmed(in: quarter) {
      evidence[key]?.incidents = count
    }
    let satisfaction = SatisfactionRecords(database)
    for (key, person) in try satisfaction.persons(in: quarter) {
      evidence[key]?.satisfaction = person.score
      evidence[key]?.responses = person.responses
    }
    for (key, count) in try satisfaction.liable(in: quarter) { evidence[key]?.liableComplaints = count }
    for (key, best) in try SittingRecords(database).best(in: quarter) { evidence[key]?.exam = best.score }
    for (key, lessons) in try TrainingRecords(database).participation(in: quarter) {
      evidence[key]?.lessonsGiven = lessons.given
      evidence[key]?.lessonsDone = lessons.done
    }
    let points = try ContestPoints(database, in: quarter)
    if !points.isEmpty {
      for entry in entries {
        let earned = points.points(of: entry.person.id, key: entry.key)
        evidence[entry.key]?.competition = earned.reduce(.zero) { $0 + $1.points }
      }
    }
  }

  package func evidence(of key: Int) -> Evidence { evidence[key] ?? Evidence() }

  private mutating func gatherPeople(_ database: Connection, _ quarter: Quarter, _ posts: Set<String>) throws
  {
    let staff = StaffRecords(database)
    var held: [Int: [Assignment]] = [:]
    try staff.forEachAssignment { key, assignment in
      guard posts.contains(assignment.post), assignment.from <= quarter.lastDay,
        assignment.to.map({ $0 >= quarter.firstDay }) ?? true
      else { return }
      held[key, default: []].append(assignment)
    }
    evidence.reserveCapacity(held.count)
    entries.reserveCapacity(held.count)
    try staff.forEachPerson { key, person in
      guard let assignments = held[key] else { return }
      let last = min(person.left ?? quarter.lastDay, quarter.lastDay)
      let first = max(person.joined, quarter.firstDay)
      let days = Self.days(assignments, from: first, to: last)
      // The post held last in the quarter is the one by whose scheme somebody is judged; of shared ones the larger.
      let final = assignments.filter { $0.from <= last }.max { ($0.from, $0.share) < ($1.from, $1.share) }
      guard days > 0, let final else { return }
      entries.append(Entry(key: key, person: person, post: final.post, team: final.team, days: days))
      evidence[key] = Evidence()
    }
  }

  /// Days between two days on which any of the assignments runs.
  static func days(_ assignments: [Assignment], from first: CalendarDay, to last: CalendarDay) -> Int {
    var days = 0
    var next = first
    for assignment in assignments.sorted(by: { $0.from < $1.from }) {
      let start = max(assignment.from, next)
      let end = min(assignment.to ?? last, last)
      guard start <= end else { continue }
      days += end.number - start.number + 1
      next = end.adding(days: 1)
    }
    return days
  }
}
