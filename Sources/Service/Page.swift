import Formats

/// A page for a browser: whole in itself, without scripts, and escaped.
struct Page {
  let language: String
  let title: String
  /// Seconds after which a browser loads it again; `nil` for never.
  let refresh: Int?
  let style: String
  /// Markup, escaped already.
  let body: String

  init(isChinese: Bool, title: String, refresh: Int? = nil, style: String = "", body: String) {
    language = isChinese ? "zh-Hans" : "en"
    self.title = title
    self.refresh = refresh
    self.style = style
    self.body = body
  }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(language)">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    \(refresh.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? "")
    <title>\(XMLText.escaped(title))</title>
    <style>
    body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", sans-serif; color: #1b2430;
           background: #fff; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: .4rem .6rem; border-bottom: 1px solid #d8dee6; text-align: left; }
    th { border-bottom: 2px solid #1b2430; }
    .number { text-align: right; }
    .note { color: #4a5768; }
    \(style)
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }
}
