import Formats
import Statistics
import Terminal
import Workspace

/// A column of exact values by the groups of another column.
struct GroupedValues {
  /// In the order of first appearance.
  let groups: [(name: String, sums: SampleSums)]
  /// The value of 1 in the sums' unit.
  let unit: Double

  /// - Throws: faults for a column that is not there, an empty group, a value that is no number.
  init(_ path: String, group: String, value: String) throws {
    let table = try WordTable.read(path)
    var faults = Faults()
    func fault(_ line: Int, _ message: String) {
      faults.append(Fault(file: path, line: line, column: 1, message: message))
    }
    func place(_ name: String) -> Int? {
      if let place = table.columns.firstIndex(of: name) { return place }
      let hint = nearest(to: name, among: table.columns).map { "; did you mean '\($0)'?" } ?? ""
      fault(1, "there is no column '\(name)'\(hint)")
      return nil
    }
    let (groupPlace, valuePlace) = (place(group), place(value))
    var places: [String: Int] = [:]
    var names: [String] = []
    var values: [(group: Int, number: ExactDecimal)] = []
    if let groupPlace, let valuePlace {
      for row in table.rows {
        let name = String(row.cells[groupPlace].trimmed)
        let text = row.cells[valuePlace].trimmed
        if name.isEmpty { fault(row.line, "'\(group)' is empty; every row belongs to a group") }
        let group = places[name] ?? names.count
        if group == names.count {
          places[name] = group
          names.append(name)
        }
        if text.isEmpty { continue }
        guard let number = NumberTable.decimal(text) else {
          fault(row.line, "'\(text)' under '\(value)' is not a number; write one such as 87.5")
          continue
        }
        values.append((group, number))
      }
    }
    // All in the unit of the finest one, as far as their sums stay exact.
    let shown = values.map(\.number.places).max() ?? 0
    var sums = [SampleSums](repeating: SampleSums(), count: names.count)
    for own in values {
      guard let units = own.number.scaled(to: shown),
        Double(units.magnitude) * Double(values.count) < NumberTable.mostSum
      else {
        fault(1, "the numbers under '\(value)' have too many digits for exact sums; round them")
        break
      }
      sums[own.group].add(units)
    }
    let groups = zip(names, sums).map { (name: $0, sums: $1) }
    let unit = (0..<shown).reduce(1.0) { product, _ in product * 10 }
    try faults.throwIfAny()
    self.groups = groups
    self.unit = unit
  }
}

extension Verb {
  private static let groupColumn = Option(
    "--group", "COLUMN", en: "the column of groups", zh: "分组列")
  static let valueColumn = Option("--value", "COLUMN", en: "the column of values", zh: "数值列")

  static let analyseInterval = Verb(
    "analyse", "interval", arguments: ["proportion|mean", "FILE?"],
    options: [
      Option("--hits", "K", en: "of a proportion: how many", zh: "命中数"),
      Option("--of", "N", en: "of a proportion: among how many", zh: "总数"),
      Option("--level", "0.95", en: "the confidence, 0.95 unless said", zh: "置信水平，默认 0.95"), groupColumn,
      valueColumn,
    ], en: "the interval of a proportion (Wilson) or of each group's mean (t)", zh: "比例或均值的置信区间",
    example: "merit analyse interval proportion --hits 28 --of 30"
  ) { session, input in
    let level = try confidence(input)
    switch input.argument(0) {
    case "proportion":
      let all = 1...1_000_000_000_000
      guard let of = try input.integer("--of", in: all), let hits = try input.integer("--hits", in: 0...of)
      else { throw Refusal(.usage, "--hits and --of are both needed", "write --hits 28 --of 30") }
      let proportion = Proportion(hits: hits, of: of)
      let wilson = proportion.wilson(level: level)
      session.report(
        .object([
          ("estimate", .optional(proportion.estimate)), ("wilson", pair(wilson)),
        ])
      ) {
        session.say(
          "\(ItemAnalysisText.figure(proportion.estimate, 4)) (\(ItemAnalysisText.figure(wilson?.low, 4)) – \(ItemAnalysisText.figure(wilson?.high, 4)))"
        )
      }
    case "mean":
      guard let path = input.optionalArgument(1) else {
        throw Refusal(
          .usage, "'FILE' is missing", "write merit analyse interval mean FILE --group C --value C")
      }
      try means(session, input, path, level)
    case let word:
      throw Refusal(.usage, "'\(word)' is neither proportion nor mean", "write one of them")
    }
    return .done
  }

  private static func means(_ session: Session, _ input: Input, _ path: String, _ level: Double) throws {
    let values = try GroupedValues(
      path, group: input.required("--group"), value: input.required("--value"))
    let rows = values.groups.map { group in
      (
        name: group.name, n: group.sums.count, mean: group.sums.mean.map { $0 / values.unit },
        sd: group.sums.standardDeviation.map { $0 / values.unit },
        interval: group.sums.interval(level: level).map {
          (low: $0.low / values.unit, high: $0.high / values.unit)
        }
      )
    }
    session.report(
      .object([
        (
          "groups",
          .array(
            rows.map {
              .object([
                ("group", .string($0.name)), ("n", .int($0.n)), ("mean", .optional($0.mean)),
                ("sd", .optional($0.sd)), ("ci95", pair($0.interval)),
              ])
            })
        )
      ])
    ) {
      var table = AlignedTable(
        [
          session.word("group", "组别"), "n", session.word("mean", "均值"), session.word("sd", "标准差"),
          session.word("interval", "区间"),
        ], numbers: [1, 2, 3, 4])
      for row in rows {
        table.add([
          row.name, "\(row.n)", ItemAnalysisText.figure(row.mean, 3), ItemAnalysisText.figure(row.sd, 3),
          row.interval.map {
            "\(ItemAnalysisText.figure($0.low, 3))–\(ItemAnalysisText.figure($0.high, 3))"
          } ?? "–",
        ])
      }
      session.show(table)
    }
  }

  static func pair(_ interval: (low: Double, high: Double)?) -> JSON {
    interval.map { .array([.optional($0.low), .optional($0.high)]) } ?? .null
  }

  static func confidence(_ input: Input) throws -> Double {
    guard let text = input.value("--level") else { return 0.95 }
    guard let level = ExactDecimal(text)?.double, level > 0, level < 1 else {
      throw Refusal(.usage, "'\(text)' is no level of confidence", "write one between 0 and 1, such as 0.95")
    }
    return level
  }

  static let analyseShrink = Verb(
    "analyse", "shrink", arguments: ["FILE"], options: [groupColumn, valueColumn],
    needs: ["--group", "--value"], en: "draw the means of small groups towards the mean of all",
    zh: "小样本均值收缩估计",
    example: "merit analyse shrink calls.csv --group agent --value score"
  ) { session, input in
    let values = try GroupedValues(
      input.argument(0), group: input.required("--group"), value: input.required("--value"))
    let shrinkage = Shrinkage(values.groups.map(\.sums))
    let square = values.unit * values.unit
    session.report(
      .object([
        ("mu", .optional(shrinkage.map { $0.mu / values.unit })),
        ("tau2", .optional(shrinkage.map { $0.tau2 / square })),
        ("msw", .optional(shrinkage.map { $0.msw / square })),
        (
          "groups",
          .array(
            values.groups.enumerated().map { place, group in
              let own = shrinkage?.groups[place]
              return .object([
                ("group", .string(group.name)), ("n", .int(group.sums.count)),
                ("mean", .optional(group.sums.mean.map { $0 / values.unit })),
                ("weight", .optional(own?.weight)),
                ("shrunk", .optional(own.map { $0.shrunk / values.unit })),
              ])
            })
        ),
      ])
    ) {
      var table = AlignedTable(
        [
          session.word("group", "组别"), "n", session.word("mean", "均值"), session.word("weight", "权重"),
          session.word("shrunk", "收缩后"),
        ], numbers: [1, 2, 3, 4])
      for (place, group) in values.groups.enumerated() {
        let own = shrinkage?.groups[place]
        table.add([
          group.name, "\(group.sums.count)",
          ItemAnalysisText.figure(group.sums.mean.map { $0 / values.unit }, 3),
          ItemAnalysisText.figure(own?.weight, 3),
          ItemAnalysisText.figure(own.map { $0.shrunk / values.unit }, 3),
        ])
      }
      session.show(table)
    }
    return .done
  }
}
