import Formats
import Statistics
import Terminal
import Workspace

extension Verb {
  static let nameColumn = Option(
    "--id", "COLUMN", en: "the column of names; else the first where not all are numbers",
    zh: "名称所在列，默认为首个非数值列")

  static let analyseItems = Verb(
    "analyse", "items", arguments: ["FILE"],
    options: [
      Option(
        "--missing", "zero|listwise|available", en: "what an empty cell is; else zero", zh: "空格的处理，默认按 0 分"),
      nameColumn,
    ], en: "item analysis of a table of candidates by items", zh: "题目分析",
    example: "merit analyse items scores.csv"
  ) { session, input in
    let missing: ItemScores.Missing
    switch input.value("--missing") {
    case nil: missing = .zero
    case let word?:
      guard let known = ItemScores.Missing(rawValue: word) else {
        throw Refusal(.usage, "'\(word)' is no value for --missing", "write zero, listwise or available")
      }
      missing = known
    }
    let analysis = try ScoreTable.analysis(
      of: input.argument(0), names: input.value("--id"), missing: missing)
    session.report(analysis.json) { ItemAnalysisText.show(analysis, session) }
    return .done
  }
}

/// A table of scores as item analysis wants it.
enum ScoreTable {
  /// - Throws: faults where a cell is below nothing or above its item's maximum.
  static func analysis(
    of path: String, names: String?, missing: ItemScores.Missing
  ) throws -> ItemAnalysis {
    let table = try NumberTable.read(path, names: names)
    if let digits = table.digits, table.names.map({ !$0.contains(where: isMaximum) }) ?? true {
      return ItemAnalysis(DichotomousScores(items: table.columns, cells: digits))
    }
    return ItemAnalysis(try scores(of: table, path), missing: missing)
  }

  /// Whether a row's name says that it holds the items' maxima.
  private static func isMaximum(_ name: String) -> Bool {
    ["max", "maximum", "满分"].contains(name.lowercased())
  }

  static func scores(of table: NumberTable, _ path: String) throws -> ItemScores {
    let k = table.columns.count
    var lines = table.lines
    var cells = table.digits.map { $0.map(Int.init) } ?? table.cells
    var maxima = [Int](repeating: table.unit, count: k)
    var faults = Faults()
    if let row = table.names?.firstIndex(where: isMaximum) {
      lines.remove(at: row)
      maxima = Array(cells[(row * k)..<((row + 1) * k)])
      cells.removeSubrange((row * k)..<((row + 1) * k))
      for (column, maximum) in maxima.enumerated() where maximum <= 0 {
        faults.append(
          Fault(
            file: path, line: table.lines[row], column: 1,
            message:
              "the maximum of '\(table.columns[column])' is not positive; write what a full answer earns"))
      }
    }
    for (index, cell) in cells.enumerated() where cell != NumberTable.missing {
      let column = index % k
      guard cell < 0 || cell > maxima[column] else { continue }
      faults.append(
        Fault(
          file: path, line: lines[index / k], column: 1,
          message:
            "\(ExactDecimal(mantissa: cell, places: table.places).text) under '\(table.columns[column])' is not from 0 to \(ExactDecimal(mantissa: maxima[column], places: table.places).text); give the maxima in a row named 'max'"
        ))
    }
    try faults.throwIfAny()
    return ItemScores(items: table.columns, cells: cells, unit: table.unit, maxima: maxima)
  }
}

extension ItemAnalysis {
  var json: JSON {
    .object([
      (
        "test",
        .object([
          ("n", .int(test.n)), ("k", .int(test.k)), ("mean", .optional(test.mean)),
          ("sd_sample", .optional(test.sampleDeviation)),
          ("sd_population", .optional(test.populationDeviation)),
          ("median", .optional(test.median)), ("cronbach_alpha", .optional(test.alpha)),
          ("sem_sample_sd", .optional(test.standardError)), ("kr20", .optional(test.kr20)),
          ("kr21", .optional(test.kr21)), ("split_half_odd_even_r", .optional(test.splitHalf)),
          ("spearman_brown", .optional(test.spearmanBrown)),
        ])
      ), ("items", .array(items.map(\.json))),
    ])
  }
}

extension ItemAnalysis.Item {
  fileprivate var json: JSON {
    .object([
      ("item", .string(name)), ("n", .int(n)), ("facility", .optional(facility)),
      ("sd_sample", .optional(sampleDeviation)), ("sd_population", .optional(populationDeviation)),
      ("item_total_uncorrected", .optional(itemTotal)), ("item_rest_corrected", .optional(itemRest)),
      ("moodle_discrimination_index", .optional(discriminationIndex)),
      ("moodle_discriminative_efficiency", .optional(discriminativeEfficiency)),
      ("upper_lower_27", .optional(upperLower)), ("alpha_if_deleted", .optional(alphaIfDeleted)),
    ])
  }
}

/// Item analysis for people.
enum ItemAnalysisText {
  static func show(_ analysis: ItemAnalysis, _ session: Session) {
    let test = analysis.test
    session.say(
      session.word(
        "\(test.n) candidates, \(test.k) items: mean \(figure(test.mean, 3)), sd \(figure(test.sampleDeviation, 3)), alpha \(figure(test.alpha, 3)), standard error \(figure(test.standardError, 3))",
        "\(test.n) 人，\(test.k) 题：平均 \(figure(test.mean, 3))，标准差 \(figure(test.sampleDeviation, 3))，信度 α \(figure(test.alpha, 3))，测量标准误 \(figure(test.standardError, 3))"
      ))
    var table = AlignedTable(
      [
        session.word("item", "题目"), "n", session.word("facility", "难度"), session.word("discr.", "区分度"),
        session.word("eff. %", "效率 %"), session.word("D 27 %", "高低组差"),
        session.word("α without", "删后 α"),
      ], numbers: [1, 2, 3, 4, 5, 6])
    for item in analysis.items {
      table.add([
        item.name, "\(item.n)", figure(item.facility, 3), figure(item.itemRest, 3),
        figure(item.discriminativeEfficiency, 1), figure(item.upperLower, 3), figure(item.alphaIfDeleted, 3),
      ])
    }
    session.show(table)
  }

  /// A statistic with so many decimals; a dash where it is undefined.
  static func figure(_ value: Double?, _ places: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e12 else { return "–" }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return decimalText(Int((value * scale).rounded()), places: places)
  }
}
