import Formats
import Improvement
import Terminal
import Workspace

extension Verb {
  static let reportQuality = Verb(
    "report", "quality", arguments: ["QUARTER"],
    options: [
      Option("--format", "html|markdown", en: "html unless said", zh: "格式，默认 html"),
      Option("--out", "FILE", en: "write it there; else it is printed", zh: "输出文件，否则打印"), scorecardOption,
      needsScheme,
    ],
    en: "the quality report of a quarter: overview, data, analysis, measures, conclusion, appendix",
    zh: "季度质量报告：概述、数据、分析、措施、结论、附录",
    example: "merit report quality 2026Q3 --out quality-2026Q3.html"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let format = input.value("--format") ?? "html"
    guard ["html", "markdown"].contains(format) else {
      throw Refusal(.usage, "'\(format)' is no format", "write html or markdown")
    }
    let findings = try QuarterReportDesk(try session.occasion(readOnly: true)).findings(
      in: quarter, scorecard: input.value("--scorecard") ?? "hotline-call",
      needs: input.value("--scheme") ?? NeedsDesk.standard)
    let page = QuarterReportText(findings, isChinese: session.isChinese).page
    let text = format == "html" ? page.html : page.markdown
    guard let path = input.value("--out") else {
      session.report(.object([("format", .string(format)), ("text", .string(text))])) {
        Screen.write(text)
      }
      return .done
    }
    try session.write(Array(text.utf8), to: path)
    session.report(
      .object([("format", .string(format)), ("file", .string(path)), ("bytes", .int(text.utf8.count))])
    ) {
      session.say(
        session.word(
          "the report of \(quarter) stands in '\(path)'", "\(quarter) 报告已写入 \(path)"))
    }
    return .done
  }
}
