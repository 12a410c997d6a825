import Formats
import Statistics

extension ExamAnalysis {
  /// How an exam's questions did, for programs.
  package static let form = JSONForm<ExamAnalysis>([
    .integer("sittings") { $0.sittings }, .figure("mean") { $0.meanShare },
    .figure("sd") { $0.deviation },
    .figure("cronbach_alpha") { $0.alpha }, .figure("sem_percent") { $0.standardError },
    .list("questions", itemForm) { $0.items },
  ])

  private static let itemForm = JSONForm<Item>([
    .text("question") { $0.question.id }, .integer("n") { $0.figures.count },
    .figure("facility") { $0.figures.facility },
    .figure("sd_sample") { $0.figures.deviation },
    .figure("item_rest_corrected") { $0.figures.discrimination },
    .figure("item_rest_error") { $0.figures.discriminationError },
    .figure("moodle_discriminative_efficiency") { $0.figures.efficiency },
    .figure("effective_weight") { $0.effectiveWeight }, .list("options", optionForm) { $0.options },
    .texts("flags") { $0.flags.map(\.words.en) },
  ])

  private static let optionForm = JSONForm<Option>([
    .text("letter") { $0.letter }, .text("text") { $0.text }, .flag("key") { $0.isKey },
    .integer("n") { $0.count }, .integer("upper_27") { $0.upper }, .integer("lower_27") { $0.lower },
  ])
}
