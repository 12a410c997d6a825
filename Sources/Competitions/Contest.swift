import Formats
import Workspace

/// The rules of a competition.
package struct Contest: SchemeDocument {
  package static let kind = "contest"

  package struct Criterion: Sendable {
    package let id: String
    package let weight: Weight
  }

  package struct Stage: Sendable {
    package let id: String
    package let title: Words
    package let weight: Weight
    /// The highest mark, in ten-thousandths.
    package let full: Int
    /// How many of the highest and of the lowest marks are left out where there are four or more.
    package let drop: Int
    /// Weights sum to 100 %; one unnamed criterion where the stage has none.
    package let criteria: [Criterion]
  }

  package let head: SchemeHead
  package let held: CalendarDay
  package let stages: [Stage]
  /// Stages whose marks break a tie of totals, in this order.
  package let tieBreaks: [String]
  /// Points for the quarter by rank, from the first.
  package let points: [Score]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    if !object.has("held") { object.fault("'held' is missing; the day of the competition is needed") }
    let held = object.optionalDay("held")
    var stages: [Stage] = []
    var sum = 0
    for entry in object.objects("stages") {
      let id = entry.text("id")
      let title = entry.words("title")
      let weight = entry.decimal("weight", places: 2, in: 1...100_00)
      sum += weight ?? 0
      let full = entry.optionalDecimal("full", places: 4, in: 1...1_000_000_0000) ?? 100_0000
      let drop = entry.optionalInteger("drop", in: 0...10) ?? 1
      var criteria: [Criterion] = []
      for criterion in entry.optionalObjects("criteria") {
        if let id = criterion.text("id"), let weight = criterion.decimal("weight", places: 2, in: 1...100_00)
        {
          criteria.append(Criterion(id: id, weight: Weight(basisPoints: weight)))
        }
        criterion.finish()
      }
      let criteriaSum = criteria.reduce(0) { $0 + $1.weight.basisPoints }
      if !criteria.isEmpty, criteriaSum != 10_000 {
        entry.fault(
          "the criteria weigh \(Weight(basisPoints: criteriaSum)); they must sum to 100%", at: "criteria")
      }
      entry.finish()
      guard let id, let title, let weight else { continue }
      if stages.contains(where: { $0.id == id }) {
        entry.fault("stage '\(id)' stands twice; ids are unique", at: "id")
      }
      stages.append(
        Stage(
          id: id, title: title, weight: Weight(basisPoints: weight), full: full, drop: drop,
          criteria: criteria.isEmpty ? [Criterion(id: "", weight: .whole)] : criteria))
    }
    if object.has("stages"), sum != 10_000 {
      object.fault("the stages weigh \(Weight(basisPoints: sum)); they must sum to 100%", at: "stages")
    }
    let tieBreaks = object.texts("tie_breaks")
    for id in tieBreaks where !stages.contains(where: { $0.id == id }) {
      object.fault("'\(id)' in 'tie_breaks' is no stage", at: "tie_breaks")
    }
    let points = object.texts("points").compactMap { text -> Score? in
      guard let hundredths = ExactDecimal(text)?.scaled(to: 2), hundredths >= 0 else {
        object.fault(
          "'\(text)' in 'points' is not a number of points with at most two decimals", at: "points")
        return nil
      }
      return Score(hundredths: hundredths)
    }
    guard let head, let held, !stages.isEmpty else { return nil }
    self.head = head
    self.held = held
    self.stages = stages
    self.tieBreaks = tieBreaks
    self.points = points
  }
}

/// One mark that a judge gave.
package struct JudgeMark: Hashable, Sendable {
  package let stage: String
  package let entrant: String
  package let judge: String
  /// Empty where the stage has no criteria.
  package let criterion: String
  /// In ten-thousandths.
  package let mark: Int

  package init(stage: String, entrant: String, judge: String, criterion: String, mark: Int) {
    self.stage = stage
    self.entrant = entrant
    self.judge = judge
    self.criterion = criterion
    self.mark = mark
  }

  package static let places = 4

  package static let shape = TableShape(
    "marks",
    [
      Column("stage", "环节", required: true, example: "simulation"),
      Column("entrant", "选手", required: true, example: "E0001"),
      Column("judge", "评委", required: true, example: "J1"),
      Column("mark", "分数", required: true, example: "87.5"),
      Column("criterion", "项目", example: "empathy"),
    ])

  package static func read(_ table: TableReader, contest: Contest) throws -> [Placed<JudgeMark>] {
    var rows: [Placed<JudgeMark>] = []
    var lines: [JudgeMark: Int] = [:]
    try table.forEachRow { row in
      let stageID = row.text("stage")
      let entrant = row.text("entrant")
      let judge = row.text("judge")
      let criterion = row.optional("criterion") ?? ""
      let stage = contest.stages.first { $0.id == stageID }
      if let stageID, stage == nil {
        row.fault(
          "stage",
          "'\(stageID)' is no stage of this contest (\(contest.stages.map(\.id).joined(separator: ", ")))")
      }
      if let stage, !stage.criteria.contains(where: { $0.id == criterion }) {
        let wanted = stage.criteria.map(\.id).joined(separator: ", ")
        row.fault(
          "criterion",
          wanted.isEmpty
            ? "stage '\(stage.id)' has no criteria; leave the cell empty"
            : "'\(criterion)' is no criterion of stage '\(stage.id)' (\(wanted))")
      }
      let mark = row.decimal("mark", places: places, in: 0...(stage?.full ?? 1_000_000_0000))
      guard let stage, let entrant, let judge, let mark else { return }
      let key = JudgeMark(stage: stage.id, entrant: entrant, judge: judge, criterion: criterion, mark: 0)
      if let first = lines[key] {
        return row.fault(
          "judge", "judge '\(judge)' marked '\(entrant)' here on line \(first) already; keep one")
      }
      lines[key] = row.line
      rows.append(
        Placed(
          JudgeMark(stage: stage.id, entrant: entrant, judge: judge, criterion: criterion, mark: mark),
          line: row.line))
    }
    return rows
  }
}
