import Formats
import HTTP

/// What pages load beside themselves, embedded in the program.
enum Assets {
  private static let all: [String: (type: String, bytes: [UInt8])] = [
    "style.css": ("text/css; charset=utf-8", style), "icon.svg": ("image/svg+xml", PackageResources.icon_svg),
    "exam.js": script(PackageResources.exam_js), "board.js": script(PackageResources.board_js),
    "live.js": script(PackageResources.live_js), "scoring.js": script(PackageResources.scoring_js),
  ]

  private static func script(_ bytes: [UInt8]) -> (type: String, bytes: [UInt8]) {
    ("text/javascript; charset=utf-8", bytes)
  }

  /// The sheet of all pages, with what charts look like.
  private static let style = PackageResources.style_css + Array(Picture.style.utf8)

  private static let tags = all.mapValues { Responding.etag($0.bytes) }

  /// An asset; asked after each time, so that a newer program's pages never run with an older script.
  static func response(_ name: String) -> HTTPResponse? {
    guard let asset = all[name] else { return nil }
    return HTTPResponse(
      200, contentType: asset.type,
      headers: [("Cache-Control", "public, no-cache")],
      body: asset.bytes, etag: tags[name])
  }
}
