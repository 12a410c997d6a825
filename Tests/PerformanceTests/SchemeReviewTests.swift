import Formats
import Performance
import Testing
import Workspace

/// What an author sees of a scheme before anybody is judged by it.
@Suite struct SchemeReviewTests {
  private func rows(_ table: SchemeReview.Table?) -> [String] {
    (table?.rows ?? []).map { "\($0.at) → \($0.value)" }
  }

  @Test func `the factor is shown at the bounds of every grade and a hundredth below`() throws {
    let review = SchemeReview(try examScheme())
    #expect(review.tables.count == 1)
    #expect(
      rows(review.tables.first) == [
        "100.00  A → 1.2", "90.00  A → 1.2", "89.99  B → 1", "80.00  B → 1", "79.99  C → 0.8",
        "70.00  C → 0.8", "69.99  D → 0.5", "0.00  D → 0.5",
      ])
  }

  @Test func `a bonus curve is shown at its corners too, within what a total can be`() throws {
    let review = SchemeReview(
      try examScheme(
        "bonus: {points: [{at: -5, factor: 0.1}, {at: 85, factor: 1}, {at: 120, factor: 1.35}], most: 1.1}",
        grades: "{grade: 'A', from: 80, factor: 1}, {grade: 'B', from: 0, factor: 1}"))
    // 0.1 + 0.9 · 85/90, 84.99/90 and 5/90; 1.15 at 100 is cut to 1.1.
    #expect(
      rows(review.tables.first) == [
        "100.00  A → 1.1", "85.00  A → 1", "80.00  A → 0.95", "79.99  B → 0.9499", "0.00  B → 0.15",
      ])
    #expect(review.notes.map(\.en) == ["the best total anybody can reach is 100.00"])
  }

  @Test func `a part's curve is shown at its corners and half way between`() throws {
    let scheme = try schemeOfFiveParts(
      "source: \"exam\", weight: 15",
      "source: \"exam\", weight: 15, curve: {floor: 60, target: 85, stretch: 90}")
    let review = SchemeReview(scheme)
    #expect(review.tables.map(\.title.en) == ["E", "bonus factor by total"])
    #expect(
      rows(review.tables.first) == [
        "60 → 0.00", "72.5 → 50.00", "85 → 100.00", "87.5 → 110.00", "90 → 120.00",
      ])
  }

  @Test func `steps show what each bound is worth`() throws {
    let scheme = try schemeOfFiveParts(
      "source: \"exam\", weight: 15",
      "source: \"exam\", weight: 15, curve: {steps: [{from: 90, score: 100}, {from: 80, score: 70}, {score: 35}]}"
    )
    #expect(rows(SchemeReview(scheme).tables.first) == ["80 → 70.00", "85 → 70.00", "90 → 100.00"])
  }

  // 0.2 is a step that people know from grades, more is said.
  @Test(arguments: [("0.8", 0), ("0.7999", 1), ("0.5", 1), ("1", 0)])
  func `a grade whose bound is worth more than 0.2 is pointed out`(_ factor: String, _ notes: Int) throws {
    let review = SchemeReview(
      try examScheme(grades: "{grade: 'A', from: 90, factor: 1}, {grade: 'B', from: 0, factor: \(factor)}"))
    #expect(review.notes.count == 1 + notes)
    if factor == "0.5" {
      #expect(
        review.notes[1].en
          == "a hundredth of a point at 90.00 (B to A) is worth a factor of 0.5; a bonus curve would have no such step"
      )
      #expect(review.notes[1].zh == "总分 90.00 处（B→A）相差 0.01 分即相差系数 0.5；可改用连续的奖金曲线")
    }
  }

  @Test func `a part that blocks is pointed out, and the best total counts what may be added`() throws {
    let blocking = SchemeReview(try schemeOfFiveParts("missing: \"zero\"", "missing: \"block\""))
    #expect(blocking.notes.last?.en == "without 'exam' nobody is assessed: it blocks")
    func best(_ members: String) throws -> String {
      try schemeOfFiveParts("competition_cap: 3", members).best.description
    }
    #expect(try best("competition_cap: 3") == "100.00")
    #expect(try best("competition_cap: 3, total_cap: 120") == "103.00")
    #expect(
      try best(
        "competition_cap: 3, total_cap: 120, additions: [{id: 'i', title: 'I', for: 'help', per: 1, cap: 2.5}]"
      )
        == "105.50")
    #expect(
      try best(
        "competition_cap: 3, total_cap: 104, additions: [{id: 'i', title: 'I', for: 'help', per: 1, cap: 2.5}]"
      )
        == "104.00")
  }
}
