import Formats
import Testing

@Suite struct ChartScaleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let values: [Double]
    var zero = false
    let ticks: [String]
  }

  /// Worked out by hand: 1, 2 or 5 times a power of ten, about five steps.
  @Test(arguments: [
    Example(testDescription: "percentages", values: [0, 97], ticks: ["0", "20", "40", "60", "80", "100"]),
    Example(
      testDescription: "ends that are ticks stay", values: [0, 100],
      ticks: ["0", "20", "40", "60", "80", "100"]),
    Example(
      testDescription: "small shares", values: [0.02, 0.31], ticks: ["0.0", "0.1", "0.2", "0.3", "0.4"]),
    Example(testDescription: "far from zero", values: [81.2, 84.9], ticks: ["81", "82", "83", "84", "85"]),
    Example(
      testDescription: "zero asked for", values: [40], zero: true, ticks: ["0", "10", "20", "30", "40"]),
    Example(
      testDescription: "below zero", values: [-15.47, 5.29],
      ticks: ["-20", "-15", "-10", "-5", "0", "5", "10"]),
    Example(
      testDescription: "thousands", values: [0, 15_240], ticks: ["0", "5000", "10000", "15000", "20000"]),
    Example(
      testDescription: "one value has room around it", values: [10],
      ticks: ["9.4", "9.6", "9.8", "10.0", "10.2", "10.4", "10.6"]),
    Example(testDescription: "nothing", values: [], ticks: ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    Example(
      testDescription: "what is not finite is passed over", values: [.nan, .infinity, 0, 10],
      ticks: ["0", "2", "4", "6", "8", "10"]),
  ])
  func `ticks are round numbers that hold every value`(_ example: Example) {
    let scale = ChartScale(example.values, from: 0, to: 100, includesZero: example.zero)
    #expect(scale.ticks.map(scale.text) == example.ticks)
  }

  @Test func `a value lies in proportion between the ends, and never beyond them`() {
    let scale = ChartScale([0, 100], from: 200, to: 0)
    #expect(scale.place(0) == 200)
    #expect(scale.place(25) == 150)
    #expect(scale.place(100) == 0)
    #expect(scale.place(120) == 0)
    #expect(scale.place(-1) == 200)
  }
}

@Suite struct PictureTests {
  @Test(arguments: [
    (0.0, "0"), (12.0, "12"), (12.34, "12.3"), (12.35, "12.4"), (-0.04, "0"), (-3.25, "-3.3"), (0.5, "0.5"),
    (-0.5, "-0.5"), (.nan, "0"),
  ])
  func `a length has at most one decimal`(_ value: Double, _ text: String) {
    #expect(Picture.number(value) == text)
  }

  @Test func `a picture is one image with a title and a description, and the same bytes every time`() {
    var picture = Picture(width: 20, height: 10, title: "T & t", description: "D")
    picture.line(0, 0, 20, 10, "grid")
    picture.box(x: 1, y: 2.25, width: -3, height: 4, "bar")
    picture.mark(.disc, x: 3, y: 4, size: 2, "point")
    picture.mark(.diamond, x: 5, y: 5, size: 2, "out")
    picture.text("工号 <1>", x: 2, y: 3, anchor: .end, "muted")
    picture.path([(0, 0)], "line")
    #expect(
      picture.svg == """
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 20 10" width="20" height="10">
        <title>T &amp; t</title>
        <desc>D</desc>
        <line class="grid" x1="0" y1="0" x2="20" y2="10"/>
        <rect class="bar" x="1" y="2.3" width="0" height="4"/>
        <circle class="point" cx="3" cy="4" r="2"/>
        <polygon class="out" points="5,3 7,5 5,7 3,5"/>
        <text class="muted" x="2" y="3" text-anchor="end">工号 &lt;1&gt;</text>
        </svg>

        """)
    #expect(picture.file.contains("<style>:root{--ink:#1f2328"))
  }

  @Test func `a long label is cut with an ellipsis, a short one stands as it is`() {
    #expect(Picture.fitted("Greets", to: 100) == "Greets")
    #expect(Picture.fitted("Verifies identity before account data", to: 100) == "Verifies ide…")
    #expect(Picture.fitted("涉及账户信息先核验身份", to: 100) == "涉及账户信息…")
  }
}

@Suite struct ChartTests {
  private func count(_ part: String, in text: String) -> Int {
    text.split(separator: part, omittingEmptySubsequences: false).count - 1
  }

  @Test func `a point outside its limits is a diamond with its value, the others are discs`() {
    let chart = LineChart(
      title: "Failed calls", description: "One of three weeks is out.", axis: "%",
      points: [
        .init(label: "07-06", value: 4, low: 0, high: 10),
        .init(label: "07-13", value: 14, low: 0, high: 10, isOut: true, text: "14.0"),
        .init(label: "07-20", value: nil), .init(label: "07-27", value: 3, low: 0, high: 12),
      ], centre: 5, centreLabel: "baseline", limitLabel: "3σ")
    let svg = chart.picture.svg
    #expect(count("<circle class=\"point\"", in: svg) == 2)
    #expect(count("<polygon class=\"out\"", in: svg) == 1)
    #expect(svg.contains("class=\"bad\" x=\"304\""))
    #expect(svg.contains(">14.0</text>"))
    // The value has a gap in the third week; limits are drawn to it and from it: two runs of each.
    #expect(count("class=\"line\"", in: svg) == 1)
    #expect(count("<polyline class=\"limit\"", in: svg) == 4)
    #expect(svg.contains(">baseline</text>") && svg.contains(">3σ</text>"))
    #expect(chart.picture.svg == svg)
  }

  @Test func `bars begin at zero, carry their interval, and a weak one is hollow with a sign`() {
    let chart = BarChart(
      title: "Teams", description: "Two teams.", axis: "points",
      bars: [
        .init(label: "A", value: 80, low: 70, high: 90, text: "80.00"),
        .init(label: "B", value: 50, text: "50.00", isWeak: true),
        .init(label: "C", value: nil, text: "–"),
      ], reference: 65, referenceLabel: "mean", range: 0...100)
    let svg = chart.picture.svg
    // The axis goes from 21.2 (after a label of 7.2 and 14) to 720 less 57 (six letters' 43.2 … "80.00" is five, 36, and 34).
    #expect(svg.contains("<rect class=\"bar\" x=\"21.2\" y=\"35\" width=\"503\" height=\"14\"/>"))
    #expect(svg.contains("<rect class=\"weak\" x=\"21.2\" y=\"59\" width=\"314.4\" height=\"14\"/>"))
    #expect(count("<rect", in: svg) == 2)
    #expect(count("class=\"whisker\"", in: svg) == 3)
    #expect(svg.contains(">▼ 50.00</text>") && svg.contains(">80.00</text>"))
  }

  @Test func `a gap lies right of zero when ahead and left of it when behind`() {
    // The gaps of a provincial branch to another one (DOMAIN, table 2-3).
    let chart = GapChart(
      title: "Gap", description: "Five processes.",
      rows: [
        .init(label: "network", gap: -15.47, text: "-15.47"),
        .init(label: "complaints", gap: 5.29, text: "+5.29"),
        .init(label: "club", gap: nil, text: "–"),
      ], behind: "behind", ahead: "ahead")
    let svg = chart.picture.svg
    #expect(count("<rect class=\"weak\"", in: svg) == 1)
    #expect(count("<rect class=\"bar\"", in: svg) == 1)
    #expect(svg.contains("◀ behind") && svg.contains("ahead ▶"))
  }

  @Test func `a map puts its marked points as diamonds and labels beside them`() {
    let map = QuadrantMap(
      title: "Drivers", description: "Two processes.",
      points: [.init(label: "network", x: 60, y: 30, isMarked: true), .init(label: "stores", x: 80, y: 10)],
      centre: (70, 20),
      quarters: .init(
        topLeft: "concentrate here", topRight: "keep it up", bottomLeft: "low", bottomRight: "overkill"),
      axes: ("performance", "importance"))
    let svg = map.picture.svg
    #expect(count("<polygon class=\"out\"", in: svg) == 1)
    #expect(count("<circle class=\"point\"", in: svg) == 1)
    // The point at the right edge has its label on the left.
    #expect(svg.contains("text-anchor=\"end\">stores</text>"))
    #expect(svg.contains("text-anchor=\"start\">network</text>"))
  }

  @Test func `values fall into equal steps, those beyond an end into the last step there`() {
    #expect(
      Histogram.counts([0, 9, 10, 19, 20, 99, 100, 140, -3], from: 0, to: 100, steps: 10) == [
        3, 2, 1, 0, 0, 0, 0, 0, 0, 3,
      ])
    #expect(Histogram.counts([], from: 0, to: 100, steps: 4) == [0, 0, 0, 0])
    #expect(Histogram.counts([5], from: 5, to: 5, steps: 3) == [0, 0, 0])
  }

  @Test func `the smallest count still shows, and none is no bar`() {
    let svg = Histogram(title: "Scores", description: "", counts: [0, 1, 1_000], marked: 2).picture.svg
    #expect(count("<rect", in: svg) == 2)
    #expect(svg.contains("height=\"1.5\""))
  }
}
