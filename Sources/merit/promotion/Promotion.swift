import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let promotionImport = Verb(
    "promotion", "import", arguments: ["FILE"], options: intake, en: "take in grades from before Merit",
    zh: "导入历史等级", example: "merit promotion import grades.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: EarlierGrade.shape)
    session.report(try QuarterDesk(try session.occasion()).importGrades(table, options: input.intake()))
    return .done
  }

  static let promotionList = Verb(
    "promotion", "list", arguments: ["Q"],
    options: [
      Option("--all", en: "everybody, with what fails", zh: "列出所有人及未达条件"),
      Option("--scheme", "ID", en: "only this scheme", zh: "仅该方案"),
      Option("--staff", "ID", en: "only this person", zh: "仅该员工"),
    ],
    en: "show whom the rules propose, and what others lack", zh: "查看晋级建议",
    example: "merit promotion list 2026Q3 --all"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let desk = PromotionDesk(try session.occasion(readOnly: true))
    let staff = input.value("--staff")
    let lists = try desk.lists(in: quarter, scheme: input.value("--scheme"))
    session.report(
      PromotionDesk.List.form.json(
        lists.map { list in
          (list, list.proposals.filter { staff == nil || $0.person.staff == staff }, session.isChinese)
        })
    ) {
      for list in lists {
        let shown = list.proposals.filter { proposal in
          staff == nil
            ? input.flag("--all") || proposal.isEligible || list.decisions[proposal.person.staff] != nil
            : proposal.person.staff == staff
        }
        PromotionText.show(list, shown, session)
      }
    }
    return .done
  }

  static let promotionShow = Verb(
    "promotion", "show", arguments: ["STAFF", "Q"],
    en: "show a person each condition: what holds, what fails and by how much, and what would make it true",
    zh: "查看个人各项条件：是否满足、差多少、如何满足", example: "merit promotion show E0005 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(1))
    let desk = PromotionDesk(try session.occasion(readOnly: true))
    let lists = try desk.standing(of: input.argument(0), in: quarter)
    session.report(PromotionDesk.List.form.json(lists.map { ($0, $0.proposals, session.isChinese) })) {
      if lists.isEmpty {
        session.say(
          session.word("no promotion scheme is for the post of \(input.argument(0))", "该员工岗位没有晋级方案"))
      }
      for list in lists {
        for proposal in list.proposals { PromotionText.show(proposal, list, session) }
      }
    }
    return .done
  }
}
