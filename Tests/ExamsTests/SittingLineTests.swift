import Exams
import Formats
import SQLite
import Testing
import Workforce
import Workspace

@Suite struct SittingLineTests {
  static func entry(_ sequence: Int, first: Int? = nil, place: Int = 0, _ response: Response = .choice([0]))
    -> LineEntry
  {
    LineEntry(
      first: first, sequence: sequence, place: place, said: start, head: "h\(sequence)", response: response)
  }

  @Test(arguments: [
    (0, [1, 2, 3], [1, 2, 3]), (2, [1, 2, 3], [3]), (3, [1, 2, 3], []), (0, [], []), (5, [4], []),
  ])
  func `what was kept already is skipped`(_ kept: Int, _ sent: [Int], _ fresh: [Int]) {
    #expect(LineEntry.fresh(sent.map { Self.entry($0) }, after: kept)?.map(\.sequence) == fresh)
  }

  @Test func `a gap is refused, and one entry may stand for many`() {
    #expect(LineEntry.fresh([Self.entry(2)], after: 0) == nil)
    #expect(LineEntry.fresh([Self.entry(1), Self.entry(3)], after: 0) == nil)
    #expect(LineEntry.fresh([Self.entry(4, first: 1)], after: 0)?.map(\.sequence) == [4])
    #expect(LineEntry.fresh([Self.entry(4, first: 1)], after: 2)?.map(\.sequence) == [4])
    #expect(LineEntry.fresh([Self.entry(4, first: 1)], after: 4)?.isEmpty == true)
    #expect(LineEntry.fresh([Self.entry(4, first: 2)], after: 0) == nil)
  }

  /// A sitting over the network, begun at the start.
  private func begin() throws -> (house: House, room: ExamRoom, sitting: Sitting) {
    let house = try House()
    let room = try TypeHouse.client(house, try house.open().exam.id)
    return (house, room, try room.begin(staff: "E1", language: "en", holder: "h").sitting)
  }

  private func line(_ house: House, _ sitting: Sitting, _ holder: String = "h", after seconds: Int = 0) throws
    -> SittingLine
  {
    try SittingLine(
      TypeHouse.client(house, sitting.exam, after: seconds), sitting: sitting.id, holder: holder)
  }

  @Test func `entries that are sent again are kept once, in order`() throws {
    let (house, _, sitting) = try begin()
    let line = try line(house, sitting)
    #expect(try line.append([Self.entry(1), Self.entry(2, place: 1)]).kept == 2)
    #expect(
      try line.append([Self.entry(1), Self.entry(2, place: 1), Self.entry(3, .choice([1]))]).kept == 3)
    let records = SittingRecords(house.space.database)
    #expect(try records.journal(sitting.id).map(\.stored) == ["c:0", "c:0", "c:1"])
    #expect(try records.responses(sitting.id) == [0: .choice([1]), 1: .choice([0])])
    #expect(throws: LineGap(sitting: sitting.id, kept: 3)) { _ = try line.append([Self.entry(5)]) }
    #expect(try records.journal(sitting.id).count == 3)
    let standing = try line.standing()
    #expect(standing.kept == 3 && standing.late == 0 && !standing.isOver && standing.isHolder)
  }

  @Test func `a batch with a gap inside keeps nothing`() throws {
    let (house, _, sitting) = try begin()
    let line = try line(house, sitting)
    #expect(throws: LineGap.self) { _ = try line.append([Self.entry(1), Self.entry(3)]) }
    #expect(try SittingRecords(house.space.database).journal(sitting.id).isEmpty)
    #expect(try line.standing().kept == 0)
  }

  @Test func `each client has its own numbers, and one that was taken over is told so`() throws {
    let (house, _, sitting) = try begin()
    _ = try line(house, sitting).append([Self.entry(1), Self.entry(2)])
    _ = try TypeHouse.client(house, sitting.exam).begin(staff: "E1", language: "en", holder: "other")
    #expect(throws: Refusal.takenOver(sitting.exam)) {
      _ = try line(house, sitting).append([Self.entry(3)])
    }
    #expect(throws: Refusal.takenOver(sitting.exam)) { _ = try line(house, sitting).submit(through: 2) }
    #expect(try line(house, sitting, "other").append([Self.entry(1, place: 1)]).kept == 1)
    #expect(try !line(house, sitting).standing().isHolder)
    // It takes the sitting back and goes on with its own numbers.
    _ = try TypeHouse.client(house, sitting.exam).begin(staff: "E1", language: "en", holder: "h")
    #expect(try line(house, sitting).append([Self.entry(3)]).kept == 3)
  }

  @Test func `a line is the candidate's own`() throws {
    let (house, _, sitting) = try begin()
    #expect(throws: Refusal.self) {
      _ = try SittingLine(
        TypeHouse.client(house, sitting.exam, "E2"), sitting: sitting.id, holder: "h")
    }
    #expect(throws: Refusal.self) {
      _ = try SittingLine(TypeHouse.client(house, sitting.exam), sitting: 99, holder: "h")
    }
  }

  @Test func `a paper is submitted once everything has arrived, and again without being marked twice`() throws
  {
    let (house, room, sitting) = try begin()
    let line = try line(house, sitting, after: 5)
    _ = try line.append([Self.entry(1), Self.entry(2, place: 1)])
    #expect(throws: LineGap(sitting: sitting.id, kept: 2)) { _ = try line.submit(through: 3) }
    _ = try line.append([Self.entry(3, place: 2)])
    let result = try line.submit(through: 3)
    #expect(try line.submit(through: 3) == result)
    #expect(result.points.count { $0 == 0 } == 1)
    let records = SittingRecords(house.space.database)
    #expect(try records.history(sitting.id).map(\.cause) == ["submission"])
    #expect(try ProofDesk(house.at(start)).prove(sitting.id).holds)
    _ = room
  }

  @Test func `a long text sent whole is kept as what changed`() throws {
    let (house, room) = try TypeHouse.open()
    let client = try TypeHouse.client(house, room.exam.id)
    let sitting = try client.begin(staff: "E1", language: "en", holder: "h").sitting
    let place = try #require(try room.paper(of: sitting).firstIndex { $0.question == "es" })
    let text = String(repeating: "word ", count: 30)
    let line = try line(house, sitting)
    _ = try line.append([Self.entry(1, place: place, .text(text))])
    _ = try line.append([Self.entry(9, first: 2, place: place, .text(text + "more"))])
    let records = SittingRecords(house.space.database)
    #expect(try records.journal(sitting.id).last?.stored == "e:150,0:more")
    #expect(try records.responses(sitting.id) == [place: .text(text + "more")])
  }

  @Test
  func
    `inside a group one operation's refusal undoes only its own, and a sitting found overdue stays closed`()
    throws
  {
    let (house, _, sitting) = try begin()
    try house.space.database.transaction {
      _ = try line(house, sitting).append([Self.entry(1)])
      #expect(throws: LineGap.self) { _ = try line(house, sitting).append([Self.entry(2), Self.entry(7)]) }
      _ = try line(house, sitting).append([Self.entry(2, place: 1)])
      let begun = try TypeHouse.client(house, sitting.exam, "E2").beginning(
        staff: "E2", language: "en", holder: "x", permit: .known)
      guard case .begun(let other, _) = begun else { throw CancellationError() }
      #expect(other.staff == "E2")
      guard
        case .closed = try TypeHouse.client(house, sitting.exam, after: 600).beginning(
          staff: "E1", language: "en", holder: "h", permit: .known)
      else { throw CancellationError() }
      #expect(throws: Refusal.self) {
        try TypeHouse.client(house, sitting.exam, "E2", after: 700).keep(
          .choice([0]), place: 0, in: other, holder: "x")
      }
    }
    let records = SittingRecords(house.space.database)
    #expect(try records.journal(sitting.id).map(\.place) == [0, 1])
    #expect(try records.sittings(of: sitting.exam).map { $0.submitted == nil } == [false, false])
  }
}
