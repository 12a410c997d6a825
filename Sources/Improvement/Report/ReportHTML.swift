import Formats

extension ReportPage {
  /// The page for a browser or a printer: whole in itself, light and dark, without scripts.
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(isChinese ? "zh-Hans" : "en")">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(XMLText.escaped(title))</title>
    <style>
    \(Picture.variables)\(Self.style)\(Picture.style)</style>
    </head>
    <body>
    <main>
    <h1>\(XMLText.escaped(title))</h1>
    <p class="note">\(XMLText.escaped(subtitle))</p>
    <nav aria-label="\(isChinese ? "目录" : "contents")"><ul>
    \(parts.map { "<li><a href=\"#h\($0.place)\">\(XMLText.escaped($0.title))</a></li>" }.joined(separator: "\n"))
    </ul></nav>
    \(body)</main>
    </body>
    </html>

    """
  }

  private var body: String {
    var text = ""
    var headings = 0
    for block in blocks {
      switch block {
      case .heading(let level, let title):
        headings += 1
        text += "<h\(level + 1) id=\"h\(headings)\">\(XMLText.escaped(title))</h\(level + 1)>\n"
      case .paragraph(let words): text += "<p>\(XMLText.escaped(words))</p>\n"
      case .missing(let words): text += "<p class=\"missing\">\(XMLText.escaped(words))</p>\n"
      case .list(let items):
        text += "<ul>\n" + items.map { "<li>\(XMLText.escaped($0))</li>\n" }.joined() + "</ul>\n"
      case .table(let table): text += Self.html(table)
      case .picture(let picture):
        text +=
          "<figure>\n\(picture.svg)<figcaption><strong>\(XMLText.escaped(picture.title))</strong> \(XMLText.escaped(picture.description))</figcaption>\n</figure>\n"
      }
    }
    return text
  }

  private static func html(_ table: Table) -> String {
    // A short table stays on one page of paper.
    let name = table.rows.count <= 12 ? "table short" : "table"
    var text =
      "<div class=\"\(name)\" tabindex=\"0\"><table>\n<caption>\(XMLText.escaped(table.caption))</caption>\n<thead><tr>"
    for column in table.columns {
      text +=
        "<th scope=\"col\"\(column.isNumber ? " class=\"number\"" : "")>\(XMLText.escaped(column.title))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>"
      for (place, cell) in row.enumerated() {
        let isNumber = place < table.columns.count && table.columns[place].isNumber
        let escaped = XMLText.escaped(cell)
        text +=
          place == 0
          ? "<th scope=\"row\">\(escaped)</th>" : "<td\(isNumber ? " class=\"number\"" : "")>\(escaped)</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n"
  }

  private static let style = """
    @page{size:A4;margin:18mm 16mm}
    body{font:16px/1.55 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper);margin:0}
    main{max-width:48rem;margin:2rem auto;padding:0 1rem}
    h1{font-size:1.8rem;line-height:1.25;margin:0 0 .25rem}
    h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-top:.5rem;border-top:2px solid var(--ink)}
    h3{font-size:1.1rem;margin:1.75rem 0 .5rem}
    p,li{max-width:42rem}
    a{color:inherit}
    .note,figcaption,caption{color:var(--muted)}
    .missing{border-left:4px solid var(--other);padding:.25rem .75rem}
    .table{overflow-x:auto;margin:1rem 0 1.5rem}
    table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;padding-bottom:.35rem}
    th,td{padding:.3rem 1rem .3rem 0;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top;font-weight:normal}
    thead th{border-bottom:2px solid var(--ink);font-weight:bold;vertical-align:bottom}
    th:last-child,td:last-child{padding-right:0}
    .number{text-align:right;white-space:nowrap}
    nav ul{list-style:none;padding:0;columns:2}
    figure{margin:1.25rem 0 1.75rem}
    figcaption{font-size:.9rem}
    @media print{
    body{font-size:10.5pt}
    main{max-width:none;margin:0;padding:0}
    nav{display:none}
    h2,h3,caption{break-after:avoid}
    tr,figure{break-inside:avoid}
    thead{display:table-header-group}
    tbody tr:first-child{break-before:avoid}
    .short{break-inside:avoid}
    th,td{padding-top:.15rem;padding-bottom:.15rem}
    .table{overflow:visible}
    }

    """
}
