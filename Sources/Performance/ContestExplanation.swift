import Competitions
import Formats
import Workspace

/// Where the points of a place in a contest come from: the stages, and in them the judges' marks.
struct ContestExplanation {
  private let occasion: Occasion

  init(_ occasion: Occasion) { self.occasion = occasion }

  func explanation(of earned: FinalRecords.Points) throws -> Explanation {
    let contest = try CompetitionDesk(occasion).contest(earned.contest)
    let marks = try CompetitionRecords(occasion.database).marks(of: earned.contest)
    let groups = try EntryRecords(occasion.database).groups(of: earned.contest)
    let standing = Ranking.standings(contest, marks: marks, groups: groups)
      .first { $0.entrant == earned.entrant }
    let stages = zip(contest.stages, standing?.stages ?? []).map { stage, result in
      Explanation(
        stage.title, value: result.panel?.text(places: 4), unit: Explanation.points,
        rule: Words(
          en: "panel of the marks, weight \(stage.weight)", zh: "评委会合成分，权重 \(stage.weight)"),
        from: marks.filter { $0.stage == stage.id && $0.entrant == earned.entrant }.map { mark in
          let about = mark.criterion.isEmpty ? "" : ", \(mark.criterion)"
          return Explanation(
            Words(en: "judge \(mark.judge)\(about)", zh: "评委 \(mark.judge)\(about)"),
            value: decimalText(mark.mark, places: JudgeMark.places), unit: Explanation.points,
            source: ("mark", "\(contest.head.id)/\(stage.id)/\(mark.entrant)/\(mark.judge)"))
        })
    }
    let total = standing?.total?.text(places: 4) ?? "–"
    return Explanation(
      Words(en: "rank \(earned.rank)", zh: "第\(earned.rank)名"), value: "\(earned.points)",
      unit: Explanation.points,
      rule: Words(en: "award of the rank; total \(total)", zh: "按名次加分；总分 \(total)"),
      scheme: contest.head.id, version: contest.head.version, from: stages,
      source: ("contest", earned.contest))
  }
}
