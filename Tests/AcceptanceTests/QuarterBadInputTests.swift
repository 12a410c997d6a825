import Foundation
import Testing

/// What a quarter refuses, with the sentence that a person reads and the exit code that a program reads.
@Suite struct QuarterBadInputTests {
  private let desk: Desk

  /// Three agents with three survey answers each, and one person in a post that nobody is judged in.
  init() throws {
    desk = try Desk()
    try desk.setUp()
    var text = "response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked\n"
    for staff in 1...3 {
      for day in 1...3 { text += "S\(staff)\(day),2026-09-0\(day),E\(staff),5,5,5,4,4,4,4,4,4\n" }
    }
    try desk.write(text, to: "survey.csv")
    #expect(try desk.merit("survey", "import", "survey.csv").code == 0)
  }

  /// Runs a command that is to be refused, and that leaves everything as it was.
  private func refuse(
    _ words: String..., code: Int32, _ sentence: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try desk.content()
    let answer = try desk.run("merit", words + ["--lang", "en"])
    #expect(answer.code == code, "\(answer.errors)", sourceLocation: location)
    #expect(answer.errors == sentence + "\n", sourceLocation: location)
    #expect(try desk.content() == before, sourceLocation: location)
  }

  /// A standard scheme with some words replaced.
  private func edit(_ scheme: String, to name: String, _ changes: (String, String)...) throws {
    var text = try String(contentsOfFile: desk.path("schemes/\(scheme).json5"), encoding: .utf8)
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    try desk.write(text, to: name)
  }

  // MARK: Schemes

  @Test func `a scheme with a gap, a weight missing or a part unknown is refused with every fault`() throws {
    try edit(
      "performance-hotline-agent", to: "gap.json5", ("version: 1", "version: 2"),
      ("\"D\", from: 0", "\"D\", from: 10"))
    try refuse(
      "scheme", "load", "gap.json5", code: 65,
      "gap.json5:22:11: 'grades' leaves a gap below 10.00; let the last start at 0\nmerit: 1 fault; nothing was written"
    )
    try edit("performance-hotline-agent", to: "light.json5", ("weight: 35", "weight: 30"))
    try refuse(
      "scheme", "load", "light.json5", code: 65,
      "light.json5:9:10: the parts weigh 95%; they must sum to 100%\nmerit: 1 fault; nothing was written")
    try edit("performance-hotline-agent", to: "bare.json5", ("weight: 35, ", ""))
    // Which weight is missing decides what they sum to: the sum is not held against the author as well.
    try refuse(
      "scheme", "load", "bare.json5", code: 65,
      "bare.json5:11:5: 'parts[0].weight' is missing; a number is needed\nmerit: 1 fault; nothing was written"
    )
    // The unknown part weighs what it says: only that it is unknown is wrong.
    try edit("performance-hotline-agent", to: "part.json5", ("source: \"exam\"", "source: \"exams\""))
    try refuse(
      "scheme", "load", "part.json5", code: 65,
      """
      part.json5:13:81: 'parts[2].source' is 'exams', which is none of qa, satisfaction, exam, training, complaint, \
      competition, indicator; did you mean 'exam'?
      merit: 1 fault; nothing was written
      """)
  }

  @Test func `a scheme dated back is refused, and two for one post stop the scoring`() throws {
    try edit("performance-hotline-agent", to: "back.json5", ("version: 1", "version: 2"))
    let answer = try desk.merit("scheme", "load", "back.json5", "--lang", "en")
    #expect(answer.code == 65)
    #expect(
      answer.errors.hasPrefix(
        "back.json5:1:1: performance hotline-agent v2 would be in force from 2026-01-01, which is past; a change counts from today ("
      ))
    try edit("performance-hotline-agent", to: "twin.json5", ("id: \"hotline-agent\"", "id: \"twin\""))
    #expect(try desk.merit("scheme", "load", "twin.json5").code == 0)
    try refuse(
      "quarter", "score", "2026Q3", code: 65,
      """
      merit: post 'hotline-agent' has two performance schemes in force, 'hotline-agent' and 'twin'
        let one of them name another post
      """)
  }

  // MARK: People

  @Test func `a person without a post is no row, two posts need shares, and an unjudged post is named`()
    throws
  {
    let head = "id,name,post,team,joined,base,share\n"
    try desk.write(head + "E4,Li,,T1,2024-03-01,3000,\n", to: "none.csv")
    try refuse(
      "staff", "import", "none.csv", code: 65,
      "none.csv:2:7: 'post' is empty; a value is required\nmerit: 1 fault; nothing was written")
    try desk.write(
      head + "E4,Li,hotline-agent,T1,2024-03-01,3000,\nE4,Li,broadband-technician,T1,2024-03-01,3000,\n",
      to: "two.csv")
    try refuse(
      "staff", "import", "two.csv", code: 65,
      """
      two.csv:2:1: the shares of 'E4' sum to 200% on 2024-03-01; they must sum to 100%
      merit: 1 fault; nothing was written
      """)
    try desk.write(
      head
        + "E4,Li,hotline-agent,T1,2024-03-01,3000,60%\nE4,Li,broadband-technician,T1,2024-03-01,3000,40%\n",
      to: "shared.csv")
    #expect(try desk.merit("staff", "import", "shared.csv").code == 0)
    let status = try desk.merit("quarter", "status", "2026Q3", "--json").output
    #expect(
      status.contains(
        "{\"kind\":\"no-post\",\"owner\":\"hr\",\"what\":\"in no post that a scheme judges\",\"count\":1,\"subjects\":[\"E9\"]}"
      ))
    #expect(try desk.merit("quarter", "score", "2026Q3").code == 0)
    try refuse(
      "explain", "E9", "2026Q3", code: 66,
      """
      merit: 'E9' has no result in 2026Q3
        nobody is judged who held no judged post in it; see: merit staff show E9
      """)
  }

  // MARK: The pool

  @Test func `a pool of nought pays nobody and says so, a negative one is refused`() throws {
    let nought = try desk.merit("quarter", "score", "2026Q3", "--pool", "0", "--lang", "en")
    #expect(nought.code == 0)
    #expect(nought.output.contains("the pool is nought: nobody gets a bonus\n"))
    #expect(try desk.sqlite("SELECT SUM(bonus), COUNT(*) FROM result") == "0|3\n")
    for pool in ["--pool=-0.01", "--pool=-5000"] {
      let amount = pool == "--pool=-0.01" ? "-0.01" : "-5000.00"
      try refuse(
        "quarter", "score", "2026Q3", pool, code: 64,
        "merit: a pool of \(amount) yuan would take from wages\n  give nought or more: only unearned bonus is reduced"
      )
      try refuse(
        "quarter", "close", "2026Q3", "--early", "--reason", "x", "--yes", pool, code: 64,
        "merit: a pool of \(amount) yuan would take from wages\n  give nought or more: only unearned bonus is reduced"
      )
    }
    for pool in ["1.005", "much", ""] {
      try refuse(
        "quarter", "score", "2026Q3", "--pool=\(pool)", code: 64,
        "merit: '\(pool)' is no amount\n  write yuan with at most two decimals, such as 500000.00")
    }
  }

  /// The index of 83.75 scales by 1.0917: of the largest pool that fits, 92,233,720,368,547,758.07, the quotient is
  /// 84,486,324,419,298,120 and some fen.
  @Test func `a pool past sixty-four bits of fen is refused, and the largest below it is paid to the fen`()
    throws
  {
    let large = try desk.merit("quarter", "score", "2026Q3", "--pool", "84486324419298120", "--lang", "en")
    #expect(large.code == 0, "\(large.errors)")
    #expect(
      large.output.contains(
        "pool 84486324419298120.00 × 1.0917 for the index 83.75 = 92233720368547757.60 yuan, paid 92233720368547757.60 yuan"
      ))
    try refuse(
      "quarter", "score", "2026Q3", "--pool", "84486324419298121", code: 65,
      """
      merit: the pool of 2026Q3 is larger than 92233720368547758.07 yuan, the most that can be paid exactly
        look for a base or a pool with too many digits: merit staff list
      """)
  }

  // MARK: Closing and what comes after

  @Test func `nothing is final, and no days for objections are cut short, without saying so`() throws {
    let unpublished = """
      merit: 2026Q3 is not published as it is scored, so nobody could object
        publish it: merit quarter publish 2026Q3; or close it with --early --reason TEXT, which stands on every sheet
      """
    try refuse("quarter", "close", "2026Q3", "--yes", code: 77, unpublished)
    try refuse(
      "quarter", "publish", "2026Q3", code: 66,
      "merit: 2026Q3 is not scored\n  score it first with: merit quarter score 2026Q3")
    #expect(try desk.merit("quarter", "score", "2026Q3").code == 0)
    #expect(try desk.merit("quarter", "publish", "2026Q3").code == 0)
    let answer = try desk.merit("quarter", "close", "2026Q3", "--yes", "--lang", "en")
    #expect(answer.code == 77)
    #expect(answer.errors.hasPrefix("merit: people may object to 2026Q3 until 20"))
    #expect(
      answer.errors.hasSuffix(
        "\n  close it after that day; or with --early --reason TEXT, which stands on every sheet\n"))
    for words in [["--early"], ["--reason", "soon"], ["--early", "--reason", ""]] {
      let answer = try desk.run("merit", ["quarter", "close", "2026Q3", "--yes", "--lang", "en"] + words)
      #expect(answer.code == 64)
      #expect(
        answer.errors
          == "merit: --early and --reason go together\n  write --early --reason TEXT, or leave both out\n")
    }
    try refuse(
      "sheet", "export", "2026Q3", "--out", "final.csv", "--final", code: 77,
      """
      merit: 2026Q3 is not closed, so nothing of it is final
        close it first, or leave --final out: the sheet then says that it is provisional
      """)
    #expect(!FileManager.default.fileExists(atPath: desk.path("final.csv")))
    #expect(try desk.merit("quarter", "confirm", "2026Q3", "E1", "--object", "call 2 was not mine").code == 0)
    let closed = try desk.merit(
      "quarter", "close", "2026Q3", "--early", "--reason", "soon", "--yes", "--lang", "en")
    #expect(closed.code == 0)
    #expect(
      closed.errors.contains("objections that wait for a decision: 1; see: merit quarter status 2026Q3\n"))
  }

  @Test func `what is closed is closed, and only what is there is shown`() throws {
    #expect(
      try desk.merit("quarter", "close", "2026Q3", "--early", "--reason", "soon", "--yes").code == 0)
    let closed = "merit: 2026Q3 is closed\n  a closed quarter never changes; see: merit pay show 2026Q3"
    try refuse("quarter", "close", "2026Q3", "--yes", code: 77, closed)
    try refuse("quarter", "close", "2026Q3", "--early", "--reason", "again", "--yes", code: 77, closed)
    try refuse("quarter", "score", "2026Q3", code: 77, closed)
    let revision = "merit: 2026Q3 has no revision 2\n  see: merit quarter status 2026Q3"
    try refuse("sheet", "export", "2026Q3", "--out", "a.csv", "--revision", "2", code: 66, revision)
    try refuse("quarter", "archive", "2026Q3", "archive", "--revision", "2", code: 66, revision)
    try refuse(
      "sheet", "export", "2026Q3", "--out", "a.csv", "--revision", "0", code: 64,
      "merit: '0' is no value for --revision\n  write a whole number from 1 to 10000")
    let format = "merit: format 'pdf' is not known\n  use --format csv, xlsx, html, json"
    try refuse("sheet", "export", "2026Q3", "--out", "a.csv", "--format", "pdf", code: 64, format)
    // Neither is a file written that is not what its name says.
    try refuse("sheet", "export", "2026Q3", "--out", "a.pdf", code: 64, format)
    try refuse(
      "quarter", "revise", "2026Q4", "--reason", "x", "--yes", code: 66,
      """
      merit: nothing is frozen of 2026Q4: it is open, or it was closed before inputs were frozen
        see: merit quarter status 2026Q4
      """)
    try refuse(
      "pay", "adjust", "2026Q3", "E77", code: 66, "merit: nobody has the id 'E77'\n  see: merit staff list")
    try refuse(
      "pay", "adjust", "2026Q3", "E77", "--post", code: 66,
      "merit: nobody has the id 'E77'\n  see: merit staff list")
    try refuse(
      "quarter", "score", "2026Q9", code: 64, "merit: '2026Q9' is not a quarter\n  write it as 2026Q3")
    for name in ["a.csv", "a.pdf", "archive"] {
      #expect(!FileManager.default.fileExists(atPath: desk.path(name)), "\(name)")
    }
  }
}
