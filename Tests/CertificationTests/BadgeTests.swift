import Certification
import Formats
import Foundation
import Testing
import Workspace

@Suite struct BadgeTests {
  private static let base = "https://badges.example.org"
  private static let ladder = """
    {merit: "ladder", id: "hotline", version: 1, from: "2026-01-01", title: {en: "Hotline agent", zh: "热线"}, posts: ["p"],
     issuer: {name: {en: "Sichuan Telecom", zh: "四川电信"}, url: "https://example.org", email: "hr@example.org"},
     levels: [{level: "five", valid_months: 24, parts: [{exam: "b"}]}]}
    """

  private func documents(_ events: [CertificateEvent] = []) throws -> [String: String] {
    let ladder = try Ladder.read(Array(Self.ladder.utf8), named: "l")
    let held = HeldCertificate(
      Certificate(
        code: "7K2M9QXD4TBA", number: "N1", ladder: "hotline", level: 5, staff: "E1", name: "Li",
        awarded: day("2026-01-01"), expires: day("2027-12-31"), evidence: "sitting 1: 80.00"),
      events: events)
    let badges = try OpenBadges(
      base: "\(Self.base)/", ladder: ladder, email: nil, zone: try Zone(named: "UTC")
    )
    .documents([held], names: ["E1": "L*"], on: day("2026-09-01"))
    return Dictionary(uniqueKeysWithValues: badges.map { ("\(Self.base)/\($0.path)", $0.document.text) })
  }

  private func check(_ documents: [String: String], at text: String = "2026-09-01T00:00:00Z") throws
    -> BadgeCheck
  {
    let assertion = try #require(documents["\(Self.base)/assertions/7K2M9QXD4TBA.json"])
    return BadgeCheck(
      Array(assertion.utf8), now: try #require(Instant(text)), place: { $0 },
      lookup: { documents[$0].map { Array($0.utf8) } })
  }

  @Test func `what is exported passes the checks of the public validator`() throws {
    let found = try check(try documents())
    #expect(found.verdict == .valid)
    #expect(found.errors == [])
  }

  @Test func `a suspended certificate is withdrawn`() throws {
    let event = CertificateEvent(kind: .suspended, day: day("2026-08-01"), reason: "long absence", by: "hr")
    #expect(try check(try documents([event])).errors == ["the badge is revoked: suspended"])
  }

  @Test(arguments: [
    ("openbadges/v2", "openbadges/v3", "'@context' is not https://w3id.org/openbadges/v2"),
    ("\"type\":\"Assertion\"", "\"type\":\"Claim\"", "'type' [\"Claim\"] names no class of Open Badges"),
    (
      "badges/hotline-five.json", "badges/other.json",
      "'https://badges.example.org/badges/other.json' was not found"
    ),
    ("2026-01-01T00:00:00Z", "2026-10-01T00:00:00Z", "'issuedOn' lies in the future"),
    ("2026-01-01T00:00:00Z", "2026-01-01", "'issuedOn' is '2026-01-01', which is no time with its zone"),
    ("2027-12-31T23:59:59Z", "2026-08-31T23:59:59Z", "the badge has expired"),
    ("\"hosted\"", "\"signed\"", "'verification' is not hosted"),
    ("sha256$", "sha256$0", "'recipient.identity' is said to be hashed and is no hash"),
    (
      "badges.example.org/assertions", "elsewhere.example.org/assertions",
      "the badge stands at 'elsewhere.example.org', where the issuer keeps none"
    ),
  ])
  func `a badge with a defect is invalid, and says which`(_ old: String, _ new: String, _ error: String)
    throws
  {
    var documents = try documents()
    let name = "\(Self.base)/assertions/7K2M9QXD4TBA.json"
    documents[name] = documents[name]?.replacingOccurrences(of: old, with: new)
    let found = try check(documents)
    #expect(found.verdict == .invalid)
    #expect(found.errors == [error])
  }

  // hashlib.sha256(('E0001' + '7K2M9QXD4TBA').encode()).hexdigest() in Python.
  @Test func `a recipient is a hash of the id and a salt`() {
    #expect(
      OpenBadges.identity("E0001", salt: "7K2M9QXD4TBA")
        == "sha256$a6ca322d13ce44fdc57333c350ef596926b3165fcd58f9b6087eaaef55235012")
  }

  private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/corpora/openbadges").path

  @Test(
    .enabled(
      if: InputFile.exists("\(corpus)/derived-expected.json"),
      "the public validator's cases are not beside this checkout; put them at ../shared/corpora/openbadges"))
  func `the public validator's cases get its verdicts`() throws {
    let expected = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: "\(Self.corpus)/derived-expected.json")))
        as? [String: [[String: Any]]])
    let folder = "\(Self.corpus)/inspector-vc/src/test/resources"
    let homes = ["https://www.example.org/", "https://example.org/", "http://example.org/"]
    var count = 0
    for (name, cases) in expected where name.hasPrefix("ob20/") && name.hasSuffix(".json") {
      let check = BadgeCheck(
        try InputFile.bytes(of: "\(folder)/\(name)"), now: try #require(Instant("2026-09-01T00:00:00Z")),
        place: { address in
          homes.first { address.hasPrefix($0) }.map { "\(folder)/ob20/assets/" + address.dropFirst($0.count) }
        }, lookup: { try? InputFile.bytes(of: $0) })
      var verdicts = cases.first?["expect"] as? [String] ?? []
      // One test method runs a valid and an invalid file; the name says which is which.
      if verdicts.count > 1 { verdicts = [name.contains("invalid") ? "Invalid" : "Valid"] }
      #expect(verdicts == [check.verdict.rawValue.capitalized], "\(name): \(check.errors) \(check.warnings)")
      count += 1
    }
    #expect(count == 24)
  }
}
