import Formats
import HTTP

/// A page of the endpoint: the frame that all have, with one style sheet and, where one is needed, one script, both from here.
struct ServedPage {
  /// A link of the page's head.
  struct Link {
    let path: String
    let title: String

    init(_ path: String, _ title: String) {
      self.path = path
      self.title = title
    }
  }

  let isChinese: Bool
  let title: String
  /// Who is signed in, and what a change must send along; `nil` for a visitor.
  var visitor: (name: String, csrf: String)?
  var links: [Link] = []
  /// The path that the page is at, which is marked among the links.
  var path = ""
  /// The path with its query, as it was asked for: where a reader comes back to.
  var target = "/"
  /// The name of a script among the assets.
  var script: String?
  /// What was done just now, said at the top.
  var notice: String?
  /// Markup, escaped already.
  let body: String

  private func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  /// What a browser may do with it: nothing from elsewhere, nothing inline.
  static let policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  static let headers: [(name: String, value: String)] = [
    ("Content-Security-Policy", policy), ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"),
  ]

  func response(_ status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status, contentType: "text/html; charset=utf-8", headers: Self.headers, body: Array(html.utf8))
  }

  private var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(isChinese ? "zh-Hans" : "en")">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    \(visitor.map { "<meta name=\"csrf\" content=\"\($0.csrf)\">" } ?? "")
    <title>\(XMLText.escaped(title)) · Merit</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/style.css">
    \(script.map { "<script src=\"/assets/\($0)\" defer></script>" } ?? "")
    </head>
    <body>
    <a class="skip" href="#main">\(word("To the content", "跳到正文"))</a>
    <header>
    <a class="brand" href="/">Merit</a>
    \(navigation)
    \(account)
    </header>
    <main id="main" tabindex="-1">
    \(notice.map { "<p class=\"notice\" role=\"status\">\(XMLText.escaped($0))</p>" } ?? "")
    <h1>\(XMLText.escaped(title))</h1>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  private var navigation: String {
    guard !links.isEmpty else { return "" }
    let items = links.map { link in
      "<li><a href=\"\(XMLText.escaped(link.path))\"\(link.path == path ? " aria-current=\"page\"" : "")>\(XMLText.escaped(link.title))</a></li>"
    }
    return
      "<nav aria-label=\"\(word("Main", "主导航"))\"><ul>\(items.joined())</ul></nav>"
  }

  private var signIn: String {
    path == "/sign-in" ? "" : "<a href=\"/sign-in\">\(word("Sign in", "登录"))</a>"
  }

  private var account: String {
    let other = isChinese ? ("en", "English") : ("zh-Hans", "中文")
    let language =
      "<a href=\"/language?to=\(other.0)&amp;back=\(PageFrame.encoded(target))\" lang=\"\(other.0)\" hreflang=\"\(other.0)\">\(other.1)</a>"
    guard let visitor else { return "<div class=\"account\">\(language) \(signIn)</div>" }
    return """
      <div class="account">\(language)
      <form method="post" action="/sign-out"><input type="hidden" name="csrf" value="\(visitor.csrf)"><input type="hidden" name="deed" value="close">
      <a href="/account">\(XMLText.escaped(visitor.name))</a> <button class="plain">\(word("Sign out", "退出"))</button></form>
      </div>
      """
  }
}
