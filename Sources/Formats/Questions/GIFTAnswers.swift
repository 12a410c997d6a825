/// Reads what stands between the braces of a GIFT question, as Moodle's `format/gift/format.php` does.
///
/// Stricter where Moodle guesses: a number that is none, a reversed range, no right answer are faults.
struct GIFTAnswers {
  /// What is wrong, and where.
  struct Fault: Error {
    /// In the question's block.
    let index: Int
    let message: String
  }

  let markup: WrittenQuestion.Markup

  func body(of block: GIFTText) throws(Fault) -> WrittenQuestion.Body {
    let text = block.trimmed
    if text.isEmpty { return .essay }
    if text.starts(with: ">") { return try ordering(text.after(text.start)) }
    if text.starts(with: "#") { return try numerical(text.after(text.start)) }
    if text.firstIndex(of: "~") != nil { return try multichoice(text) }
    if text.firstIndex(of: "=") != nil, text.firstIndex(of: "->") != nil { return try matching(text) }
    if let truth = Self.truth(text) { return truefalse(text, isTrue: truth) }
    return try shortanswer(text)
  }

  /// Items in their right order, a line each, as Moodle's ordering type writes them; its settings may stand on the first line.
  private func ordering(_ text: GIFTText) throws(Fault) -> WrittenQuestion.Body {
    let settings = [
      "ALL", "EXACT", "RANDOM", "REL", "CONTIGUOUS", "CONTIG", "VERTICAL", "VERT", "V", "HORIZONTAL", "HORI",
      "H",
      "ABSOLUTE_POSITION", "ABSOLUTE", "ABS", "ALL_OR_NOTHING", "RELATIVE", "LONGEST_ORDERED_SUBSET", "SHOW",
      "HIDE",
    ]
    var lines = text.split(at: "\n").map(\.trimmed)
    // Only what stands on the line of the '>' itself can be settings: items may be numbers or such words.
    if let first = lines.first,
      first.string.split(separator: " ").allSatisfy({ settings.contains(String($0)) || Int($0) != nil })
    {
      lines.removeFirst()
    }
    lines.removeAll(where: \.isEmpty)
    guard lines.count >= 2 else {
      throw Fault(
        index: text.start, message: "fewer than two items to put in order; write each on a line of its own")
    }
    let items = lines.map { $0.takingMarkup(inherited: markup).1.string }
    var seen: Set<String> = []
    for (index, item) in items.enumerated() where !seen.insert(item).inserted {
      throw Fault(
        index: lines[index].start, message: "'\(item)' stands twice; nobody could tell which comes first")
    }
    return .ordering(items)
  }

  private static func truth(_ text: GIFTText) -> Bool? {
    let word = text.split(at: "#").first?.string
    switch word {
    case "T", "TRUE": return true
    case "F", "FALSE": return false
    default: return nil
    }
  }

  /// The first feedback is for a wrong answer and the second for a right one, whatever the key.
  private func truefalse(_ text: GIFTText, isTrue: Bool) -> WrittenQuestion.Body {
    let pieces = text.split(at: "#").map(feedbackText)
    return .truefalse(
      isTrue: isTrue, feedbackWrong: pieces.count > 1 ? pieces[1] : "",
      feedbackRight: pieces.count > 2 ? pieces[2] : "")
  }

  private func multichoice(_ text: GIFTText) throws(Fault) -> WrittenQuestion.Body {
    let isSingle = text.firstIndex(of: "=") != nil
    var answers: [WrittenQuestion.Answer] = []
    var rest = text.bytes
    // Each answer runs from its '~' or '=' to the next one.
    while !rest.isEmpty {
      let start = rest.startIndex
      let next =
        rest.dropFirst().firstIndex { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "=") }
        ?? rest.endIndex
      var piece = GIFTText(rest[start..<next])
      rest = rest[next...]
      var isKey = false
      if piece.starts(with: "=") {
        isKey = true
        piece = piece.after(start)
      } else if piece.starts(with: "~") {
        piece = piece.after(start)
        // '~=' is how Moodle itself writes a key internally; it reads both.
        if piece.trimmed.isEmpty, !rest.isEmpty, rest.first == UInt8(ascii: "=") { continue }
      }
      if piece.trimmed.isEmpty {
        throw Fault(
          index: piece.isEmpty ? text.start : piece.start,
          message: "an answer is empty; write its text or remove the '~'")
      }
      answers.append(try answer(piece, fallback: isKey ? .full : .none, weighted: !isKey))
    }
    guard answers.count >= 2 else {
      throw Fault(index: text.start, message: "only one answer to choose from; write at least two")
    }
    guard answers.contains(where: { $0.credit > .none }) else {
      throw Fault(
        index: text.start,
        message: "no answer is right; mark one with '=' or give weights such as ~%50%")
    }
    return .multichoice(isSingle: isSingle, answers)
  }

  private func shortanswer(_ text: GIFTText) throws(Fault) -> WrittenQuestion.Body {
    var pieces = text.split(at: "=")
    if let first = pieces.first, first.trimmed.isEmpty { pieces.removeFirst() }
    var answers: [WrittenQuestion.Answer] = []
    for piece in pieces {
      if piece.trimmed.isEmpty {
        throw Fault(index: text.start, message: "an answer is empty; write its text or remove the '='")
      }
      answers.append(try answer(piece, fallback: .full, weighted: true))
    }
    guard answers.contains(where: { $0.credit > .none }) else {
      throw Fault(index: text.start, message: "no answer is right; give one of them the full weight")
    }
    return .shortanswer(answers)
  }

  private func matching(_ text: GIFTText) throws(Fault) -> WrittenQuestion.Body {
    var pieces = text.split(at: "=")
    if let first = pieces.first, first.trimmed.isEmpty { pieces.removeFirst() }
    var pairs: [(left: String, right: String)] = []
    for piece in pieces {
      guard let arrow = piece.firstIndex(of: "->") else {
        throw Fault(index: piece.start, message: "a pair without '->'; write =left -> right")
      }
      let left = piece.before(arrow).takingMarkup(inherited: markup).1.string
      let right = piece.after(arrow, length: 2).string
      guard !right.isEmpty else {
        throw Fault(index: piece.start, message: "nothing stands right of '->'; write =left -> right")
      }
      pairs.append((left, right))
    }
    guard pairs.filter({ !$0.left.isEmpty }).count >= 2 else {
      throw Fault(
        index: text.start, message: "fewer than two pairs; a matching question needs two or more")
    }
    return .matching(pairs)
  }

  func numerical(_ text: GIFTText) throws(Fault) -> WrittenQuestion.Body {
    var answers: [WrittenQuestion.NumberAnswer] = []
    var wrongFeedback = ""
    var body = text
    if let tilde = text.firstIndex(of: "~") {
      let wrong = text.after(tilde)
      if let hash = wrong.firstIndex(of: "#") { wrongFeedback = feedbackText(wrong.after(hash)) }
      body = text.before(tilde)
    }
    var pieces = body.split(at: "=")
    if let first = pieces.first, first.trimmed.isEmpty { pieces.removeFirst() }
    guard !pieces.isEmpty else {
      throw Fault(
        index: text.start, message: "no number is given; write {#42} or {#42:0.5} or {#40..44}")
    }
    for piece in pieces {
      let (credit, rest) = try weight(piece.trimmed, fallback: .full)
      let parts = rest.split(at: "#")
      let (value, tolerance) = try number(parts[0].trimmed)
      answers.append(
        .init(
          value: value, tolerance: tolerance, credit: credit,
          feedback: parts.count > 1 ? feedbackText(parts[1]) : ""))
    }
    guard answers.contains(where: { $0.credit > .none }) else {
      throw Fault(index: text.start, message: "no number is right; give one of them the full weight")
    }
    return .numerical(answers, wrongFeedback: wrongFeedback)
  }

  /// `v`, `v:tolerance` or `least..greatest`; a range is its middle and half its width.
  private func number(_ text: GIFTText) throws(Fault) -> (ExactDecimal, ExactDecimal) {
    func read(_ piece: GIFTText) throws(Fault) -> ExactDecimal {
      guard let value = Self.decimal(piece.string) else {
        throw Fault(
          index: piece.isEmpty ? text.start : piece.start,
          message: "'\(piece.string)' is not a number; Moodle would take every answer as right")
      }
      return value
    }
    if let dots = text.firstIndex(of: "..") {
      let (low, high) = (try read(text.before(dots).trimmed), try read(text.after(dots, length: 2).trimmed))
      let places = max(low.places, high.places)
      guard let least = low.scaled(to: places), let greatest = high.scaled(to: places),
        max(least.magnitude, greatest.magnitude) < 100_000_000_000_000_000
      else {
        throw Fault(index: text.start, message: "the range has too many digits")
      }
      guard least <= greatest else {
        throw Fault(
          index: text.start,
          message: "the range \(low.text)..\(high.text) is reversed; write the lesser number first")
      }
      return (
        ExactDecimal(mantissa: (least + greatest) * 5, places: places + 1),
        ExactDecimal(mantissa: (greatest - least) * 5, places: places + 1)
      )
    }
    if let colon = text.firstIndex(of: ":") {
      let (value, tolerance) = (try read(text.before(colon).trimmed), try read(text.after(colon).trimmed))
      guard tolerance.mantissa >= 0 else {
        throw Fault(index: text.start, message: "the tolerance \(tolerance.text) is negative")
      }
      return (value, tolerance)
    }
    return (try read(text), ExactDecimal(mantissa: 0, places: 0))
  }

  /// A number as PHP's `is_numeric` takes it, up to 18 digits.
  private static func decimal(_ text: String) -> ExactDecimal? {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard let mantissa = ExactDecimal(parts[0].hasSuffix(".") ? parts[0].dropLast() : parts[0]) else {
      return nil
    }
    if parts.count == 1 { return mantissa }
    guard parts.count == 2, let exponent = Int(parts[1]), exponent.magnitude <= 15,
      mantissa.places - exponent <= 18
    else { return nil }
    if exponent <= mantissa.places {
      return ExactDecimal(mantissa: mantissa.mantissa, places: mantissa.places - exponent)
    }
    return ExactDecimal(mantissa: mantissa.mantissa, places: 0).scaled(to: exponent - mantissa.places)
      .map { ExactDecimal(mantissa: $0, places: 0) }
  }

  private func answer(
    _ piece: GIFTText, fallback: Credit, weighted: Bool
  ) throws(Fault) -> WrittenQuestion.Answer {
    let (credit, rest) = weighted ? try weight(piece.trimmed, fallback: fallback) : (fallback, piece.trimmed)
    guard let hash = rest.firstIndex(of: "#") else {
      return .init(text: rest.takingMarkup(inherited: markup).1.string, credit: credit, feedback: "")
    }
    return .init(
      text: rest.before(hash).takingMarkup(inherited: markup).1.string, credit: credit,
      feedback: feedbackText(rest.after(hash)))
  }

  /// Takes `%w%` off the front.
  private func weight(_ text: GIFTText, fallback: Credit) throws(Fault) -> (Credit, GIFTText) {
    guard text.starts(with: "%"), let end = text.firstIndex(of: "%", from: text.start + 1) else {
      return (fallback, text)
    }
    let digits = text.before(end).after(text.start).string
    guard let percent = ExactDecimal(digits) else { return (fallback, text) }
    guard let credit = Credit(percent: percent) else {
      throw Fault(
        index: text.start,
        message:
          "the weight \(digits) % is not one that Moodle knows; use 50, 33.33333, 25, 20, 10 or another of its list"
      )
    }
    return (credit, text.after(end).trimmed)
  }

  private func feedbackText(_ text: GIFTText) -> String { text.takingMarkup(inherited: markup).1.string }
}
