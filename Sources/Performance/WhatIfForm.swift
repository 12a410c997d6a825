import Formats
import Workspace

extension WhatIfDesk.Study {
  package static let form = JSONForm<WhatIfDesk.Study>([
    .object("now", QuarterDesk.Summary.form) { $0.now },
    .object("then", QuarterDesk.Summary.form) { $0.then },
    .integer("gainers") { $0.gainers }, .integer("losers") { $0.losers },
    .integer("regraded") { $0.regraded }, .list("people", personForm) { $0.people },
  ])

  private static let personForm = JSONForm<WhatIfDesk.Person>([
    .text("staff") { $0.id }, .optionalScore("total_now") { $0.now.assessment.total },
    .optionalScore("total_then") { $0.then.assessment.total },
    .optionalText("grade_now") { $0.now.assessment.grade },
    .optionalText("grade_then") { $0.then.assessment.grade }, .money("bonus_now") { $0.now.bonus },
    .money("bonus_then") { $0.then.bonus }, .money("difference") { $0.difference },
  ])
}
