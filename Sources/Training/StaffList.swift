import Formats

/// A list of people, by id: who is to be enrolled.
package enum StaffList {
  package static let shape = TableShape("staff-list", [Column("id", "工号", required: true, example: "E0001")])

  /// The ids of a list, in its order; a person twice is a fault.
  package static func ids(in path: String) throws -> [String] {
    let table = try TableReader(path: path, shape: shape)
    var ids: [String] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      guard let id = row.text("id") else { return }
      if let first = lines[id] {
        return row.fault("id", "'\(id)' stands on line \(first) already; keep one")
      }
      lines[id] = row.line
      ids.append(id)
    }
    try table.faults.throwIfAny()
    return ids
  }
}
