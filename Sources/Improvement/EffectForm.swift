import Formats
import Statistics
import Workspace

extension TrainingEffect {
  /// An effect, and how many rows with a gap were left out of it.
  package typealias Counted = (effect: TrainingEffect, dropped: Int)

  package static let form = JSONForm<Counted>([
    .integer("n") { $0.effect.n }, .integer("dropped") { $0.dropped },
    .optionalObject("did", differenceForm) { $0.effect.differences },
    .object("paired", pairedForm) { $0.effect }, .object("hake", gainForm) { $0.effect },
  ])

  private static let differenceForm = JSONForm<DifferenceInDifferences>([
    .figure("estimate") { $0.estimate }, .figure("se_cluster") { $0.error },
    .interval("ci95") { $0.interval },
  ])

  private static let pairedForm = JSONForm<TrainingEffect>([
    .integer("n") { $0.paired.n }, .figure("mean_diff") { $0.paired.mean },
    .figure("sd_diff") { $0.paired.spread }, .figure("t") { $0.paired.t },
    .optionalInteger("df") { $0.paired.freedom }, .figure("p") { $0.paired.p },
    .interval("ci95") { $0.paired.interval }, .figure("d_z") { $0.paired.dz },
    .figure("d_av") { $0.paired.dav },
  ])

  private static let gainForm = JSONForm<TrainingEffect>([
    .figure("class_gain") { $0.classGain }, .figure("mean_individual_gain") { $0.meanGain },
  ])
}

extension EffectDesk.Report {
  package static let form = JSONForm<EffectDesk.Report>([
    .text("course") { $0.course }, .integer("enrolled") { $0.enrolled },
    .integer("completed") { $0.completed },
    .object("reaction", reactionForm) { $0.reaction },
    .optionalObject("learning", TrainingEffect.form) { report in report.learning.map { ($0, 0) } },
    .object("behaviour", changeForm) { $0.behaviour }, .object("results", changeForm) { $0.results },
    .optionalObject("needs", needsForm) { $0.needs },
  ])

  private static let reactionForm = JSONForm<EffectDesk.Reaction>([
    .integer("responses") { $0.responses }, .figure("content") { $0.content },
    .figure("teaching") { $0.teaching }, .figure("usefulness") { $0.usefulness },
    .texts("comments") { $0.comments },
  ])

  private static let changeForm = JSONForm<EffectDesk.Change>([
    .quarter("before") { $0.before }, .quarter("after") { $0.after }, .integer("unmatched") { $0.unmatched },
    .object("effect", TrainingEffect.form) { ($0.effect, 0) },
  ])

  private static let needsForm = JSONForm<NeedOutcome>(
    [.quarter("quarter") { $0.quarter }, .integer("needs") { $0.lines.count }]
      + NeedOutcome.Standing.allCases.map { standing in
        .integer(standing.rawValue.replacing("-", with: "_")) { $0.count(standing) }
      })
}
