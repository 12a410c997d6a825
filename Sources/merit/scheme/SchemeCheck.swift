import Formats
import Performance
import Service
import Terminal
import Workspace

extension Verb {
  static let schemeCheck = Verb(
    "scheme", "check", arguments: ["FILE…"],
    en:
      "find the faults of schemes: weights, gaps, cliffs, falls, grades out of reach; of pay also the curves",
    zh: "检查方案并显示曲线", example: "merit scheme check schemes/performance-hotline-agent.json5"
  ) { session, input in
    var faults = Faults()
    var reviews: [(file: String, label: String, review: SchemeReview?)] = []
    for file in input.arguments {
      let bytes = try InputFile.bytes(of: file)
      do {
        let label = try SchemeDesk.check(bytes, named: file, kinds: House.schemeKinds)
        let isPay = label.hasPrefix("\(PerformanceScheme.kind) ")
        reviews.append(
          (file, label, isPay ? SchemeReview(try PerformanceScheme.read(bytes, named: file)) : nil))
      } catch let found as Faults { faults.append(contentsOf: found) }
    }
    try faults.throwIfAny()
    session.report(.array(reviews.map { json($0, session) })) {
      for (file, label, review) in reviews {
        session.say(session.word("\(file): \(label), no faults", "\(file)：\(label)，无错误"))
        if let review { show(review, session) }
      }
    }
    return .done
  }

  private static func json(
    _ entry: (file: String, label: String, review: SchemeReview?), _ session: Session
  ) -> JSON {
    .object([
      ("file", .string(entry.file)), ("scheme", .string(entry.label)),
      (
        "curves",
        .array(
          (entry.review?.tables ?? []).map { table in
            .object([
              ("title", .string(session.word(table.title))),
              ("points", .array(table.rows.map { .array([.string($0.at), .string($0.value)]) })),
            ])
          })
      ), ("notes", .array((entry.review?.notes ?? []).map { .string(session.word($0)) })),
    ])
  }

  private static func show(_ review: SchemeReview, _ session: Session) {
    for table in review.tables {
      session.say("\n\(session.word(table.title))")
      var shown = AlignedTable([session.word("at", "取值"), session.word("gives", "得到")], numbers: [1])
      for row in table.rows { shown.add([row.at, row.value]) }
      session.show(shown)
    }
    for note in review.notes { session.say("· \(session.word(note))") }
  }
}
