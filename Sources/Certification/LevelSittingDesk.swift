import Formats
import Workforce
import Workspace

/// Sittings of levels: opening them and registering; examining and deciding are in files of their own.
package struct LevelSittingDesk {
  let occasion: Occasion
  let records: LevelSittingRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = LevelSittingRecords(occasion.database)
  }

  package func sitting(_ id: Int) throws -> LevelSitting {
    guard let sitting = try records.sitting(id) else { throw Refusal.unknownLevelSitting(id) }
    return sitting
  }

  /// Every sitting with how many are registered and were awarded.
  package func sittings() throws -> [(sitting: LevelSitting, registered: Int, awarded: Int)] {
    try records.sittings().map {
      (
        $0, try records.registrations(for: $0.id).count,
        try records.decisions(of: $0.id).count(where: \.isAwarded)
      )
    }
  }

  /// A sitting with its admission list.
  package func admissions(_ id: Int) throws -> (sitting: LevelSitting, list: [Registration]) {
    try occasion.require(.examiner, .hr, .trainer, .leader, to: "see an admission list")
    return (try sitting(id), try records.registrations(for: id))
  }

  /// The lines of an admission list as a table.
  package static func table(_ sitting: LevelSitting, _ list: [Registration]) -> String {
    CSVWriter.line(["number", "staff", "name", "sponsor", "date", "place"])
      + list.map { one in
        CSVWriter.line([
          "\(one.number)", one.staff, one.name, one.sponsor ?? "", sitting.day.description, sitting.place,
        ])
      }.joined()
  }

  /// The ladder by whose version a sitting was opened, and the level.
  package func level(of sitting: LevelSitting) throws -> (Ladder, Ladder.Level) {
    let ladder = try SchemeRecords(occasion.database).document(
      Ladder.self, id: sitting.ladder, version: sitting.version)
    guard let level = ladder.level(sitting.level) else { throw Refusal.unknownLevel(sitting.level, ladder) }
    return (ladder, level)
  }

  package func open(
    _ ladderID: String, level: Int, day: CalendarDay, place: String, capacity: Int, closes: CalendarDay?
  ) throws -> LevelSitting {
    try occasion.require(.examiner, .hr, to: "open a sitting of a level")
    let ladder = try CertificationDesk(occasion).ladder(ladderID, on: max(day, occasion.today))
    guard ladder.level(level) != nil else { throw Refusal.unknownLevel(level, ladder) }
    guard day >= occasion.today else {
      throw Refusal(
        .usage, "\(day) is past, and nobody could register", "open a sitting for today or a later day")
    }
    let closes = closes ?? max(occasion.today, day.adding(days: -1))
    guard closes <= day else {
      throw Refusal(
        .usage, "registering would end on \(closes), after the sitting on \(day)",
        "give --closes an earlier day")
    }
    let id = try occasion.record(
      "cert.sitting", of: ladderID, content: "\(level) \(day) \(place) \(capacity) \(closes)"
    ) {
      try records.open(
        ladder, level: level, day: day, place: place, capacity: capacity, closes: closes, at: occasion.now,
        by: occasion.actor.account)
    }
    return try sitting(id)
  }

  /// Registers people for a sitting; all of them or, with every reason, none.
  package func register(_ staff: [String], for id: Int, sponsor: String?) throws -> [Registration] {
    let sitting = try sitting(id)
    if staff != [occasion.actor.staff] {
      try occasion.require(.examiner, .hr, .leader, .trainer, to: "register others for a sitting")
    }
    return try occasion.whole { try registered(staff, for: sitting, sponsor: sponsor) }
  }

  private func registered(_ staff: [String], for sitting: LevelSitting, sponsor: String?) throws
    -> [Registration]
  {
    let id = sitting.id
    try occasion.requireLead(
      of: staff, insteadOf: [.examiner, .hr, .trainer], to: "register people of other teams for a sitting")
    guard try records.decisions(of: id).isEmpty else {
      throw Refusal(.badData, "sitting \(id) is decided", "register for a later sitting")
    }
    guard occasion.today <= sitting.closes else {
      throw Refusal(
        .badData, "registering for sitting \(id) ended on \(sitting.closes)", "register for a later sitting")
    }
    let (ladder, level) = try level(of: sitting)
    let there = try records.registrations(for: id)
    guard there.count + staff.count <= sitting.capacity else {
      throw Refusal.sittingFull(sitting, wanted: staff.count, left: sitting.capacity - there.count)
    }
    let keys = try StaffRecords(occasion.database).keys()
    let teams = try TeamBook(StaffRecords(occasion.database))
    let standings = Dictionary(
      try CertificationDesk(occasion).standings(
        ladder, level, on: sitting.day, staff: Set(staff)
      ).map { ($0.staff, $0) }
    ) { first, _ in first }
    var reasons: [String] = []
    for (place, person) in staff.enumerated() {
      if keys[person] == nil {
        reasons.append("nobody has the id '\(person)'")
      } else if there.contains(where: { $0.staff == person }) || staff[..<place].contains(person) {
        reasons.append("'\(person)' is registered already")
      } else if let standing = standings[person] {
        if let held = standing.holds {
          reasons.append("'\(person)' holds \(held.certificate.number) until \(held.expires)")
        }
        reasons += standing.missing.map {
          "'\(person)' lacks: \($0.what.en) (\($0.found)\($0.from.map { ", met from \($0)" } ?? ""))"
        }
      } else {
        reasons.append("'\(person)' has left")
      }
      if let reason = try sponsorFault(
        sponsor, of: person, keys: keys, teams, ladder, level, on: sitting.day)
      {
        reasons.append(reason)
      }
    }
    guard reasons.isEmpty else {
      throw Refusal(
        .badData, "nobody was registered: \(reasons.joined(separator: "; "))",
        "see: merit cert eligible \(ladder.head.id) --level \(Person.levelName(level.level)) --date \(sitting.day)"
      )
    }
    return try occasion.record("cert.register", of: "\(id)", content: "\(staff) \(sponsor ?? "")") {
      for (place, person) in staff.enumerated() {
        guard let key = keys[person] else { continue }
        try records.insert(
          Registration(
            sitting: id, key: key, staff: person, name: "", number: there.count + place + 1, sponsor: sponsor),
          at: occasion.now, by: occasion.actor.account)
      }
      return try records.registrations(for: id).filter { staff.contains($0.staff) }
    }
  }

  /// What speaks against a sponsor: nobody vouches for themselves; a sponsor leads the candidate or holds the level.
  private func sponsorFault(
    _ sponsor: String?, of person: String, keys: [String: Int], _ teams: TeamBook, _ ladder: Ladder,
    _ level: Ladder.Level, on day: CalendarDay
  ) throws -> String? {
    guard let sponsor else {
      return level.asksForSponsor ? "'\(person)' needs a sponsor; name one with --sponsor STAFF" : nil
    }
    guard let sponsorKey = keys[sponsor] else { return "nobody has the id '\(sponsor)' (the sponsor)" }
    if sponsor == person { return "'\(person)' cannot vouch for themselves" }
    let leads = keys[person].map { teams.leads(sponsorKey, $0, on: day) } ?? false
    let holds = try CertificationRecords(occasion.database).certificates(of: sponsor).contains {
      $0.certificate.ladder == ladder.head.id && $0.certificate.level <= level.level && $0.isValid(on: day)
    }
    return leads || holds
      ? nil
      : "sponsor '\(sponsor)' neither leads '\(person)' nor holds level \(Person.levelName(level.level)) or a higher one"
  }
}
