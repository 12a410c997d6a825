import Formats
import Workspace

/// Whether a document is a good Open Badge 2.0, hosted; what it names is looked up by address.
///
/// The rules are those that give the verdicts of 1EdTech's public validator on its own cases. A badge that is signed
/// instead of hosted is not judged.
package struct BadgeCheck {
  package enum Verdict: String, Sendable { case valid, warning, invalid }

  private let now: Instant
  private let lookup: (String) -> [UInt8]?
  private let place: (String) -> String?
  package private(set) var errors: [String] = []
  package private(set) var warnings: [String] = []

  package var verdict: Verdict { !errors.isEmpty ? .invalid : !warnings.isEmpty ? .warning : .valid }

  /// - Parameters:
  ///   - document: the JSON of an assertion, a badge class, an issuer or another class.
  ///   - now: badges must not be issued later or have expired before.
  ///   - place: where an address leads, such as a file; `nil` for an address that is not looked up.
  ///   - lookup: what stands at a place.
  package init(
    _ document: [UInt8], now: Instant, place: @escaping (String) -> String?,
    lookup: @escaping (String) -> [UInt8]?
  ) {
    self.now = now
    self.lookup = lookup
    self.place = place
    guard let node = try? JSON5Parser.parse(document, named: "badge"), case .object = node.kind else {
      errors.append("the document is no JSON object")
      return
    }
    check(node, as: [], isRoot: true)
  }

  // MARK: Nodes

  private static let classes: Set<String> = [
    "Assertion", "BadgeClass", "Issuer", "Profile", "Endorsement", "AlignmentObject", "Criteria",
    "CryptographicKey", "Evidence", "Extension", "IdentityObject", "Image", "RevocationList",
    "VerificationObject", "HostedBadge", "hosted", "SignedBadge", "signed", "FrameValidation",
    "TypeValidation",
  ]

  /// - Parameter wanted: one of these classes must be among the node's types.
  @discardableResult
  private mutating func check(_ node: JSON5Node, as wanted: Set<String>, isRoot: Bool = false) -> Bool {
    let types = node.texts("type")
    if isRoot || node.member("@context") != nil {
      guard Self.isContext(node.member("@context")) else {
        errors.append("'@context' is not \(OpenBadges.context)")
        return false
      }
    }
    guard !types.isEmpty, types.allSatisfy({ Self.classes.contains($0) || Self.isIRI($0) }) else {
      errors.append("'type' \(types) names no class of Open Badges")
      return false
    }
    guard wanted.isEmpty || !wanted.isDisjoint(with: types) else {
      errors.append("'type' \(types) is not \(wanted.sorted().joined(separator: " or "))")
      return false
    }
    if types.contains("Assertion") {
      assertion(node)
    } else if types.contains("BadgeClass") {
      badge(node)
    } else if types.contains("Issuer") || types.contains("Profile") {
      issuer(node)
    } else if types.contains("Endorsement") {
      endorsement(node)
    }
    return true
  }

  private static func isContext(_ node: JSON5Node?) -> Bool {
    guard let node else { return false }
    if case .object = node.kind { return true }
    return node.texts.first == OpenBadges.context
  }

  private mutating func assertion(_ node: JSON5Node) {
    if node.isTrue("revoked") {
      errors.append("the badge is revoked: \(node.text("revocationReason") ?? "no reason is given")")
      return
    }
    requireIRI(node, "id")
    recipient(node.member("recipient"))
    image(node, allowsData: false)
    extensions(node)
    let issued = time(node, "issuedOn", isRequired: true)
    let expires = time(node, "expires", isRequired: false)
    if let issued, issued > now { errors.append("'issuedOn' lies in the future") }
    if let expires, expires <= now || issued.map({ expires < $0 }) ?? false {
      errors.append("the badge has expired")
    }
    let badge = follow(node, "badge", as: ["BadgeClass"])
    endorsements(node)
    hosting(node, issuer: badge.flatMap { resolve($0, "issuer") })
  }

  private mutating func badge(_ node: JSON5Node) {
    requireIRI(node, "id")
    for key in ["name", "description"] where node.text(key)?.isEmpty ?? true {
      errors.append("'\(key)' of the badge class is missing")
    }
    if node.member("criteria") == nil { errors.append("'criteria' of the badge class is missing") }
    image(node, allowsData: true)
    extensions(node)
    follow(node, "issuer", as: ["Issuer", "Profile"])
    endorsements(node)
  }

  private mutating func issuer(_ node: JSON5Node) {
    requireIRI(node, "id")
    if node.text("name")?.isEmpty ?? true { errors.append("'name' of the issuer is missing") }
    if !(node.text("url").map(Self.isURL) ?? false) { errors.append("'url' of the issuer is no address") }
    if !(node.text("email")?.contains("@") ?? false) { errors.append("'email' of the issuer is missing") }
    image(node, allowsData: true)
    extensions(node)
  }

  private mutating func endorsement(_ node: JSON5Node) {
    requireIRI(node, "id")
    if node.member("claim") == nil { errors.append("'claim' of the endorsement is missing") }
    _ = time(node, "issuedOn", isRequired: true)
    follow(node, "issuer", as: ["Issuer", "Profile"])
  }

  private mutating func endorsements(_ node: JSON5Node) {
    for address in node.texts("endorsement") { fetch(address, as: ["Endorsement"]) }
  }

  // MARK: What a node names

  /// The node that a member names or holds, checked.
  @discardableResult
  private mutating func follow(_ node: JSON5Node, _ key: String, as wanted: Set<String>) -> JSON5Node? {
    guard let member = node.member(key) else {
      errors.append("'\(key)' is missing")
      return nil
    }
    if case .object = member.kind { return check(member, as: wanted) ? member : nil }
    guard let address = member.texts.first else {
      errors.append("'\(key)' is no address")
      return nil
    }
    return fetch(address, as: wanted)
  }

  @discardableResult
  private mutating func fetch(_ address: String, as wanted: Set<String>) -> JSON5Node? {
    guard let found = document(at: address) else {
      errors.append("'\(address)' was not found")
      return nil
    }
    guard check(found, as: wanted) else { return nil }
    if let id = found.text("id"), id != address, let other = place(id), other != place(address),
      lookup(other) != nil
    {
      warnings.append("the document at '\(address)' says that it is '\(id)'")
    }
    return found
  }

  private func resolve(_ node: JSON5Node, _ key: String) -> JSON5Node? {
    guard let member = node.member(key) else { return nil }
    if case .object = member.kind { return member }
    return member.texts.first.flatMap(document)
  }

  private func document(at address: String) -> JSON5Node? {
    place(address).flatMap(lookup).flatMap { try? JSON5Parser.parse($0, named: address) }
  }

  // MARK: Hosting

  /// Whether the assertion stands where its issuer keeps badges.
  private mutating func hosting(_ node: JSON5Node, issuer: JSON5Node?) {
    let kinds = node.member("verification")?.texts("type") ?? []
    guard kinds.contains("hosted") || kinds.contains("HostedBadge") else {
      errors.append("'verification' is not hosted")
      return
    }
    guard let issuer, let id = node.text("id") else { return }
    let policy = issuer.member("verification")
    let starts = policy?.texts("startsWith") ?? []
    if !starts.isEmpty, !starts.contains(where: { id.hasPrefix($0) }) {
      errors.append("'\(id)' begins as none of the issuer's badges do (\(starts.joined(separator: ", ")))")
    }
    guard let home = issuer.text("id"), let host = Self.host(home) else {
      warnings.append("the issuer's id is no web address, so nobody can say where its badges stand")
      return
    }
    let origins = policy?.texts("allowedOrigins") ?? []
    if let own = Self.host(id), !(origins.isEmpty ? [host] : origins).contains(own) {
      errors.append("the badge stands at '\(own)', where the issuer keeps none")
    }
  }

  // MARK: Members

  private mutating func requireIRI(_ node: JSON5Node, _ key: String) {
    if !(node.text(key).map { Self.isIRI($0) || $0.hasPrefix("_:") } ?? false) {
      errors.append("'\(key)' is no address")
    }
  }

  private mutating func recipient(_ node: JSON5Node?) {
    guard let node, let identity = node.text("identity"),
      !Set(node.texts("type")).isDisjoint(with: ["id", "email", "url", "telephone"])
    else {
      errors.append("'recipient' has no identity")
      return
    }
    guard node.isTrue("hashed") else { return }
    let isHash = [("sha256$", 64), ("md5$", 32)].contains { prefix, length in
      identity.hasPrefix(prefix) && identity.count == prefix.count + length
        && identity.dropFirst(prefix.count).allSatisfy(\.isHexDigit)
    }
    if !isHash { errors.append("'recipient.identity' is said to be hashed and is no hash") }
  }

  private mutating func image(_ node: JSON5Node, allowsData: Bool) {
    guard let member = node.member("image") else { return }
    var address: String?
    switch member.kind {
    case .string(let text): address = text
    case .object: address = member.text("id")
    default: break
    }
    let isData =
      address.map { text in
        ["data:image/png", "data:image/svg+xml"].contains { kind in
          text.hasPrefix(kind) && [";", ","].contains(text.dropFirst(kind.count).prefix(1))
        }
      } ?? false
    if !(address.map(Self.isURL) ?? false), !(allowsData && isData) {
      errors.append("'image' is no address of a picture")
    }
  }

  private mutating func extensions(_ node: JSON5Node) {
    guard case .object(let members) = node.kind else { return }
    for member in members {
      let values: [JSON5Node] =
        if case .array(let elements) = member.value.kind { elements } else { [member.value] }
      for value in values {
        let types = value.texts("type")
        guard types.contains("Extension") else { continue }
        if !types.contains(where: { Self.knownExtensions.contains($0) }) {
          errors.append("'\(member.key)' is an extension of no known kind")
        }
      }
    }
  }

  private static let knownExtensions: Set<String> = [
    "extensions:ExampleExtension", "extensions:ApplyLink", "extensions:RecipientProfile",
  ]

  /// A time such as `2017-10-01T00:00Z`; seconds may be left out.
  private mutating func time(_ node: JSON5Node, _ key: String, isRequired: Bool) -> Instant? {
    guard let text = node.text(key) else {
      if isRequired { errors.append("'\(key)' is missing") }
      return nil
    }
    if let civil = CivilTime(text), text.contains("T"), let offset = civil.offset,
      let epoch = CalendarDay(year: 1970, month: 1, day: 1)
    {
      return Instant(
        seconds: (civil.day.number - epoch.number) * 86_400 + civil.secondOfDay - offset)
    }
    errors.append("'\(key)' is '\(text)', which is no time with its zone")
    return nil
  }

  // MARK: Addresses

  private static func isURL(_ text: String) -> Bool { host(text) != nil && !text.contains(" ") }

  private static func isIRI(_ text: String) -> Bool {
    isURL(text) || (text.hasPrefix("urn:uuid:") && text.count == 45)
  }

  private static func host(_ address: String) -> String? {
    for scheme in ["https://", "http://"] where address.hasPrefix(scheme) {
      let host = address.dropFirst(scheme.count).prefix { $0 != "/" && $0 != ":" && $0 != "?" }
      return host.isEmpty ? nil : host.lowercased()
    }
    return nil
  }
}

extension JSON5Node {
  /// A text, or the texts of a list.
  fileprivate var texts: [String] {
    switch kind {
    case .string(let text): [text]
    case .array(let elements):
      elements.compactMap { if case .string(let text) = $0.kind { text } else { nil } }
    default: []
    }
  }

  fileprivate func member(_ key: String) -> JSON5Node? {
    guard case .object(let members) = kind else { return nil }
    return members.first { $0.key == key }?.value
  }

  fileprivate func text(_ key: String) -> String? {
    if case .string(let text)? = member(key)?.kind { text } else { nil }
  }

  fileprivate func texts(_ key: String) -> [String] { member(key)?.texts ?? [] }

  fileprivate func isTrue(_ key: String) -> Bool {
    if case .bool(true)? = member(key)?.kind { true } else { false }
  }
}
