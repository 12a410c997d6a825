import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

/// A quarter's findings in words, part by part, in one of the two languages.
package struct QuarterReportText {
  let findings: QuarterFindings
  let isChinese: Bool

  var now: QuarterFigures { findings.now }
  var quarter: Quarter { findings.now.quarter }

  package init(_ findings: QuarterFindings, isChinese: Bool) {
    self.findings = findings
    self.isChinese = isChinese
  }

  /// The six parts: overview, data, analysis, measures, conclusion, appendix.
  package var page: ReportPage {
    ReportPage(
      title: w("Service quality in \(quarter)", "\(quarter) 服务质量报告"),
      subtitle: w(
        "Made by Merit from the workspace as it stood on \(findings.today); every figure comes from recorded evidence.",
        "由 Merit 依据工作区 \(findings.today) 的数据生成；所有数字均来自已登记的证据。"),
      isChinese: isChinese, blocks: overview + data + analysis + measures + conclusion + appendix)
  }

  // MARK: Words and figures

  func w(_ en: String, _ zh: String) -> String { isChinese ? zh : en }
  func w(_ words: Words) -> String { words.text(chinese: isChinese) }

  func text(_ score: Score?) -> String { score?.description ?? "–" }

  /// With two decimals, half away from zero; "–" of none.
  func text(_ value: Double?) -> String {
    guard let value, value.isFinite, abs(value) < 1e12 else { return "–" }
    return decimalText(Int((value * 100).rounded()), places: 2)
  }

  /// With its sign.
  func signed(_ value: Double?) -> String {
    let text = text(value)
    return value.map { $0 > 0 } ?? false ? "+\(text)" : text
  }

  func range(_ interval: (low: Double, high: Double)?) -> String {
    interval.map { "\(text($0.low)) – \(text($0.high))" } ?? "–"
  }

  func range(_ interval: (low: Score, high: Score)?) -> String {
    interval.map { "\($0.low) – \($0.high)" } ?? "–"
  }

  /// A share in per cent.
  func percent(_ share: Proportion) -> String { text(share.estimate.map { $0 * 100 }) }

  func percentRange(_ share: Proportion) -> String {
    range(share.wilson().map { (low: $0.low * 100, high: $0.high * 100) })
  }

  func list(_ names: [String]) -> String { names.joined(separator: isChinese ? "、" : ", ") }

  typealias Block = ReportPage.Block
  typealias Table = ReportPage.Table
  typealias Column = ReportPage.Table.Column
}
