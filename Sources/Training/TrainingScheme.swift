import Formats
import Workforce
import Workspace

/// Who is to be trained in what and when, with which rooms and instructors: the rules behind `cycle plan`.
package struct TrainingScheme: SchemeDocument {
  package static let kind = "training"

  /// What makes a person need a course; everything that is said must hold.
  package struct Condition: Sendable {
    /// Joined so many days ago or fewer, and has not completed the course.
    package let joinedWithinDays: Int?
    /// Months in the post, at least.
    package let monthsInPost: Int?
    /// Holds one of these levels, 5 to 1; 0 stands for none.
    package let levels: Set<Int>
    /// The last exam was below this.
    package let examBelow: Score?
    /// The last quarter's quality was below this.
    package let qualityBelow: Score?
    /// An item of the scorecard was below this; which lesson helps is in `items`.
    package let itemBelow: Score?
    /// Lesson by item of the scorecard.
    package let items: [String: String]
    /// A certificate ends within so many days.
    package let certificateEndsWithin: Int?
    /// The course was completed in an older version, and lessons of these areas changed since.
    package let changedAreas: Set<String>
  }

  package struct Rule: Sendable {
    package let id: String
    package let course: String
    package let condition: Condition
    /// How long after the need arises it is to be met.
    package let withinDays: Int
    /// The need comes again so many months after the course was completed.
    package let everyMonths: Int?
    /// A course completed in the last so many months meets the need.
    package let againMonths: Int
  }

  package struct Room: Sendable {
    package let id: String
    package let title: Words
    /// People of this site only; `nil` for everybody.
    package let site: String?
    package let places: Int
  }

  package struct Instructor: Sendable {
    /// An id of staff, or the name of somebody from outside.
    package let id: String
    package let isExternal: Bool
    /// Courses and areas that they may teach.
    package let teaches: Set<String>
  }

  package let head: SchemeHead
  package let posts: Set<String>
  package let rules: [Rule]
  /// People in one class.
  package let most: Int
  package let least: Int
  /// Of a team, how many may be away at once, in per cent; one always may.
  package let awayShare: Int
  /// How long before the first day a class is announced.
  package let noticeDays: Int
  /// Minutes after midnight at which a day of training begins.
  package let dayStart: Int
  package let minutesADay: Int
  package let rooms: [Room]
  package let instructors: [Instructor]
  /// Courses that must be completed before the first live call; empty where no permit is asked for.
  package let permitCourses: [String]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    posts = Set(object.texts("posts"))
    rules = object.objects("rules").compactMap(Self.rule)
    for (place, rule) in rules.enumerated() where rules[..<place].contains(where: { $0.id == rule.id }) {
      object.fault("rule '\(rule.id)' stands twice", at: "rules")
    }
    let cohort = object.optionalObject("cohort")
    most = cohort?.optionalInteger("most", in: 1...1_000) ?? 12
    least = cohort?.optionalInteger("least", in: 1...1_000) ?? 1
    awayShare = cohort?.optionalInteger("away", in: 1...100) ?? 20
    noticeDays = cohort?.optionalInteger("notice_days", in: 0...365) ?? 7
    cohort?.finish()
    if least > most { object.fault("'cohort.least' is \(least), more than 'most' \(most)", at: "cohort") }
    let day = object.optionalObject("day")
    let start = day?.optionalText("from") ?? "09:00"
    dayStart = MinuteOfDay(start)?.minutes ?? 0
    if MinuteOfDay(start) == nil {
      object.fault("'day.from' is '\(start)'; write a time as 09:00", at: "day")
    }
    minutesADay = (day?.optionalInteger("hours", in: 1...12) ?? 6) * 60
    day?.finish()
    if dayStart + minutesADay > 24 * 60 {
      object.fault("a day of training would end after midnight; mend 'from' or 'hours'", at: "day")
    }
    rooms = object.optionalObjects("rooms").compactMap(Self.room)
    instructors = object.optionalObjects("instructors").compactMap(Self.instructor)
    let permit = object.optionalObject("permit")
    permitCourses = permit?.texts("courses") ?? []
    permit?.finish()
    guard let head else { return nil }
    self.head = head
  }

  private static func rule(_ object: ObjectReader) -> Rule? {
    let id = object.text("id")
    let course = object.text("course")
    let condition = object.object("when").map(condition)
    let within = object.optionalInteger("within_days", in: 1...3_660) ?? 30
    let every = object.optionalInteger("every_months", in: 1...600)
    let again = object.optionalInteger("again_months", in: 0...600) ?? 3
    object.finish()
    guard let id, let course, let condition else { return nil }
    return Rule(
      id: id, course: course, condition: condition, withinDays: within, everyMonths: every,
      againMonths: again)
  }

  private static func condition(_ object: ObjectReader) -> Condition {
    let score = { (key: String) in
      object.optionalDecimal(key, places: 2, in: 0...100_00).map(Score.init(hundredths:))
    }
    var levels: Set<Int> = []
    for name in object.texts("level") {
      if name == "none" {
        levels.insert(0)
      } else if let level = Person.levels.first(where: { $0.1.first == name })?.0 {
        levels.insert(level)
      } else {
        object.fault("'\(name)' in 'level' is none of none, five, four, three, two, one", at: "level")
      }
    }
    var items: [String: String] = [:]
    if let list = object.optionalObject("items") {
      for key in list.keys { items[key] = list.text(key) }
      list.finish()
    }
    let itemBelow = score("item_below")
    if itemBelow != nil, items.isEmpty {
      object.fault(
        "'item_below' needs 'items', which says which lesson helps with which item", at: "item_below")
    }
    let condition = Condition(
      joinedWithinDays: object.optionalInteger("joined_within_days", in: 1...36_600),
      monthsInPost: object.optionalInteger("months_in_post", in: 0...600), levels: levels,
      examBelow: score("exam_below"), qualityBelow: score("qa_below"), itemBelow: itemBelow, items: items,
      certificateEndsWithin: object.optionalInteger("certificate_ends_within", in: 1...3_660),
      changedAreas: Set(object.texts("changed_areas")))
    object.finish()
    return condition
  }

  private static func room(_ object: ObjectReader) -> Room? {
    let id = object.text("id")
    let title = object.words("title")
    let site = object.optionalText("site")
    let places = object.integer("places", in: 1...10_000)
    object.finish()
    guard let id, let title, let places else { return nil }
    return Room(id: id, title: title, site: site, places: places)
  }

  private static func instructor(_ object: ObjectReader) -> Instructor? {
    let id = object.text("id")
    let isExternal = object.optionalBool("external") ?? false
    let teaches = Set(object.texts("teaches"))
    object.finish()
    guard let id else { return nil }
    return Instructor(id: id, isExternal: isExternal, teaches: teaches)
  }

  /// Whether somebody may teach a course: it, or all of its areas, are named.
  package func mayTeach(_ instructor: Instructor, _ course: String, areas: [String]) -> Bool {
    instructor.teaches.contains(course)
      || !areas.isEmpty && areas.allSatisfy { instructor.teaches.contains($0) }
  }
}

/// A time of day as people write it: `09:30`.
package struct MinuteOfDay: Hashable, Sendable {
  /// After midnight.
  package let minutes: Int

  package init?(_ text: String) {
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour),
      (0..<60).contains(minute), hour * 60 + minute <= 24 * 60
    else { return nil }
    minutes = hour * 60 + minute
  }

  package init(minutes: Int) { self.minutes = minutes }

  package var text: String { "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))" }
}
