import Formats

/// A list of people, by id: who is to be enrolled.
package enum StaffList {
  package static let shape = TableShape("staff-list", [Column("id", "工号", required: true, example: "E0001")])
}
