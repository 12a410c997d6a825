import Exams
import Formats
import Quality
import SQLite
import Satisfaction
import Training
import Workforce
import Workspace

/// Who needs which lesson, from what every department knows of a quarter.
package struct NeedsDesk {
  /// The needs of a quarter with the names that they are shown by.
  package struct Finding: Sendable {
    package let quarter: Quarter
    package let scheme: NeedsScheme
    package let needs: LessonNeeds
    /// By integer key, whoever is spoken of.
    package let people: [Int: (id: String, name: String, team: String)]
    /// By the lesson's id: its course and its title.
    package let lessons: [String: (course: String, title: Words)]
    /// Keys of whoever was judged at all: on a call, a paper or by a customer.
    package let measured: Set<Int>

    /// The needs of some people only; a lesson's gain is then that of those.
    package func filtered(lesson: String? = nil, where isWanted: (Int) -> Bool) -> [LessonNeed] {
      needs.lessons.compactMap { need in
        if let lesson, need.lesson != lesson { return nil }
        let people = need.people.filter { isWanted($0.staff) }
        return people.isEmpty ? nil : LessonNeed(lesson: need.lesson, people: people)
      }.sorted { ($1.gain, $1.people.count, $0.lesson) < ($0.gain, $0.people.count, $1.lesson) }
    }
  }

  private let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// The scheme that is asked unless another is named.
  package static let standard = "hotline-needs"

  /// The needs of a quarter by a scheme, as far as its evidence is known today.
  ///
  /// - Parameters:
  ///   - least: pieces of evidence that make a need; the scheme's unless said.
  package func needs(in quarter: Quarter, by id: String = standard, least: Int? = nil) throws -> Finding {
    try occasion.require(.trainer, .leader, .hr, .assessor, to: "see who needs which lesson")
    let day = min(quarter.lastDay, max(occasion.today, quarter.firstDay))
    let scheme = try SchemeRecords(database).document(NeedsScheme.self, id: id, on: day)
    let staff = StaffRecords(database)
    let book = try TeamBook(staff)
    var people: [Int: (id: String, name: String, team: String)] = [:]
    var experienced: Set<Int> = []
    try staff.forEachPerson { key, person in
      people[key] = (person.id, person.name, book.team(of: key, on: quarter.lastDay) ?? "–")
      if let months = scheme.experiencedMonths, person.joined.adding(months: months) <= quarter.firstDay {
        experienced.insert(key)
      }
    }
    let lessons = try taught()
    let (evidence, cases) = try gather(quarter, scheme)
    let facts = LessonNeeds.Facts(
      cases: cases, completed: try TrainingRecords(database).lessonCompletions(by: occasion.today),
      experienced: experienced, taught: Set(lessons.keys))
    return Finding(
      quarter: quarter, scheme: scheme,
      needs: LessonNeeds(evidence, facts, by: scheme, least: least), people: people, lessons: lessons,
      measured: Set(cases.keys))
  }

  /// The needs of a quarter, of one person, team or lesson where one is named.
  ///
  /// - Throws: a refusal where what is named is not there.
  package func shown(
    in quarter: Quarter, by id: String, least: Int?, staff: String?, team: String?, lesson: String?
  ) throws -> Finding.Shown {
    let finding = try needs(in: quarter, by: id, least: least)
    if let staff, try StaffRecords(database).key(of: staff) == nil { throw Refusal.unknownStaff(staff) }
    if let team, try StaffRecords(database).unitKeys()[team] == nil {
      throw Refusal(.noInput, "there is no team '\(team)' in the organisation", "see: merit staff list")
    }
    if let lesson, finding.lessons[lesson] == nil {
      throw Refusal(.noInput, "no loaded course has a lesson '\(lesson)'", "see: merit course list")
    }
    let lessons = finding.filtered(lesson: lesson) { key in
      guard let person = finding.people[key] else { return false }
      return (staff.map { $0 == person.id } ?? true) && (team.map { $0 == person.team } ?? true)
    }
    return (finding, lessons)
  }

  /// The lessons of the newest versions of courses; of courses with the same lesson id the first by id counts.
  func taught() throws -> [String: (course: String, title: Words)] {
    let training = TrainingRecords(database)
    var lessons: [String: (course: String, title: Words)] = [:]
    for id in Set(try training.courses().map(\.id)).sorted() {
      guard let course = try training.course(id) else { continue }
      for pages in course.lessons {
        guard let first = pages.first, lessons[first.id] == nil else { continue }
        lessons[first.id] = (
          id,
          Words(
            en: Course.page(of: pages, chinese: false)?.title ?? first.id,
            zh: Course.page(of: pages, chinese: true)?.title ?? first.id)
        )
      }
    }
    return lessons
  }

  /// The evidence of every department, one pass over each.
  private func gather(_ quarter: Quarter, _ scheme: NeedsScheme) throws -> (
    evidence: [NeedEvidence], cases: [Int: [NeedSource: Int]]
  ) {
    var cases: [Int: [NeedSource: Int]] = [:]
    func limit(_ source: NeedSource) -> Score { scheme.below[source] ?? .full }
    let (items, calls) = try QualityResults(database).lostItems(in: quarter)
    for (key, count) in calls { cases[key, default: [:]][.quality] = count }
    var evidence = items.filter { $0.reached < limit(.quality) }.map {
      NeedEvidence(
        source: .quality, staff: $0.staff, id: $0.call, what: $0.item, day: $0.day, lost: $0.lost,
        lesson: scheme.items[$0.item] ?? $0.lesson)
    }
    let keys = try StaffRecords(database).keys()
    let (losses, papers) = try LostQuestions(occasion).losses(in: quarter)
    for (id, count) in papers { if let key = keys[id] { cases[key, default: [:]][.exam] = count } }
    evidence += losses.filter { $0.reached < limit(.exam) }.compactMap { loss in
      keys[loss.staff].map {
        NeedEvidence(
          source: .exam, staff: $0, id: "sitting \(loss.sitting)", what: loss.question, day: loss.day,
          lost: loss.lost, lesson: loss.lesson.isEmpty ? nil : loss.lesson)
      }
    }
    try SatisfactionRecords(database).forEachPersonAnswers(in: quarter) { row in
      cases[row.staff, default: [:]][.survey, default: 0] += 1
      for (question, score) in row.answers where score < limit(.survey) {
        // A person's score of a response is the mean of its questions, so each question carries its share.
        let lost = roundedQuotient(Int128(10_000 - score.hundredths), Int128(row.answers.count))
        evidence.append(
          NeedEvidence(
            source: .survey, staff: row.staff, id: row.response, what: question, day: row.day,
            lost: Score(hundredths: Int(lost)), lesson: scheme.questions[question]))
      }
    }
    let zone = occasion.workspace.zone
    for complaint in try SatisfactionRecords(database).complaints(in: quarter)
    where complaint.isLiable == true {
      guard let about = complaint.about else { continue }
      evidence.append(
        NeedEvidence(
          source: .complaint, staff: about, id: complaint.name,
          what: complaint.issue ?? complaint.kind.rawValue, day: zone.day(of: complaint.received),
          lost: scheme.complaintPoints,
          lesson: complaint.issue.flatMap { scheme.complaints[$0] }
            ?? scheme.complaints[complaint.kind.rawValue]))
    }
    return (evidence, cases)
  }
}
