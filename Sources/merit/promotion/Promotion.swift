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
    options: [Option("--all", en: "everybody, with what fails", zh: "列出所有人及未达条件")],
    en: "show whom the rules propose, and what others lack", zh: "查看晋级建议",
    example: "merit promotion list 2026Q3 --all"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let lists = try PayDesk(try session.occasion(readOnly: true)).promotions(in: quarter)
    session.report(
      .array(
        lists.map { scheme, proposals in
          .object([
            ("scheme", .string(scheme.head.id)), ("version", .int(scheme.head.version)),
            ("step", .string(session.word(scheme.step))),
            ("vacancies", .int(scheme.vacancies)),
            (
              "people",
              .array(
                proposals.map { proposal in
                  .object([
                    ("staff", .string(proposal.person.staff)),
                    ("total", proposal.person.total?.json ?? .null), ("eligible", .bool(proposal.isEligible)),
                    ("rank", .optional(proposal.rank)), ("proposed", .bool(proposal.isProposed)),
                    (
                      "conditions",
                      .array(
                        proposal.conditions.map {
                          .object([
                            ("id", .string($0.id)), ("what", .string(session.word($0.what))),
                            ("met", .bool($0.isMet)), ("found", .string($0.found)),
                          ])
                        })
                    ),
                  ])
                })
            ),
          ])
        })
    ) {
      for (scheme, proposals) in lists {
        let eligible = proposals.filter(\.isEligible)
        session.say("\(session.word(scheme.head.title))  \(scheme.head.id) v\(scheme.head.version)")
        session.say(
          session.word(
            "\(eligible.count) of \(proposals.count) meet every condition; \(scheme.vacancies) places; a named person decides",
            "\(proposals.count) 人中 \(eligible.count) 人满足全部条件；名额 \(scheme.vacancies)；由具名负责人决定"))
        var table = AlignedTable(
          [
            session.word("rank", "名次"), session.word("id", "工号"), session.word("name", "姓名"),
            session.word("total", "总分"), session.word("proposed", "建议"), session.word("lacks", "未达条件"),
          ],
          numbers: [0, 3])
        for proposal in input.flag("--all") ? proposals : eligible {
          let lacking = proposal.conditions.filter { !$0.isMet }.map {
            "\(session.word($0.what)): \($0.found)"
          }.joined(separator: "; ")
          table.add([
            proposal.rank.map(String.init) ?? "–", proposal.person.staff, proposal.person.name,
            proposal.person.total?.description ?? "–",
            proposal.isProposed ? session.word("yes", "是") : session.word("no", "否"), lacking,
          ])
        }
        session.show(table)
      }
    }
    return .done
  }
}
