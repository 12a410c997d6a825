import Formats
import Testing
import Workspace

@Suite struct NumberTests {
  // Halves on both sides of nought, and the neighbours of each half.
  @Test(arguments: [
    (5, 10, 1), (4, 10, 0), (6, 10, 1), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (25, 10, 3), (-25, 10, -3),
    (0, 10, 0), (10, 10, 1),
  ])
  func `a quotient is rounded half away from zero`(_ dividend: Int, _ divisor: Int, _ quotient: Int) {
    #expect(roundedQuotient(Int128(dividend), Int128(divisor)) == Int128(quotient))
  }

  @Test(arguments: [
    (1, 3, "33.33" as String?), (2, 3, "66.67"), (1, 8, "12.50"), (1, 1, "100.00"), (0, 5, "0.00"),
    (1, 0, nil),
    (100_005, 1_000_000, "10.00"), (100_049, 1_000_000, "10.00"), (100_050, 1_000_000, "10.01"),
  ])
  func `a share is a score out of 100, and undefined of nothing`(_ part: Int, _ whole: Int, _ text: String?) {
    #expect(Score(part: part, of: whole)?.description == text)
  }

  @Test(arguments: [
    // (scores, weights in basis points, mean) computed by hand.
    ([80_00, 90_00], [5_000, 5_000], "85.00" as String?), ([80_00, 90_00], [3_500, 3_000], "84.62"),
    ([100_00, 0], [1, 2], "33.33"), ([], [], nil), ([70_00], [0], nil),
  ])
  func `a weighted mean is rounded once`(_ scores: [Int], _ weights: [Int], _ mean: String?) {
    let parts = zip(scores, weights).map { (Score(hundredths: $0), Weight(basisPoints: $1)) }
    #expect(Score.weightedMean(parts)?.description == mean)
  }

  @Test func `fractions are exact where decimals are not`() throws {
    let third = try #require(Ratio(1, 3))
    #expect(third + third + third == Ratio(1))
    #expect(try #require(Ratio(-2, 6)) == -third)
    #expect(third.text(places: 6) == "0.333333")
    #expect((third * Ratio(2)).text(places: 2) == "0.67")
    #expect(try #require(Ratio(1, -8)).text(places: 2) == "-0.13")
    #expect(Ratio(1, 0) == nil)
    #expect(try #require(Ratio(1, 3)) < #require(Ratio(334, 1_000)))
  }

  @Test(arguments: [(3_500, "35%"), (1_250, "12.5%"), (10_000, "100%"), (1, "0.01%")])
  func `a weight reads as a percentage`(_ points: Int, _ text: String) {
    #expect(Weight(basisPoints: points).description == text)
  }
}

@Suite struct QuarterTests {
  @Test(arguments: [
    ("2026Q3", "2026Q3"), ("2026-Q3", "2026Q3"), ("2026q3", "2026Q3"), ("2026年3季度", "2026Q3"),
    ("２０２６Q１", "2026Q1"),
  ])
  func `a quarter is read as people write it`(_ text: String, _ quarter: String) {
    #expect(Quarter(text)?.description == quarter)
  }

  @Test(arguments: ["2026", "2026Q5", "2026Q0", "Q3", "2026Q33", "26Q3", ""])
  func `what is no quarter is none`(_ text: String) { #expect(Quarter(text) == nil) }

  @Test(arguments: [
    ("2026-06-30", "2026Q2"), ("2026-07-01", "2026Q3"), ("2026-09-30", "2026Q3"), ("2026-10-01", "2026Q4"),
    ("2026-01-01", "2026Q1"),
  ])
  func `a day falls in its quarter`(_ day: String, _ quarter: String) throws {
    #expect(Quarter(of: try #require(CalendarDay(day))).description == quarter)
  }

  @Test func `a quarter knows its days and its neighbours`() throws {
    let quarter = try #require(Quarter("2024Q1"))
    #expect(quarter.firstDay.description == "2024-01-01")
    #expect(quarter.lastDay.description == "2024-03-31")
    #expect(quarter.dayCount == 91)
    #expect(quarter.previous.description == "2023Q4")
    #expect(quarter.next.description == "2024Q2")
  }
}

@Suite(.serialized) struct ZoneTests {
  // From Python's zoneinfo.
  @Test(arguments: [
    ("Asia/Shanghai", "2026-07-01T00:00:00", "2026-06-30T16:00:00Z"),
    ("America/New_York", "2026-03-08T03:30:00", "2026-03-08T07:30:00Z"),
    ("America/New_York", "2026-11-01T12:00:00", "2026-11-01T17:00:00Z"),
    ("UTC", "2026-07-01T12:00:00", "2026-07-01T12:00:00Z"),
  ])
  func `a wall clock is a moment of its zone`(_ name: String, _ local: String, _ utc: String) throws {
    let zone = try Zone(named: name)
    let instant = zone.instant(of: try #require(CivilTime(local)))
    #expect(instant.description == utc)
    #expect(Instant(utc) == instant)
    let civil = zone.civil(instant)
    #expect("\(civil.day)T\(clockText(civil.secondOfDay))" == local)
  }

  @Test(arguments: ["Asia/Nowhere", "", "../etc/passwd", "/etc/localtime", "Asia"])
  func `an unknown zone is refused, never taken as UTC`(_ name: String) {
    #expect(throws: Refusal.self) { _ = try Zone(named: name) }
  }
}

@Suite struct HashTests {
  // FIPS 180-4 examples, and Python's hashlib for the long ones.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
    ),
  ])
  func `SHA-256 agrees with the standard`(_ text: String, _ hex: String) {
    #expect(SHA256.hex(text) == hex)
    // The same bytes in pieces of seven.
    var sha = SHA256()
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      sha.update(rest.prefix(7))
      rest = rest.dropFirst(7)
    }
    #expect(hexText(sha.finish()) == hex)
  }

  // Vectors of the SipHash paper's reference implementation: key 00…0f, messages of 0, 1, 8 and 15 bytes.
  @Test(arguments: [
    (0, 0x726f_db47_dd0e_0e31 as UInt64), (1, 0x74f8_39c5_93dc_67fd), (8, 0x93f5_f579_9a93_2462),
    (15, 0xa129_ca61_49be_45e5),
  ])
  func `SipHash agrees with its authors`(_ count: Int, _ hash: UInt64) {
    let sip = SipHash(k0: 0x0706_0504_0302_0100, k1: 0x0f0e_0d0c_0b0a_0908)
    #expect(sip.hash((0..<count).map { UInt8($0) }) == hash)
  }

  @Test func `a seeded draw can be made again and differs by purpose`() {
    func draw(_ seed: UInt64, _ purpose: String) -> [Int] {
      var generator = SeededGenerator(seed: seed, "paper", purpose)
      return generator.shuffled(Array(0..<20))
    }
    #expect(draw(7, "a") == draw(7, "a"))
    #expect(draw(7, "a") != draw(7, "b"))
    #expect(draw(7, "a") != draw(8, "a"))
    #expect(draw(7, "a").sorted() == Array(0..<20))
  }

  @Test func `each number below a bound is as likely as any other`() {
    var generator = SeededGenerator(seed: 1, "fairness")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
    // Chi-square with six degrees of freedom: above 22.46 once in a thousand.
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    #expect(chiSquare < 22.46)
  }
}
