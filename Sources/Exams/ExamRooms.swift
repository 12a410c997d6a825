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

  /// The paper of a sitting that is going on.
  package func paper(of sitting: Sitting, in room: ExamRoom) throws -> [PaperItem] {
    try shelf.paper(of: sitting.id) { try room.paper(of: sitting) }
  }

  /// Lets go of what was read in a transaction that came to nothing.
  package func forget() {
    rooms = [:]
    shelf = PaperShelf()
  }
}
