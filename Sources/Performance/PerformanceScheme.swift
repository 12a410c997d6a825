import Formats
import Workspace

/// How the people of a post are judged in a quarter, and what their score earns.
package struct PerformanceScheme: SchemeDocument {
  package static let kind = "performance"

  package enum Source: String, CaseIterable, Sendable { case qa, satisfaction, exam, training, complaint }
  /// What happens to a part for which there is no evidence.
  package enum Missing: String, CaseIterable, Sendable { case renormalise, zero, block }

  package struct Part: Sendable {
    package let id: String
    package let title: Words
    package let source: Source
    package let weight: Weight
    package let missing: Missing
    /// Fewer pieces of evidence than this count as missing.
    package let least: Int
    /// For complaints: what each liable one takes off 100.
    package let perComplaint: Score
  }

  package struct Grade: Sendable {
    package let name: String
    package let from: Score
    package let factor: Weight
  }

  /// A factor from a satisfaction score on.
  package struct Gate: Sendable {
    package let from: Score
    package let factor: Weight
  }

  package let head: SchemeHead
  package let post: String
  package let parts: [Part]
  /// The most that competitions may add.
  package let competitionCap: Score
  /// From the best down; the last starts at 0.
  package let grades: [Grade]
  /// From the highest down; the last starts at 0.
  package let gates: [Gate]
  /// With so many critical calls or more the grade is at best this one.
  package let criticalCap: (calls: Int, grade: String)?

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let post = object.text("post")
    let parts = object.objects("parts").compactMap(Self.part)
    let sum = parts.reduce(0) { $0 + $1.weight.basisPoints }
    if object.has("parts"), sum != 10_000 {
      object.fault("the parts weigh \(Weight(basisPoints: sum)); they must sum to 100%", at: "parts")
    }
    for (index, part) in parts.enumerated() where parts[..<index].contains(where: { $0.id == part.id }) {
      object.fault("part '\(part.id)' stands twice; ids are unique", at: "parts")
    }
    let cap = object.optionalDecimal("competition_cap", places: 2, in: 0...100_00) ?? 0
    let grades = object.objects("grades").compactMap { entry -> Grade? in
      let name = entry.text("grade")
      let from = entry.decimal("from", places: 2, in: 0...100_00)
      let factor = entry.decimal("factor", places: 4, in: 0...10_0000)
      entry.finish()
      guard let name, let from, let factor else { return nil }
      return Grade(name: name, from: Score(hundredths: from), factor: Weight(basisPoints: factor))
    }
    Self.checkBands(grades.map { ($0.from, $0.factor) }, "grades", object)
    let gates = object.objects("satisfaction_gates").compactMap { entry -> Gate? in
      let from = entry.decimal("from", places: 2, in: 0...100_00)
      let factor = entry.decimal("factor", places: 4, in: 0...10_0000)
      entry.finish()
      guard let from, let factor else { return nil }
      return Gate(from: Score(hundredths: from), factor: Weight(basisPoints: factor))
    }
    Self.checkBands(gates.map { ($0.from, $0.factor) }, "satisfaction_gates", object)
    var criticalCap: (calls: Int, grade: String)?
    if let entry = object.optionalObject("critical_cap") {
      let calls = entry.integer("calls", in: 1...1_000)
      let grade = entry.text("grade")
      entry.finish()
      if let calls, let grade {
        if !grades.contains(where: { $0.name == grade }) {
          entry.fault("'grade' is '\(grade)', which is no grade of this scheme", at: "grade")
        }
        criticalCap = (calls, grade)
      }
    }
    guard let head, let post, !parts.isEmpty, !grades.isEmpty, !gates.isEmpty else { return nil }
    self.head = head
    self.post = post
    self.parts = parts
    self.competitionCap = Score(hundredths: cap)
    self.grades = grades
    self.gates = gates
    self.criticalCap = criticalCap
  }

  /// The satisfaction that counts, for the part, the gate and promotion alike: none of too few responses.
  package func satisfaction(in evidence: Evidence) -> Score? {
    let least = parts.first { $0.source == .satisfaction }?.least ?? 1
    return evidence.responses >= least ? evidence.satisfaction : nil
  }

  private static func part(_ object: ObjectReader) -> Part? {
    let id = object.text("id")
    let title = object.words("title")
    let source = object.word("source", Source.self)
    let weight = object.decimal("weight", places: 2, in: 1...100_00)
    let missing = object.optionalWord("missing", Missing.self) ?? .renormalise
    let least = object.optionalInteger("least", in: 1...100_000) ?? 1
    let perComplaint = object.optionalDecimal("per_complaint", places: 2, in: 1...100_00) ?? 20_00
    if let id, !id.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d })
    {
      object.fault("'id' is '\(id)'; use lower-case letters, digits and hyphens", at: "id")
    }
    object.finish()
    guard let id, let title, let source, let weight else { return nil }
    return Part(
      id: id, title: title, source: source, weight: Weight(basisPoints: weight), missing: missing,
      least: least,
      perComplaint: Score(hundredths: perComplaint))
  }

  /// Bands run from the best down to 0 without a gap, and a better score never earns less.
  private static func checkBands(
    _ bands: [(from: Score, factor: Weight)], _ key: String, _ object: ObjectReader
  ) {
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
}
