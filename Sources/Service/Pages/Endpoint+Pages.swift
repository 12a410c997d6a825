import Formats
import HTTP
import Synchronization
import Workforce
import Workspace

extension Endpoint {
  /// The answer to what is neither the API nor a public board: an asset, or a page.
  func page(_ request: HTTPRequest) throws -> HTTPAnswer {
    switch request.segments.first {
    case "assets" where request.segments.count == 2:
      if let asset = Assets.response(request.segments[1]) { return .now(asset) }
    case "favicon.ico" where request.segments.count == 1:
      if let asset = Assets.response("icon.svg") { return .now(asset) }
    case "language" where request.segments.count == 1: return .now(language(request))
    default: break
    }
    let now = clock()
    var (signIn, token) = (SignIn?.none, String?.none)
    if case .known(let found, let given, true) = try doorkeeper.look(request, at: now), found.kind != .token {
      (signIn, token) = (found, given)
    }
    let frame = PageFrame(
      signIn: signIn, csrf: token.map { FrontDesk.csrf(of: $0) } ?? "", isChinese: Self.isChinese(request),
      path: "/" + request.segments.joined(separator: "/"), target: request.target,
      notice: request.cookie("notice").flatMap { RequestReading.decoded($0[...].utf8) }.flatMap {
        $0.isEmpty ? nil : $0
      })
    guard let (route, path) = pages.find(request.segments) else {
      guard request.header("accept")?.contains("text/html") ?? false else {
        return .now(Problem.response(404, "there is nothing at this path"))
      }
      return .now(frame.plain(404, Markup.paragraph(frame.word("There is nothing here.", "此处没有内容。"))))
    }
    if let refused = refused(request, frame, route, path) { return .now(refused) }
    let call = PageCall(
      call: Call(
        signIn: signIn, now: now, isChinese: frame.isChinese, path: path, queries: Self.queries(request),
        body: nil, peer: request.peer, token: token, isSecure: request.isSecure), form: PageForm(),
      target: request.target)
    switch request.method {
    case "GET", "HEAD": return show(route, call, frame)
    default: return try act(request, route, call, frame)
    }
  }

  /// The answer to whoever may not have the page; `nil` to whoever may.
  private func refused(
    _ request: HTTPRequest, _ frame: PageFrame, _ route: PageRoute, _ path: [String: String]
  ) -> HTTPResponse? {
    let methods = route.deeds.isEmpty ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"]
    guard methods.contains(request.method) else {
      var response = frame.plain(
        405, Markup.paragraph(frame.word("This page takes no such request.", "此页面不接受该请求。")))
      response.headers.append(("Allow", methods.joined(separator: ", ")))
      return response
    }
    switch route.access.objection(
      to: frame.signIn, noun: "page", isWrite: request.method == "POST", path: path)
    {
    case nil: return nil
    case .notSignedIn:
      let back = request.method == "POST" ? frame.path : request.target
      return frame.response(
        of: .seeOther("/sign-in?back=\(PageFrame.encoded(back))", notice: nil), isSecure: request.isSecure)
    case .outOfScope:
      return frame.plain(
        403, Markup.paragraph(frame.word("The code opens its exam and nothing else.", "考试码仅可用于该场考试。")))
    case .lacksRole:
      return frame.plain(
        403,
        Markup.paragraph(
          frame.word(
            "This page is for: \(PageWords.list(route.access, isChinese: false)).",
            "此页面仅供：\(PageWords.list(route.access, isChinese: true))。")))
    }
  }

  /// What a query says; one that is not well written says nothing.
  private static func queries(_ request: HTTPRequest) -> [String: String] {
    let pairs = (try? RequestReading.pairs(request.query)) ?? []
    return Dictionary(pairs.map { ($0.name, $0.value) }) { _, last in last }
  }

  private func show(_ route: PageRoute, _ call: PageCall, _ frame: PageFrame) -> HTTPAnswer {
    perform(route.mode, account: frame.signIn?.actor.account) { [clock] counter in
      do {
        let reply = try route.show(call.at(counter, now: clock()))
        return frame.response(of: reply, isSecure: call.call.isSecure)
      } catch { return frame.response(to: error, at: counter.workspace.path) }
    }
  }

  // MARK: Deeds

  private func act(_ request: HTTPRequest, _ route: PageRoute, _ call: PageCall, _ frame: PageFrame) throws
    -> HTTPAnswer
  {
    guard RequestReading.mediaType(request) == "application/x-www-form-urlencoded",
      let form = try? PageForm(request.body),
      let deed = route.deeds.first(where: { $0.name == form["deed"] })
    else {
      return .now(frame.plain(400, Markup.paragraph(frame.word("The form cannot be read.", "表单无法读取。"))))
    }
    guard Self.isSameSite(request),
      call.call.token.map({ Doorkeeper.isOurs(form["csrf"], token: $0) }) ?? true
    else {
      return .now(
        frame.plain(
          403,
          Markup.paragraph(
            frame.word(
              "The form is not of this page, or older than the sign-in. Load the page again.",
              "表单不属于当前页面，或早于本次登录，请重新加载页面。"))))
    }
    let filled = PageCall(call: call.call, form: form, target: call.target)
    return .later { [writer, clerks, clock] reply in
      // A refusal is shown on the page itself, which is drawn by a reader and not where the deed was tried.
      let refusal = Mutex<(any Error)?>(nil)
      let refused = Refused(refusal)
      let work: @Sendable (Counter) -> HTTPResponse = { counter in
        do {
          let done = try deed.run(filled.at(counter, now: clock()))
          return frame.response(of: done, isSecure: call.call.isSecure)
        } catch {
          refused.error.withLock { $0 = error }
          return HTTPResponse(422)
        }
      }
      let answer = HTTPReply { response in
        guard let error = refused.error.withLock({ $0 }) else {
          var response = response
          response.account = frame.signIn?.actor.account
          return reply.send(response)
        }
        let isTaken = clerks.submit(
          .read,
          { Self.again(route, filled.at($0, now: filled.call.now), frame, error, at: $0.workspace.path) },
          reply: reply)
        if !isTaken { reply.send(frame.response(to: error, at: "")) }
      }
      let isTaken =
        switch deed.mode {
        case .write: writer.submit(.init(work: work, reply: answer))
        case .hashing: clerks.submit(.hashing, work, reply: answer)
        case .quickRead, .read, .longWrite: clerks.submit(.longWrite, work, reply: answer)
        }
      if !isTaken {
        var busy = frame.plain(
          503, Markup.paragraph(frame.word("Too many wait for this; try again.", "等待人数过多，请稍后重试。")))
        busy.headers.append(("Retry-After", "2"))
        answer.send(busy)
      }
    }
  }

  private final class Refused: Sendable {
    let error: Mutex<(any Error)?>
    init(_ error: consuming sending Mutex<(any Error)?>) { self.error = error }
  }

  /// The page once more, with what was typed and with why it was refused.
  private static func again(
    _ route: PageRoute, _ call: PageCall, _ frame: PageFrame, _ error: any Error, at path: String
  ) -> HTTPResponse {
    guard case .page(let content)? = try? route.show(call) else {
      return frame.response(to: error, at: path)
    }
    let (status, markup, trouble) = frame.refusal(error, at: path)
    var response = frame.response(status, content, alert: markup)
    response.trouble = trouble
    return response
  }

  /// Whether a browser says that a form came from a page of ours.
  private static func isSameSite(_ request: HTTPRequest) -> Bool {
    if let site = request.header("sec-fetch-site") { return site == "same-origin" || site == "none" }
    guard let origin = request.header("origin") else { return true }
    let host = origin.split(separator: "/").dropFirst().first.map(String.init)
    return host == request.header("host")
  }

  // MARK: The language

  /// Keeps the wanted language, and goes back to where its reader was.
  private func language(_ request: HTTPRequest) -> HTTPResponse {
    let queries = Self.queries(request)
    let wanted = queries["to"] == "zh-Hans" ? "zh-Hans" : "en"
    return HTTPResponse(
      303, contentType: "text/plain; charset=utf-8",
      headers: [
        ("Location", PagePath.own(queries["back"])),
        ("Set-Cookie", "lang=\(wanted); SameSite=Lax; Path=/; Max-Age=31536000"),
      ])
  }
}

/// Where a reader is sent.
enum PagePath {
  /// A path as it was asked for, where it is one of ours; else the start.
  static func own(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else { return "/" }
    return path
  }
}
