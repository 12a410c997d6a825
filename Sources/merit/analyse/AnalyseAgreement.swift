import Formats
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseAgreement = Verb(
    "analyse", "agreement", arguments: ["FILE"],
    options: [
      Option(
        "--level", "nominal|ordinal|interval", en: "the level that people are told; else ordinal",
        zh: "测量层次，默认 ordinal"), nameColumn,
    ], en: "how far assessors agree about the same calls: rows calls, columns assessors", zh: "评分者一致性分析",
    example: "merit analyse agreement scores.csv --level interval"
  ) { session, input in
    let word = input.value("--level") ?? "ordinal"
    guard let level = Agreement.Level(rawValue: word) else {
      throw Refusal(.usage, "'\(word)' is no value for --level", "write nominal, ordinal or interval")
    }
    let table = try NumberTable.read(input.argument(0), names: input.value("--id"))
    let cells = table.digits?.map(Int.init) ?? table.cells
    let agreement = Agreement(cells: cells, raters: table.columns.count)
    let report = AgreementReport(agreement, raters: table.columns)
    session.report(report.json) { report.show(level, session) }
    return .done
  }
}

/// The coefficients of agreement as programs and people read them.
struct AgreementReport {
  private let raters: [String]
  private let pairs: [Agreement.Pair]
  private let completeCount: Int
  private let fleiss: Double?
  private let alpha: [(level: Agreement.Level, value: Double?)]
  private let intraclass: Agreement.Intraclass

  init(_ agreement: Agreement, raters: [String]) {
    self.raters = raters
    pairs = agreement.pairs()
    completeCount = agreement.completeCount
    fleiss = agreement.fleiss
    alpha = Agreement.Level.allCases.map { ($0, agreement.krippendorff($0)) }
    intraclass = agreement.intraclass
  }

  var json: JSON {
    .object([
      (
        "pairs",
        .array(
          pairs.map {
            .object([
              ("a", .string(raters[$0.a])), ("b", .string(raters[$0.b])), ("n", .int($0.n)),
              ("agreement", .optional($0.agreement)), ("kappa", .optional($0.kappa)),
              ("kappa_linear", .optional($0.kappaLinear)), ("kappa_quadratic", .optional($0.kappaQuadratic)),
            ])
          })
      ), ("n_complete", .int(completeCount)), ("fleiss_kappa", .optional(fleiss)),
      ("krippendorff", .object(alpha.map { ($0.level.rawValue, .optional($0.value)) })),
      (
        "icc",
        .object([
          ("n", .int(intraclass.n)), ("k", .int(intraclass.k)), ("icc_1_1", .optional(intraclass.single1)),
          ("icc_2_1", .optional(intraclass.single2)), ("icc_3_1", .optional(intraclass.single3)),
          ("icc_2_k", .optional(intraclass.mean2)), ("icc_3_k", .optional(intraclass.mean3)),
        ])
      ),
    ])
  }

  /// Shows the coefficients that fit the level of the numbers.
  func show(_ level: Agreement.Level, _ session: Session) {
    func figure(_ value: Double?) -> String { ItemAnalysisText.figure(value, 3) }
    var table = AlignedTable(
      [
        session.word("pair", "评分者"), "n", session.word("alike %", "一致率 %"), "kappa",
        session.word("linear", "线性"), session.word("quadratic", "平方"),
      ], numbers: [1, 2, 3, 4, 5])
    for pair in pairs {
      table.add([
        "\(raters[pair.a]) – \(raters[pair.b])", "\(pair.n)",
        ItemAnalysisText.figure(pair.agreement.map { $0 * 100 }, 1), figure(pair.kappa),
        figure(pair.kappaLinear), figure(pair.kappaQuadratic),
      ])
    }
    session.show(table)
    for (name, value) in alpha where name == level {
      session.say("Krippendorff alpha (\(name.rawValue)) \(figure(value))")
    }
    session.say(
      session.word(
        "Fleiss kappa \(figure(fleiss)), ICC(2,1) \(figure(intraclass.single2)) on \(completeCount) calls that all judged",
        "\(completeCount) 通由全部人员评分：Fleiss kappa \(figure(fleiss))，ICC(2,1) \(figure(intraclass.single2))"))
  }
}
