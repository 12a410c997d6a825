import Certification
import Formats
import Testing
import Workspace

@Suite struct CertificateCodeTests {
  @Test func `one wrong character or two neighbours swapped show`() {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let code = CertificateCode.make(from: "7K2M9QXD4TB")
    #expect(CertificateCode.isSound(code))
    var letters = Array(code)
    for place in letters.indices {
      for other in alphabet where other != letters[place] {
        let kept = letters[place]
        letters[place] = other
        #expect(!CertificateCode.isSound(String(letters)))
        letters[place] = kept
      }
    }
    // Luhn's rule misses one pair of neighbours only: the first and last of the alphabet.
    for place in letters.indices.dropLast()
    where letters[place] != letters[place + 1] && Set([letters[place], letters[place + 1]]) != ["0", "Z"] {
      letters.swapAt(place, place + 1)
      #expect(!CertificateCode.isSound(String(letters)))
      letters.swapAt(place, place + 1)
    }
  }

  @Test(arguments: [("7k2m-9qxd", "7K2M9QXD"), ("O1lI", "0111"), (" ７Ｋ ", "7K")])
  func `a code is read as it was meant`(_ typed: String, _ code: String) {
    #expect(CertificateCode.normal(typed) == code)
  }
}

@Suite struct CandidacyTests {
  private static let ladder =
    "{merit: 'ladder', id: 'x', version: 1, from: '2026-01-01', title: 'x', posts: ['p'], levels: [{level: 'four', valid_months: 36, months_in_post: 12, months_below: 12, parts: [{exam: 'b', pass: 60}, {course: 'c', lesson: 'l', pass: 60}]}]}"

  private func met(
    theory: Int? = 60_00, practical: Int? = 60_00, inPost: String? = "2025-09-01",
    below: String? = "2025-09-01", on day: String = "2026-09-01"
  ) throws -> [Bool] {
    let candidacy = Candidacy(
      sittings: theory.map { ["b": (1, Score(hundredths: $0))] } ?? [:],
      drills: practical.map { ["c/l": (2, Score(hundredths: $0))] } ?? [:],
      inPostSince: inPost.flatMap { CalendarDay($0) }, belowSince: below.flatMap { CalendarDay($0) })
    let ladder = try Ladder.read(Array(Self.ladder.utf8), named: "l")
    return candidacy.requirements(for: ladder.levels[0], on: try #require(CalendarDay(day))).map(\.isMet)
  }

  // Rows on both sides of each boundary: level below, months in post, theory, practical.
  @Test func `theory and practical both 60, twelve months in post and with the level below`() throws {
    #expect(try met() == [true, true, true, true])
    #expect(try met(theory: 59_99) == [true, true, false, true])
    #expect(try met(practical: 59_99) == [true, true, true, false])
    #expect(try met(theory: nil, practical: nil) == [true, true, false, false])
    #expect(try met(on: "2026-08-31") == [false, false, true, true])
    #expect(try met(inPost: nil, below: nil) == [false, false, true, true])
  }

  @Test func `levels climb one by one`() {
    let text =
      "{merit: 'ladder', id: 'x', version: 1, from: '2026-01-01', title: 'x', posts: ['p'], levels: [{level: 'five', valid_months: 1, parts: [{exam: 'b'}]}, {level: 'three', valid_months: 1, parts: [{exam: 'b', lesson: 'l', course: 'c'}]}]}"
    let faults = #expect(throws: Faults.self) { _ = try Ladder.read(Array(text.utf8), named: "l") }
    #expect(
      faults?.list.map(\.message)
        == [
          "level three follows level five; levels climb one by one",
          "a part is either {exam: BLUEPRINT} or {course: COURSE, lesson: LESSON} or {practical: ID, title, rubric}",
        ].sorted { $0.contains("climb") && !$1.contains("climb") })
  }
}
