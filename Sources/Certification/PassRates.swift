import Statistics

/// How many of those who tried passed, by whatever they are grouped by.
package struct PassRates: Sendable {
  /// One attempt.
  package struct Attempt: Sendable {
    package let level: String
    package let site: String
    package let cohort: String
    /// The person's how-manieth it was, from 1.
    package let number: Int
    package let isPassed: Bool

    package init(level: String, site: String, cohort: String, number: Int, isPassed: Bool) {
      self.level = level
      self.site = site
      self.cohort = cohort
      self.number = number
      self.isPassed = isPassed
    }
  }

  package enum Grouping: String, CaseIterable, Sendable {
    case level, site
    /// The year in which they joined.
    case cohort
    case attempt
  }

  package struct Line: Sendable {
    package let group: String
    package let rate: Proportion
  }

  /// By group: short names first, then in alphabetical order, so that attempt 2 comes before attempt 10.
  package let lines: [Line]
  package let all: Line

  package init(_ attempts: some Sequence<Attempt>, by grouping: Grouping) {
    var counts: [String: (passed: Int, of: Int)] = [:]
    var all = (passed: 0, of: 0)
    for attempt in attempts {
      let group =
        switch grouping {
        case .level: attempt.level
        case .site: attempt.site
        case .cohort: attempt.cohort
        case .attempt: "\(attempt.number)"
        }
      counts[group, default: (0, 0)].passed += attempt.isPassed ? 1 : 0
      counts[group, default: (0, 0)].of += 1
      all.passed += attempt.isPassed ? 1 : 0
      all.of += 1
    }
    lines = counts.map { Line(group: $0.key, rate: Proportion(hits: $0.value.passed, of: $0.value.of)) }
      .sorted { ($0.group.count, $0.group) < ($1.group.count, $1.group) }
    self.all = Line(group: "", rate: Proportion(hits: all.passed, of: all.of))
  }
}
