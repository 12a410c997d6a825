import Formats
import Performance
import Workspace

/// Whom a promotion scheme proposes, and what the others lack.
struct PromotionView {
  private let list: PromotionDesk.List
  private let all: Bool
  private let quarter: Quarter
  private let call: PageCall

  init(_ list: PromotionDesk.List, all: Bool, quarter: Quarter, _ call: PageCall) {
    self.list = list
    self.all = all
    self.quarter = quarter
    self.call = call
  }

  var markup: String {
    let eligible = list.proposals.count(where: \.isEligible)
    let places = list.places.count.map { call.word("\($0) places; ", "名额 \($0)；") } ?? ""
    let shown = list.proposals.filter { proposal in
      all || proposal.isEligible || list.decisions[proposal.person.staff] != nil
    }
    return Markup.section(
      call.word(list.scheme.head.title),
      Markup.paragraph(
        call.word(
          "\(eligible) of \(list.proposals.count) meet every condition; \(places)a named person decides.",
          "\(list.proposals.count) 人中 \(eligible) 人满足全部条件；\(places)由具名负责人决定。"))
        + Markup.table(
          "\(call.word(list.scheme.head.title)): \(quarter)",
          [
            call.word("person", "员工"), call.word("rank", "名次"), call.word("total", "总分"),
            call.word("proposed", "建议"), call.word("decided", "决定"), call.word("lacks", "未达条件"),
          ], numbers: [1, 2], shown.prefix(300).map(row),
          empty: call.word("Nobody meets every condition.", "暂无满足全部条件的人员。")))
  }

  private func row(_ proposal: PromotionProposal) -> [Markup.Cell] {
    let person = proposal.person
    let lacking = proposal.conditions.filter { !$0.isMet }.map {
      "\(call.word($0.what)): \(call.word($0.found))" + ($0.remedy.map { " → \(call.word($0))" } ?? "")
    }
    return [
      .markup(
        Markup.link("/sheet/\(quarter)/\(PageFrame.encoded(person.staff))", "\(person.staff) \(person.name)")),
      .number(proposal.rank.map(String.init) ?? "–"), .number(person.total?.description ?? "–"),
      .markup(
        Markup.badge(call.word(PageWords.yes(proposal.isProposed)), proposal.isProposed ? "good" : "")),
      .text(list.decisions[person.staff].map { call.word($0.verdict.words) } ?? "–"),
      .text(lacking.joined(separator: call.word("; ", "；"))),
    ]
  }
}
