import Exams
import Workspace

/// A place where requests are served: a connection of its own, with what is kept on it from one request to the next.
///
/// Only one thread stands at a counter.
final class Counter {
  let workspace: Workspace
  let rooms = ExamRooms()

  init(_ workspace: Workspace) { self.workspace = workspace }
}
