extension JSONSchema {
  /// Where a value is not as the schema says, with the path to the place: `/entries/0/place: a whole number is needed`.
  ///
  /// At most twenty faults; an object's keys that the schema does not have are faults.
  package func faults(in node: JSON5Node, path: @autoclosure () -> String = "") -> [String] {
    var faults: [String] = []
    check(node, path(), &faults)
    return Array(faults.prefix(20))
  }

  /// - Parameter path: made where there is a fault to tell of.
  private func check(_ node: JSON5Node, _ path: @autoclosure () -> String, _ faults: inout [String]) {
    guard faults.count < 20 else { return }
    func wrong(_ what: String) {
      let path = path()
      faults.append("\(path.isEmpty ? "the body" : path): \(what)")
    }
    switch (self, node.kind) {
    case (.any, _), (.null, .null), (.boolean, .bool), (.number, .number): break
    case (.named(_, let schema), _): schema().check(node, path(), &faults)
    case (.integer(let range), .number(let text)):
      guard let number = Self.integer(text) else { return wrong("a whole number is needed") }
      if let range, !range.contains(number) {
        wrong("a number from \(range.lowerBound) to \(range.upperBound) is needed")
      }
    case (.string(let shape, let length), .string(let text)):
      let count = text.unicodeScalars.count
      if let fault = shape.fault(in: text) {
        wrong(fault)
      } else if !length.contains(count) {
        wrong("a text of \(length.lowerBound) to \(length.upperBound) characters is needed")
      }
    case (.choice(let names), .string(let text)):
      if !names.contains(text) { wrong("one of \(names.joined(separator: ", ")) is needed") }
    case (.array(let item, let most), .array(let nodes)):
      if let most, nodes.count > most { return wrong("at most \(most) entries are taken") }
      for (index, node) in nodes.enumerated() { item.check(node, "\(path())/\(index)", &faults) }
    case (.map(let value), .object(let members)):
      for member in members { value.check(member.value, "\(path())/\(member.key)", &faults) }
    case (.object(let wanted), .object(let members)):
      Self.check(members, against: wanted, path(), &faults)
    case (.either(let schemas), _):
      // An object is held against those whose members it has, and against all objects only where there is none.
      let fitting = schemas.filter { $0.admits(node, withMembers: true) }
      var nearest: [String]?
      for schema in fitting.isEmpty ? schemas.filter({ $0.admits(node, withMembers: false) }) : fitting {
        var own: [String] = []
        schema.check(node, path(), &own)
        if own.isEmpty { return }
        nearest = own
      }
      if let nearest { faults += nearest } else { wrong("\(described) is needed") }
    default: wrong("\(described) is needed, not \(node.kindName)")
    }
  }

  private static func check(
    _ members: [JSON5Node.Member], against wanted: [Member], _ path: @autoclosure () -> String,
    _ faults: inout [String]
  ) {
    for member in wanted where member.isRequired && !members.contains(where: { $0.key == member.name }) {
      faults.append("\(path())/\(member.name): is missing")
    }
    for member in members {
      guard faults.count < 20 else { return }
      if let schema = wanted.first(where: { $0.name == member.key })?.schema {
        schema.check(member.value, "\(path())/\(member.key)", &faults)
      } else {
        let hint = nearest(to: member.key, among: wanted.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
        faults.append("\(path())/\(member.key): is not known here\(hint)")
      }
    }
  }

  /// Whole numbers also in the form `12.0`, which JSON Schema counts among them.
  private static func integer(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    return ExactDecimal(text).flatMap { $0.scaled(to: 0) }
  }

  /// Whether a value is of the kind at least, and an object has every member that is required where that is asked.
  private func admits(_ node: JSON5Node, withMembers: Bool) -> Bool {
    switch (self, node.kind) {
    case (.object(let wanted), .object(let members)):
      !withMembers
        || wanted.allSatisfy { wanted in
          !wanted.isRequired || members.contains { $0.key == wanted.name }
        }
    case (.map, .object), (.array, .array), (.string, .string), (.choice, .string), (.integer, .number),
      (.number, .number), (.boolean, .bool), (.any, _), (.null, .null):
      true
    case (.named(_, let schema), _): schema().admits(node, withMembers: withMembers)
    case (.either(let schemas), _): schemas.contains { $0.admits(node, withMembers: withMembers) }
    default: false
    }
  }

  private var described: String {
    switch self {
    case .any: "a value"
    case .null: "null"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .string: "a text"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .array: "a list"
    case .object, .map: "an object"
    case .either(let schemas): schemas.map(\.described).joined(separator: " or ")
    case .named(_, let schema): schema().described
    }
  }
}
