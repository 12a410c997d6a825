import Formats
import Improvement
import Workspace

extension Route {
  /// Reports over everything.
  static let report: [Route] = [
    Route(
      "GET", "/report/quality/{quarter:quarter}", "report.quality",
      "The quality report of a quarter: overview, data, analysis, measures, conclusion, appendix",
      .roles(.hr),
      .read,
      query: [
        .init("format", .choice(["html", "markdown"]), "html unless said"), .scorecard,
        .init("scheme", .name, "the needs scheme; \(NeedsDesk.standard) unless said"),
      ], answer: .file(["text/html", "text/markdown"])
    ) { call in
      let quarter = try call.quarter()
      let findings = try QuarterReportDesk(try call.occasion).findings(
        in: quarter, scorecard: call.scorecard, needs: call.query("scheme") ?? NeedsDesk.standard)
      let page = QuarterReportText(findings, isChinese: call.isChinese).page
      return call.query("format") == "markdown"
        ? .file(
          Array(page.markdown.utf8), type: "text/markdown; charset=utf-8", name: "quality-\(quarter).md")
        : .file(Array(page.html.utf8), type: "text/html; charset=utf-8", name: "quality-\(quarter).html")
    }
  ]
}
