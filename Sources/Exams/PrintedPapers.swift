import Formats

/// The papers of people who sit on paper, as they are printed, with how far all papers of the exam differ.
package struct PrintedPapers: Sendable {
  /// A paper with its questions in the language that is printed.
  package struct Sheet: Sendable {
    package let paper: Paper
    package let questions: [WrittenQuestion?]
  }

  package let exam: String
  /// The least and greatest expected facility of all papers and the most that they may differ, in basis points.
  package let spread: (papers: Int, least: Int?, greatest: Int?, bound: Int)
  package let sheets: [Sheet]

  package init(
    _ papers: [Paper], of room: ExamRoom, spread: (papers: Int, least: Int?, greatest: Int?, bound: Int),
    language: String
  ) {
    exam = room.exam.id
    self.spread = spread
    sheets = papers.map { paper in
      Sheet(paper: paper, questions: paper.items.map { room.text(of: $0, language: language) })
    }
  }

  /// For programs; no key is in it, and nothing that tells the bank's order, which tells the key.
  package static let form = JSONForm<PrintedPapers>([
    .text("exam") { $0.exam }, .integer("dealt") { $0.spread.papers },
    .optionalFixed("least_facility", places: 4) { $0.spread.least },
    .optionalFixed("greatest_facility", places: 4) { $0.spread.greatest },
    .optionalFixed("spread", places: 4) { one in
      one.spread.least.flatMap { least in one.spread.greatest.map { $0 - least } }
    },
    .optionalFixed("bound", places: 4) { $0.spread.bound }, .list("papers", sheetForm) { $0.sheets },
  ])

  private static let sheetForm = JSONForm<Sheet>([
    .text("staff") { $0.paper.staff }, .integer("attempt") { $0.paper.attempt },
    .optionalFixed("facility", places: 4) { $0.paper.facility },
    .list("paper", questionForm) { Array(zip($0.paper.items, $0.questions)) },
  ])

  private static let questionForm = JSONForm<(PaperItem, WrittenQuestion?)>([
    .text("question") { $0.0.question }, .integer("version") { $0.0.version },
    .fixed("points", places: 2) { $0.0.points }, .text("stem") { $0.1?.stem ?? "" },
    .texts("left") { shown($0.0, $0.1).left }, .texts("options") { shown($0.0, $0.1).options },
  ])

  /// The texts in the order shown.
  private static func shown(_ item: PaperItem, _ question: WrittenQuestion?) -> (
    left: [String], options: [String]
  ) {
    switch question?.body {
    case .multichoice(_, let answers): ([], item.options.map { answers[$0].text })
    case .matching(let pairs):
      (pairs.map(\.left).filter { !$0.isEmpty }, item.options.map { pairs[$0].right })
    case .ordering(let items): ([], item.options.map { items[$0] })
    default: ([], [])
    }
  }
}
