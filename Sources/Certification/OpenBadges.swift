import Formats
import Workforce
import Workspace

/// Certificates as Open Badges 2.0 (IMS Global, 2018): hosted assertions, one JSON document each, to be put on a web server.
package struct OpenBadges {
  /// Where the documents will stand, without a slash at the end.
  private let base: String
  private let ladder: Ladder
  private let email: String
  private let zone: Zone

  package static let context = "https://w3id.org/openbadges/v2"

  /// - Parameters:
  ///   - base: an http or https address.
  ///   - email: of the issuer, where the ladder names none.
  ///   - zone: in which a certificate's days begin and end.
  package init(base: String, ladder: Ladder, email: String?, zone: Zone) throws {
    guard base.hasPrefix("https://") || base.hasPrefix("http://"), !base.contains(" ") else {
      throw Refusal(
        .usage, "'\(base)' is no address for badges", "give --url as https://badges.example.org/merit")
    }
    guard let email = ladder.issuer.email ?? email, email.contains("@") else {
      throw Refusal(
        .usage, "an issuer of badges needs an e-mail address, and ladder '\(ladder.head.id)' names none",
        "add issuer: {email: …} to the ladder, or give --email")
    }
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.ladder = ladder
    self.email = email
    self.zone = zone
  }

  private func address(_ path: String) -> JSON { .string("\(base)/\(path)") }

  private func document(_ type: String, _ path: String, _ members: [(String, JSON)]) -> JSON {
    .object(
      [("@context", .string(Self.context)), ("type", .string(type)), ("id", address(path))] + members)
  }

  /// Everything for a ladder's certificates: path and document, the issuer first.
  ///
  /// - Parameter names: how each holder wants to be named, by staff id; who wants no name gets none.
  package func documents(_ certificates: [HeldCertificate], names: [String: String], on day: CalendarDay)
    -> [(path: String, document: JSON)]
  {
    var documents = [("issuer-\(ladder.head.id).json", issuer)]
    for level in ladder.levels { documents.append((path(of: level.level), badge(level))) }
    for held in certificates {
      documents.append((path(of: held), assertion(held, name: names[held.certificate.staff], on: day)))
    }
    return documents
  }

  private func path(of level: Int) -> String {
    "badges/\(ladder.head.id)-\(Person.levelName(level)).json"
  }

  private func path(of held: HeldCertificate) -> String { "assertions/\(held.certificate.code).json" }

  private var issuer: JSON {
    document(
      "Issuer", "issuer-\(ladder.head.id).json",
      [
        ("name", .string(ladder.issuer.name?.en ?? ladder.head.title.en)),
        ("url", .string(ladder.issuer.url ?? base)), ("email", .string(email)),
      ])
  }

  private func badge(_ level: Ladder.Level) -> JSON {
    let name = Person.levelName(level.level)
    let conditions = Candidacy(inPostSince: nil, belowSince: nil)
      .requirements(for: level, on: ladder.head.inForce).map(\.what.en)
    return document(
      "BadgeClass", path(of: level.level),
      [
        ("name", .string("\(ladder.head.title.en), level \(name)")),
        (
          "description",
          .string("Skill level \(name) (\(ladder.head.title.zh)); good for \(level.validMonths) months.")
        ),
        ("criteria", .object([("narrative", .string(conditions.joined(separator: "; ")))])),
        ("image", .string(Self.image(level: level.level))),
        ("issuer", address("issuer-\(ladder.head.id).json")),
      ])
  }

  private func assertion(_ held: HeldCertificate, name: String?, on day: CalendarDay) -> JSON {
    let certificate = held.certificate
    let status = held.status(on: day)
    // What is put aside is withdrawn from the web too, until the next export.
    if status == .revoked || status == .suspended {
      // Why is between the holder and us.
      return document(
        "Assertion", path(of: held),
        [("revoked", .bool(true)), ("revocationReason", .string(status.rawValue))])
    }
    var members: [(String, JSON)] = [
      (
        "recipient",
        .object([
          ("type", .string("id")), ("hashed", .bool(true)), ("salt", .string(certificate.code)),
          // Whoever wants no name shown is known by the certificate only.
          (
            "identity",
            .string(
              Self.identity(name == nil ? certificate.number : certificate.staff, salt: certificate.code))
          ),
        ])
      ), ("badge", address(path(of: certificate.level))),
      ("verification", .object([("type", .string("hosted"))])),
      ("issuedOn", .string(time(certificate.awarded, second: 0))),
      ("expires", .string(time(held.expires, second: 86_399))),
    ]
    if let name {
      members.append(
        (
          "extensions:recipientProfile",
          .object([
            ("@context", .string("https://openbadgespec.org/extensions/recipientProfile/context.json")),
            ("type", .array([.string("Extension"), .string("extensions:RecipientProfile")])),
            ("name", .string(name)),
          ])
        ))
    }
    return document("Assertion", path(of: held), members)
  }

  private func time(_ day: CalendarDay, second: Int) -> String {
    zone.instant(of: CivilTime(day: day, secondOfDay: second, offset: nil)).description
  }

  /// A recipient's identity as a badge shows it: SHA-256 of identity and salt.
  package static func identity(_ identity: String, salt: String) -> String {
    "sha256$" + SHA256.hex(identity + salt)
  }

  /// A badge's picture: a ring with the level's figure.
  private static func image(level: Int) -> String {
    let svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90 90\"><circle cx=\"45\" cy=\"45\" r=\"42\" fill=\"#fffdf6\" stroke=\"#8a6d1f\" stroke-width=\"5\"/><text x=\"45\" y=\"60\" font-size=\"44\" font-family=\"serif\" text-anchor=\"middle\" fill=\"#1b2430\">\(level)</text></svg>"
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._".utf8)
    return "data:image/svg+xml,"
      + svg.utf8.map { byte in
        plain.contains(byte)
          ? String(UnicodeScalar(byte))
          : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }.joined()
  }
}

extension CertificationDesk {
  /// The Open Badges of a ladder's certificates.
  package func badges(_ ladderID: String, base: String, email: String?) throws -> [(
    path: String, document: JSON
  )] {
    try occasion.require(.hr, .examiner, to: "export badges")
    let ladder = try ladder(ladderID, on: occasion.today)
    let badges = try OpenBadges(
      base: base, ladder: ladder, email: email, zone: occasion.workspace.zone)
    let certificates = try records.register().map(\.held).filter { $0.certificate.ladder == ladderID }
    var names: [String: String] = [:]
    for held in certificates where names[held.certificate.staff] == nil {
      names[held.certificate.staff] = try records.shownName(of: held.certificate.staff)
        .text(of: held.certificate.name)
    }
    return badges.documents(certificates, names: names, on: occasion.today)
  }
}
