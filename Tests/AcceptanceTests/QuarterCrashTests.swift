import Foundation
import Testing

/// A close of some two thousand people that is killed, or disturbed by another process, at any instant.
@Suite struct QuarterCrashTests {
  private static let close = ["quarter", "close", "2026Q3", "--early", "--reason", "a test", "--yes"]

  private func made(staff: Int) throws -> Desk {
    let desk = try Desk()
    #expect(
      try desk.run(
        "merit-demo",
        [
          "make", "in", "--staff", "\(staff)", "--only", "organisation,roster,survey",
          "--responses-per-agent",
          "4",
        ]
      ).code == 0)
    for words in [
      ["init", "."], ["org", "import", "in/organisation.csv"], ["staff", "import", "in/roster.csv"],
      ["survey", "import", "in/survey.csv"],
    ] { #expect(try desk.run("merit", words).code == 0) }
    try FileManager.default.copyItem(atPath: desk.path("merit.db"), toPath: desk.path("open.db"))
    return desk
  }

  /// The workspace as it was before anybody closed anything.
  private func reopen(_ desk: Desk) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: desk.folder)
    where name.hasPrefix("merit.db") {
      try FileManager.default.removeItem(atPath: desk.path(name))
    }
    try FileManager.default.copyItem(atPath: desk.path("open.db"), toPath: desk.path("merit.db"))
  }

  /// Hundredths of a second that a process has worked for, by the system's own count; `nil` once it is gone.
  private func work(of process: Process) -> Int? {
    guard let stat = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8),
      let rest = stat.split(separator: ")").last?.split(separator: " "), rest.count > 12,
      let user = Int(rest[11]), let system = Int(rest[12]), rest[0] != "Z"
    else { return nil }
    return user + system
  }

  /// Starts a close and kills it once `isTime` says so; whether it was killed before it ended by itself.
  private func kill(_ desk: Desk, when isTime: (Process) throws -> Bool) throws -> Bool {
    let (process, _) = try desk.process("merit", Self.close)
    try process.run()
    while process.isRunning, try !isTime(process) {}
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// Whether the quarter is closed; whole or not at all.
  private func isClosed(_ desk: Desk, _ comment: Comment) throws -> Bool {
    let state = try desk.sqlite(
      """
      SELECT (SELECT COUNT(*) FROM quarter WHERE state = 'closed'),
             (SELECT COUNT(*) FROM quarter WHERE hash IS NOT NULL),
             (SELECT COUNT(*) FROM quarter_revision),
             (SELECT COUNT(*) FROM audit WHERE deed = 'quarter.close'),
             (SELECT COUNT(*) FROM batch WHERE kind = 'result' AND is_published = 1)
      """)
    #expect(["0|0|0|0|0\n", "1|1|1|1|1\n"].contains(state), comment)
    return state.hasPrefix("1")
  }

  private func prove(_ desk: Desk, _ comment: Comment) throws {
    let proof = try desk.merit("quarter", "verify", "2026Q3", "--lang", "en")
    #expect(proof.code == 0, comment)
    #expect(proof.output.contains(" results settled again, byte for byte the same\n"), comment)
    #expect(try desk.merit("check").code == 0, comment)
  }

  @Test func `a close killed at any instant is whole or has not been, and the next one is`() throws {
    let desk = try made(staff: 2_000)
    // Undisturbed, to know how long it works.
    let (process, finish) = try desk.process("merit", Self.close)
    try process.run()
    var whole = 1
    while process.isRunning { whole = max(whole, work(of: process) ?? 0) }
    #expect(try finish().code == 0)
    try prove(desk, "undisturbed")
    try reopen(desk)

    var killed = 0
    for round in 1...8 {
      let share = whole * round / 8
      if try kill(desk, when: { (work(of: $0) ?? share) >= share }) { killed += 1 }
      let comment: Comment = "killed after \(share) of \(whole) hundredths of a second"
      if try isClosed(desk, comment) {
        try prove(desk, comment)
        try reopen(desk)
      }
    }
    #expect(killed > 0)
    // Killed with rows of the result already on the disk and not yet published.
    _ = try kill(desk) { _ in try desk.sqlite("SELECT COUNT(*) > 0 FROM result") == "1\n" }
    if try isClosed(desk, "killed between slices") { try reopen(desk) }
    #expect(try desk.run("merit", Self.close).code == 0)
    #expect(try isClosed(desk, "closed after all"))
    try prove(desk, "closed after all")
    #expect(try desk.sqlite("SELECT COUNT(*) FROM batch WHERE is_published = 0") == "0\n")
    #expect(try desk.sqlite("SELECT COUNT(*) FROM result") == "1790\n")
  }

  @Test func `what another process writes while a quarter is closed is in it, or comes late, never neither`()
    throws
  {
    let desk = try made(staff: 600)
    let staff = try desk.sqlite("SELECT id FROM staff ORDER BY key LIMIT 1 OFFSET 4").trimmingCharacters(
      in: .whitespacesAndNewlines)
    var text = "response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked\n"
    for number in 0..<40 { text += "LATE\(number),2026-09-01,\(staff),1,1,1,1,1,1,1,1,1\n" }
    try desk.write(text, to: "bad.csv")
    for round in 0..<3 {
      let (process, finish) = try desk.process("merit", Self.close)
      try process.run()
      // Sooner and later in its work: while it gathers, settles, and is about to write.
      while process.isRunning, let done = work(of: process), done < round * 12 {}
      #expect(try desk.merit("survey", "import", "bad.csv").code == 0)
      let closing = try finish()
      #expect(closing.code == 0, "\(closing.errors)")
      let order = try desk.sqlite(
        """
        SELECT deed
          FROM audit
         WHERE deed IN ('quarter.close', 'survey.import')
         ORDER BY number DESC
         LIMIT 1
        """)
      let late = try desk.merit("pay", "adjust", "2026Q3", staff, "--json").output
      if order == "quarter.close\n" {
        #expect(late == "[]\n")
      } else {
        #expect(late.contains("\"staff\":\"\(staff)\""))
      }
      if round == 2 { try prove(desk, "disturbed") }
      try reopen(desk)
    }
  }
}
