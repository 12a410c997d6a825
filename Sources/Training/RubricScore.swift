import Workspace

/// The rule by which examiners' points on a rubric become a score, of drills and of practical tests.
package enum RubricScore {
  /// The mean over the examiners who judged every line, rounded once.
  ///
  /// - Parameters:
  ///   - marks: each examiner's points by line.
  ///   - lines: the ids of the rubric's lines.
  /// - Returns: `nil` where no examiner judged every line.
  package static func mean(_ marks: [String: [String: Score]], lines: [String]) -> Score? {
    let sums = marks.values.compactMap { given -> Int? in
      let points = lines.compactMap { given[$0]?.hundredths }
      return points.count == lines.count ? points.reduce(0, +) : nil
    }
    guard !sums.isEmpty else { return nil }
    return Score(hundredths: Int(roundedQuotient(Int128(sums.reduce(0, +)), Int128(sums.count))))
  }
}
