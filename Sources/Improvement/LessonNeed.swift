import Formats
import Workspace

/// That somebody needs a lesson, with the evidence and what may be gained.
package struct PersonNeed: Sendable {
  /// The person's integer key.
  package let staff: Int
  /// Points lost at the lesson, a source's mean over all of the person's cases there; of the sources with evidence.
  package let points: [NeedSource: Score]
  /// What the person would gain if the lesson mended all of it: the points, each weighing as its source does, out of 100.
  package let gain: Score
  /// By source and day, then by id.
  package let evidence: [NeedEvidence]
}

/// A lesson with everybody who needs it.
package struct LessonNeed: Sendable {
  package let lesson: String
  /// The largest gain first, of equal gains who has more evidence, then the lower key; nobody twice.
  package let people: [PersonNeed]

  /// The sum of the people's gains: what the company may win by the lesson, in points of persons.
  package var gain: Score { people.reduce(.zero) { $0 + $1.gain } }
  package var evidence: Int { people.reduce(0) { $0 + $1.evidence.count } }
}

/// What a quarter's evidence asks for.
package struct LessonNeeds: Sendable {
  /// What is known beside the evidence.
  package struct Facts: Sendable {
    /// By key and source, over how many cases the lost points are spread: calls judged, papers, responses.
    package let cases: [Int: [NeedSource: Int]]
    /// When everybody last completed each lesson, by key and lesson.
    package let completed: [Int: [String: CalendarDay]]
    /// Who knows every lesson by long practice.
    package let experienced: Set<Int>
    /// Lessons of courses that are loaded.
    package let taught: Set<String>

    package init(
      cases: [Int: [NeedSource: Int]], completed: [Int: [String: CalendarDay]] = [:],
      experienced: Set<Int> = [], taught: Set<String>
    ) {
      self.cases = cases
      self.completed = completed
      self.experienced = experienced
      self.taught = taught
    }
  }

  /// The largest gain first, of equal gains the lesson with more people, then by id.
  package let lessons: [LessonNeed]
  /// Evidence that a lesson completed later has answered already.
  package let answered: [NeedEvidence]
  /// Evidence for which no loaded course has a lesson.
  package let untaught: [NeedEvidence]

  /// - Parameters:
  ///   - least: pieces of evidence that make a need; the scheme's unless said.
  package init(_ evidence: [NeedEvidence], _ facts: Facts, by scheme: NeedsScheme, least: Int? = nil) {
    var kept: [String: [Int: [NeedEvidence]]] = [:]
    var (answered, untaught): ([NeedEvidence], [NeedEvidence]) = ([], [])
    for one in evidence {
      guard let lesson = one.lesson.map({ Self.lesson($0, for: one, facts, scheme) }),
        facts.taught.contains(lesson)
      else {
        untaught.append(one)
        continue
      }
      let done = facts.completed[one.staff] ?? [:]
      // What was taught on the day itself may have come before or after the call: it does not answer it.
      if [one.lesson, lesson].contains(where: { $0.flatMap { done[$0] }.map { $0 > one.day } ?? false }) {
        answered.append(one)
      } else {
        kept[lesson, default: [:]][one.staff, default: []].append(one)
      }
    }
    let least = least ?? scheme.least
    lessons = kept.compactMap { lesson, people -> LessonNeed? in
      let needs = people.filter { $0.value.count >= least }.map { key, own in
        Self.need(key, own, facts.cases[key] ?? [:], scheme)
      }
      return needs.isEmpty
        ? nil
        : LessonNeed(
          lesson: lesson,
          people: needs.sorted {
            ($1.gain, $1.evidence.count, $0.staff) < ($0.gain, $0.evidence.count, $1.staff)
          })
    }.sorted { ($1.gain, $1.people.count, $0.lesson) < ($0.gain, $0.people.count, $1.lesson) }
    self.answered = answered
    self.untaught = untaught
  }

  /// The lesson to be taken: another one for whoever knew this one when the points were lost.
  private static func lesson(
    _ lesson: String, for evidence: NeedEvidence, _ facts: Facts, _ scheme: NeedsScheme
  ) -> String {
    guard let other = scheme.again[lesson], facts.taught.contains(other) || !facts.taught.contains(lesson)
    else {
      return lesson
    }
    let knew = facts.completed[evidence.staff]?[lesson].map { $0 <= evidence.day } ?? false
    return knew || facts.experienced.contains(evidence.staff) ? other : lesson
  }

  private static func need(
    _ key: Int, _ evidence: [NeedEvidence], _ cases: [NeedSource: Int], _ scheme: NeedsScheme
  ) -> PersonNeed {
    var points: [NeedSource: Score] = [:]
    for (source, own) in Dictionary(grouping: evidence, by: \.source) {
      let lost = own.reduce(Int128(0)) { $0 + Int128($1.lost.hundredths) }
      // Complaints are not a share of anything: each takes its points.
      let count = source == .complaint ? 1 : max(cases[source] ?? 1, 1)
      points[source] = min(.full, Score(hundredths: Int(roundedQuotient(lost, Int128(count)))))
    }
    let weighed = points.reduce(Int128(0)) { sum, own in
      sum + Int128(own.value.hundredths) * Int128(scheme.weights[own.key]?.basisPoints ?? 0)
    }
    return PersonNeed(
      staff: key, points: points, gain: Score(hundredths: Int(roundedQuotient(weighed, 10_000))),
      evidence: evidence.sorted {
        (Self.place($0.source), $0.day, $0.id, $0.what) < (Self.place($1.source), $1.day, $1.id, $1.what)
      })
  }

  private static func place(_ source: NeedSource) -> Int { NeedSource.allCases.firstIndex(of: source) ?? 0 }
}
