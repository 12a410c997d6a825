import Formats
import Workspace

/// Cycles that would answer the needs of a quarter, a course at a time.
package struct NeedPlan: Sendable {
  /// Somebody who is to take lessons of a course, because of needs.
  package struct Place: Sendable {
    /// The person's integer key.
    package let staff: Int
    /// The largest gain first.
    package let needs: [(lesson: String, need: PersonNeed)]
    /// The sum over the lessons.
    package var gain: Score { needs.reduce(.zero) { $0 + $1.need.gain } }
  }

  /// A cycle that is proposed.
  package struct Cycle: Sendable {
    package let course: String
    /// The largest gain first, of equal gains by key.
    package let people: [Place]
    package var gain: Score { people.reduce(.zero) { $0 + $1.gain } }
  }

  /// Somebody who needs a lesson and is in none of the cycles.
  package struct Unplaced: Sendable {
    package let staff: Int
    package let course: String
    package let reason: Words
  }

  /// What is known of people beside their needs.
  package struct Facts: Sendable {
    /// By lesson.
    package let courses: [String: String]
    /// By course, the posts that it is for; a course without posts is for everybody.
    package let posts: [String: Set<String>]
    /// By key, the posts held on the first day; somebody who is not there has left.
    package let held: [Int: Set<String>]
    /// By key, courses with a cycle that has not ended.
    package let enrolled: [Int: Set<String>]

    package init(
      courses: [String: String], posts: [String: Set<String>] = [:], held: [Int: Set<String>],
      enrolled: [Int: Set<String>] = [:]
    ) {
      self.courses = courses
      self.posts = posts
      self.held = held
      self.enrolled = enrolled
    }
  }

  /// The course with the largest gain first, of equal ones by id.
  package let cycles: [Cycle]
  /// By course and key.
  package let unplaced: [Unplaced]

  /// - Parameter most: people in one cycle; more make several, whose sizes differ by one at most.
  package init(_ needs: [LessonNeed], _ facts: Facts, most: Int) {
    var wanted: [String: [Int: [(lesson: String, need: PersonNeed)]]] = [:]
    for need in needs {
      guard let course = facts.courses[need.lesson] else { continue }
      for person in need.people {
        wanted[course, default: [:]][person.staff, default: []].append((need.lesson, person))
      }
    }
    var unplaced: [Unplaced] = []
    var courses: [(course: String, people: [Place])] = []
    for (course, people) in wanted.sorted(by: { $0.key < $1.key }) {
      var places: [Place] = []
      for (key, own) in people.sorted(by: { $0.key < $1.key }) {
        if let reason = Self.obstacle(key, course, facts) {
          unplaced.append(Unplaced(staff: key, course: course, reason: reason))
        } else {
          places.append(
            Place(
              staff: key,
              needs: own.sorted { ($1.need.gain, $0.lesson) < ($0.need.gain, $1.lesson) }))
        }
      }
      if !places.isEmpty {
        courses.append((course, places.sorted { ($1.gain, $0.staff) < ($0.gain, $1.staff) }))
      }
    }
    func sum(_ people: [Place]) -> Score { people.reduce(.zero) { $0 + $1.gain } }
    courses.sort { (sum($1.people), $0.course) < (sum($0.people), $1.course) }
    cycles = courses.flatMap { course, people in
      Self.parts(people, most: most).map { Cycle(course: course, people: $0) }
    }
    self.unplaced = unplaced
  }

  private static func obstacle(_ key: Int, _ course: String, _ facts: Facts) -> Words? {
    guard let held = facts.held[key] else {
      return Words(en: "holds no post then", zh: "届时不在岗")
    }
    if facts.enrolled[key]?.contains(course) ?? false {
      return Words(en: "is in an open cycle of the course already", zh: "已在该课程进行中的班次")
    }
    if let posts = facts.posts[course], !posts.isEmpty, posts.isDisjoint(with: held) {
      let list = posts.sorted().joined(separator: ", ")
      return Words(en: "the course is for \(list)", zh: "该课程面向 \(list)")
    }
    return nil
  }

  private static func parts(_ people: [Place], most: Int) -> [[Place]] {
    let count = (people.count + most - 1) / max(most, 1)
    var rest = people[...]
    return (0..<count).map { part in
      let size = people.count / count + (part < people.count % count ? 1 : 0)
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }
}
