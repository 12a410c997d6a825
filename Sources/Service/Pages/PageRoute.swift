import Formats

/// A page: where it is, who may see it, how it is shown, and what can be done on it.
struct PageRoute: Sendable {
  /// Something that a form on the page does, named by its field `deed`.
  struct Deed: Sendable {
    let name: String
    let mode: Route.Mode
    let run: @Sendable (PageCall) throws -> PageReply
  }

  /// Such as `/calls/{call}`; segments are written as in a `Route`.
  let path: String
  let access: Access
  let mode: Route.Mode
  let show: @Sendable (PageCall) throws -> PageReply
  private(set) var deeds: [Deed] = []

  init(
    _ path: String, _ access: Access, mode: Route.Mode = .read,
    show: @escaping @Sendable (PageCall) throws -> PageReply
  ) {
    self.path = path
    self.access = access
    self.mode = mode
    self.show = show
  }

  /// The page with one more thing that can be done on it.
  ///
  /// A deed ends in `.seeOther`; where it is refused, the page is shown again with why.
  func doing(
    _ name: String, _ mode: Route.Mode = .write, _ run: @escaping @Sendable (PageCall) throws -> PageReply
  ) -> PageRoute {
    var route = self
    route.deeds.append(Deed(name: name, mode: mode, run: run))
    return route
  }
}

/// What is between a page's head and its end.
struct PageContent: Sendable {
  let title: String
  /// Markup, escaped already.
  let body: String
  /// The name of a script among the assets.
  var script: String?
}

/// What a page's work comes to.
enum PageReply: Sendable {
  case page(PageContent)
  /// Go to another page of ours, which says what was done.
  case seeOther(String, notice: String?, headers: [(name: String, value: String)] = [])
  case file([UInt8], type: String, name: String?)
  /// Nothing to show: an answer to a script.
  case done

  static func page(_ title: String, _ body: String, script: String? = nil) -> PageReply {
    .page(PageContent(title: title, body: body, script: script))
  }
}
