import Formats
import SQLite
import Workspace

/// Marking by people: scripts without names, two markers who do not see each other, a third where they differ too much.
package struct MarkingDesk {
  /// An answer that waits for a marker.
  package struct Script: Sendable {
    /// What stands for the candidate: the same for all who mark it, and nobody's name.
    package let code: String
    package let sitting: Int
    package let place: Int
    package let question: WrittenQuestion
    package let isDrill: Bool
    /// Named only for a drill, at which the examiner sees who it is.
    package let staff: String?
    package let answer: String
    /// In hundredths.
    package let maximum: Int
  }

  /// How many answers wait and are decided, and how well the first two markers agreed.
  package typealias Progress = (waiting: Int, decided: Int, agreement: MarkerAgreement)

  private let occasion: Occasion
  private let room: ExamRoom
  private let records: MarkingRecords

  package init(_ occasion: Occasion, exam: String) throws {
    self.occasion = occasion
    room = try ExamRoom(occasion, exam: exam)
    records = MarkingRecords(occasion.database)
  }

  private struct OpenAnswer {
    let sitting: Sitting
    let place: Int
    let item: PaperItem
    let response: Response?
    /// In the order given.
    let ratings: [Rating]
    /// Whether it has no points yet, or is to get new ones.
    let isOpen: Bool
  }

  /// Every answer of the exam that people mark, with the ratings so far.
  private func answers() throws -> [OpenAnswer] {
    let ratings = Dictionary(grouping: try records.ratings(of: room.exam.id), by: \.sitting)
    return try room.sheets().flatMap { sheet -> [OpenAnswer] in
      let responses = sheet.responses
      return sheet.items.enumerated().compactMap { place, item in
        guard let question = room.questions[item.question], !question.isClosed,
          !room.creditForAll.contains(item.question),
          question.type == "drill" || !(responses[place]?.isEmpty ?? true)
        else { return nil }
        return OpenAnswer(
          sitting: sheet.sitting, place: place, item: item, response: responses[place],
          ratings: (ratings[sheet.sitting.id] ?? []).filter { $0.place == place },
          isOpen: sheet.points[place] == nil && sheet.sitting.outcome?.cause != .annulment)
      }
    }
  }

  /// The scripts that this account may mark now, in an order that follows no name.
  ///
  /// - Parameter staff: only this person's, for an examiner at a drill.
  package func queue(staff: String? = nil) throws -> [Script] {
    try occasion.require(.examiner, .trainer, to: "mark exams")
    return try answers().compactMap { answer in
      let (sitting, place, item, ratings) = (answer.sitting, answer.place, answer.item, answer.ratings)
      guard answer.isOpen else { return nil }
      guard sitting.staff != occasion.actor.staff,
        !ratings.contains(where: { $0.marker == occasion.actor.account }),
        case .open = DoubleMarking.decide(
          ratings.map(\.points), maximum: item.points, markers: room.blueprint.markers),
        let text = room.text(of: item, language: sitting.language)
      else { return nil }
      // By name only what is watched: an essay has none.
      if let staff, staff != sitting.staff || !text.isDrill { return nil }
      var written = ""
      if case .text(let words)? = answer.response { written = words }
      return Script(
        code: code(sitting.id, place), sitting: sitting.id, place: place, question: text,
        isDrill: text.isDrill,
        staff: text.isDrill ? sitting.staff : nil, answer: written, maximum: item.points)
    }.sorted { $0.code < $1.code }
  }

  /// The code of a script: nobody without the exam's seed can tell whose it is.
  private func code(_ sitting: Int, _ place: Int) -> String {
    var hash = SipHash(key: room.exam.seed).hash("script \(sitting) \(place)".utf8)
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    return String(
      (0..<8).map { _ in
        defer { hash >>= 5 }
        return alphabet[Int(hash & 31)]
      })
  }

  /// Keeps a marker's points for a script by its code.
  ///
  /// - Parameter points: in hundredths; with the lines of a rubric they follow from those.
  package func rate(code: String, points: Int?, lines: [Int], comment: String) throws {
    guard let script = try queue().first(where: { $0.code == code }) else {
      throw Refusal(
        .noInput, "no script '\(code)' waits for you", "see which do; it may be marked already")
    }
    let rubric = script.question.rubric.map(\.points)
    guard !lines.isEmpty || points != nil else {
      throw Refusal(.usage, "the points are missing", "give points, or a number for each line of the rubric")
    }
    guard !lines.isEmpty else { return try rate(script, points: points ?? 0, lines: [], comment: comment) }
    guard points == nil, lines.count == rubric.count, zip(lines, rubric).allSatisfy({ (0...$1).contains($0) })
    else {
      throw Refusal(
        .usage, "the lines do not fit the rubric of script '\(code)'",
        "give \(rubric.count) numbers, each from 0 to its line's points, and no points beside them")
    }
    try rate(
      script,
      points: DoubleMarking.points(lines: lines, rubric: rubric, maximum: script.maximum), lines: lines,
      comment: comment)
  }

  /// Keeps a marker's points; where they decide the last open answer of a sitting, it gets its result.
  package func rate(_ script: Script, points: Int, lines: [Int], comment: String) throws {
    try occasion.require(.examiner, .trainer, to: "mark exams")
    guard (0...script.maximum).contains(points) else {
      throw Refusal.pointsOutside(script.code, script.maximum)
    }
    try occasion.record(
      "exam.mark", of: "\(room.exam.id) \(script.code)",
      content: "\(script.sitting) \(script.place) \(points)"
    ) {
      try records.insert(
        Rating(
          sitting: script.sitting, place: script.place, marker: occasion.actor.account, points: points,
          lines: lines, comment: comment), at: occasion.now)
      try finish(script.sitting)
    }
  }

  /// Writes a sitting's result once everything that people mark is decided.
  private func finish(_ id: Int) throws {
    let sitting = try room.sittings.sitting(id)
    // A result that stands is followed by another where late answers were accepted, and by none once it was annulled.
    guard sitting.outcome?.cause != .annulment else { return }
    let sheet = try room.sheet(of: sitting)
    let items = sheet.items
    var points = sheet.points
    guard points.contains(nil) else { return }
    let ratings = Dictionary(grouping: try records.ratings(ofSitting: id), by: \.place)
    var fresh: [(place: Int, points: Int, maximum: Int)] = []
    for place in items.indices where points[place] == nil {
      guard
        case .decided(let decided) = DoubleMarking.decide(
          (ratings[place] ?? []).map(\.points), maximum: items[place].points, markers: room.blueprint.markers)
      else { return }
      points[place] = decided
      fresh.append((place, decided, items[place].points))
    }
    let revision = max(1, try room.sittings.revision(id))
    try room.sittings.insertMarks(fresh, sitting: id, revision: revision)
    try room.sittings.insertResult(
      PaperResult(items: items, points: points, blueprint: room.blueprint), sitting: id, revision: revision,
      cause: sitting.outcome == nil ? .marking : .late, at: occasion.now, by: occasion.actor.account,
      reason: "")
  }

  /// How many answers wait, how many are decided, and how well the first two markers agreed.
  package func progress() throws -> Progress {
    try occasion.require(.examiner, .trainer, to: "see the marking")
    var (waiting, decided) = (0, 0)
    var pairs: [(first: Int, second: Int, maximum: Int)] = []
    for answer in try answers() {
      let (item, points) = (answer.item, answer.ratings.map(\.points))
      if points.count >= 2 { pairs.append((points[0], points[1], item.points)) }
      switch DoubleMarking.decide(points, maximum: item.points, markers: room.blueprint.markers) {
      case .open: waiting += 1
      case .decided: decided += 1
      }
    }
    return (waiting, decided, MarkerAgreement(pairs, tolerance: room.blueprint.markers.tolerance))
  }

  // MARK: Tables

  package static let shape = TableShape(
    "marking",
    [
      Column("script", "卷号", required: true, example: "7K2M9QXD"), Column("question", "题目"),
      Column("answer", "答案"), Column("maximum", "满分"),
      Column("points", "得分", required: true, example: "8.5"), Column("comment", "评语"),
    ])

  /// The scripts as a table to be filled in.
  package func table(chinese: Bool) throws -> String {
    // A drill is marked where it is watched, with the person before one.
    let rows = try queue().filter { !$0.isDrill }.map { script in
      CSVWriter.line([
        script.code, script.question.stem + "\n" + Self.rubric(script),
        script.answer, decimalText(script.maximum, places: 2), "", "",
      ])
    }
    return CSVWriter.line(Self.shape.columns.map { chinese ? $0.chinese : $0.id }) + rows.joined()
  }

  /// The lines of a rubric with what each is worth of this question's points.
  private static func rubric(_ script: Script) -> String {
    let points = script.question.rubric.map(\.points)
    return script.question.rubric.map { line in
      let worth = DoubleMarking.points(lines: [line.points], rubric: points, maximum: script.maximum)
      return "0–\(decimalText(worth, places: 2)): \(line.text)"
    }.joined(separator: "\n")
  }

  /// Takes a filled-in table; rows without points are left for later.
  package func importTable(_ table: TableReader) throws -> Int {
    let scripts = Dictionary(try queue().map { ($0.code, $0) }) { first, _ in first }
    var marked: [(Script, Int, String)] = []
    try table.forEachRow { row in
      guard let code = row.text("script"), row.optional("points") != nil else { return }
      guard let script = scripts[code] else {
        return row.fault("script", "no script '\(code)' waits for you; it may be marked already")
      }
      guard let points = row.optionalDecimal("points", places: 2, in: 0...script.maximum) else { return }
      if marked.contains(where: { $0.0.code == code }) {
        return row.fault("script", "script '\(code)' stands twice; keep one row")
      }
      marked.append((script, points, row.optional("comment") ?? ""))
    }
    try table.faults.throwIfAny()
    try occasion.whole {
      for (script, points, comment) in marked {
        try rate(script, points: points, lines: [], comment: comment)
      }
    }
    return marked.count
  }
}
