import Exams
import Formats
import Testing
import Workspace

@Suite struct BlindPaperTests {
  @Test(arguments: [UInt64(7), 8, 9])
  func `a paper on the wire has nothing of what is right, of any type`(_ seed: UInt64) throws {
    let (_, room) = try TypeHouse.open(seed: seed)
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    let blind = try BlindPaper(of: sitting, in: room)
    #expect(
      Set(blind.items.map(\.type)) == [
        "multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering", "essay", "drill",
      ])
    let text = JSON.array(blind.items.map(\.json)).text
    for secret in [
      "FEEDBACK", "GENERAL", "SECRET", "HALF", "4711", "13", "RUBRIC", "LESSON", "33.3", "66.6", "100",
      "true,\"", "hard", "topic",
    ] {
      #expect(!text.contains(secret), "\(secret)")
    }
    // Neither in what a screen makes of it.
    for item in blind.items {
      switch item.question.body {
      case .multichoice(_, let answers):
        #expect(answers.allSatisfy { $0.credit == .none && $0.feedback.isEmpty })
      case .truefalse(let isTrue, let wrong, let right): #expect(!isTrue && wrong.isEmpty && right.isEmpty)
      case .shortanswer(let answers): #expect(answers.isEmpty)
      case .numerical(let answers, let wrong): #expect(answers.isEmpty && wrong.isEmpty)
      default: break
      }
      #expect(item.question.rubric.isEmpty && item.question.generalFeedback.isEmpty)
    }
  }

  @Test func `a paper on the wire is in the order shown, and reads back the same`() throws {
    let (_, room) = try TypeHouse.open()
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    let paper = try room.paper(of: sitting)
    let blind = try BlindPaper(of: sitting, in: room)
    let ordering = try #require(paper.firstIndex { $0.question == "or" })
    #expect(
      blind.items[ordering].options == paper[ordering].options.map { ["first", "second", "third"][$0] })
    let matching = try #require(paper.firstIndex { $0.question == "ma" })
    #expect(blind.items[matching].left == ["left a", "left b"])
    #expect(
      blind.items[matching].options
        == paper[matching].options.map { ["right a", "right b", "right c"][$0] })
    let choice = try #require(paper.firstIndex { $0.question == "mc" })
    #expect(blind.items[choice].penalty == 50 && blind.items[choice].points == 100)
    #expect(blind.items[choice].section == Words(en: "Theory", zh: "理论") && !blind.items[choice].isSingle)
    let word = try #require(paper.firstIndex { $0.question == "sa" })
    #expect(blind.items[word].exact == ["exact:case"])
    for item in blind.items {
      let node = try JSON5Parser.parse(Array(item.json.text.utf8), named: "x")
      #expect(BlindPaper.Item(node) == item)
      #expect(item.question.typeName == item.type)
    }
  }

  private static let item = PaperItem(question: "q", version: 1, row: 0, points: 100, options: [2, 0, 1])

  private static func question(_ gift: String) throws -> WrittenQuestion {
    guard case .question(let question)? = GIFT.read(Array(gift.utf8), named: "q").entries.first else {
      throw CancellationError()
    }
    return question
  }

  private static let many = "Q {~%50%a ~%50%b ~%-100%c}"
  private static let one = "Q {=a ~b ~c}"
  private static let match = "Q {=a -> x =b -> y = -> z}"
  private static let order = "Q {>\na\nb\nc\n}"

  @Test(arguments: [
    (many, Response.choice([0, 2]), Response.choice([1, 2])), (many, .choice([1]), .choice([0])),
    (one, .choice([0]), .choice([2])), (match, .pairs([0, nil]), .pairs([2, nil])),
    (match, .pairs([1, 2]), .pairs([0, 1])), (order, .order([2, 0, 1]), .order([1, 2, 0])),
    (order, .order([1]), .order([0])), ("Q {T}", .truth(true), .truth(true)),
    ("Q {=a}", .text("x"), .text("x")),
    ("Q {#1}", .text("12"), .text("12")), ("Q {}", .text("x"), .text("x")), (order, .blank, .blank),
  ])
  func `places shown become the bank's and come back`(
    _ gift: String, _ shown: Response, _ bank: Response
  ) throws {
    let question = try Self.question(gift)
    #expect(Self.item.bank(shown, to: question) == bank)
    #expect(Self.item.shown(bank) == shown)
    let node = try JSON5Parser.parse(Array(WireResponse.json(shown).text.utf8), named: "x")
    #expect(WireResponse.read(node) == shown)
  }

  @Test(arguments: [
    (one, Response.choice([0, 1])), (one, .choice([])), (one, .choice([3])), (one, .choice([-1])),
    (many, .choice([1, 1])), (many, .text("a")), (match, .pairs([0])), (match, .pairs([0, 3])),
    (match, .pairs([0, 1, 2])), (order, .order([0, 0, 1])), (order, .order([])), ("Q {T}", .text("T")),
    ("Q {}", .truth(true)), ("Q {=a}", .text(String(repeating: "x", count: 65_537))),
  ])
  func `what is no answer to its question is none on the wire`(_ gift: String, _ shown: Response) throws {
    #expect(Self.item.bank(shown, to: try Self.question(gift)) == nil)
  }

  @Test(arguments: [
    "{}", "[]", "{\"choice\":[0.5]}", "{\"choice\":\"a\"}", "{\"blank\":false}", "{\"pairs\":[\"a\"]}",
    "{\"text\":1}", "{\"truth\":1}", "{\"order\":[null]}", "{\"text\":\"a\",\"truth\":true}", "{\"other\":1}",
  ])
  func `what is none of the six forms is no response`(_ text: String) throws {
    #expect(WireResponse.read(try JSON5Parser.parse(Array(text.utf8), named: "x")) == nil)
  }
}
