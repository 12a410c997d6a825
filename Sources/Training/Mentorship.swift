import Formats
import SQLite
import Workforce
import Workspace

/// Somebody who accompanies a newcomer for a time.
package struct Mentorship: Sendable {
  package let staff: String
  package let mentor: String
  package let from: CalendarDay
  /// The last day.
  package let to: CalendarDay

  package init(staff: String, mentor: String, from: CalendarDay, to: CalendarDay) {
    self.staff = staff
    self.mentor = mentor
    self.from = from
    self.to = to
  }
}

/// The rows of mentorships.
package struct MentorRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// Every mentorship, by first day.
  package func all() throws -> [Mentorship] {
    try database.rows(
      """
      SELECT s.id, m.id, p.from_day, p.to_day
        FROM mentorship p
        JOIN staff s ON s.key = p.staff
        JOIN staff m ON m.key = p.mentor
       ORDER BY p.from_day, p.id
      """
    ) {
      Mentorship(
        staff: $0.text(0), mentor: $0.text(1), from: $0.day(2),
        to: $0.day(3))
    }
  }

  func insert(staff: Int, mentor: Int, from: CalendarDay, to: CalendarDay, at: Instant, by actor: String)
    throws
  {
    try database.run(
      "INSERT INTO mentorship (staff, mentor, from_day, to_day, at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      [
        .integer(staff), .integer(mentor), .text(from.description), .text(to.description),
        .text(at.description), .text(actor),
      ])
  }
}

/// Naming mentors.
package struct MentorDesk {
  private let occasion: Occasion
  private let records: MentorRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = MentorRecords(occasion.database)
  }

  /// Every mentorship, by first day.
  package func mentorships() throws -> [Mentorship] {
    try occasion.require(.trainer, .leader, .hr, to: "see who accompanies whom")
    return try records.all()
  }

  /// How many newcomers somebody accompanies at once, at most.
  package static let most = 3

  package func name(_ mentor: String, for staff: String, from: CalendarDay, to: CalendarDay) throws {
    try occasion.require(.trainer, .leader, .hr, to: "name mentors")
    try occasion.requireLead(of: [staff], insteadOf: [.trainer, .hr], to: "name mentors for other teams")
    try occasion.whole { try named(mentor, for: staff, from: from, to: to) }
  }

  private func named(_ mentor: String, for staff: String, from: CalendarDay, to: CalendarDay) throws {
    let keys = try StaffRecords(occasion.database).keys()
    guard let own = keys[staff] else { throw Refusal.unknownStaff(staff) }
    guard let other = keys[mentor] else { throw Refusal.unknownStaff(mentor) }
    guard staff != mentor else {
      throw Refusal(.usage, "'\(staff)' would be their own mentor", "name somebody else")
    }
    guard from <= to else {
      throw Refusal(.usage, "the time would end on \(to), before it begins on \(from)", "mend the days")
    }
    let overlapping = try records.all().filter { $0.from <= to && from <= $0.to }
    if let there = overlapping.first(where: { $0.staff == staff }) {
      throw Refusal(
        .badData, "'\(there.mentor)' accompanies '\(staff)' from \(there.from) to \(there.to) already",
        "name a mentor for another time")
    }
    let count = overlapping.count { $0.mentor == mentor }
    guard count < Self.most else {
      throw Refusal(
        .badData, "'\(mentor)' accompanies \(count) newcomers in that time already", "name somebody else")
    }
    try occasion.record("staff.mentor", of: staff, content: "\(mentor) \(from) \(to)") {
      try records.insert(
        staff: own, mentor: other, from: from, to: to, at: occasion.now, by: occasion.actor.account)
    }
  }
}
