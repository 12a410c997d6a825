import Formats
import Workforce
import Workspace

/// Reads the members of a performance scheme, each with its faults.
struct PerformanceSchemeReading {
  private let object: ObjectReader

  init(_ object: ObjectReader) { self.object = object }

  func parts() -> [PerformanceScheme.Part] {
    let read = object.objects("parts").map(part)
    let parts = read.compactMap(\.part)
    let weights = read.compactMap(\.weight)
    let sum = weights.reduce(0, +)
    // A weight that cannot be read is a fault of its own, and so would the sum without it be.
    if object.has("parts"), weights.count == read.count, sum != 10_000 {
      object.fault("the parts weigh \(Weight(basisPoints: sum)); they must sum to 100%", at: "parts")
    }
    for (index, part) in parts.enumerated() where parts[..<index].contains(where: { $0.id == part.id }) {
      object.fault("part '\(part.id)' stands twice; ids are unique", at: "parts")
    }
    return parts
  }

  /// A part, and its weight also where the rest of it has faults.
  private func part(_ object: ObjectReader) -> (weight: Int?, part: PerformanceScheme.Part?) {
    let id = id(object)
    let title = object.words("title")
    let source = object.word("source", PerformanceScheme.Source.self)
    let weight = object.decimal("weight", places: 2, in: 1...100_00)
    let missing = object.optionalWord("missing", PerformanceScheme.Missing.self) ?? .renormalise
    let least = object.optionalInteger("least", in: 1...100_000) ?? 1
    let perComplaint = object.optionalDecimal("per_complaint", places: 2, in: 1...100_00) ?? 20_00
    let indicator = object.optionalText("indicator")
    let level = object.optionalWord("of", PerformanceScheme.Level.self)
    let curve = object.optionalObject("curve").flatMap {
      CurveReading.score($0, mustRise: source != .indicator)
    }
    checkSource(object, source)
    object.finish()
    guard let id, let title, let source, let weight else { return (weight, nil) }
    let part = PerformanceScheme.Part(
      id: id, title: title, source: source, weight: Weight(basisPoints: weight), missing: missing,
      least: least, perComplaint: Score(hundredths: perComplaint), indicator: indicator,
      level: level ?? .staff, curve: curve)
    return (weight, part)
  }

  /// What a part says must be something that its source has; otherwise it would be read and come to nothing.
  private func checkSource(_ object: ObjectReader, _ source: PerformanceScheme.Source?) {
    guard let source else { return }
    if source == .indicator, !object.has("indicator") {
      object.fault("'indicator' is missing; name the indicator of the catalogue that this part judges")
    }
    if source == .indicator || source == .competition, !object.has("curve") {
      object.fault("'curve' is missing; a figure that is no score needs one, such as {floor: 60, target: 85}")
    }
    let owners: [(key: String, sources: [PerformanceScheme.Source])] = [
      ("indicator", [.indicator]), ("of", [.indicator]), ("per_complaint", [.complaint]),
      ("least", [.qa, .satisfaction, .training]),
    ]
    for (key, sources) in owners where object.has(key) && !sources.contains(source) {
      let names = sources.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      object.fault(
        "'\(key)' goes with source \(names), and the source here is '\(source.rawValue)'", at: key)
    }
  }

  /// An id that can stand in a flag and a sheet.
  private func id(_ object: ObjectReader) -> String? {
    let id = object.text("id")
    if let id, !id.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d })
    {
      object.fault("'id' is '\(id)'; use lower-case letters, digits and hyphens", at: "id")
    }
    return id
  }

  func adjustings(_ key: String) -> [PerformanceScheme.Adjusting] {
    object.optionalObjects(key).compactMap { entry in
      let id = id(entry)
      let title = entry.words("title")
      let counted = entry.word("for", PerformanceScheme.Counted.self)
      let per = entry.decimal("per", places: 2, in: 1...100_00)
      let cap = entry.decimal("cap", places: 2, in: 1...100_00)
      entry.finish()
      guard let id, let title, let counted, let per, let cap else { return nil }
      return PerformanceScheme.Adjusting(
        id: id, title: title, counted: counted, per: Score(hundredths: per), cap: Score(hundredths: cap))
    }
  }

  // MARK: Grades and gates

  func grades() -> [PerformanceScheme.Grade] {
    let grades = object.objects("grades").compactMap { entry -> PerformanceScheme.Grade? in
      let name = entry.text("grade")
      if let name, !isPlainName(name) {
        entry.fault("'grade' is '\(name)'; use letters, digits, '.', '_' and '-'", at: "grade")
      }
      let from = entry.decimal("from", places: 2, in: 0...200_00)
      let factor = entry.decimal("factor", places: 4, in: 0...10_0000)
      entry.finish()
      guard let name, let from, let factor else { return nil }
      return PerformanceScheme.Grade(
        name: name, from: Score(hundredths: from), factor: Weight(basisPoints: factor))
    }
    for (index, grade) in grades.enumerated()
    where grades[..<index].contains(where: { $0.name == grade.name }) {
      object.fault("grade '\(grade.name)' stands twice; names are unique", at: "grades")
    }
    checkBands(grades.map { ($0.from, $0.factor) }, "grades")
    return grades
  }

  func gates() -> [PerformanceScheme.Gate] {
    let gates = object.objects("satisfaction_gates").compactMap { entry -> PerformanceScheme.Gate? in
      let from = entry.decimal("from", places: 2, in: 0...100_00)
      let factor = entry.decimal("factor", places: 4, in: 0...10_0000)
      entry.finish()
      guard let from, let factor else { return nil }
      return PerformanceScheme.Gate(from: Score(hundredths: from), factor: Weight(basisPoints: factor))
    }
    checkBands(gates.map { ($0.from, $0.factor) }, "satisfaction_gates")
    return gates
  }

  /// Bands run from the best down to 0 without a gap, and a better score never earns less.
  private func checkBands(_ bands: [(from: Score, factor: Weight)], _ key: String) {
    for (upper, lower) in zip(bands, bands.dropFirst()) {
      if lower.from >= upper.from {
        object.fault("'\(key)' must go down: \(lower.from) does not come below \(upper.from)", at: key)
      }
      if lower.factor > upper.factor {
        object.fault(
          "'\(key)' pays more from \(lower.from) (\(lower.factor.factorText)) than from \(upper.from) (\(upper.factor.factorText)); a better score never earns less",
          at: key)
      }
    }
    if let last = bands.last, last.from != .zero {
      object.fault("'\(key)' leaves a gap below \(last.from); let the last start at 0", at: key)
    }
  }

  /// `critical_cap`, the older short form, and `caps`.
  func caps(_ grades: [PerformanceScheme.Grade]) -> [PerformanceScheme.Consequence] {
    var caps: [PerformanceScheme.Consequence] = []
    func grade(_ entry: ObjectReader) -> String? {
      let grade = entry.text("grade")
      if let grade, !grades.isEmpty, !grades.contains(where: { $0.name == grade }) {
        entry.fault("'grade' is '\(grade)', which is no grade of this scheme", at: "grade")
      }
      return grade
    }
    if let entry = object.optionalObject("critical_cap") {
      let calls = entry.integer("calls", in: 1...1_000)
      let grade = grade(entry)
      entry.finish()
      if let calls, let grade {
        caps.append(PerformanceScheme.Consequence(counted: .criticals, from: calls, grade: grade))
      }
    }
    for entry in object.optionalObjects("caps") {
      let counted = entry.word("for", PerformanceScheme.Counted.self)
      let from = entry.integer("from", in: 1...100_000)
      let grade = grade(entry)
      entry.finish()
      if let counted, let from, let grade {
        caps.append(PerformanceScheme.Consequence(counted: counted, from: from, grade: grade))
      }
    }
    return caps
  }

  func forfeits() -> [PerformanceScheme.Consequence] {
    object.optionalObjects("forfeits").compactMap { entry in
      let counted = entry.word("for", PerformanceScheme.Counted.self)
      let from = entry.integer("from", in: 1...100_000)
      entry.finish()
      guard let counted, let from else { return nil }
      return PerformanceScheme.Consequence(counted: counted, from: from, grade: nil)
    }
  }

  // MARK: Bonus and distribution

  func bonus() -> (curve: Curve?, floor: Weight, cap: Weight?) {
    guard let entry = object.optionalObject("bonus") else { return (nil, .zero, nil) }
    let floor = entry.optionalDecimal("least", places: 4, in: 0...10_0000) ?? 0
    let cap = entry.optionalDecimal("most", places: 4, in: 0...10_0000)
    if let cap, cap < floor { entry.fault("'most' is below 'least'", at: "most") }
    let curve = CurveReading.factor(entry)
    return (curve, Weight(basisPoints: floor), cap.map(Weight.init(basisPoints:)))
  }

  /// A last place in a small group says nothing: groups of fewer than thirty keep the bands.
  private static let leastForced = 30

  func forced(_ grades: [PerformanceScheme.Grade]) -> PerformanceScheme.Forced? {
    guard let entry = object.optionalObject("forced") else { return nil }
    let least = entry.optionalInteger("least", in: Self.leastForced...100_000) ?? Self.leastForced
    let grouping = entry.optionalWord("by", PerformanceScheme.Forced.Grouping.self) ?? .post
    var shares = Array(repeating: Weight.zero, count: grades.count)
    for share in entry.objects("shares") {
      let name = share.text("grade")
      let value = share.decimal("share", places: 2, in: 0...100_00)
      if let name, let value {
        if let place = grades.firstIndex(where: { $0.name == name }) {
          shares[place] = Weight(basisPoints: value)
        } else if !grades.isEmpty {
          share.fault("'grade' is '\(name)', which is no grade of this scheme", at: "grade")
        }
      }
      share.finish()
    }
    let sum = shares.reduce(0) { $0 + $1.basisPoints }
    if sum != 10_000, !grades.isEmpty {
      entry.fault("the shares sum to \(Weight(basisPoints: sum)); they must sum to 100%", at: "shares")
    }
    entry.finish()
    return PerformanceScheme.Forced(least: least, grouping: grouping, shares: shares)
  }

  func neutrality() -> PerformanceScheme.Neutrality {
    guard let entry = object.optionalObject("neutral") else { return .standard }
    let kinds = entry.texts("kinds").compactMap { name -> Leave.Kind? in
      let kind = Leave.Kind(rawValue: name)
      if kind == nil {
        entry.fault(
          "'\(name)' is no kind of leave (\(Leave.Kind.allCases.map(\.rawValue).joined(separator: ", ")))",
          at: "kinds")
      }
      return kind
    }
    let days = entry.optionalInteger("long_sick_days", in: 1...366)
    entry.finish()
    return PerformanceScheme.Neutrality(
      kinds: entry.has("kinds") ? Set(kinds) : PerformanceScheme.Neutrality.standard.kinds,
      longSickDays: days ?? PerformanceScheme.Neutrality.standard.longSickDays)
  }

  /// A grade that nobody can reach is a mistake in the scheme, unless shares hand it out.
  func checkReach(_ grades: [PerformanceScheme.Grade], best: Score, forced: PerformanceScheme.Forced?) {
    guard forced == nil else { return }
    for grade in grades where grade.from > best {
      object.fault(
        "grade '\(grade.name)' starts at \(grade.from), and the best total that this scheme allows is \(best)",
        at: "grades")
    }
  }
}
