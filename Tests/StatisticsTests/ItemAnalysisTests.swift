import Statistics
import Testing

// Expected numbers: NumPy and SciPy in float64, by formulas written apart from this code.

private func isNear(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) <= tolerance * max(1, abs(b))
}

/// Rows of cells apart by blanks; `.` is a missing one.
private func scores(_ text: String, unit: Int = 1, maxima: [Int]? = nil) -> ItemScores {
  let rows = text.split(separator: "\n").map { $0.split(separator: " ") }
  let names = (rows.first ?? []).indices.map { "q\($0 + 1)" }
  return ItemScores(
    items: names, cells: rows.joined().map { Int($0) ?? ItemScores.missing }, unit: unit,
    maxima: maxima ?? names.map { _ in unit })
}

private let gaps = """
  1 1 1 0 1 0
  0 0 1 0 0 0
  1 1 1 0 1 1
  0 0 0 0 0 0
  0 . 1 0 1 1
  1 1 1 0 0 0
  1 1 0 0 0 0
  1 1 0 0 1 0
  . . . . . .
  1 1 0 0 1 0
  1 0 1 0 0 0
  1 1 0 0 0 0
  """

/// In quarters of a point.
private let quarters = """
  0 50 50 25 25 0 25 75
  0 0 0 25 50 25 75 50
  0 0 25 25 25 75 25 100
  75 . 75 100 100 . 75 75
  50 75 50 25 75 75 100 100
  0 25 25 50 0 0 50 50
  100 100 100 100 100 75 100 100
  25 75 75 50 25 100 100 100
  25 25 25 50 50 75 50 50
  0 50 0 75 25 50 75 50
  0 50 50 25 50 50 50 75
  0 25 25 50 50 75 25 50
  50 25 100 50 100 50 25 75
  25 0 50 25 50 50 50 75
  0 0 25 50 50 25 50 75
  0 0 50 50 75 75 100 75
  25 25 75 75 75 100 75 100
  . 50 50 100 100 100 100 75
  75 100 25 100 100 100 100 100
  0 0 0 50 25 25 0 0
  25 25 0 75 25 100 50 50
  0 0 0 25 25 0 0 0
  75 50 75 50 100 75 50 .
  25 50 75 75 25 75 75 100
  25 25 0 0 25 50 25 50
  25 75 75 50 50 75 100 25
  0 0 25 25 25 25 25 50
  25 0 50 75 0 50 75 50
  0 50 25 75 50 50 25 75
  75 75 75 100 75 100 100 100
  100 75 50 25 50 100 100 100
  0 25 25 25 50 50 75 75
  0 0 0 0 0 0 25 0
  25 25 25 75 75 100 100 75
  0 25 0 50 25 50 0 50
  75 50 100 75 100 75 75 100
  50 0 0 25 0 25 25 0
  25 0 75 0 75 0 75 75
  50 0 50 75 . 25 75 100
  0 25 25 0 0 75 25 75
  """

private struct Expected: Sendable {
  let name: String
  let scores: ItemScores
  let missing: ItemScores.Missing
  let n: Int
  /// Mean, deviations, median, alpha, standard error, KR-20, KR-21, split half, Spearman and Brown.
  let test: [Double?]
  /// Facility, deviations, with total, with rest, index, efficiency, upper less lower, alpha without.
  let items: [[Double?]]
}

private let expectations = [
  Expected(
    name: "gaps as zeros", scores: scores(gaps), missing: .zero, n: 12,
    test: [
      2.3333333333333335, 1.497472618255253, 1.4337208778404378, 2.5, 0.5594594594594594, 0.9939209163101398,
      0.5594594594594594, 0.3675675675675676, 0.6973553222298509, 0.821696333227059,
    ],
    items: [
      [
        0.6666666666666666, 0.49236596391733095, 0.4714045207910317, 0.6575959492214292, 0.4, 40.0,
        57.142857142857146, 1.0, 0.4625,
      ],
      [
        0.5833333333333334, 0.5149286505444373, 0.4930066485916347, 0.6680808681080804, 0.3994501715614096,
        39.945017156140956, 47.82608695652174, 1.0, 0.46153846153846156,
      ],
      [
        0.5, 0.5222329678670935, 0.5, 0.46499055497527714, 0.13018891098082386, 13.018891098082387,
        16.666666666666668, 0.3333333333333333, 0.6038135593220338,
      ],
      [0.0, 0.0, 0.0, nil, nil, nil, nil, 0.0, 0.5827702702702703],
      [
        0.4166666666666667, 0.5149286505444373, 0.4930066485916347, 0.7466786172972664, 0.5179923179936157,
        51.799231799361564, 77.35849056603773, 1.0, 0.39106145251396646,
      ],
      [
        0.16666666666666666, 0.3892494720807615, 0.37267799624996495, 0.5198752449100363, 0.291111254869791,
        29.1111254869791, 45.45454545454545, 0.3333333333333333, 0.5190677966101694,
      ],
    ]),
  Expected(
    name: "rows with gaps dropped", scores: scores(gaps), missing: .listwise, n: 10,
    test: [
      2.5, 1.4337208778404378, 1.3601470508735443, 2.5, 0.5837837837837838, 0.9249624617007739,
      0.5837837837837838, 0.25405405405405407, 0.6296296296296297, 0.7727272727272727,
    ],
    items: [
      [
        0.8, 0.4216370213557839, 0.4, 0.7352146220938077, 0.5454545454545454, 54.54545454545455, 100.0,
        0.6666666666666666, 0.43388429752066116,
      ],
      [
        0.7, 0.48304589153964794, 0.458257569495584, 0.7219664266678342, 0.4862645390838647,
        48.626453908386466, 70.58823529411765, 0.6666666666666666, 0.4525862068965517,
      ],
      [0.5, 0.5270462766947299, 0.5, 0.36760731104690386, 0.0, 0.0, 0.0, 0.3333333333333333, 0.703125],
      [0.0, 0.0, 0.0, nil, nil, nil, nil, 0.0, 0.6081081081081081],
      [
        0.4, 0.5163977794943223, 0.4898979485566356, 0.7503752814845802, 0.5083402265537538,
        50.83402265537538, 72.22222222222223, 1.0, 0.43577981651376146,
      ],
      [
        0.1, 0.31622776601683794, 0.3, 0.6126788517448398, 0.4444444444444444, 44.44444444444444, 100.0,
        0.3333333333333333, 0.5034722222222222,
      ],
    ]),
  Expected(
    name: "gaps left out", scores: scores(gaps), missing: .available, n: 11,
    test: [
      2.5454545454545454, 1.3684762594679065, 1.3047909176733932, 3.0, 0.4563106796116505, 1.009049958219026,
      0.45780582524271846, 0.1669902912621359, 0.6333333333333333, 0.7755102040816326,
    ],
    items: [
      [
        0.7272727272727273, 0.4670993664969138, 0.4453617714151233, 0.5688801239885743, 0.26666666666666666,
        26.666666666666668, 42.10526315789474, 0.6666666666666666, 0.3861111111111111,
      ],
      [
        0.7, 0.48304589153964794, 0.458257569495584, 0.7219664266678342, 0.4862645390838647,
        48.626453908386466, 70.58823529411765, 0.6666666666666666, 0.352112676056338,
      ],
      [
        0.5454545454545454, 0.5222329678670935, 0.4979295977319692, 0.38161638848608825, 0.0, 0.0, 0.0,
        0.3333333333333333, 0.556344696969697,
      ],
      [0.0, 0.0, 0.0, nil, nil, nil, nil, 0.0, 0.47532362459546923],
      [
        0.45454545454545453, 0.5222329678670935, 0.4979295977319692, 0.7377916844064374, 0.4666666666666667,
        46.666666666666664, 71.7948717948718, 1.0, 0.2326388888888889,
      ],
      [
        0.18181818181818182, 0.40451991747794525, 0.38569460791993504, 0.5255089483542896, 0.2608745973749755,
        26.087459737497547, 38.888888888888886, 0.3333333333333333, 0.3932291666666667,
      ],
    ]),
  Expected(
    name: "parts of a point", scores: scores(quarters, unit: 100), missing: .zero, n: 40,
    test: [
      3.75625, 1.8314274767415997, 1.808389736063551, 3.5, 0.8669818935111163, 0.6679517719095216, nil, nil,
      0.6971485223294118, 0.8215527552916164,
    ],
    items: [
      [
        0.2625, 0.30982832301710206, 0.3059309562630104, 0.7115721320535784, 0.6110740828464243,
        61.10740828464243, 68.33303682618751, 0.45454545454545453, 0.8515946775016804,
      ],
      [
        0.3125, 0.30355796134747626, 0.29973947020704494, 0.7343418003558756, 0.6421435241855096,
        64.21435241855096, 68.19360414866033, 0.5, 0.848352351498347,
      ],
      [
        0.40625, 0.31361978858941886, 0.30967472854593736, 0.7404269779651167, 0.6462415739010426,
        64.62415739010427, 67.32673267326733, 0.5227272727272727, 0.847730352303523,
      ],
      [
        0.5, 0.29957234475763905, 0.2958039891549808, 0.6572135126684936, 0.5478973462420442,
        54.78973462420443, 56.52173913043478, 0.4772727272727273, 0.8581890061164329,
      ],
      [
        0.48125, 0.3319884729231516, 0.3278123510485839, 0.7329335904740709, 0.6298472667651764,
        62.98472667651764, 65.54963983714376, 0.5454545454545454, 0.8495318468692908,
      ],
      [
        0.55625, 0.3372565598761382, 0.33301417011893053, 0.6947608006201745, 0.5788844006042687,
        57.88844006042687, 61.34663341645885, 0.6590909090909091, 0.855548391058708,
      ],
      [
        0.5875, 0.3279208003193016, 0.32379584617471546, 0.7942598444278522, 0.7115049355367796,
        71.15049355367796, 76.45498258995191, 0.6818181818181818, 0.840008946973207,
      ],
      [
        0.65, 0.3192539379914944, 0.3152380053229623, 0.6917971560674727, 0.5825027604459188,
        58.25027604459187, 65.82984658298466, 0.5909090909090909, 0.854742120849793,
      ],
    ]),
]

@Suite struct ItemAnalysisTests {
  @Test(arguments: expectations)
  private func `every figure is that of the reference`(_ row: Expected) {
    let analysis = ItemAnalysis(row.scores, missing: row.missing)
    let test = analysis.test
    #expect(test.n == row.n)
    let figures = [
      test.mean, test.sampleDeviation, test.populationDeviation, test.median, test.alpha, test.standardError,
      test.kr20,
      test.kr21, test.splitHalf, test.spearmanBrown,
    ]
    for (figure, expected) in zip(figures, row.test) { #expect(isNear(figure, expected), "\(row.name)") }
    for (item, expected) in zip(analysis.items, row.items) {
      let figures = [
        item.facility, item.sampleDeviation, item.populationDeviation, item.itemTotal, item.itemRest,
        item.discriminationIndex, item.discriminativeEfficiency, item.upperLower, item.alphaIfDeleted,
      ]
      for (figure, expected) in zip(figures, expected) {
        #expect(isNear(figure, expected), "\(row.name) \(item.name)")
      }
    }
  }

  @Test func `the pass over bytes gives the figures of the exact sums`() {
    let bytes = hexRows(twoPL, items: 10)
    let whole = scores(bytes.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\n"))
    let (quick, slow) = (
      ItemAnalysis(DichotomousScores(items: whole.items, cells: bytes.flatMap { $0 })), ItemAnalysis(whole)
    )
    #expect(quick.test.alpha == slow.test.alpha && quick.test.median == slow.test.median)
    #expect(quick.test.splitHalf == slow.test.splitHalf && quick.test.kr20 == slow.test.kr20)
    for (a, b) in zip(quick.items, slow.items) {
      #expect(a.itemRest == b.itemRest && a.discriminativeEfficiency == b.discriminativeEfficiency)
      #expect(isNear(a.upperLower, b.upperLower, 1e-14) && a.alphaIfDeleted == b.alphaIfDeleted)
      #expect(a.effectiveWeight == b.effectiveWeight && a.facility == b.facility)
    }
  }

  @Test func `nothing is divided by nothing`() {
    let one = ItemAnalysis(scores("1 0"))
    #expect(one.test.alpha == nil && one.test.sampleDeviation == nil && one.test.splitHalf == nil)
    #expect(one.items[0].facility == 1 && one.items[0].itemRest == nil && one.items[0].upperLower == nil)
    let constant = ItemAnalysis(scores("1 1\n1 0\n1 1"))
    #expect(constant.items[0].itemRest == nil && constant.items[0].discriminativeEfficiency == nil)
    #expect(constant.test.k == 2)
  }

  @Test func `an item that the able get wrong has no effective weight`() {
    let analysis = ItemAnalysis(scores("1 1 0\n1 1 0\n0 1 0\n0 0 1\n0 0 1"))
    #expect(analysis.items[2].effectiveWeight == nil)
    #expect(
      isNear(analysis.items[0].effectiveWeight.map { $0 + (analysis.items[1].effectiveWeight ?? 0) }, 100))
  }
}

/// 500 candidates of ten items, simulated by a two-parameter model; three hexadecimal digits a row, the first item highest.
let twoPL = """
  3be 300 380 1f4 3dc 040 3f2 3e0 200 395 2ec 000 3fa 3e0 3b5 3fc 370 3d1 3b0 390 380 2b0 3de 3c8 3f6 330 3a0 382 3ea 3e1 290 3e0
  3bc 1c0 3b2 3fa 3c0 3f9 370 3c0 340 38c 2b0 190 350 398 371 3f0 3f8 3ff 3c4 3a8 380 3ae 3d9 3f0 3a0 3f9 3a0 3b8 3b0 050 3c0 3ad
  360 3ad 050 3ff 3d0 3fd 3f9 360 3d0 3e8 399 3fe 3e0 0c0 371 3d0 390 3e0 110 388 3ff 012 3a0 110 3a0 2c1 338 3e8 3fe 3ab 3c1 3d0
  380 3c9 260 150 3d0 308 3bc 3f4 240 3f0 250 3d9 1c0 120 380 380 3c0 310 200 230 3ef 3e0 060 2e8 398 343 3a0 1c0 2a0 3e2 3fe 3b0
  300 014 3b0 3b0 280 388 3c0 3f8 3b8 3b0 3e1 3ea 3b6 3ab 3d4 390 240 3e0 3d8 3b0 3a8 330 240 2c8 318 360 080 3f4 3d5 3a8 3e9 3f0
  200 300 3d0 3de 3f0 398 240 3f9 3d4 3e0 3f8 3fa 3f9 3f9 3f8 320 3c0 288 3c4 3ce 3e0 250 3fe 2e9 3e0 2b0 310 230 310 338 3a5 110
  3ee 3c4 340 3e0 3f0 3d1 3c0 3c4 3d9 2a0 3f4 370 348 390 35d 3aa 3a8 3bc 3dc 38a 394 2c8 3d0 300 384 110 35b 190 300 258 3a8 398
  280 321 3c0 3f4 3b8 1c0 3a9 3aa 3b6 1a0 3ba 3ef 3b6 180 340 1a8 2d0 3aa 3e8 3fe 3f9 3a1 3d0 3c0 371 3e8 3fe 3b0 390 388 3c9 3ff
  1b4 3c4 3f8 3e0 1d8 398 2f1 240 3e4 3bf 330 3b8 300 3fd 2c0 1c2 358 220 340 360 3c3 3d8 380 330 3b8 2d0 060 3c1 3a3 3ff 390 3d0
  3a0 3a0 3e0 100 3d8 391 330 2b8 3a5 338 240 310 3a0 200 3b9 3b0 39e 3e0 330 220 3ff 3fc 3d4 3f3 030 2b8 200 300 3d0 370 3ba 190
  3ec 208 387 391 290 3c8 3f5 382 3ba 2f4 200 200 189 380 340 380 3fe 3e4 3fc 3b8 290 3ea 240 3f0 3b8 380 3ff 260 3e0 2c1 3a1 2c8
  3a0 3fc 3f0 3d0 2c0 3b8 3dd 2d0 3e0 3ba 3c0 3b0 3fe 3fc 3c0 3e9 3d3 3ee 3e0 350 3e0 388 2d8 000 3b5 3c5 388 0f0 0d0 210 3f0 390
  3b0 2b0 288 3a0 220 3f0 3a1 3ea 290 140 3f9 300 144 000 370 320 240 280 3ee 3f8 090 2f0 359 300 100 040 2a0 310 3d8 3c0 3bc 340
  398 384 340 3a4 2cb 3f6 388 340 281 2c0 2b0 3d4 260 3a0 3b9 320 3c0 380 3fa 3cc 371 3d1 3b4 3a1 3cb 3da 338 300 030 32a 3d8 3ee
  3f7 088 3f0 3e1 3cf 3da 3c0 000 320 0a8 3e2 000 385 3e0 3c0 3d0 3e4 3fa 380 3d9 3f8 030 350 3a0 3e0 397 3e8 3a0 3c0 3e0 3a8 3ee
  200 3f0 350 3f8 300 3f1 3f6 210 340 3c8 328 3e0 3e8 080 220 3f4 340 270 390 3b0
  """

func hexRows(_ text: String, items: Int) -> [[UInt8]] {
  text.split(whereSeparator: \.isWhitespace).map { word in
    let bits = Int(word, radix: 16) ?? 0
    return (0..<items).map { UInt8(bits >> (items - 1 - $0) & 1) }
  }
}
