import Formats

extension MarkingDesk {
  /// How far the marking is, for programs.
  package static let progressForm = JSONForm<Progress>([
    .integer("waiting") { $0.waiting }, .integer("decided") { $0.decided },
    .integer("pairs") { $0.agreement.pairs }, .integer("equal") { $0.agreement.equal },
    .integer("within_tolerance") { $0.agreement.near },
    .optionalFixed("mean_difference_percent", places: 2) { $0.agreement.meanDifference },
  ])
}

extension MarkingDesk.Script {
  /// A script as a marker sees it: whose it is stands only on a drill, and no number leads to the sitting.
  package static let form = JSONForm<MarkingDesk.Script>([
    .text("script") { $0.code }, .flag("drill") { $0.isDrill },
    .optionalText("staff") { $0.isDrill ? $0.staff : nil }, .text("stem") { $0.question.stem },
    .text("answer") { $0.answer }, .fixed("maximum", places: 2) { $0.maximum },
    .list("rubric", rubricForm) { $0.question.rubric },
  ])

  private static let rubricForm = JSONForm<WrittenQuestion.RubricLine>([
    .text("text") { $0.text }, .integer("points") { $0.points },
  ])
}
