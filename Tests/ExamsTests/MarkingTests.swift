import Exams
import Formats
import Testing
import Workspace

private func question(_ text: String) throws -> WrittenQuestion {
  let entries = GIFT.read(Array(text.utf8), named: "q").entries
  guard case .question(let question)? = entries.first else { throw CancellationError() }
  return question
}

@Suite struct MarkingTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let gift: String
    let typed: String
    /// Of 2520.
    let parts: Int
    var testDescription: String { "\(gift) ← \(typed)" }
  }

  @Test(arguments: [
    Example(gift: "Q{=a ~b ~c}", typed: "A", parts: 2_520),
    Example(gift: "Q{=a ~b ~c}", typed: "b", parts: 0),
    Example(gift: "Q{=a ~b ~c}", typed: "Ａ", parts: 2_520), Example(gift: "Q{=a ~b ~c}", typed: "", parts: 0),
    // Two right of two, one of two, one right and one wrong, wrong alone never below nothing.
    Example(gift: "Q{~%50%a ~%50%b ~%-50%c}", typed: "A, B", parts: 2_520),
    Example(gift: "Q{~%50%a ~%50%b ~%-50%c}", typed: "a", parts: 1_260),
    Example(gift: "Q{~%50%a ~%50%b ~%-50%c}", typed: "AC", parts: 0),
    Example(gift: "Q{~%50%a ~%50%b ~%-50%c}", typed: "C", parts: 0),
    // Three thirds are exactly one.
    Example(gift: "Q{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-33.33333%d}", typed: "ABC", parts: 2_520),
    Example(gift: "Q{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-33.33333%d}", typed: "ABCD", parts: 1_680),
    Example(gift: "Q{T}", typed: "对", parts: 2_520), Example(gift: "Q{T}", typed: "f", parts: 0),
    Example(gift: "Q{F}", typed: "错", parts: 2_520),
    Example(gift: "Q{=ACD =自动呼叫分配}", typed: "ａｃｄ", parts: 2_520),
    Example(gift: "Q{=call  centre}", typed: " Call centre ", parts: 2_520),
    Example(gift: "Q{=call centre}", typed: "callcentre", parts: 0),
    Example(gift: "Q{=* centre}", typed: "call centre", parts: 2_520),
    Example(gift: "Q{=a*c*e}", typed: "abcde", parts: 2_520),
    Example(gift: "Q{=a*c*e}", typed: "abde", parts: 0),
    Example(gift: "Q{=3\\*4}", typed: "3*4", parts: 2_520), Example(gift: "Q{=3\\*4}", typed: "34", parts: 0),
    Example(gift: "Q{=cat =%50%dog}", typed: "dog", parts: 1_260),
    Example(gift: "Q{#5:0.5}", typed: "4.5", parts: 2_520),
    Example(gift: "Q{#5:0.5}", typed: "5.50", parts: 2_520),
    Example(gift: "Q{#5:0.5}", typed: "5.51", parts: 0), Example(gift: "Q{#5:0.5}", typed: "4.49", parts: 0),
    Example(gift: "Q{#-27..-8}", typed: "-27", parts: 2_520),
    Example(gift: "Q{#-27..-8}", typed: "-8.0", parts: 2_520),
    Example(gift: "Q{#-27..-8}", typed: "-7.9", parts: 0), Example(gift: "Q{#30}", typed: "３０", parts: 2_520),
    Example(gift: "Q{=VoLTE。}", typed: "volte", parts: 2_520),
    Example(gift: "Q{=stop}", typed: "stop!", parts: 2_520),
    Example(gift: "Q{>\na\nb\nc\nd\n}", typed: "ABCD", parts: 2_520),
    Example(gift: "Q{>\na\nb\nc\nd\n}", typed: "a c b d", parts: 1_260),
    Example(gift: "Q{>\na\nb\nc\nd\n}", typed: "BCDA", parts: 0),
    Example(gift: "Q{=1 -> a =2 -> b =3 -> c}", typed: "1A 2B 3C", parts: 2_520),
    Example(gift: "Q{=1 -> a =2 -> b =3 -> c}", typed: "1A,2C,3B", parts: 840),
    Example(gift: "Q{=1 -> a =2 -> a =3 -> c}", typed: "1B 2A 3C", parts: 2_520),
    Example(gift: "Q{=1 -> a =2 -> b = -> c}", typed: "1A", parts: 1_260),
  ])
  func `a response earns what its question says`(_ example: Example) throws {
    let question = try question(example.gift)
    let options = Array(0..<10)
    let response = try ResponseReading.read(example.typed, to: question, options: options)
    #expect(Marking.credit(for: response, to: question).parts == example.parts)
    #expect(Response(stored: response.stored) == response)
  }

  @Test func `what is shown in another order is read back to the bank's places`() throws {
    let single = try question("Q{=a ~b ~c}")
    #expect(try ResponseReading.read("A", to: single, options: [2, 0, 1]) == .choice([2]))
    #expect(try ResponseReading.read("B", to: single, options: [2, 0, 1]) == .choice([0]))
    let matching = try question("Q{=1 -> a =2 -> b =3 -> c}")
    #expect(try ResponseReading.read("1A 3B", to: matching, options: [2, 0, 1]) == .pairs([2, nil, 0]))
  }

  @Test(arguments: [
    ("Q{=a ~b}", "C"), ("Q{=a ~b}", "AB"), ("Q{~%50%a ~%50%b}", "AA"), ("Q{T}", "maybe"), ("Q{#5}", "five"),
    ("Q{=1 -> a =2 -> b}", "1C"),
    ("Q{=1 -> a =2 -> b}", "3A"), ("Q{=1 -> a =2 -> b}", "1A 1B"), ("Q{=1 -> a =2 -> b}", "12"),
  ])
  func `what is no answer is asked again`(_ gift: String, _ typed: String) throws {
    let question = try question(gift)
    #expect(throws: UnreadableResponse.self) {
      _ = try ResponseReading.read(typed, to: question, options: [0, 1])
    }
  }

  @Test(arguments: [(840, 500, 167), (1_260, 501, 251), (2_520, 300, 300), (0, 300, 0), (360, 100, 14)])
  func `points are rounded half away from zero`(_ parts: Int, _ maximum: Int, _ points: Int) {
    #expect(Marking.points(Credit(parts: parts), of: maximum) == points)
  }

  // Of 4.00 points with a penalty of 1.00: right, half right, wrong, blank in three ways; all or nothing.
  @Test(arguments: [
    ("Q{~%50%a ~%50%b ~%-50%c}", "AB", true, 400), ("Q{~%50%a ~%50%b ~%-50%c}", "A", true, 200),
    ("Q{~%50%a ~%50%b ~%-50%c}", "A", false, -100), ("Q{~%50%a ~%50%b ~%-50%c}", "C", true, -100),
    ("Q{~%50%a ~%50%b ~%-50%c}", "", true, 0), ("Q{#12.5}", "12.5 ", true, 400), ("Q{=x}", "   ", true, 0),
  ])
  func `a wrong answer costs its penalty and an empty one nothing`(
    _ gift: String, _ typed: String, _ allowsParts: Bool, _ points: Int
  ) throws {
    let question = try question(gift)
    let isChoice = if case .multichoice = question.body { true } else { false }
    let response =
      isChoice ? try ResponseReading.read(typed, to: question, options: [0, 1, 2]) : .text(typed)
    #expect(
      Marking.points(for: response, to: question, maximum: 400, penalty: 100, allowsParts: allowsParts)
        == points)
  }
}
