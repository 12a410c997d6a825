import Formats
import Workspace

/// Reads curves from schemes, and finds gaps, cliffs and falls in them.
struct CurveReading {
  let object: ObjectReader
  /// Decimal places of the figure, and of the value.
  let figurePlaces: Int
  let valuePlaces: Int
  /// What a value is called in the document: `score` or `factor`.
  let name: String
  /// The largest jump between neighbouring steps that needs no permission, in units of the value.
  let cliff: Int
  /// Whether only more can be better, as of every score; an indicator, such as minutes, may be better lower.
  let mustRise: Bool

  private static let figures = -1_000_000_000_0000...1_000_000_000_0000
  private static let values = 0...1_000_0000
  /// With any figure the value stays well within 64 bits.
  private static let rates = 0...100_000_000

  /// A part's curve: from a raw figure with four places to a score.
  static func score(_ object: ObjectReader, mustRise: Bool) -> Curve? {
    CurveReading(
      object: object, figurePlaces: 4, valuePlaces: 2, name: "score", cliff: 40_00, mustRise: mustRise
    ).read()
  }

  /// A curve over a score with two places to a factor.
  static func factor(_ object: ObjectReader) -> Curve? {
    CurveReading(
      object: object, figurePlaces: 2, valuePlaces: 4, name: "factor", cliff: 4_000, mustRise: true
    ).read()
  }

  /// Reads the one form that stands there: `floor, target, stretch`, `points`, `steps`, `pass` or `marginal`.
  func read() -> Curve? {
    let forms = ["floor", "points", "steps", "pass", "marginal"].filter(object.has)
    guard forms.count == 1, let form = forms.first else {
      object.fault(
        "a curve has one of floor (with target), points, steps, pass or marginal; here \(forms.isEmpty ? "none stands" : "stand \(forms.joined(separator: " and "))")"
      )
      return nil
    }
    let curve: Curve?
    switch form {
    case "floor": curve = targetLine()
    case "points": curve = line()
    case "steps":
      let cliffsAllowed = object.optionalWord("cliffs", Cliffs.self) == .allowed
      curve = steps(isHigherBetter: isHigherBetter, cliffsAllowed: cliffsAllowed)
    case "pass": curve = pass(isHigherBetter: isHigherBetter)
    default: curve = marginal()
    }
    object.finish()
    if let curve, mustRise, !curve.isHigherBetter {
      object.fault("the curve pays less for more, and more of this is better; let it rise")
      return nil
    }
    return curve
  }

  /// What steps and a pass mark say of themselves; lines show it by their direction.
  private var isHigherBetter: Bool { object.optionalWord("better", Better.self) != .lower }

  private enum Cliffs: String, CaseIterable { case allowed }
  private enum Better: String, CaseIterable { case higher, lower }

  private var whole: Int { valuePlaces == 2 ? 100_00 : 1_0000 }

  private func value(_ entry: ObjectReader, _ key: String) -> Int? {
    entry.optionalDecimal(key, places: valuePlaces, in: Self.values)
  }

  private func text(figure: Int) -> String { ExactDecimal(mantissa: figure, places: figurePlaces).text }
  private func text(value: Int) -> String { ExactDecimal(mantissa: value, places: valuePlaces).text }

  private func targetLine() -> Curve? {
    let floor = object.decimal("floor", places: figurePlaces, in: Self.figures)
    let target = object.decimal("target", places: figurePlaces, in: Self.figures)
    let stretch = object.optionalDecimal("stretch", places: figurePlaces, in: Self.figures)
    let atFloor = value(object, "floor_\(name)") ?? 0
    let atTarget = value(object, "target_\(name)") ?? whole
    let atStretch = value(object, "stretch_\(name)") ?? whole + whole / 5
    guard let floor, let target else { return nil }
    guard floor != target else {
      object.fault(
        "'floor' and 'target' are both \(text(figure: floor)); a line needs two places", at: "target")
      return nil
    }
    let isHigherBetter = floor < target
    var points = [Curve.Point(at: floor, value: atFloor), Curve.Point(at: target, value: atTarget)]
    if let stretch {
      guard isHigherBetter ? stretch > target : stretch < target else {
        object.fault(
          "'stretch' is \(text(figure: stretch)), which is not better than the target of \(text(figure: target))",
          at: "stretch")
        return nil
      }
      points.append(Curve.Point(at: stretch, value: atStretch))
    }
    for (worse, nicer) in zip(points, points.dropFirst()) where nicer.value < worse.value {
      object.fault(
        "the curve falls from \(text(value: worse.value)) to \(text(value: nicer.value)) where the figure gets better"
      )
      return nil
    }
    return Curve(.line(points.sorted { $0.at < $1.at }), isHigherBetter: isHigherBetter)
  }

  private func line() -> Curve? {
    let read = entries("points") { entry in
      let at = entry.decimal("at", places: figurePlaces, in: Self.figures)
      let value = entry.decimal(name, places: valuePlaces, in: Self.values)
      guard let at, let value else { return nil }
      return Curve.Point(at: at, value: value)
    }
    guard let points = read else { return nil }
    guard points.count > 1 else {
      object.fault("'points' has \(points.count); a line needs two or more", at: "points")
      return nil
    }
    for (one, next) in zip(points, points.dropFirst()) where next.at <= one.at {
      object.fault(
        "'points' must rise: \(text(figure: next.at)) does not come after \(text(figure: one.at))",
        at: "points")
      return nil
    }
    let isRising = zip(points, points.dropFirst()).allSatisfy { $0.value <= $1.value }
    let isFalling = zip(points, points.dropFirst()).allSatisfy { $0.value >= $1.value }
    guard isRising || isFalling else {
      object.fault("'points' rises and falls; a better figure never earns less", at: "points")
      return nil
    }
    return Curve(.line(points), isHigherBetter: isRising)
  }

  private func pass(isHigherBetter: Bool) -> Curve? {
    let pass = object.decimal("pass", places: figurePlaces, in: Self.figures)
    let passed = value(object, "pass_\(name)") ?? whole
    let failed = value(object, "fail_\(name)") ?? 0
    guard let pass else { return nil }
    guard failed <= passed else {
      object.fault(
        "failing earns \(text(value: failed)), which is more than passing with \(text(value: passed))")
      return nil
    }
    return Curve(
      .steps([Curve.Point(at: pass, value: passed), Curve.Point(at: pass, value: failed)]),
      isHigherBetter: isHigherBetter)
  }

  private func marginal() -> Curve? {
    let read = entries("marginal") { entry in
      let from = entry.decimal("from", places: figurePlaces, in: Self.figures)
      // The rate is for a whole point; with these places, figure × rate ÷ 1,000,000 is the value whatever its unit.
      let rate = entry.decimal("rate", places: valuePlaces + 6 - figurePlaces, in: Self.rates)
      guard let from, let rate else { return nil }
      return Curve.Point(at: from, value: rate)
    }
    guard let tiers = read else { return nil }
    guard !tiers.isEmpty else {
      object.fault("'marginal' is empty; give tiers of {from, rate}", at: "marginal")
      return nil
    }
    for (one, next) in zip(tiers, tiers.dropFirst()) where next.at <= one.at {
      object.fault(
        "'marginal' must rise: \(text(figure: next.at)) does not come after \(text(figure: one.at))",
        at: "marginal")
      return nil
    }
    return Curve(.marginal(tiers))
  }

  /// The points of a list; `nil` where one cannot be read, for then its own fault says all.
  private func entries(_ key: String, _ read: (ObjectReader) -> Curve.Point?) -> [Curve.Point]? {
    let entries = object.objects(key)
    let points = entries.compactMap { entry in
      let point = read(entry)
      entry.finish()
      return point
    }
    return points.count == entries.count ? points : nil
  }
}

// MARK: Steps

extension CurveReading {
  private struct Step {
    let from: Int?
    let to: Int?
    let value: Int
  }

  /// Steps from the best down.
  ///
  /// Of a figure that is better higher each has `from`, and may have `to`; of one that is better
  /// lower the other way round. The last may leave it out: it holds for all the rest.
  private func steps(isHigherBetter: Bool, cliffsAllowed: Bool) -> Curve? {
    let entries = object.objects("steps")
    let steps = entries.compactMap { entry -> Step? in
      let from = entry.optionalDecimal("from", places: figurePlaces, in: Self.figures)
      let to = entry.optionalDecimal("to", places: figurePlaces, in: Self.figures)
      let value = entry.decimal(name, places: valuePlaces, in: Self.values)
      entry.finish()
      return value.map { Step(from: from, to: to, value: $0) }
    }
    guard steps.count == entries.count else { return nil }
    guard let last = steps.last, steps.count > 1 else {
      object.fault("'steps' has \(steps.count); two or more are needed, the best first", at: "steps")
      return nil
    }
    func near(_ step: Step) -> Int? { isHigherBetter ? step.from : step.to }
    func far(_ step: Step) -> Int? { isHigherBetter ? step.to : step.from }
    let (nearName, farName) = isHigherBetter ? ("from", "to") : ("to", "from")
    for (index, step) in steps.dropLast().enumerated() where near(step) == nil {
      object.fault(
        "step \(index + 1) of 'steps' has no '\(nearName)'; only the last may leave it out", at: "steps")
      return nil
    }
    for (upper, lower) in zip(steps, steps.dropFirst()) {
      guard let bound = near(upper) else { return nil }
      if let end = far(lower), end != bound {
        let isGap = isHigherBetter ? end < bound : end > bound
        object.fault(
          "'steps' \(isGap ? "leaves a gap" : "overlaps") between \(text(figure: min(end, bound))) and \(text(figure: max(end, bound))); let '\(farName)' of one be '\(nearName)' of the other",
          at: "steps")
        return nil
      }
      if let own = near(lower), isHigherBetter ? own >= bound : own <= bound {
        object.fault(
          "'steps' must go from the best down: \(text(figure: own)) does not come after \(text(figure: bound))",
          at: "steps")
        return nil
      }
      if lower.value > upper.value {
        object.fault(
          "'steps' pays more for a worse figure: \(text(value: lower.value)) below \(text(value: upper.value))",
          at: "steps")
        return nil
      }
      if upper.value - lower.value > cliff, !cliffsAllowed {
        object.fault(
          "'steps' falls off a cliff at \(text(figure: bound)): \(text(value: upper.value)) to \(text(value: lower.value)); add steps between, or say cliffs: \"allowed\"",
          at: "steps")
        return nil
      }
    }
    if let end = near(last), !(isHigherBetter && end <= 0) {
      object.fault(
        "'steps' leaves a gap beyond \(text(figure: end)); let the last step leave out '\(nearName)'",
        at: "steps")
      return nil
    }
    return Curve(
      .steps(steps.map { Curve.Point(at: near($0) ?? near(steps[0]) ?? 0, value: $0.value) }),
      isHigherBetter: isHigherBetter)
  }
}
