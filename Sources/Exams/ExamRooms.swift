import Workspace

/// The rooms of one connection's exams, kept from one candidate to the next: entering one reads its blueprint and all its questions.
package final class ExamRooms {
  /// More exams than this are hardly sat at once; the rooms then begin anew.
  private static let most = 32

  private var rooms: [String: ExamRoom] = [:]
  private var shelf = PaperShelf()

  package init() {}

  /// The room of an exam for an occasion on the connection to which these rooms belong.
  package func room(of exam: String, _ occasion: Occasion) throws -> ExamRoom {
    if let room = try rooms[exam]?.entered(on: occasion) { return room }
    let room = try ExamRoom(occasion, exam: exam)
    if rooms.count >= Self.most { rooms = [:] }
    rooms[exam] = room
    return room
  }

  /// A client's line to a sitting that goes on, and the sitting's paper.
  ///
  /// - Throws: as `SittingLine.init`.
  package func line(to sitting: Int, in room: ExamRoom, holder: String) throws -> (
    line: SittingLine, paper: [PaperItem]
  ) {
    let place = try shelf.place(of: sitting) {
      let sitting = try room.sittings.sitting(sitting)
      return PaperShelf.Place(sitting: sitting, paper: try room.paper(of: sitting))
    }
    return (try SittingLine(room, of: place.sitting, holder: holder), place.paper)
  }

  /// Lets go of what was read in a transaction that came to nothing.
  package func forget() {
    rooms = [:]
    shelf = PaperShelf()
  }
}
