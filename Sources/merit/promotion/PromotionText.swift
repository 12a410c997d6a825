import Formats
import Performance
import Terminal
import Workspace

/// How proposals for steps are shown, to people.
enum PromotionText {
  /// The list as a table: the ranked with their decisions, the others with what they lack.
  static func show(_ list: PromotionDesk.List, _ shown: [PromotionProposal], _ session: Session) {
    let scheme = list.scheme
    session.say("\(session.word(scheme.head.title))  \(scheme.head.id) v\(scheme.head.version)")
    let eligible = list.proposals.count(where: \.isEligible)
    let places =
      list.places.count.map {
        (
          list.places.bySite.isEmpty
            ? "\($0) \($0 == 1 ? "place" : "places"); " : "\($0) places, some by site; ", "名额 \($0)；"
        )
      } ?? ("", "")
    session.say(
      session.word(
        "\(eligible) of \(list.proposals.count) meet every condition; \(places.0)a named person decides",
        "\(list.proposals.count) 人中 \(eligible) 人满足全部条件；\(places.1)由具名负责人决定"))
    var table = AlignedTable(
      [
        session.word("rank", "名次"), session.word("id", "工号"), session.word("name", "姓名"),
        session.word("total", "总分"), session.word("proposed", "建议"), session.word("decided", "决定"),
        session.word("lacks", "未达条件"),
      ],
      numbers: [0, 3])
    for proposal in shown {
      let lacking = proposal.conditions.filter { !$0.isMet }.map {
        "\(session.word($0.what)): \(session.word($0.found))"
          + ($0.remedy.map { " → \(session.word($0))" } ?? "")
      }.joined(separator: "; ")
      table.add([
        proposal.rank.map(String.init) ?? "–", proposal.person.staff, proposal.person.name,
        proposal.person.total?.description ?? "–",
        proposal.isProposed ? session.word("yes", "是") : session.word("no", "否"),
        list.decisions[proposal.person.staff].map { session.word($0.verdict.words) } ?? "–", lacking,
      ])
    }
    if !shown.isEmpty { session.show(table) }
  }

  /// One person's conditions, a line each.
  static func show(_ proposal: PromotionProposal, _ list: PromotionDesk.List, _ session: Session) {
    let scheme = list.scheme
    session.say(
      "\(proposal.person.staff)  \(proposal.person.name)  \(session.word(scheme.head.title))  \(scheme.head.id) v\(scheme.head.version)"
    )
    var table = AlignedTable([
      session.word("holds", "满足"), session.word("condition", "条件"), session.word("found", "现状"),
      session.word("what would make it true", "如何满足"),
    ])
    for condition in proposal.conditions {
      table.add([
        condition.isMet ? session.word("yes", "是") : session.word("no", "否"), session.word(condition.what),
        session.word(condition.found), condition.remedy.map { session.word($0) } ?? "",
      ])
    }
    session.show(table)
    let proposed = proposal.isProposed ? session.word("proposed", "建议") : session.word("not proposed", "不建议")
    let places = list.places.count ?? 0
    session.say(
      proposal.rank.map {
        session.word(
          "rank \($0) for \(places) \(places == 1 ? "place" : "places"), \(proposed)",
          "名次 \($0)，名额 \(places)，\(proposed)")
      } ?? proposed)
    if let decision = list.decisions[proposal.person.staff] {
      session.say(
        session.word(
          "decided by \(decision.by): \(decision.verdict.words.en)\(decision.reason.map { ", \($0)" } ?? "")",
          "\(decision.by) 决定：\(decision.verdict.words.zh)\(decision.reason.map { "，\($0)" } ?? "")"))
    }
  }
}
