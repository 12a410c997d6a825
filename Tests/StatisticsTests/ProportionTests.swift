import Statistics
import Testing

@Suite struct AnswerCopyingTests {
  /// Eight candidates, 25 items; `-` is no answer.
  private static let sheets = [
    "DBB-CCBCBBABCAABBAAADCDDD",
    "CBAABDBDBBCCBCABCACDBBBBD",
    "CBAACDBDBBC-BCABCACABBBBD",
    "DBBBBCBBBBCACAABBAADDCDBD",
    "-BDDBCADBBDACAADBABDCCDB-",
    "CBBCBAAA-CCDAABBACADDDCDB",
    "CBBCBAAABCCDAABBACADDDCDB",
    "CCBBABBDBBCBC--DBCBDDCDBD",
  ]
  private static let key = "DBBBBCBBBBCBCAABBAADDCDBD"

  @Test func `every pair is counted as by hand`() {
    let answers = Self.sheets.flatMap { $0.utf8.map { $0 == UInt8(ascii: "-") ? 0 : $0 } }
    let pairs = AnswerCopying.pairs(answers: answers, key: Array(Self.key.utf8)).sorted { $0.precedes($1) }
    // First, second, EEIC, EIC, D.
    let expected = [
      [5, 6, 15, 15, 0],
      [1, 2, 12, 12, 2],
      [4, 7, 3, 3, 10],
      [0, 2, 2, 3, 13],
      [1, 7, 2, 4, 14],
      [2, 7, 2, 5, 14],
      [3, 4, 1, 1, 8],
      [5, 7, 2, 4, 16],
      [6, 7, 2, 4, 16],
      [1, 4, 1, 6, 14],
      [2, 4, 1, 5, 15],
      [0, 5, 1, 2, 16],
      [0, 6, 1, 2, 16],
      [4, 5, 1, 4, 17],
      [4, 6, 1, 4, 17],
      [1, 5, 1, 9, 18],
      [1, 6, 1, 9, 18],
      [2, 5, 1, 8, 19],
      [2, 6, 1, 8, 19],
      [0, 1, 0, 1, 16],
      [0, 3, 0, 0, 6],
      [0, 4, 0, 2, 11],
      [0, 7, 0, 2, 11],
      [1, 3, 0, 1, 13],
      [2, 3, 0, 0, 14],
      [3, 5, 0, 1, 15],
      [3, 6, 0, 1, 15],
      [3, 7, 0, 0, 9],
    ]
    #expect(pairs.map { [$0.a, $0.b, $0.eeic, $0.eic, $0.d] } == expected)
    #expect(pairs[0].ratio == nil && pairs[1].ratio == 6)
    let all = AnswerCopying.pairs(answers: answers, key: Array(Self.key.utf8))
    for limit in [5, 99] {
      var foremost = AnswerCopying.Foremost(limit)
      for pair in all { foremost.add(pair) }
      #expect(foremost.pairs == Array(pairs.prefix(limit)) && foremost.count == 28)
    }
  }

  @Test func `items beyond one vector are counted too`() {
    let key = [UInt8](repeating: 1, count: 70)
    let wrong = [UInt8](repeating: 2, count: 70)
    let pairs = AnswerCopying.pairs(answers: key + wrong + wrong, key: key)
    #expect(pairs.map { [$0.eeic, $0.eic, $0.d] } == [[0, 0, 70], [0, 0, 70], [70, 70, 0]])
    #expect(AnswerCopying.pairs(answers: key, key: key).isEmpty)
  }
}

@Suite struct ProportionTests {
  @Test(arguments: [
    (0, 5, 0.95, 0.0, 0.43448246478317487),
    (5, 5, 0.95, 0.5655175352168251, 1.0),
    (2183, 3118, 0.95, 0.6838070563660907, 0.715956998427212),
    (1, 10, 0.95, 0.0178762130950729, 0.40415002679523854),
    (1, 2, 0.9, 0.12086631942227362, 0.8791336805777263),
    (3, 7, 0.99, 0.11637368051613813, 0.8102850959116125),
    (0, 1, 0.95, 0.0, 0.7934506856227627),
    (999, 1000, 0.999, 0.9873882793907754, 0.9999215580137805),
    (50, 100, 0.8, 0.43644222446010295, 0.563557775539897),
    (123456, 654321, 0.95, 0.18773185940854034, 0.18962786440741705),
  ])
  func `Wilson's interval is that of the reference`(_ row: (Int, Int, Double, Double, Double)) throws {
    let interval = try #require(Proportion(hits: row.0, of: row.1).wilson(level: row.2))
    #expect(abs(interval.low - row.3) < 1e-12 && abs(interval.high - row.4) < 1e-12)
  }

  @Test func `of nothing there is no share`() {
    #expect(Proportion(hits: 0, of: 0).estimate == nil && Proportion(hits: 0, of: 0).wilson() == nil)
  }
}
