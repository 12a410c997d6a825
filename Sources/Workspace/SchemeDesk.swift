import Formats

/// A kind of scheme that the house can load, with the reader that finds its faults.
package struct SchemeKind: Sendable {
  package let name: String
  /// Who may load schemes of this kind, beside an administrator.
  let roles: [Role]
  let read: @Sendable ([UInt8], String) throws -> (head: SchemeHead, needed: [SchemeReference])

  package init<Document: SchemeDocument>(_: Document.Type, roles: Role...) {
    name = Document.kind
    self.roles = roles
    read = {
      let document = try Document.read($0, named: $1)
      return (document.head, document.needed)
    }
  }
}

/// Loading schemes: every fault of every file at once, then all or nothing.
package struct SchemeDesk {
  /// What became of a scheme that was to be loaded.
  package struct Outcome: Sendable {
    package let label: String
    package let isNew: Bool
    /// What it names and neither the workspace nor the same run holds.
    package let lacks: [SchemeReference]
  }

  private let occasion: Occasion
  private let kinds: [SchemeKind]

  package init(_ occasion: Occasion, kinds: [SchemeKind]) {
    self.occasion = occasion
    self.kinds = kinds
  }

  /// Loads scheme documents; one that is already there with the same text is passed over.
  package func load(_ files: [(name: String, bytes: [UInt8])], dryRun: Bool = false) throws -> [Outcome] {
    let records = SchemeRecords(occasion.database)
    var faults = Faults()
    var schemes: [(scheme: Scheme, isNew: Bool, needed: [SchemeReference])] = []
    for file in files {
      do {
        let (scheme, needed) = try read(file.bytes, named: file.name)
        schemes.append((scheme, try check(scheme, in: file.name, against: records), needed))
      } catch let found as Faults {
        faults.append(contentsOf: found)
      }
    }
    try faults.throwIfAny()
    let fresh = schemes.filter(\.isNew).map(\.scheme)
    if !dryRun, !fresh.isEmpty {
      let labels = fresh.map(\.label).joined(separator: ", ")
      try occasion.record("scheme.load", of: labels, content: fresh.map(\.hash).joined(separator: "\n")) {
        for scheme in fresh { try records.insert(scheme, at: occasion.now, by: occasion.actor.account) }
      }
    }
    let given = Set(schemes.map { SchemeReference(kind: $0.scheme.kind, id: $0.scheme.id) })
    return try schemes.map { scheme, isNew, needed in
      var seen = given
      let lacks = try needed.filter {
        try seen.insert($0).inserted && records.versions(kind: $0.kind, id: $0.id).isEmpty
      }
      return Outcome(label: scheme.label, isNew: isNew, lacks: lacks)
    }
  }

  private func read(
    _ bytes: [UInt8], named file: String
  ) throws -> (scheme: Scheme, needed: [SchemeReference]) {
    let kind = try Self.kind(of: bytes, named: file, among: kinds)
    guard occasion.actor.may(kind.roles) else {
      throw Refusal.notPermitted(
        occasion.actor.account, "load \(kind.name) schemes", kind.roles + [.administrator])
    }
    let (head, needed) = try kind.read(bytes, file)
    let scheme = Scheme(
      kind: head.kind, id: head.id, version: head.version, inForce: head.inForce,
      text: String(decoding: bytes, as: UTF8.self))
    return (scheme, needed)
  }

  /// Finds the faults of a scheme without a workspace.
  ///
  /// - Returns: `kind id v2`.
  /// - Throws: all its faults.
  package static func check(
    _ bytes: [UInt8], named file: String, kinds: [SchemeKind]
  ) throws -> String {
    let (head, _) = try kind(of: bytes, named: file, among: kinds).read(bytes, file)
    return "\(head.kind) \(head.id) v\(head.version)"
  }

  private static func kind(
    of bytes: [UInt8], named file: String, among kinds: [SchemeKind]
  ) throws -> SchemeKind {
    let node = try JSON5Parser.parse(bytes, named: file)
    guard case .object(let members) = node.kind, let member = members.first(where: { $0.key == "merit" }),
      case .string(let name) = member.value.kind
    else {
      throw Faults([
        Fault(
          file: file, line: 1, column: 1,
          message:
            "the kind is missing; a scheme starts with {merit: \"\(kinds.map(\.name).joined(separator: "\"|\""))\", …}"
        )
      ])
    }
    if let kind = kinds.first(where: { $0.name == name }) { return kind }
    let hint = nearest(to: name, among: kinds.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
    throw Faults([
      Fault(
        file: file, line: member.value.position.line, column: member.value.position.column,
        message: "'\(name)' is no kind of scheme (\(kinds.map(\.name).joined(separator: ", ")))\(hint)")
    ])
  }

  /// Whether the scheme is new; a fault where it would change the past.
  private func check(_ scheme: Scheme, in file: String, against records: SchemeRecords) throws -> Bool {
    func fault(_ message: String) -> Faults {
      Faults([Fault(file: file, line: 1, column: 1, message: message)])
    }
    let versions = try records.versions(kind: scheme.kind, id: scheme.id)
    if let same = versions.first(where: { $0.version == scheme.version }) {
      if same.hash == scheme.hash { return false }
      throw fault(
        "\(scheme.label) is loaded with another text; make this version \((versions.last?.version ?? 0) + 1)")
    }
    guard let last = versions.last else { return true }
    if scheme.version < last.version {
      throw fault(
        "\(scheme.label) is older than the loaded version \(last.version); make it version \(last.version + 1)"
      )
    }
    if scheme.inForce < occasion.today {
      throw fault(
        "\(scheme.label) would be in force from \(scheme.inForce), which is past; a change counts from today (\(occasion.today)) or later"
      )
    }
    return true
  }
}
