import Competitions
import Formats
import Workspace

extension HonoursDesk.Honour {
  /// What an entrant comes out with, in one language, for programs.
  package static let form = JSONForm<(honour: HonoursDesk.Honour, isChinese: Bool)>([
    .optionalInteger("rank") { $0.honour.result.rank }, .text("entrant") { $0.honour.result.entrant },
    .optionalText("total") { $0.honour.result.total },
    .optionalText("award") { one in one.honour.award?.title.map { $0.text(chinese: one.isChinese) } },
    .score("points") { $0.honour.result.points }, .texts("certificates") { $0.honour.certificates },
  ])
}
