import Exams
import Formats
import Statistics

/// How the questions of an exam did, with what deserves a look first.
struct ItemAnalysisView {
  private let analysis: ExamAnalysis
  private let call: PageCall

  init(_ analysis: ExamAnalysis, _ call: PageCall) {
    self.analysis = analysis
    self.call = call
  }

  var markup: String {
    Markup.facts([
      (call.word("Sittings", "人次"), "\(analysis.sittings)"),
      (call.word("Mean, %", "平均，%"), PageWords.figure(analysis.meanShare.map { $0 * 100 }, 2)),
      (call.word("Standard deviation, %", "标准差，%"), PageWords.figure(analysis.deviation.map { $0 * 100 }, 2)),
      (call.word("Cronbach's alpha", "信度 α"), PageWords.figure(analysis.alpha, 3)),
      (call.word("Standard error, %", "标准误，%"), PageWords.figure(analysis.standardError, 2)),
    ]) + flagged + Markup.section(call.word("Every question", "全部题目"), table) + options
  }

  private var flagged: String {
    let items = analysis.items.compactMap { item -> String? in
      let flags = Self.flags(item)
      if flags.isEmpty { return nil }
      let words = flags.map { call.word($0.words) }.joined(separator: call.word("; ", "；"))
      return "<li><strong>\(Markup.escaped(item.question.id))</strong>: \(Markup.escaped(words))</li>"
    }
    let few = analysis.items.count { item in
      item.flags.contains { if case .fewSittings = $0 { true } else { false } }
    }
    let care =
      few == 0
      ? ""
      : Markup.paragraph(
        call.word(
          "\(few) questions were answered by few people: take their figures with care.",
          "\(few) 题作答人数较少，统计仅供参考。"),
        kind: "note")
    return items.isEmpty
      ? care
      : Markup.section(
        call.word("What deserves a look", "值得关注"), care + "<ul>\(items.joined(separator: "\n"))</ul>")
  }

  /// What there is to look at in a question, but for how few answered it.
  private static func flags(_ item: ExamAnalysis.Item) -> [ExamAnalysis.Flag] {
    item.flags.filter { if case .fewSittings = $0 { false } else { true } }
  }

  private var table: String {
    let rows = analysis.items.map { item in
      let figures = item.figures
      return [
        Markup.Cell.markup(
          Markup.escaped(item.question.id)
            + (Self.flags(item).isEmpty ? "" : " " + Markup.badge(call.word("look", "关注"), "bad"))),
        .number("\(figures.count)"), .number(PageWords.figure(figures.facility, 3)),
        .number(PageWords.figure(figures.discrimination, 3)),
        .number(PageWords.figure(figures.discriminationError, 3)),
        .number(PageWords.figure(figures.efficiency, 1)), .number(PageWords.figure(item.effectiveWeight, 1)),
      ]
    }
    return Markup.table(
      call.word("Figures of each question", "各题统计"),
      [
        call.word("question", "题目"), "n", call.word("facility", "得分率"), call.word("discrimination", "区分度"),
        "±", call.word("efficiency, %", "效率，%"), call.word("weight, %", "有效权重，%"),
      ], numbers: [1, 2, 3, 4, 5, 6], rows, empty: call.word("Nobody has submitted yet.", "尚无人交卷。"))
  }

  private var options: String {
    let all = analysis.items.filter { !$0.options.isEmpty }.map { item in
      let rows = item.options.map { option in
        [
          Markup.Cell.markup(
            Markup.escaped("\(option.letter)  \(option.text)")
              + (option.isKey ? " " + Markup.badge(call.word("key", "答案"), "good") : "")),
          .number("\(option.count)"), .number("\(option.upper)"), .number("\(option.lower)"),
        ]
      }
      let table = Markup.table(
        call.word("Options of \(item.question.id)", "\(item.question.id) 各选项"),
        [
          call.word("option", "选项"), "n", call.word("best 27 %", "高分组"), call.word("worst 27 %", "低分组"),
        ], numbers: [1, 2, 3], rows, empty: "–")
      return "<details><summary>\(Markup.escaped(item.question.id))</summary>\n\(table)</details>"
    }
    return all.isEmpty
      ? "" : Markup.section(call.word("Which options were chosen", "选项分布"), all.joined(separator: "\n"))
  }
}
