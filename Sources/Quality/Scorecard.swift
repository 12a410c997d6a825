import Formats
import Workspace

/// A form by which a call or a site is judged.
package struct Scorecard: SchemeDocument {
  package static let kind = "scorecard"

  /// How an item is answered.
  package enum Scale: String, CaseIterable, Sendable { case yesno, five, points }
  /// What an answer of "not applicable" does.
  package enum NotApplicable: String, CaseIterable, Sendable { case exclude, zero, pass, forbid }
  /// Whom a failed item hurts.
  package enum Criticality: String, CaseIterable, Sendable { case customer, business, compliance }
  /// What a failed critical item does to the score.
  package enum Effect: String, CaseIterable, Sendable { case call, section, flag }

  /// When an answer needs a comment.
  package enum CommentRule: String, CaseIterable, Sendable { case always, lost }

  package struct Item: Sendable {
    package let id: String
    package let title: Words
    package let section: Int
    /// The item's share of the whole form, in parts that sum to the same over every full form.
    package let weight: Int
    package let scale: Scale
    /// Full marks, in hundredths of a point.
    package let full: Int
    /// The least difference between two answers, in hundredths of a point.
    package let step: Int
    package let notApplicable: NotApplicable
    package let criticality: Criticality?
    package let effect: Effect
    /// The id of the lesson that teaches it.
    package let lesson: String?
    package let comment: CommentRule?
    /// What full marks add to the score, in hundredths; 0 for an ordinary item.
    package let bonus: Int

    /// Whether an answer cannot stand without a comment.
    package func wantsComment(_ answer: ItemAnswer) -> Bool {
      switch (comment, answer) {
      case (nil, _), (_, .notApplicable): false
      case (.always, _): true
      case (.lost, .steps(let steps)): steps < fullSteps
      }
    }

    /// Full marks counted in steps; at most 250, so that an answer is a byte.
    package var fullSteps: Int { full / step }
  }

  package let head: SchemeHead
  package let sections: [(id: String, title: Words)]
  package let items: [Item]
  /// The least common multiple of the items' full steps: over it every share of full marks is whole.
  package let denominator: Int128
  /// What scoring asks of each item, without its texts: the hot path of imports.
  let rules: [ItemRule]

  /// The scale of each item.
  let scales: [Scale]
  /// Working days within which an agent may dispute an evaluation.
  package let disputeDays: Int
  /// With fewer calls than this a result says too little.
  package let leastCalls: Int
  /// Below this share of items judged alike an assessor must recalibrate.
  package let leastAgreement: Weight
  /// An assessor whose scores lie further than this from the panel's must recalibrate.
  package let mostSeverity: Score

  struct ItemRule {
    let weight: Int128
    let fullSteps: Int
    /// `denominator ÷ fullSteps`.
    let factor: Int128
    let section: Int
    let notApplicable: NotApplicable
    let isCritical: Bool
    let effect: Effect
    let bonus: Int128
  }

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    // With weights, sections share 100 % of the form and items 100 % of their section; with points, points are the weights.
    let usesPoints =
      object.optionalText("weighting").map { text in
        if text != "percent", text != "points" {
          object.fault("'weighting' is '\(text)'; use \"percent\" or \"points\"", at: "weighting")
        }
        return text == "points"
      } ?? false
    var sections: [(id: String, title: Words)] = []
    var items: [Item] = []
    var seen: Set<String> = []
    var sectionSum = 0
    for section in object.objects("sections") {
      let id = section.text("id")
      let title = section.words("title")
      let weight = usesPoints ? 10_000 : section.decimal("weight", places: 2, in: 1...100_00) ?? 0
      sectionSum += weight
      var itemSum = 0
      for item in section.objects("items") {
        let read = Self.item(item, section: sections.count, sectionWeight: weight, usesPoints: usesPoints)
        item.finish()
        guard let (read, itemWeight) = read else { continue }
        if read.bonus == 0 { itemSum += itemWeight }
        if !seen.insert(read.id).inserted {
          item.fault("item id '\(read.id)' stands twice; ids are unique", at: "id")
        }
        if Evaluation.shape().columns.contains(where: { $0.id == read.id })
          || !read.id.utf8.allSatisfy({ $0 >= 0x80 || Self.isPlainItemByte($0) })
        {
          item.fault(
            "item id '\(read.id)' is a column of every evaluation file, or has signs other than letters, digits, - and _",
            at: "id")
        }
        items.append(read)
      }
      if !usesPoints, itemSum != 10_000 {
        section.fault(
          "the items of section '\(id ?? "?")' weigh \(Weight(basisPoints: itemSum)); they must sum to 100%",
          at: "items")
      }
      section.finish()
      if let id, let title { sections.append((id, title)) }
    }
    if !usesPoints, object.has("sections"), sectionSum != 10_000 {
      object.fault(
        "the sections weigh \(Weight(basisPoints: sectionSum)); they must sum to 100%", at: "sections")
    }
    if sections.count > 60 {
      object.fault("'sections' has \(sections.count) entries; a form has at most 60", at: "sections")
    }
    disputeDays = object.optionalInteger("dispute_days", in: 0...60) ?? 5
    leastCalls = object.optionalInteger("least_calls", in: 1...10_000) ?? 5
    let calibration = object.optionalObject("calibration")
    leastAgreement = Weight(
      basisPoints: calibration?.optionalDecimal("agreement", places: 2, in: 0...100_00) ?? 80_00)
    mostSeverity = Score(
      hundredths: calibration?.optionalDecimal("severity", places: 2, in: 1...100_00) ?? 5_00)
    calibration?.finish()
    guard let head, items.contains(where: { $0.bonus == 0 }) else { return nil }
    self.head = head
    self.sections = sections
    self.items = items
    var denominator = Int128(1)
    for item in items where denominator <= Self.mostDenominator {
      denominator = Self.leastCommonMultiple(denominator, Int128(item.fullSteps))
    }
    if denominator > Self.mostDenominator {
      object.fault(
        "the items' full marks have no small common multiple, so that shares of them cannot be exact; use rounder points",
        at: "sections")
    }
    self.denominator = denominator
    scales = items.map(\.scale)
    rules = items.map { item in
      ItemRule(
        weight: Int128(item.weight), fullSteps: item.fullSteps,
        factor: denominator / Int128(max(item.fullSteps, 1)),
        section: item.section, notApplicable: item.notApplicable, isCritical: item.criticality != nil,
        effect: item.effect, bonus: Int128(item.bonus))
    }
  }

  /// Beyond it, products of weights and shares would no longer fit into 128 bits.
  private static let mostDenominator = Int128(1) << 60

  private static func leastCommonMultiple(_ a: Int128, _ b: Int128) -> Int128 {
    var (x, y) = (a, max(b, 1))
    while y != 0 { (x, y) = (y, x % y) }
    return a / x * max(b, 1)
  }

  private static func isPlainItemByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// The item and its weight within the section.
  private static func item(
    _ object: ObjectReader, section: Int, sectionWeight: Int, usesPoints: Bool
  ) -> (Item, Int)? {
    let id = object.text("id")
    let title = object.words("title")
    let scale = object.optionalWord("scale", Scale.self) ?? (usesPoints ? .points : .yesno)
    let points = object.optionalDecimal("points", places: 2, in: 1...1_000_00)
    let step = object.optionalDecimal("step", places: 2, in: 1...100_00) ?? 100
    let bonus = object.optionalDecimal("bonus", places: 2, in: 1...50_00) ?? 0
    let comment = object.optionalWord("comment", CommentRule.self)
    let ownWeight =
      usesPoints
      ? points ?? 0
      : bonus > 0
        ? object.optionalDecimal("weight", places: 2, in: 1...100_00)
        : object.decimal("weight", places: 2, in: 1...100_00)
    let weight = bonus > 0 ? 0 : ownWeight ?? 0
    if bonus > 0, object.has("weight") {
      object.fault("'bonus' and 'weight' are both given; a bonus is added on top of the form", at: "bonus")
    }
    let notApplicable = object.optionalWord("na", NotApplicable.self) ?? .forbid
    let criticality = object.optionalWord("critical", Criticality.self)
    let effect = object.optionalWord("effect", Effect.self) ?? .call
    let lesson = object.optionalText("lesson")
    if scale == .points || usesPoints, points == nil {
      object.fault("'\(object.path("points"))' is missing; full marks are needed")
    }
    let full = scale == .yesno ? 100 : scale == .five ? 500 : points ?? 100
    if scale == .points, full % step != 0 || full / step > 250 {
      object.fault(
        "'points' must be a whole number of steps, at most 250; it is \(decimalText(full, places: 2)) with step \(decimalText(step, places: 2))",
        at: "points")
    }
    guard let id, let title else { return nil }
    return (
      Item(
        id: id, title: title, section: section, weight: usesPoints ? weight : sectionWeight * weight,
        scale: scale,
        full: full, step: scale == .points ? step : 100, notApplicable: notApplicable,
        criticality: criticality,
        effect: effect, lesson: lesson, comment: comment, bonus: bonus), weight
    )
  }
}
