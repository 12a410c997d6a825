import Improvement
import Testing
import Workspace

@Suite struct ComparableGroupTests {
  private func pairs(_ trained: [Int: Int], _ others: [Int: Int]) -> [String] {
    let scores = { (marks: [Int: Int]) in marks.mapValues { Score(hundredths: $0) } }
    return ComparableGroup.pairs(
      trained: scores(trained), others: scores(others), within: Score(hundredths: 5_00)
    ).map { "\($0.trained)-\($0.other)" }
  }

  @Test func `each trained person gets the nearest who is left, within the distance`() {
    #expect(pairs([1: 70_00], [9: 75_00]) == ["1-9"])
    #expect(pairs([1: 70_00], [9: 75_01]) == [])
    #expect(pairs([1: 70_00, 2: 71_00], [8: 70_50, 9: 74_00]) == ["1-8", "2-9"])
    // Of equal distance the first by key.
    #expect(pairs([1: 70_00], [8: 71_00, 7: 69_00, 9: 71_00]) == ["1-7"])
    #expect(pairs([1: 70_00, 2: 70_00], [9: 70_00]) == ["1-9"])
    #expect(pairs([:], [9: 70_00]) == [])
  }
}
