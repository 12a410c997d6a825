import Formats
import HTTP
import Workforce
import Workspace

/// What stands around a page for whoever asks: name, links, language, what was done, and why something was not.
struct PageFrame: Sendable {
  let signIn: SignIn?
  let csrf: String
  let isChinese: Bool
  let path: String
  /// The path with its query, as it came.
  let target: String
  /// Said once at the top: it comes with a cookie that the page takes back.
  let notice: String?

  func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  /// - Parameter alert: why something was not done, escaped already.
  func response(_ status: Int, _ content: PageContent, alert: String? = nil) -> HTTPResponse {
    var page = ServedPage(
      isChinese: isChinese, title: content.title,
      body: (alert.map { "<div class=\"alert\" role=\"alert\">\($0)</div>\n" } ?? "") + content.body)
    if let signIn {
      page.visitor = (signIn.actor.account, csrf)
      page.links = signIn.kind == .code ? [] : PageBook.links(for: signIn.actor, isChinese: isChinese)
    }
    page.path = path
    page.target = target
    page.script = content.script
    page.notice = notice
    var response = page.response(status)
    response.account = signIn?.actor.account
    if notice != nil { response.headers.append(Self.cookie(notice: nil)) }
    return response
  }

  /// The answer that a page's work comes to.
  func response(of reply: PageReply, isSecure: Bool) -> HTTPResponse {
    switch reply {
    case .page(let content): return response(200, content)
    case .done: return HTTPResponse(204)
    case .seeOther(let path, let notice, let headers):
      var all: [(name: String, value: String)] = [("Location", path)] + headers
      if let notice { all.append(Self.cookie(notice: notice)) }
      return HTTPResponse(303, contentType: "text/plain; charset=utf-8", headers: all)
    case .file(let bytes, let type, let name):
      var headers = ServedPage.headers
      if let name { headers.append(("Content-Disposition", "attachment; filename=\"\(name)\"")) }
      return HTTPResponse(200, contentType: type, headers: headers, body: bytes)
    }
  }

  /// What was done, for the next page to say, or the cookie that takes it back.
  static func cookie(notice: String?) -> (name: String, value: String) {
    (
      "Set-Cookie",
      "notice=\(PageFrame.encoded(notice ?? "")); HttpOnly; SameSite=Strict; Path=/; Max-Age=\(notice == nil ? 0 : 60)"
    )
  }

  /// A text as it stands in a query or a cookie.
  static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
  }

  // MARK: Errors

  /// Why a desk refused, in markup, and with which status.
  func refusal(_ error: any Error, at path: String) -> (status: Int, markup: String, trouble: String?) {
    switch error {
    case let wait as Throttled:
      return (
        429,
        Markup.paragraph(
          word(
            "Too many wrong attempts; try again in \(wait.seconds) seconds.",
            "尝试次数过多，请在 \(wait.seconds) 秒后重试。")), nil
      )
    case is WrongPassword:
      return (401, Markup.paragraph(word("Account or password is wrong.", "账号或密码不正确。")), nil)
    default: break
    }
    let problem = Problem.response(for: error, at: path)
    if problem.status == 500 {
      return (
        500,
        Markup.paragraph(
          word(
            "Something went wrong here; the administrator finds it in the log.", "系统出错，管理员可在日志中查看。")),
        problem.trouble
      )
    }
    return (problem.status, words(of: error), nil)
  }

  private func words(of error: any Error) -> String {
    // Desks refuse in English.
    let (lead, language) = isChinese ? ("<p>未能完成：</p>\n", " lang=\"en\"") : ("", "")
    if let faults = error as? Faults {
      let items = faults.list.prefix(20).map { "<li>\(XMLText.escaped($0.message))</li>" }
      return "\(lead)<ul\(language)>\(items.joined())</ul>"
    }
    guard let refusal = error as? Refusal else {
      return Markup.paragraph(word("The workspace is busy; try again.", "系统繁忙，请重试。"))
    }
    // A remedy that names a command is for a terminal.
    let text = refusal.withoutCommands
    return "\(lead)<p\(language)>\(XMLText.escaped(text.prefix(1).uppercased() + text.dropFirst())).</p>"
  }

  /// A page for what cannot be shown.
  func response(to error: any Error, at path: String) -> HTTPResponse {
    let (status, markup, trouble) = refusal(error, at: path)
    var response = plain(status, markup)
    response.trouble = trouble
    return response
  }

  /// A page that only says something.
  func plain(_ status: Int, _ markup: String) -> HTTPResponse {
    let titles = [
      403: word("Not for this account", "无权访问"), 404: word("Not here", "页面不存在"),
      405: word("Not so", "操作不被允许"), 500: word("A fault of ours", "系统错误"),
    ]
    return response(
      status,
      PageContent(
        title: titles[status] ?? word("That did not work", "操作未完成"),
        body: "\(markup)\n<p>\(Markup.link("/", word("To the start", "返回首页")))</p>"))
  }
}
