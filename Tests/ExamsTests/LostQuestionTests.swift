import Exams
import Formats
import SQLite
import Testing
import Workspace

@Suite struct LostQuestionTests {
  // Chosen places are those of the bank, where the right answer comes first.
  private let right = Response.choice([0])
  private let wrong = Response.choice([1])

  private func shown(_ found: (losses: [LostQuestions.Loss], papers: [String: Int])) -> [String] {
    found.losses.map { "\($0.staff) \($0.lesson) \($0.topic) \($0.reached) \($0.lost)" }
      + found.papers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
  }

  @Test func `a wrong answer loses its points of the paper's hundred, and a right one nothing`() throws {
    let house = try House()
    let room = try house.open()
    // Four questions: two of 3 points and two of 2; the second of 3 is missed, which is 30 of the paper's 100.
    var threes = 0
    _ = try house.sit("E1", room) { item in
      if item.points == 3_00 { threes += 1 }
      return item.points == 3_00 && threes == 2 ? wrong : right
    }
    _ = try house.sit("E2", room) { _ in right }
    let quarter = try #require(Quarter("2026Q3"))
    #expect(
      try shown(LostQuestions(house.at(start)).losses(in: quarter)) == ["E1 l x 0.00 30.00", "E1 1", "E2 1"])
    #expect(try shown(LostQuestions(house.at(start)).losses(in: quarter.next)) == [])
  }

  @Test func `results that are held back show nothing before their release`() throws {
    let house = try House(
      blueprint: House.blueprint.replacing(
        "minutes: 10", with: "minutes: 10, review: {score: \"on_release\"}"))
    let room = try house.open()
    _ = try house.sit("E1", room) { _ in wrong }
    let quarter = try #require(Quarter("2026Q3"))
    #expect(try shown(LostQuestions(house.at(start)).losses(in: quarter)) == [])
    try ExamDesk(house.at(start)).release(room.exam.id)
    #expect(try LostQuestions(house.at(start)).losses(in: quarter).losses.count == 4)
  }
}
