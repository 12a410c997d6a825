import Formats
import Workspace

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

  /// A judge's marks for a stage as the table that an import takes, whatever door they came by.
  ///
  /// - Parameter marks: as they were written.
  package static func table(
    _ marks: [(entrant: String, criterion: String, mark: String)], stage: String, judge: String
  ) throws -> TableReader {
    let lines = marks.map { CSVWriter.line([stage, $0.entrant, judge, $0.criterion, $0.mark]) }
    let text = CSVWriter.line(["stage", "entrant", "judge", "criterion", "mark"]) + lines.joined()
    return try TableReader(bytes: Array(text.utf8), named: "marks", shape: shape)
  }

  package static func read(_ table: TableReader, contest: Contest) throws -> [Placed<JudgeMark>] {
    var rows: [Placed<JudgeMark>] = []
    var lines: [JudgeMark: Int] = [:]
    try table.forEachRow { row in
      let stageID = row.text("stage")
      let entrant = row.text("entrant")
      let judge = row.text("judge")
      let criterion = row.optional("criterion") ?? ""
      let stage = stageID.flatMap(contest.stage)
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
            : criterion.isEmpty
              ? "stage '\(stage.id)' is marked by criteria; say which: \(wanted)"
              : "'\(criterion)' is no criterion of stage '\(stage.id)' (\(wanted))")
      }
      let mark = row.decimal(
        "mark", places: places, in: 0...(stage?.highest(criterion) ?? 1_000_000_0000))
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
