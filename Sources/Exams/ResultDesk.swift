import Formats
import SQLite
import Statistics
import Workforce
import Workspace

/// What an exam came to: for examiners as a whole, for a candidate their own.
package struct ResultDesk {
  /// How many of a group passed.
  package struct PassRate: Sendable {
    package let group: String
    package let share: Proportion
    /// The mean score, out of 100; `nil` of none.
    package let mean: Score?
  }

  /// What an exam came to, sitting by sitting, and where its candidates stand.
  package typealias Results = (
    exam: Exam, blueprint: Blueprint, sittings: [Sitting],
    candidates: [(candidate: Candidate, state: Attendance)]
  )

  /// A sitting as its candidate may see it.
  package typealias Review = (sitting: Sitting, topics: [TopicReview], places: [PlaceReview])

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Every sitting of an exam, and where the candidates on its list stand; sittings whose time is over are closed first.
  package func results(_ id: String) throws -> Results {
    try occasion.require(.examiner, .trainer, .hr, to: "see results")
    let room = try ExamRoom(occasion, exam: id)
    try room.closeOverdue()
    let sittings = try room.sittings.sittings(of: id)
    let byPerson = Dictionary(grouping: sittings, by: \.staff)
    let candidates = try room.records.candidates(of: id).map {
      ($0, Attendance($0, byPerson[$0.staff] ?? [], exam: room.exam, at: occasion.now))
    }
    return (room.exam, room.blueprint, sittings, candidates)
  }

  /// What the groups of results are made by; a level is that of the exam.
  package enum Grouping: String, CaseIterable, Sendable { case level, team, section, room, batch }

  /// Pass rates of groups of sittings over exams, with their intervals; annulled sittings count as not passed.
  ///
  /// - Parameter ids: the exams; all of them where empty.
  package func passRates(_ ids: [String], by grouping: Grouping) throws -> [PassRate] {
    var rates: [String: (passed: Int, count: Int, sum: Int)] = [:]
    let teams = grouping == .team ? try teams() : [:]
    for id in ids.isEmpty ? try ExamRecords(occasion.database).exams().map(\.id) : ids {
      let (_, blueprint, sittings, candidates) = try results(id)
      let marked = sittings.filter { $0.outcome != nil }
      if grouping == .section {
        for rate in try sectionRates(id, blueprint) { add(rate, to: &rates) }
        continue
      }
      let listed = Dictionary(candidates.map { ($0.candidate.staff, $0.candidate) }) { first, _ in first }
      for sitting in marked {
        guard let outcome = sitting.outcome else { continue }
        let name =
          switch grouping {
          case .level: Person.levelName(blueprint.level)
          case .team: teams[sitting.staff] ?? ""
          case .room: listed[sitting.staff]?.room ?? ""
          case .batch: listed[sitting.staff]?.batch ?? ""
          case .section: ""
          }
        let held = rates[name] ?? (0, 0, 0)
        rates[name] = (
          held.passed + (outcome.isPassed ? 1 : 0), held.count + 1, held.sum + outcome.score.hundredths
        )
      }
    }
    return rates.sorted { $0.key < $1.key }.map {
      PassRate(
        group: $0.isEmpty ? "–" : $0, share: Proportion(hits: $1.passed, of: $1.count),
        mean: Score.mean(sum: $1.sum, count: $1.count))
    }
  }

  private func add(_ rate: PassRate, to rates: inout [String: (passed: Int, count: Int, sum: Int)]) {
    let held = rates[rate.group] ?? (0, 0, 0)
    rates[rate.group] = (
      held.passed + rate.share.hits, held.count + rate.share.of,
      held.sum + (rate.mean?.hundredths ?? 0) * rate.share.of
    )
  }

  /// Everybody's team by their newest post.
  private func teams() throws -> [String: String] {
    let records = StaffRecords(occasion.database)
    var ids: [Int: String] = [:]
    try records.forEachPerson { ids[$0] = $1.id }
    var teams: [String: String] = [:]
    try records.forEachAssignment { key, assignment in
      if let id = ids[key] { teams[id] = assignment.team }
    }
    return teams
  }

  /// By the paper's sections: how many reached each one's own pass mark.
  private func sectionRates(_ id: String, _ blueprint: Blueprint) throws -> [PassRate] {
    let results = try ExamRoom(occasion, exam: id).sheets { $0.outcome != nil }.map { $0.result(blueprint) }
    return blueprint.sections.enumerated().map { index, section in
      let scores = results.compactMap { $0.sections[index].score }
      let passed = results.count { result in
        result.sections[index].isPassed
          && (section.pass != nil || result.sections[index].score.map { $0 >= blueprint.pass } ?? false)
      }
      return PassRate(
        group: section.title?.en ?? "\(index + 1)", share: Proportion(hits: passed, of: results.count),
        mean: Score.mean(sum: scores.reduce(0) { $0 + $1.hundredths }, count: scores.count))
    }
  }

  // MARK: A candidate's own

  /// What somebody earned in a topic, and which lessons teach what was missed.
  package struct TopicReview: Sendable {
    package let topic: String
    /// In hundredths.
    package let points: Int
    package let maximum: Int
    /// Lessons of the questions that were not fully answered, in order.
    package let lessons: [String]
  }

  /// One question of a review.
  package struct PlaceReview: Sendable {
    package let place: Int
    package let question: WrittenQuestion
    package let item: PaperItem
    package let response: Response?
    package let points: Int
  }

  /// A sitting as its candidate may see it: by topic once scores are shown, question by question where and when the blueprint allows.
  package func review(_ id: Int) throws -> Review {
    let sittings = SittingRecords(occasion.database)
    let sitting = try sittings.sitting(id)
    if occasion.actor.staff != sitting.staff {
      guard occasion.actor.may([.examiner, .trainer]) else { throw Refusal.notYours(id) }
    }
    let room = try ExamRoom(occasion, exam: sitting.exam)
    let isReleased = room.exam.released != nil
    // An examiner who sat it themselves is a candidate here.
    let mayAll = occasion.actor.may([.examiner]) && occasion.actor.staff != sitting.staff
    guard let outcome = sitting.outcome, isReleased || mayAll || room.blueprint.showsScore == .atOnce else {
      throw Refusal.notReleased(sitting.exam)
    }
    let items = try room.paper(of: sitting)
    let responses = try sittings.responses(id)
    // What the result says, though people may be marking some of it anew.
    let marks = try sittings.marks(id, upTo: outcome.revision)
    var topics: [String: (points: Int, maximum: Int, lessons: Set<String>)] = [:]
    var places: [PlaceReview] = []
    for mark in marks where items.indices.contains(mark.place) {
      let item = items[mark.place]
      guard let question = room.question(item.question) else { continue }
      var entry = topics[question.topic] ?? (0, 0, [])
      entry.points += mark.points
      entry.maximum += mark.maximum
      if mark.points < mark.maximum { entry.lessons.insert(question.lesson) }
      topics[question.topic] = entry
      if let text = question.text(in: sitting.language) {
        places.append(
          PlaceReview(
            place: mark.place, question: text, item: item, response: responses[mark.place],
            points: mark.points))
      }
    }
    let showsAnswers = mayAll || isReleased && room.blueprint.showsAnswers == .onRelease
    return (
      sitting,
      topics.sorted { $0.key < $1.key }.map {
        TopicReview(topic: $0, points: $1.points, maximum: $1.maximum, lessons: $1.lessons.sorted())
      }, showsAnswers ? places : []
    )
  }

  // MARK: Appeals

  /// Objects to a result, as a whole or at one place.
  package func appeal(_ id: Int, place: Int?, text: String) throws -> Int {
    let sitting = try SittingRecords(occasion.database).sitting(id)
    if occasion.actor.staff != sitting.staff {
      try occasion.require(.examiner, to: "enter somebody's appeal")
    }
    guard let outcome = sitting.outcome else { throw Refusal.notReleased(sitting.exam) }
    if outcome.cause == .annulment { throw Refusal.isAnnulled(id) }
    let places = try SittingRecords(occasion.database).marks(id, upTo: outcome.revision).map(\.place)
    if let place, !places.contains(place) {
      throw Refusal(.usage, "the paper has no question \(place + 1)", "name one from 1 to \(places.count)")
    }
    var number = 0
    try occasion.record("exam.appeal", of: "sitting \(id)", content: text) {
      number = try MarkingRecords(occasion.database).insertAppeal(
        sitting: id, place: place, at: occasion.now, by: occasion.actor.account, text: text)
    }
    return number
  }

  package func appeals(_ exam: String) throws -> [Appeal] {
    try occasion.require(.examiner, .trainer, to: "see appeals")
    _ = try ExamRecords(occasion.database).exam(exam)
    return try MarkingRecords(occasion.database).appeals(of: exam)
  }

  /// Decides an appeal; one that is upheld at a place gives that place new points.
  package func decide(_ id: Int, isUpheld: Bool, points: Int?, reason: String) throws {
    try occasion.require(.examiner, to: "decide appeals")
    let records = MarkingRecords(occasion.database)
    guard let exam = try records.examOfAppeal(id),
      let appeal = try records.appeals(of: exam).first(where: { $0.id == id })
    else { throw Refusal.unknownAppeal(id) }
    guard appeal.decision == nil else { throw Refusal.appealDecided(id) }
    let room = try ExamRoom(occasion, exam: exam)
    let sitting = try room.sittings.sitting(appeal.sitting)
    if sitting.staff == occasion.actor.staff { throw Refusal.ownSitting(sitting.id) }
    let marked = try records.ratings(ofSitting: sitting.id).contains {
      $0.marker == occasion.actor.account
        && (appeal.place == nil || $0.place == appeal.place)
    }
    if marked { throw Refusal.ownMarking(id) }
    if isUpheld, sitting.outcome?.cause == .annulment { throw Refusal.isAnnulled(sitting.id) }
    if isUpheld, (appeal.place == nil) != (points == nil) {
      throw Refusal(
        .usage,
        appeal.place == nil
          ? "the appeal is about the whole paper, and points are given to a question"
          : "the appeal is upheld and the question's points are missing",
        appeal.place == nil
          ? "leave --points out, and regrade or annul as is right"
          : "add --points with what the question earns now")
    }
    try occasion.record("exam.decide", of: "appeal \(id)", content: "\(isUpheld) \(reason)") {
      try records.decide(
        id, isUpheld: isUpheld, points: points, at: occasion.now, by: occasion.actor.account, reason: reason)
      guard isUpheld, let place = appeal.place, let points else { return }
      let sheet = try room.sheet(of: sitting)
      let items = sheet.items
      guard (0...items[place].points).contains(points) else {
        throw Refusal.pointsOutside("question \(place + 1)", items[place].points)
      }
      var marks = sheet.points
      if marks[place] == points { return }
      marks[place] = points
      _ = try Supersession(occasion, room).write(
        marks, marks: [(place, points, items[place].points)], of: sitting, items: items, cause: .appeal,
        reason: reason)
    }
  }
}
