import Exams
import Foundation
import Testing
import Workspace
import merit

@Suite struct SittingPostTests {
  /// A post on a scripted wire with a journal of its own, whose worker is the test.
  private struct Office {
    let wire = ScriptedWire()
    let journal: LocalJournal
    let post: SittingPost

    init(_ credentials: Credentials = .code(staff: "E1", code: "C")) throws {
      let path = NSTemporaryDirectory() + "merit-post-\(UUID().uuidString)"
      journal = try LocalJournal.create(
        path,
        LocalJournal.Header(server: "s", exam: "e", candidate: "staff E1", sitting: 7, holder: "HOLDER01"))
      let server = ExamServer(
        wire, address: try ServerAddress("http://127.0.0.1:1", allowsPlain: false), exam: "e",
        credentials: credentials)
      post = SittingPost(
        server, sitting: 7, holder: "HOLDER01", journal: path, outbox: Outbox(), sequence: 0,
        clock: ServerClock(
          deadline: Instant(seconds: 1_790_003_400), grace: 60, now: Instant(seconds: 1_790_002_800), at: 0))
    }

    func answer(_ place: Int, _ response: Response) throws {
      post.send(try journal.append(response, place: place, at: Instant(seconds: 0)))
    }

    /// Steps until nothing is to be done before a moment; what was asked meanwhile.
    func work(until end: Int, from start: Int = 0) -> [String] {
      let before = wire.asked.count
      var now = start
      while now <= end, let pause = post.step(at: now) { now += pause }
      return Array(wire.asked.dropFirst(before))
    }
  }

  @Test func `answers go out in order, and those who type send once a second`() throws {
    let office = try Office()
    try office.answer(0, .choice([1]))
    #expect(office.work(until: 0) == ["answers 1"])
    for text in ["a", "ab", "abc"] { try office.answer(1, .text(text)) }
    try office.answer(0, .choice([0]))
    #expect(office.work(until: 999, from: 1).isEmpty)
    #expect(office.post.unsent == 2)
    // Keystrokes of one text are one.
    #expect(office.work(until: 1_000, from: 999) == ["answers 2-4 5"])
    #expect(office.wire.responses == [0: .choice([0]), 1: .text("abc")])
    #expect(office.post.unsent == 0 && office.post.isReachable)
  }

  @Test func `cut before it arrived or after it was kept, an answer is kept once`() throws {
    for trouble in [ScriptedWire.Trouble.lost, .answerLost, .status(503, code: nil), .status(429, code: nil)]
    {
      let office = try Office()
      try office.answer(0, .choice([1]))
      office.wire.troubles = [trouble]
      _ = office.work(until: 0)
      #expect(!office.post.isReachable && office.post.unsent == 1)
      try office.answer(1, .truth(true))
      _ = office.work(until: 5_000, from: 0)
      #expect(office.post.isReachable && office.post.unsent == 0)
      #expect(office.wire.kept == 2 && office.wire.responses == [0: .choice([1]), 1: .truth(true)])
    }
  }

  @Test func `while the server is away the tries come less often, every ten seconds at last`() throws {
    let office = try Office()
    try office.answer(0, .choice([1]))
    office.wire.troubles = Array(repeating: .lost, count: 40)
    var pauses: [Int] = []
    var now = 0
    for _ in 0..<80 {
      let pause = try #require(office.post.step(at: now))
      if pause > 0 { pauses.append(pause) }
      now += pause
      if office.wire.troubles.isEmpty { break }
    }
    // Each pause is between half of its bound and the whole.
    let bounds = [250, 500, 1_000, 2_000, 4_000, 8_000] + Array(repeating: 10_000, count: 40)
    #expect(zip(pauses, bounds).allSatisfy { $0 >= $1 / 2 && $0 <= $1 } && pauses.count >= 39)
    _ = office.work(until: now + 10_000, from: now)
    #expect(office.wire.kept == 1)
  }

  @Test func `a server that was restored from a backup gets everything again from the journal`() throws {
    let office = try Office()
    try office.answer(0, .choice([1]))
    try office.answer(1, .text("a"))
    _ = office.work(until: 0)
    try office.answer(2, .truth(true))
    office.wire.kept = 0
    #expect(office.work(until: 2_000, from: 1_000) == ["answers 3", "look", "answers 1 2 3"])
    #expect(office.wire.kept == 3 && office.post.unsent == 0)
  }

  @Test func `a paper is handed in after its answers, and marked once however often that is asked`() throws {
    let office = try Office()
    try office.answer(0, .choice([1]))
    #expect(office.work(until: 0) == ["answers 1"])
    office.post.submit(timeIsOver: false)
    office.wire.troubles = [.lost, .answerLost, .status(500, code: nil)]
    #expect(office.work(until: 60_000) == ["submit 1", "500", "submit 1"])
    guard case .over(let submitted, timeIsOver: false, late: 0) = office.post.news else {
      Issue.record("not over: \(office.post.news)")
      return
    }
    #expect(submitted.known?.points == 300 && submitted.maximum == 500)
    #expect(office.wire.kept == 1)
    #expect(office.post.step(at: 70_000) == nil)
  }

  @Test func `when the time is over the server is asked first, and an extension takes the end back`() throws {
    let office = try Office()
    office.wire.deadline = "2026-09-21T15:30:00Z"
    office.post.submit(timeIsOver: true)
    #expect(office.work(until: 0) == ["look"])
    guard case .goesOn = office.post.news else {
      Issue.record("did not go on")
      return
    }
    #expect(office.post.clock.secondsLeft(at: 0) == 1_800 && office.post.clock.secondsToEnd(at: 0) == 1_860)
  }

  @Test func `answers after the end are sent all the same, and the candidate is told how many stand beside`()
    throws
  {
    let office = try Office()
    try office.answer(0, .choice([1]))
    office.wire.isOver = true
    #expect(office.work(until: 0) == ["answers 1", "submit 1"])
    guard case .over(_, timeIsOver: true, late: 1) = office.post.news else {
      Issue.record("not over")
      return
    }
  }

  @Test func `one that was taken over is told so, whether it answers or not`() throws {
    for answers in [true, false] {
      let office = try Office()
      office.wire.isHolder = false
      if answers { try office.answer(0, .choice([1])) }
      _ = office.work(until: 10_000)
      guard case .takenOver = office.post.news else {
        Issue.record("not told")
        return
      }
    }
  }

  @Test func `a sign-in that ended is opened again by the code, or by a password that is typed`() throws {
    let byCode = try Office()
    try byCode.answer(0, .choice([1]))
    byCode.wire.troubles = [.status(401, code: nil)]
    #expect(byCode.work(until: 0) == ["401", "session", "answers 1"])

    let byPassword = try Office(.account(name: "li", password: "old"))
    try byPassword.answer(0, .choice([1]))
    byPassword.wire.troubles = [.status(401, code: nil), .status(401, code: nil)]
    #expect(byPassword.work(until: 0) == ["401", "401"])
    guard case .passwordNeeded = byPassword.post.news else {
      Issue.record("not asked")
      return
    }
    byPassword.post.signIn(.account(name: "li", password: "new"))
    #expect(byPassword.work(until: 0) == ["session", "answers 1"])
  }

  @Test func `the deadline is looked after every ten seconds`() throws {
    let office = try Office()
    #expect(office.work(until: 9_999).isEmpty)
    #expect(office.work(until: 30_000, from: 10_000) == ["look", "look", "look"])
  }

  @Test func `time is the server's, and only counted down from here`() {
    var clock = ServerClock(
      deadline: Instant(seconds: 1_000), grace: 60, now: Instant(seconds: 400), at: 5_000)
    #expect([5_000, 5_999, 6_000, 605_000].map { clock.secondsLeft(at: $0) } == [600, 600, 599, 0])
    #expect(clock.secondsToEnd(at: 665_000) == 0)
    clock.hear(deadline: Instant(seconds: 2_000), now: Instant(seconds: 900), at: 700_000)
    #expect(clock.secondsLeft(at: 700_000) == 1_100)
  }
}
