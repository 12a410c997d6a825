import Formats
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseFuzzy = Verb(
    "analyse", "fuzzy", arguments: ["FILE"],
    en:
      "fuzzy comprehensive evaluation by four operators; FILE is {weights: [0.4, …], counts: [[5, 3, …], …], grades: [100, 75, …]}, a row of counts for each weight",
    zh: "模糊综合评价；文件为 {weights, counts, grades}",
    example: "merit analyse fuzzy answers.json"
  ) { session, input in
    let path = input.argument(0)
    let task = try FuzzyTask.read(
      path == "-" ? InputFile(path: "-").readAll() : InputFile.bytes(of: path), path)
    let results = FuzzyEvaluation.Operator.allCases.map { operation in
      (operation, FuzzyEvaluation(weights: task.weights, shares: task.shares, by: operation))
    }
    func list(_ values: [Double]?) -> JSON { values.map { .array($0.map { .optional($0) }) } ?? .null }
    session.report(
      .object([
        (
          "operators",
          .object(
            results.map { operation, result in
              (
                operation.rawValue,
                .object([
                  ("b", list(result.memberships)), ("b_normalised", list(result.normalised)),
                  ("score", .optional(result.score(task.grades))),
                ])
              )
            })
        )
      ])
    ) {
      var table = AlignedTable(
        [session.word("operator", "算子"), session.word("memberships", "隶属度"), session.word("score", "得分")],
        numbers: [2])
      for (operation, result) in results {
        table.add([
          operation.rawValue,
          (result.normalised ?? []).map { ItemAnalysisText.figure($0, 4) }.joined(separator: " "),
          ItemAnalysisText.figure(result.score(task.grades), 2),
        ])
      }
      session.show(table)
    }
    return .done
  }
}

/// Weights, counts and grades as the file gives them, checked.
struct FuzzyTask {
  let weights: [Double]
  let shares: [[Double]]
  let grades: [Double]

  static func read(_ bytes: [UInt8], _ file: String) throws -> FuzzyTask {
    let reader = DocumentReader(file: file)
    guard let object = reader.root(try JSON5Parser.parse(bytes, named: file)) else { throw reader.faults }
    let weights = object.decimals("weights")
    let counts = object.decimalRows("counts")
    let grades = object.decimals("grades")
    object.finish()
    if weights.isEmpty { object.fault("'weights' is empty; one for each indicator is needed", at: "weights") }
    if weights.contains(where: { $0.mantissa < 0 }) || weights.allSatisfy({ $0.mantissa == 0 }) {
      object.fault("the weights must not be negative, nor all 0", at: "weights")
    }
    if counts.count != weights.count {
      object.fault(
        "there are \(counts.count) rows of counts for \(weights.count) weights; one row for each is needed",
        at: "counts")
    }
    for (place, row) in counts.enumerated() {
      if row.count != grades.count {
        object.fault("row \(place + 1) has \(row.count) counts for \(grades.count) grades", at: "counts")
      } else if row.contains(where: { $0.mantissa < 0 }) || row.allSatisfy({ $0.mantissa == 0 }) {
        object.fault("row \(place + 1) has a negative count, or no answer at all", at: "counts")
      }
    }
    try reader.faults.throwIfAny()
    return FuzzyTask(
      weights: weights.map(\.double),
      shares: counts.map { row in
        let values = row.map(\.double)
        let sum = values.reduce(0, +)
        return values.map { $0 / sum }
      }, grades: grades.map(\.double))
  }
}
