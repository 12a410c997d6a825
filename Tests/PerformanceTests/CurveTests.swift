import Formats
import Performance
import Testing
import Workspace

/// The curve of a part, from its text.
private func part(_ text: String) throws -> Curve {
  try #require(
    PerformanceScheme.read(
      Array(
        """
        {merit: 'performance', id: 's', version: 1, from: '2026-01-01', title: 'S', post: 'p',
         parts: [{id: 'i', title: 'I', source: 'indicator', indicator: 'x', weight: 100, curve: \(text)}],
         grades: [{grade: 'A', from: 0, factor: 1}], satisfaction_gates: [{from: 0, factor: 1}]}
        """.utf8), named: "s"
    ).parts[0].curve)
}

/// Values worked out by hand from the wording: straight between corners, halves away from zero.
///
/// Figures are in ten-thousandths and scores in hundredths; totals in hundredths and factors in basis points.
@Suite struct CurveTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let curve: String
    let rows: [(figure: Int, value: Int)]
    var testDescription: String { curve }

    init(_ curve: String, _ rows: [(Int, Int)]) {
      self.curve = curve
      self.rows = rows.map { (figure: $0.0, value: $0.1) }
    }
  }

  @Test(arguments: [
    // 5 points for each point of the figure: a half of a hundredth at a thousandth.
    Example(
      "{floor: 60, target: 80}",
      [
        (-80_0000, 0), (0, 0), (59_9999, 0), (60_0000, 0), (60_0009, 0), (60_0010, 1), (70_0000, 50_00),
        (79_9989, 99_99), (79_9990, 100_00), (80_0000, 100_00), (80_0001, 100_00), (999_0000, 100_00),
      ]),
    // 2 points each beyond the target.
    Example(
      "{floor: 60, target: 80, stretch: 90}",
      [
        (80_0000, 100_00), (80_0024, 100_00), (80_0025, 100_01), (85_0000, 110_00), (90_0000, 120_00),
        (90_0001, 120_00),
      ]),
    Example(
      "{floor: 60, target: 80, stretch: 90, floor_score: 12.5, target_score: 95, stretch_score: 115}",
      [(60_0000, 12_50), (59_0000, 12_50), (70_0000, 53_75), (80_0000, 95_00), (85_0000, 105_00)]),
    // Minutes: lower is better.
    Example(
      "{floor: 30, target: 15, stretch: 10, stretch_score: 110}",
      [
        (30_0001, 0), (30_0000, 0), (29_9999, 0), (22_5000, 50_00), (15_0001, 100_00), (15_0000, 100_00),
        (14_9976, 100_00), (14_9975, 100_01), (12_5000, 105_00), (10_0000, 110_00), (9_9999, 110_00),
        (-5_0000, 110_00),
      ]),
    // Negative figures: −6.25 is half way to 33.33, which is 16.665.
    Example(
      "{points: [{at: -12.5, score: 0}, {at: 0, score: 33.33}, {at: 7, score: 90}]}",
      [
        (-12_5001, 0), (-12_5000, 0), (-6_2500, 16_67), (-6_2501, 16_66), (-1, 33_33), (0, 33_33),
        (3_5000, 61_67), (3_4999, 61_66), (7_0000, 90_00), (8_0000, 90_00),
      ]),
    Example(
      "{points: [{at: 1, score: 100}, {at: 3, score: 85}, {at: 9, score: 0}]}",
      [
        (9999, 100_00), (1_0000, 100_00), (2_0000, 92_50), (3_0000, 85_00), (6_0000, 42_50), (9_0000, 0),
        (9_0001, 0),
      ]),
    Example(
      "{steps: [{from: 99, score: 100}, {from: 97, score: 85}, {from: 90, to: 97, score: 60}, {score: 20}]}",
      [
        (99_0001, 100_00), (99_0000, 100_00), (98_9999, 85_00), (97_0000, 85_00), (96_9999, 60_00),
        (90_0000, 60_00), (89_9999, 20_00), (-1, 20_00),
      ]),
    Example(
      "{better: 'lower', steps: [{to: 15, score: 100}, {to: 20, score: 70}, {from: 20, score: 40}]}",
      [
        (-1, 100_00), (15_0000, 100_00), (15_0001, 70_00), (20_0000, 70_00), (20_0001, 40_00),
        (900_0000, 40_00),
      ]),
    Example("{pass: 72.5}", [(72_4999, 0), (72_5000, 100_00), (72_5001, 100_00)]),
    Example(
      "{pass: 0.5, better: 'lower', pass_score: 90, fail_score: 55.55}",
      [(4999, 90_00), (5000, 90_00), (5001, 55_55)]),
    // 25 for the first hundred, 49.995 for the next hundred and fifty.
    Example(
      "{marginal: [{from: 0, rate: 0.25}, {from: 100, rate: 0.3333}, {from: 250, rate: 0.5}]}",
      [
        (-5_0000, 0), (0, 0), (199, 0), (200, 1), (100_0000, 25_00), (100_0100, 25_00), (101_0000, 25_33),
        (249_9999, 74_99), (250_0000, 75_00), (251_0000, 75_50), (300_0000, 100_00),
      ]),
    // A first tier above zero pays nothing below it.
    Example("{marginal: [{from: 10, rate: 1}]}", [(9_9999, 0), (10_0000, 0), (11_0000, 1_00)]),
    // The largest figure and rate that can be written stay within 64 bits.
    Example(
      "{marginal: [{from: -1000000000, rate: 10000}]}",
      [(1_000_000_000_0000, 2_000_000_000_000_000), (-1_000_000_000_0000, 0)]),
  ])
  func `a part's curve gives each figure its score`(_ example: Example) throws {
    let curve = try part(example.curve)
    for (figure, value) in example.rows {
      #expect(curve.value(at: figure) == value, "at \(figure)")
    }
  }

  @Test(arguments: [
    Example(
      "floor: 60, target: 80, stretch: 95",
      [
        (59_99, 0), (60_00, 0), (60_01, 5), (80_00, 1_0000), (80_01, 1_0001), (87_50, 1_1000),
        (95_00, 1_2000), (100_00, 1_2000),
      ]),
    // A hundredth is worth 2.5 basis points, which is 3.
    Example(
      "points: [{at: 60, factor: 0.5}, {at: 80, factor: 1}, {at: 95, factor: 1.2}]",
      [(0, 5000), (60_00, 5000), (60_01, 5003), (60_02, 5005), (80_00, 1_0000), (95_00, 1_2000)]),
    Example(
      "marginal: [{from: 60, rate: 0.0125}, {from: 80, rate: 0.02}]",
      [(60_00, 0), (60_01, 1), (60_02, 3), (79_99, 2499), (80_00, 2500), (80_01, 2502), (100_00, 6500)]),
    Example(
      "steps: [{from: 90, factor: 1.2}, {from: 75, factor: 1}, {factor: 0.6}]",
      [(90_00, 1_2000), (89_99, 1_0000), (75_00, 1_0000), (74_99, 6000), (0, 6000)]),
    Example("pass: 75, fail_factor: 0.5", [(75_00, 1_0000), (74_99, 5000)]),
    Example(
      "floor: 50, target: 90, least: 0.3, most: 0.9",
      [(0, 3000), (61_99, 3000), (62_00, 3000), (62_01, 3003), (86_00, 9000), (85_99, 8998), (90_00, 9000)]),
  ])
  func `a bonus curve gives each total its factor, within its least and most`(_ example: Example) throws {
    let scheme = try examScheme("bonus: {\(example.curve)}")
    for (total, factor) in example.rows {
      let total = Score(hundredths: total)
      #expect(
        scheme.factor(total: total, grade: scheme.grade(of: total)).basisPoints == factor, "at \(total)")
    }
  }

  // 84.00 is a B, whose best total is 89.99; a C's best is 79.99.
  @Test(arguments: [(0, 11_333), (1, 10_533), (2, 9_998), (3, 7_498)])
  func `by a curve a lowered grade earns at most what its own best total would`(_ grade: Int, _ factor: Int)
    throws
  {
    let scheme = try examScheme(
      "bonus: {points: [{at: 60, factor: 0.5}, {at: 80, factor: 1}, {at: 95, factor: 1.2}]}")
    #expect(
      scheme.factor(total: Score(hundredths: grade == 0 ? 90_00 : 84_00), grade: grade).basisPoints == factor)
  }

  @Test func `a better figure never gets less, on whatever curve`() {
    var generator = SeededGenerator(seed: 11, "curves")
    for round in 0..<400 {
      let count = 2 + generator.below(5)
      let ats = Set((0..<count).map { _ in generator.below(200_0000) - 100_0000 }).sorted()
      let values = ats.map { _ in generator.below(120_00) }.sorted()
      let isHigherBetter = generator.below(2) == 0
      let rising = zip(ats, values).map { Curve.Point(at: $0, value: $1) }
      let falling = zip(ats, values.reversed()).map { Curve.Point(at: $0, value: $1) }
      let curve =
        switch round % 3 {
        case 0: Curve(.line(isHigherBetter ? rising : falling), isHigherBetter: isHigherBetter)
        // Steps stand from the best down.
        case 1: Curve(.steps(isHigherBetter ? rising.reversed() : falling), isHigherBetter: isHigherBetter)
        default: Curve(.marginal(rising))
        }
      let figures = (ats + (0..<50).map { _ in generator.below(240_0000) - 120_0000 }).sorted()
      let found = figures.map(curve.value(at:))
      for (one, next) in zip(found, found.dropFirst()) {
        #expect(curve.isHigherBetter ? one <= next : one >= next)
      }
    }
  }
}
