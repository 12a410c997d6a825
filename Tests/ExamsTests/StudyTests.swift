import Exams
import Formats
import Statistics
import Testing
import Workforce
import Workspace

@Suite struct StudyTests {
  /// A held exam of four fixed questions, made as sittings that never were in a workspace.
  private static func sittings(_ answers: [[Int]], exam: String = "e") -> [AnalysedSitting] {
    answers.enumerated().map { row, chosen in
      let items = chosen.indices.map {
        PaperItem(question: "q\($0)", version: 1, row: 0, points: 100, options: [0, 1, 2])
      }
      let points = chosen.map { $0 == 0 ? 100 : 0 }
      let sum = points.reduce(0, +)
      let score = Score(part: sum, of: 100 * chosen.count) ?? .zero
      return AnalysedSitting(
        sitting: Sitting(
          id: row + 1, exam: exam, staff: "E\(row)", attempt: 1, language: "en", started: start,
          deadline: start.adding(seconds: 600), submitted: start.adding(seconds: 500), isLate: false,
          outcome: .init(
            revision: 1, cause: .submission, points: sum, maximum: 100 * chosen.count, score: score,
            isPassed: score >= Score(hundredths: 60_00))), items: items, points: points,
        responses: Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($0, Response.choice([$1])) }))
    }
  }

  private static func questions(_ count: Int) throws -> [String: Question] {
    let entries = GIFT.read(Array("Q {=a ~b ~c}".utf8), named: "q").entries
    guard case .question(let text)? = entries.first else { throw CancellationError() }
    return Dictionary(
      uniqueKeysWithValues: (0..<count).map {
        (
          "q\($0)",
          Question(
            id: "q\($0)", version: 1, bank: "k", type: "multichoice", level: 5, topic: "x",
            difficulty: .medium,
            lesson: "l", texts: ["en": text])
        )
      })
  }

  /// Forty candidates: the better half knows q0–q2; to q3 the better choose C, which is not the key.
  private static let answers = (0..<40).map { row in
    row < 20 ? [0, 0, row % 5 == 0 ? 1 : 0, 2] : [row % 2, 1, 2, row % 4 == 0 ? 0 : 1]
  }

  @Test func `a key that the best candidates contradict is said to be probably wrong`() throws {
    let analysis = ExamAnalysis(Self.sittings(Self.answers), questions: try Self.questions(4))
    #expect(analysis.sittings == 40 && analysis.items.count == 4)
    #expect(analysis.items[3].flags.contains(.keyProbablyWrong(best: "C")))
    #expect(!analysis.items[0].flags.contains { if case .keyProbablyWrong = $0 { true } else { false } })
    // 20 + 10, 20, 16 and 5 of forty are right.
    #expect(analysis.items.map(\.figures.facility) == [0.75, 0.5, 0.4, 0.125])
    // Everybody had the same paper, so that the whole has a reliability.
    #expect(analysis.alpha != nil)
    let options = analysis.items[3].options
    #expect(options.map(\.count) == [5, 15, 20] && options.map(\.isKey) == [true, false, false])
    // 27 % of forty are eleven: all of the best choose C.
    #expect(options[2].upper == 11 && options[2].lower == 0)
  }

  @Test func `papers of other questions have no reliability as a whole`() throws {
    var sittings = Self.sittings(Self.answers)
    let last = sittings.removeLast()
    sittings.append(
      AnalysedSitting(
        sitting: last.sitting, items: Array(last.items.dropLast()), points: Array(last.points.dropLast()),
        responses: last.responses))
    #expect(ExamAnalysis(sittings, questions: try Self.questions(4)).alpha == nil)
  }

  @Test func `equal papers are not moved by equating, and no decision turns`() throws {
    let text =
      "{merit: \"blueprint\", id: \"b\", version: 1, from: \"2020-01-01\", title: \"B\", bank: \"k\", level: \"five\", minutes: 10, pass: 60, rows: [{topic: \"x\", count: 3, points: 1}]}"
    let blueprint = try Blueprint.read(Array(text.utf8), named: "b")
    let questions = try Self.questions(3)
    let sittings = Self.sittings(Self.answers.map { Array($0.prefix(3)) })
    let pool = Pool(rows: [questions.values.sorted { $0.id < $1.id }])
    let equating = try #require(Equating(sittings, pool: pool, blueprint: blueprint))
    #expect(equating.rows.count == 40 && equating.modelled == 3)
    #expect(equating.rows.allSatisfy { abs($0.adjustment) < 0.005 && $0.error < 0.005 })
    #expect(equating.rows.allSatisfy { $0.passesEquated == ($0.sitting.outcome?.isPassed ?? false) })
  }

  @Test func `who had the harder questions gains, by less the less is known`() throws {
    let text =
      "{merit: \"blueprint\", id: \"b\", version: 1, from: \"2020-01-01\", title: \"B\", bank: \"k\", level: \"five\", minutes: 10, pass: 60, rows: [{topic: \"x\", count: 2, points: 1}]}"
    let blueprint = try Blueprint.read(Array(text.utf8), named: "b")
    // Four questions in pairs: q0 and q1 are easy, q2 and q3 hard; half of the candidates get each pair.
    var sittings: [AnalysedSitting] = []
    for row in 0..<80 {
      let isHard = row % 2 == 1
      let able = (row / 2) % 4
      let right = isHard ? [able == 3, able >= 2] : [able >= 1, able >= 1 || row % 3 == 0]
      let base = Self.sittings([right.map { $0 ? 0 : 1 }])[0]
      let items = [0, 1].map {
        PaperItem(question: "q\($0 + (isHard ? 2 : 0))", version: 1, row: 0, points: 100, options: [0, 1, 2])
      }
      sittings.append(
        AnalysedSitting(sitting: base.sitting, items: items, points: base.points, responses: base.responses))
    }
    let pool = Pool(rows: [try Self.questions(4).values.sorted { $0.id < $1.id }])
    let equating = try #require(Equating(sittings, pool: pool, blueprint: blueprint))
    for (row, index) in zip(equating.rows, 0...) where row.score != .full && row.score != .zero {
      #expect(index % 2 == 1 ? row.adjustment > 1 : row.adjustment < -1)
      #expect(row.error > 0)
    }
  }

  @Test func `two sheets with the same wrong answers stand on the list, with the rate among those apart`()
    throws
  {
    // Eight who each know all but one, E8 who knows little, and E9 with E8's nine wrong answers and one more.
    var answers = (0..<8).map { row in (0..<12).map { item in item == row ? 1 : 0 } }
    answers.append((0..<12).map { $0 < 9 ? 1 + $0 % 2 : 0 })
    answers.append((0..<12).map { $0 < 9 ? 1 + $0 % 2 : $0 == 9 ? 1 : 0 })
    let sittings = Self.sittings(answers)
    func candidate(_ row: Int) -> Candidate {
      Candidate(
        staff: "E\(row)", batch: "1", opens: nil, closes: nil, room: row < 5 ? "101" : "102", seat: row + 1,
        extraMinutes: 0, standing: .invited, reason: "")
    }
    let found = Integrity(
      sittings, journals: [:],
      candidates: Dictionary(uniqueKeysWithValues: (0..<10).map { ("E\($0)", candidate($0)) }),
      questions: try Self.questions(12))
    #expect(found.pairCount == 45 && found.baseIsOtherRooms)
    let first = try #require(found.pairs.first)
    #expect([first.a.staff, first.b.staff] == ["E8", "E9"] && first.areNeighbours == true)
    #expect([first.counts.eeic, first.counts.eic, first.counts.d] == [9, 9, 1] && first.common == 12)
    // Five by five pairs sit in different rooms.
    #expect(found.baseRate.of == 25)
  }

  @Test func `right answers sooner than they can be read, and late turns to the right, are counted`() throws {
    let text = String(repeating: "很长的一道题目", count: 40)
    let entries = GIFT.read(Array("\(text) {=a ~b ~c}".utf8), named: "q").entries
    guard case .question(let question)? = entries.first else { throw CancellationError() }
    // 280 characters at fifteen a second.
    #expect(Integrity.readingSeconds(question) == 18)
    let questions = Dictionary(
      uniqueKeysWithValues: (0..<4).map {
        (
          "q\($0)",
          Question(
            id: "q\($0)", version: 1, bank: "k", type: "multichoice", level: 5, topic: "x",
            difficulty: .medium,
            lesson: "l", texts: ["en": question])
        )
      })
    let sitting = Self.sittings([[0, 0, 0, 0]])[0]
    func entry(_ place: Int, _ seconds: Int, _ stored: String) -> JournalEntry {
      JournalEntry(place: place, at: start.adding(seconds: seconds), stored: stored, head: [])
    }
    let quick = (0..<4).map { entry($0, 5 * ($0 + 1), "c:0") }
    #expect(
      Integrity([sitting], journals: [1: quick], candidates: [:], questions: questions).hasty.map(\.questions)
        == [4])
    let slow = (0..<4).map { entry($0, 30 * ($0 + 1), "c:1") } + (0..<4).map { entry($0, 470 + $0, "c:0") }
    let late = Integrity([sitting], journals: [1: slow], candidates: [:], questions: questions)
    #expect(late.hasty.isEmpty && late.lateChanges.map(\.wrongToRight) == [4])
  }
}
