import Competitions
import Formats
import HTTP
import Workspace

/// The public boards of contests: each drawn once for all who look, and sent to them as it changes.
///
/// Used on the loop alone.
final class Boards {
  private struct Drawing {
    let revision: Int
    let title: String
    let table: String
    let isFinal: Bool
  }

  private struct Key: Hashable {
    let contest: String
    let isChinese: Bool
  }

  private var drawings: [Key: Drawing] = [:]
  private var channels: [Key: HTTPChannel] = [:]

  func page(_ contest: String, isChinese: Bool, in workspace: Workspace, now: Instant) throws -> HTTPResponse
  {
    let drawing = try drawing(Key(contest: contest, isChinese: isChinese), in: workspace, now: now)
    return ServedPage(
      isChinese: isChinese, title: drawing.title, path: "/contests/\(contest)",
      target: "/contests/\(PageFrame.encoded(contest))",
      script: drawing.isFinal ? nil : "board.js",
      body: """
        <div id="board" class="wide" role="region" tabindex="0" aria-label="\(XMLText.escaped(drawing.title))" aria-live="polite" data-events="/contests/\(XMLText.escaped(contest))/events">
        \(drawing.table)
        </div>
        """
    ).response()
  }

  /// The board as it stands, and again whenever it changes.
  func events(_ contest: String, isChinese: Bool, in workspace: Workspace, now: Instant) throws -> HTTPAnswer
  {
    let key = Key(contest: contest, isChinese: isChinese)
    let drawing = try drawing(key, in: workspace, now: now)
    let channel = channels[key] ?? HTTPChannel()
    channels[key] = channel
    return .events(channel, first: Self.event(drawing), headers: [])
  }

  /// Draws again what somebody looks at, where the workspace changed.
  func refresh(in workspace: Workspace, now: Instant) {
    for (key, channel) in channels {
      guard channel.subscribers > 0 else {
        channels[key] = nil
        continue
      }
      let before = drawings[key]?.table
      if let drawing = try? drawing(key, in: workspace, now: now), drawing.table != before {
        channel.send(Self.event(drawing))
      }
    }
  }

  private func drawing(_ key: Key, in workspace: Workspace, now: Instant) throws -> Drawing {
    let revision = try workspace.revision()
    if let drawing = drawings[key], drawing.revision == revision { return drawing }
    let desk = CompetitionDesk(
      Occasion(workspace, actor: Actor(account: "visitor", roles: []), now: now))
    let contest = try desk.contest(key.contest)
    let board = try desk.board(contest, isJury: false)
    let page = BoardPage(contest, board, isChinese: key.isChinese)
    let drawing = Drawing(
      revision: revision, title: contest.head.title.text(chinese: key.isChinese), table: page.table,
      isFinal: board.final != nil)
    drawings[key] = drawing
    return drawing
  }

  private static func event(_ drawing: Drawing) -> [UInt8] {
    let lines = drawing.table.split(separator: "\n").map { "data: \($0)\n" }.joined()
    return Array("event: \(drawing.isFinal ? "final" : "board")\n\(lines)\n".utf8)
  }
}

extension Endpoint {
  /// `/contests/ID` and its stream of events.
  func board(_ request: HTTPRequest) throws -> HTTPAnswer {
    guard ["GET", "HEAD"].contains(request.method) else {
      return .now(Problem.response(405, "use GET", headers: [("Allow", "GET, HEAD")]))
    }
    let (id, isChinese) = (request.segments[1], Self.isChinese(request))
    switch request.segments.count {
    case 2: return .now(try boards.page(id, isChinese: isChinese, in: workspace, now: clock()))
    case 3 where request.segments[2] == "events":
      return try boards.events(id, isChinese: isChinese, in: workspace, now: clock())
    default: return .now(Problem.response(404, "there is nothing at this path"))
    }
  }
}
