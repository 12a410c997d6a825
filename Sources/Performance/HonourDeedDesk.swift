import Formats
import Workforce
import Workspace

/// Recording suggestions and help to other departments, and answering them.
package struct HonourDeedDesk {
  private let occasion: Occasion
  private let records: HonourRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = HonourRecords(occasion.database)
  }

  /// Records a suggestion to a unit: one's own, or another's for HR and their leader.
  package func suggest(_ staff: String, title: String, to unit: String) throws -> HonourDeed {
    let key = try key(of: staff, to: "record their suggestions")
    guard try departments().knows(unit) else { throw Refusal.unknownUnit(unit) }
    return try record(
      HonourDeed(
        id: 0, kind: .suggestion, staff: staff, name: "", day: occasion.today, department: unit, days: nil,
        what: title, by: occasion.actor.account, answer: nil), key)
  }

  /// Records days of help to a unit of another department: one's own, or another's for HR and their leader.
  ///
  /// - Parameters:
  ///   - days: in hundredths.
  ///   - day: the first of them; today where it is `nil`.
  package func help(
    _ staff: String, for unit: String, days: Int, what: String, on day: CalendarDay?
  ) throws -> HonourDeed {
    let key = try key(of: staff, to: "record their help")
    let day = day ?? occasion.today
    guard day <= occasion.today else { throw Refusal.dayAhead("\(day)") }
    let departments = try departments()
    guard departments.knows(unit) else { throw Refusal.unknownUnit(unit) }
    guard let team = try TeamBook(StaffRecords(occasion.database)).team(of: key, on: day) else {
      throw Refusal.noTeam(staff, "\(day)")
    }
    if departments.areOne(team, unit) { throw Refusal.ownDepartment(staff, unit) }
    return try record(
      HonourDeed(
        id: 0, kind: .help, staff: staff, name: "", day: day, department: unit, days: days, what: what,
        by: occasion.actor.account, answer: nil), key)
  }

  private func key(of staff: String, to deed: String) throws -> Int {
    if occasion.actor.staff != staff {
      try occasion.require(.hr, .leader, to: deed)
      try occasion.requireLead(of: [staff], insteadOf: [.hr], to: deed)
    }
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    return key
  }

  private func departments() throws -> HonourDepartments {
    HonourDepartments(try StaffRecords(occasion.database).units())
  }

  private func record(_ deed: HonourDeed, _ key: Int) throws -> HonourDeed {
    let content = "\(deed.staff) \(deed.day) \(deed.department) \(deed.days ?? 0) \(deed.what)"
    let id = try occasion.record("honour.\(deed.kind.rawValue)", of: deed.staff, content: content) {
      try records.insert(deed, staff: key, at: occasion.now)
    }
    return try self.deed(id)
  }

  private func deed(_ id: Int) throws -> HonourDeed {
    guard let deed = try records.deed(id) else { throw Refusal.unknownDeed(id) }
    return deed
  }

  /// Adopts a suggestion in the name of HR or of who leads the unit that it was made to; nobody adopts their own.
  ///
  /// It counts in the quarter of the adoption.
  package func adopt(_ id: Int, saving: Money?, reason: String) throws -> HonourDeed {
    let deed = try deed(id)
    guard deed.kind == .suggestion else { throw Refusal.otherDeed(deed) }
    return try answer(deed, .adopted, in: Quarter(of: occasion.today), saving: saving, reason: reason)
  }

  /// Confirms help in the name of who leads the unit that was helped, or a unit above it: not who recorded it.
  ///
  /// It counts in the quarter of the help.
  package func confirm(_ id: Int) throws -> HonourDeed {
    let deed = try deed(id)
    guard deed.kind == .help else { throw Refusal.otherDeed(deed) }
    return try answer(deed, .confirmed, in: Quarter(of: deed.day), saving: nil, reason: nil)
  }

  /// Declines a suggestion or a help, by whoever could have approved it.
  package func decline(_ id: Int, reason: String) throws -> HonourDeed {
    let deed = try deed(id)
    return try answer(deed, .declined, in: Quarter(of: occasion.today), saving: nil, reason: reason)
  }

  private func answer(
    _ deed: HonourDeed, _ kind: HonourAnswer.Kind, in quarter: Quarter, saving: Money?, reason: String?
  ) throws -> HonourDeed {
    try occasion.require(.hr, .leader, to: "answer suggestions and help")
    if let reason, reason.isEmpty { throw Refusal.reasonMissing("the answer") }
    if occasion.actor.staff == deed.staff { throw Refusal.oneself("answer a \(deed.kind.rawValue) of") }
    try requireWord(on: deed)
    let answer = HonourAnswer(
      kind: kind, quarter: quarter, saving: saving, reason: reason, by: occasion.actor.account)
    let content = "\(deed.id) \(kind.rawValue) \(saving?.description ?? "") \(reason ?? "")"
    return try occasion.record("honour.\(kind.rawValue)", of: "\(deed.id)", content: content) {
      if let earlier = try self.deed(deed.id).answer { throw Refusal.answeredAlready(deed, earlier) }
      try records.insert(answer, deed: deed.id, at: occasion.now)
      return try self.deed(deed.id)
    }
  }

  /// Who may answer: of a suggestion HR or the unit's leader, of help the leader alone; an account that is nobody's own
  /// is trusted as a service account, but never answers the help that it recorded.
  private func requireWord(on deed: HonourDeed) throws {
    if deed.kind == .help, deed.by == occasion.actor.account {
      throw Refusal.secondPerson(deed, occasion.actor.account)
    }
    if deed.kind == .suggestion, occasion.actor.may([.hr]) { return }
    guard let own = occasion.actor.staff else { return }
    guard try departments().leads(own, deed.department) else {
      throw Refusal.leadsNot(occasion.actor.account, deed.department, deed)
    }
  }

  /// The deeds done or answered in a quarter, or all: everybody's for HR and leaders, else one's own.
  package func deeds(in quarter: Quarter?) throws -> [HonourDeed] {
    let deeds = try records.deeds(in: quarter)
    if occasion.actor.may([.hr, .leader]) { return deeds }
    return deeds.filter { $0.staff == occasion.actor.staff }
  }
}
