import Foundation
import Testing

/// Ten planted faults in each kind of file: all ten reported in one run with file, line and column, exit 65, and nothing written.
@Suite struct BadInputTests {
  private func refuse(
    _ desk: Desk, _ words: [String], file: String, places: [String], _ comment: Comment? = nil
  ) throws {
    let before = try desk.content()
    let answer = try desk.run("merit", words)
    #expect(answer.code == 65, comment)
    let reported = answer.errors.split(separator: "\n").filter { $0.hasPrefix("\(file):") }
      .map { $0.split(separator: ":").dropFirst().prefix(2).joined(separator: ":") }
    #expect(reported == places, "\(answer.errors)")
    #expect(answer.errors.contains("merit: \(places.count) faults; nothing was written"))
    #expect(try desk.content() == before)
  }

  @Test func `a roster with ten faults`() throws {
    let desk = try Desk()
    try desk.setUp()
    try desk.write(
      """
      id,name,post,team,joined,level,star,base,employment,share
      ,Li,agent,T1,2026-01-01,five,3,3000,regular,
      A2,,agent,T1,2026-01-01,five,3,3000,regular,
      A3,Li,agent,T9,2026-01-01,five,3,3000,regular,
      A4,Li,agent,T1,2026-02-30,five,3,3000,regular,
      A5,Li,agent,T1,2026-01-01,six,3,3000,regular,
      A6,Li,agent,T1,2026-01-01,five,9,3000,regular,
      A7,Li,agent,T1,2026-01-01,five,3,-1,regular,
      A8,Li,agent,T1,2026-01-01,five,3,3000,freelance,
      A9,Li,agent,T1,2026-01-01,five,3,3000,regular,150%
      A10,Li,agent,T1,2026-01-01,five,3,3000,regular,,more

      """, to: "bad.csv")
    try refuse(
      desk, ["staff", "import", "bad.csv"], file: "bad.csv",
      places: ["2:1", "3:4", "4:13", "5:16", "6:27", "7:32", "8:34", "9:39", "10:47", "11:49"])
  }

  @Test func `a call list with ten faults`() throws {
    let desk = try Desk()
    try desk.setUp()
    try desk.write(
      """
      call,agent,started,seconds
      ,E1,2026-07-01 09:00,10
      C2,E7,2026-07-01 09:00,10
      C3,E1,2026-07-32 09:00,10
      C4,E1,2026-07-01 25:00,10
      C5,E1,yesterday,10
      C6,E1,2026-07-01 09:00,-5
      C7,E1,2026-07-01 09:00,long
      C8,E1,2026-07-01 09:00,99999
      C9,E1,2026-07-01 09:00,
      C10,E8,2026-07-01 09:00,10

      """, to: "bad.csv")
    try refuse(
      desk, ["qa", "sample", "bad.csv", "--per-agent", "2", "--quarter", "2026Q3", "--seed", "1"],
      file: "bad.csv",
      places: ["2:1", "3:4", "4:7", "5:7", "6:7", "7:24", "8:24", "9:24", "10:24", "11:5"])
  }

  @Test func `a survey with ten faults`() throws {
    let desk = try Desk()
    try desk.setUp()
    let rest = ",4,4,4,4,4,4,4,4\n"
    try desk.write(
      "response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked\n"
        + ",2026-07-01,E1,4\(rest)" + "S2,2026-13-01,E1,4\(rest)" + "S3,,E1,4\(rest)"
        + "S4,2026-07-01,E7,4\(rest)"
        + "S5,2026-07-01,E1,6\(rest)" + "S6,2026-07-01,E1,0\(rest)" + "S7,2026-07-01,E1,good\(rest)"
        + "S8,2026-07-01,E1,4.5\(rest)"
        + "S1,2026-07-01,E1,4\(rest)S1,2026-07-01,E1,4\(rest)" + "S9,2026-07-01,E1,4,4,4,4,4,4,4,4,4,4\n",
      to: "bad.csv")
    try refuse(
      desk, ["survey", "import", "bad.csv"], file: "bad.csv",
      places: ["2:1", "3:4", "4:4", "5:15", "6:18", "7:18", "8:18", "9:18", "11:1", "12:36"])
  }

  @Test func `a question bank with ten faults`() throws {
    let desk = try Desk()
    try desk.setUp()
    try FileManager.default.createDirectory(atPath: desk.path("bank"), withIntermediateDirectories: true)
    func tags(_ id: String, _ level: String = "five", _ difficulty: String = "easy") -> String {
      "// [id:\(id)] [tag:level:\(level)] [tag:topic:x] [tag:difficulty:\(difficulty)] [tag:lesson:l]\n"
    }
    let bad =
      tags("a") + "Q1 {=a ~b\n\n" + "~c}\n\n" + tags("b") + "Q2 {~a ~b}\n\n" + tags("c") + "Q3 {#ten}\n\n"
      + tags("d") + "Q4 {#9..3}\n\n"
      + tags("e") + "Q5 {=a -> 1}\n\n" + tags("f", "six") + "Q6 {T}\n\n" + tags("g", "five", "tricky")
      + "Q7 {T}\n\n"
      + "// [tag:level:five]\nQ8 {T}\n\n" + tags("h") + "Q9 {T} {F}\n\n" + "// [id:i]\nQ10 {T}\n"
    try desk.write(bad, to: "bank/x.en.gift")
    let before = try desk.content()
    let answer = try desk.merit("bank", "load", "bank")
    #expect(answer.code == 65)
    let lines = answer.errors.split(separator: "\n").filter { $0.hasPrefix("bank/x.en.gift:") }
      .map { Int($0.split(separator: ":")[1]) ?? 0 }
    // The tenth question lacks all four tags.
    #expect(lines == [2, 7, 10, 13, 16, 19, 22, 25, 28, 31, 31, 31, 31], "\(answer.errors)")
    #expect(try desk.content() == before)
    // Nothing but the text itself is checked without a workspace.
    let checked = try desk.merit("bank", "check", "bank/x.en.gift", "--json")
    #expect(checked.code == 65)
    #expect(
      checked.output.hasPrefix(
        "{\"questions\":[{\"file\":\"bank/x.en.gift\",\"line\":19,\"type\":\"truefalse\""))
  }

  @Test func `a blueprint with ten faults`() throws {
    let desk = try Desk()
    try desk.setUp()
    try desk.write(
      """
      {
        merit: "blueprint", id: "B 1", version: 0,
        from: "2026-02-30",
        title: { en: "x" },
        bank: 7, level: "six", minutes: 0,
        pass: 101,
        rows: [
          { topic: "x", count: 0, points: 2 },
          { topic: "x", cuont: 2, count: 2, points: 2 },
          { types: ["esay"], count: 1, points: 1 },
        ],
      }
      """, to: "bad.json5")
    try refuse(
      desk, ["scheme", "load", "bad.json5"], file: "bad.json5",
      places: ["2:27", "2:43", "3:9", "4:10", "5:9", "5:19", "5:35", "6:9", "8:26", "9:19", "10:14"])
  }
}

@Suite struct ExitCodeTests {
  @Test func `a missing, a newer, a foreign and a locked workspace each have their own answer`() throws {
    let desk = try Desk()
    let missing = try desk.merit("scheme", "list")
    #expect(missing.code == 66)
    #expect(
      missing.errors
        == "merit: there is no workspace at 'merit.db'\n  make one with: merit init, or name it with --db FILE\n"
    )
    try desk.setUp()
    try desk.write(
      "not a database, by a long way; more than a hundred bytes of it, so that nothing takes it for an empty one. . . .",
      to: "other.db")
    #expect(try desk.merit("scheme", "list", "--db", "other.db").code == 65)
    #expect(try desk.merit("init", ".").code == 73)
    #expect(
      try desk.merit("staff", "lst").errors
        == "merit: 'staff' has no verb 'lst'\n  did you mean 'merit staff list'?\n")
    #expect(try desk.merit("staff", "lst").code == 64)
    #expect(try desk.merit("staff", "list", "--pst", "x").errors.contains("did you mean --post?"))
    #expect(try desk.merit("staff", "list", "--as", "nobody-here").code == 77)

    let locker = Process()
    locker.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    locker.arguments = [desk.path("merit.db")]
    let (input, output) = (Pipe(), Pipe())
    locker.standardInput = input
    locker.standardOutput = output
    try locker.run()
    input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE; SELECT 'held';\n".utf8))
    // The lock is held once the answer is here.
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "held\n")
    let busy = try desk.merit("account", "add", "li")
    #expect(busy.code == 75)
    #expect(
      busy.errors == "merit: the workspace 'merit.db' is locked by another process\n  try again in a moment\n"
    )
    input.fileHandleForWriting.write(Data("ROLLBACK;\n".utf8))
    try input.fileHandleForWriting.close()
    locker.waitUntilExit()

    let newer = Process()
    newer.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    newer.arguments = [desk.path("merit.db"), "INSERT INTO migration (name) VALUES ('exams 99')"]
    try newer.run()
    newer.waitUntilExit()
    let answer = try desk.merit("scheme", "list")
    #expect(answer.code == 78)
    #expect(answer.errors.contains("was written by a newer Merit (it has exams 99)"))
  }

  @Test(
    .enabled(
      if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/setpriv"),
      "run as root where setpriv (util-linux) is installed: root itself may write everything"))
  func `a read-only workspace is refused in words`() throws {
    let desk = try Desk()
    try desk.setUp()
    for (path, mode) in [(desk.folder, 0o755), (desk.path("merit.db"), 0o444)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    let program = desk.path("merit")
    try FileManager.default.copyItem(
      atPath: Desk.root.appendingPathComponent(".build/debug/merit").path, toPath: program)
    process.arguments = [
      "--reuid=65534", "--clear-groups", program, "account", "add", "li", "--db", desk.path("merit.db"),
    ]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let errors = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 77)
    #expect(errors.contains("may be read but not written by you"))
  }
}
