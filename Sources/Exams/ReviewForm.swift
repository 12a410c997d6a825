import Formats
import Workspace

extension ResultDesk {
  /// A candidate's own sitting, for programs.
  package static let reviewForm = JSONForm<Review>([
    .integer("sitting") { $0.sitting.id }, .text("exam") { $0.sitting.exam },
    .text("staff") { $0.sitting.staff }, .optionalScore("score") { $0.sitting.outcome?.score },
    .list("topics", topicForm) { $0.topics }, .list("questions", placeForm) { $0.places },
  ])

  private static let topicForm = JSONForm<TopicReview>([
    .text("topic") { $0.topic }, .fixed("points", places: 2) { $0.points },
    .fixed("maximum", places: 2) { $0.maximum }, .texts("lessons") { $0.lessons },
  ])

  private static let placeForm = JSONForm<PlaceReview>([
    .integer("question") { $0.place + 1 }, .text("stem") { $0.question.stem },
    .text("answer") { ResponseText.text($0.response, $0.question, $0.item) },
    .text("right") { ResponseText.key($0.question, $0.item) },
    .fixed("points", places: 2) { $0.points }, .fixed("maximum", places: 2) { $0.item.points },
    .text("feedback") { $0.question.generalFeedback },
  ])
}
