import SQLite
import Workspace

extension WorkforceDesk {
  /// Sets somebody's skill level on the roster, 5 to 1; `nil` for none.
  package func setLevel(_ level: Int?, of id: String) throws {
    try set("level", to: level, of: id)
  }

  /// Sets somebody's star on the roster, 0 to 5; `nil` for none.
  package func setStar(_ star: Int?, of id: String) throws {
    try set("star", to: star, of: id)
  }

  private func set(_ column: String, to value: Int?, of id: String) throws {
    try occasion.require(.hr, to: "change levels and stars")
    guard try StaffRecords(occasion.database).key(of: id) != nil else { throw Refusal.unknownStaff(id) }
    try occasion.record(
      "staff.\(column)", of: id, content: "\(id) \(column) \(value.map(String.init) ?? "–")"
    ) {
      try occasion.database.run(
        "UPDATE staff SET \(column) = ?2 WHERE id = ?1", [.text(id), .optional(value)])
    }
  }
}
