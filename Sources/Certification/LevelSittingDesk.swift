import Formats
import Workforce
import Workspace

/// Sittings of levels: registering, examining before examiners, voting, and deciding by rule.
package struct LevelSittingDesk {
  private let occasion: Occasion
  private let records: LevelSittingRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = LevelSittingRecords(occasion.database)
  }

  package func sitting(_ id: Int) throws -> LevelSitting {
    guard let sitting = try records.sitting(id) else { throw Refusal.unknownLevelSitting(id) }
    return sitting
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

  // MARK: Examining

  /// Takes in examiners' points, line by line of the rubrics.
  package func importMarks(_ table: TableReader, sitting id: Int, options: IntakeOptions) throws
    -> IntakeOutcome
  {
    try occasion.require(.examiner, to: "mark a practical test")
    let sitting = try sitting(id)
    let (_, level) = try level(of: sitting)
    guard sitting.day <= occasion.today else {
      throw Refusal(
        .badData, "sitting \(id) is held on \(sitting.day), which is not yet here", "mark it on the day")
    }
    let registered = Dictionary(
      try records.registrations(for: id).map { ($0.staff, $0.key) }
    ) { first, _ in first }
    let people = try StaffRecords(occasion.database).keys()
    let sponsors = Dictionary(
      uniqueKeysWithValues: try records.registrations(for: id).compactMap { own in
        own.sponsor.map { (own.staff, $0) }
      })
    let decided = Set(try records.decisions(of: id).filter(\.isAwarded).map(\.staff))
    var rows: [Placed<PracticalMark>] = []
    var lines: [PracticalMark: Int] = [:]
    try table.forEachRow { row in
      let (staff, part, examiner) = (row.text("staff"), row.text("part"), row.text("examiner"))
      let line = row.text("line")
      let practical = level.practicals.first { $0.id == part }
      if let part, practical == nil {
        let known = level.practicals.map(\.id).joined(separator: ", ")
        row.fault(
          "part", "'\(part)' is no practical test of this level (\(known.isEmpty ? "it has none" : known))")
      }
      let item = practical?.rubric.lines.first { $0.id == line }
      if let line, let practical, item == nil {
        row.fault(
          "line",
          "'\(line)' is no line of '\(practical.id)' (\(practical.rubric.lines.map(\.id).joined(separator: ", ")))"
        )
      }
      let points = row.decimal("points", places: 2, in: 0...(item?.points.hundredths ?? 100_00))
      if let staff, registered[staff] == nil {
        row.fault("staff", "'\(staff)' is not registered for sitting \(id)")
      }
      if let staff, decided.contains(staff) {
        row.fault("staff", "'\(staff)' was awarded the certificate of sitting \(id) already; it is decided")
      }
      if let examiner, people[examiner] == nil {
        row.fault("examiner", "nobody has the id '\(examiner)'; examiners are staff")
      }
      if let staff, let examiner, sponsors[staff] == examiner {
        row.fault("examiner", "'\(examiner)' vouches for '\(staff)' and may not examine them")
      }
      if let examiner, examiner == staff {
        row.fault("examiner", "'\(examiner)' would examine themselves")
      }
      guard let staff, let key = registered[staff], let examiner, let item, let practical, let points else {
        return
      }
      let mark = PracticalMark(
        sitting: id, staff: key, part: practical.id, examiner: examiner, line: item.id,
        points: Score(hundredths: points))
      let name = PracticalMark(
        sitting: id, staff: key, part: practical.id, examiner: examiner, line: item.id, points: .zero)
      if let first = lines[name] {
        return row.fault(
          "line", "'\(examiner)' marked this line for '\(staff)' on line \(first) already; keep one")
      }
      lines[name] = row.line
      rows.append(Placed(mark, line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find($0) },
      name: { "the mark of '\($0.examiner)' for '\($0.line)'" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      try occasion.publish(
        arrivals.count, into: "practical_mark", deed: "cert.practical", of: "\(id)",
        content: "\(arrivals.accepted.map(\.row)) \(options.correction ?? "")"
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
      }
    }
    return table.outcome(arrivals, options: options)
  }

  /// One member of the review board votes about a candidate, once.
  package func vote(_ id: Int, staff: String, member: String, isFor: Bool, reason: String) throws {
    try occasion.require(.examiner, .hr, to: "record a vote of the review board")
    let sitting = try sitting(id)
    let (_, level) = try level(of: sitting)
    guard level.board > 0 else {
      throw Refusal(
        .badData, "level \(Person.levelName(level.level)) of '\(sitting.ladder)' asks for no review board",
        "leave the vote out")
    }
    guard let own = try records.registrations(for: id).first(where: { $0.staff == staff }) else {
      throw Refusal.notRegistered(staff, sitting)
    }
    guard try StaffRecords(occasion.database).key(of: member) != nil else {
      throw Refusal.unknownStaff(member)
    }
    if let voter = occasion.actor.staff, voter != member {
      try occasion.require(.hr, to: "record the vote of another member")
    }
    guard sitting.day <= occasion.today else {
      throw Refusal(
        .badData, "sitting \(id) is held on \(sitting.day), which is not yet here",
        "vote once the candidate was examined")
    }
    guard try !records.decisions(of: id).contains(where: { $0.staff == staff && $0.isAwarded }) else {
      throw Refusal(
        .badData, "'\(staff)' was awarded the certificate of sitting \(id) already",
        "a vote changes nothing any more")
    }
    guard member != staff, member != own.sponsor else {
      throw Refusal(
        .notPermitted, "'\(member)' is the candidate or vouches for them", "let another member vote")
    }
    guard try !records.hasVoted(member, sitting: id, staff: own.key) else {
      throw Refusal(
        .badData, "'\(member)' voted about '\(staff)' already", "a vote stays as it was given")
    }
    try occasion.record("cert.board", of: "\(id) \(staff)", content: "\(member) \(isFor) \(reason)") {
      try records.vote(
        sitting: id, staff: own.key, member: member, isFor: isFor, reason: reason, at: occasion.now,
        by: occasion.actor.account)
    }
  }

  // MARK: Deciding

  /// Decides by rule about everybody registered who was not awarded yet, and awards the certificates.
  package func decide(_ id: Int, dryRun: Bool, code: () -> String) throws -> [LevelDecision] {
    try occasion.require(.examiner, .hr, to: "decide a sitting")
    let sitting = try sitting(id)
    let (ladder, level) = try level(of: sitting)
    let today = occasion.today
    guard sitting.day <= today else {
      throw Refusal(
        .badData, "sitting \(id) is held on \(sitting.day), which is not yet here",
        "decide once the candidates have been examined")
    }
    if dryRun { return try decided(sitting, ladder, level, dryRun: true, code: code) }
    return try occasion.whole { try decided(sitting, ladder, level, dryRun: false, code: code) }
  }

  private func decided(
    _ sitting: LevelSitting, _ ladder: Ladder, _ level: Ladder.Level, dryRun: Bool, code: () -> String
  ) throws -> [LevelDecision] {
    let (id, today) = (sitting.id, occasion.today)
    let decided = Set(try records.decisions(of: id).filter(\.isAwarded).map(\.staff))
    let evidence = try LadderEvidence(ladder, occasion, on: today, levels: [level], sitting: id)
    let register = try CertificationRecords(occasion.database).certificates(ofLadder: ladder.head.id)
    let open = try records.registrations(for: id).filter { !decided.contains($0.staff) }
    var findings: [(registration: Registration, requirements: [Requirement], isEarned: Bool)] = []
    for own in open {
      let held = register[own.key] ?? []
      let last = held.last { $0.certificate.level == level.level }?.certificate.awarded
      let candidacy = evidence.candidacy(
        of: own.key, for: level, after: last,
        belowSince: held.heldSince(
          level: level.level + 1, on: sitting.day, issue: ladder.issue, grace: ladder.graceDays))
      // Time in post and level count on the day of the sitting; results may come in later.
      let requirements = candidacy.requirements(for: level, on: sitting.day)
      findings.append((own, requirements, requirements.allSatisfy(\.isMet)))
    }
    let drafts = findings.filter(\.isEarned).map { finding in
      CertificationDesk.Draft(
        key: finding.registration.key, staff: finding.registration.staff, name: finding.registration.name,
        level: level.level, expires: today.adding(months: level.validMonths).adding(days: -1),
        evidence: "sitting of \(sitting.day); " + finding.requirements.map(\.found).joined(separator: "; "),
        source: .award, renews: nil)
    }
    func decisions(_ certificates: [Certificate]) -> [LevelDecision] {
      findings.map { finding in
        let own = certificates.first { $0.staff == finding.registration.staff }
        return LevelDecision(
          sitting: id, staff: finding.registration.staff, isAwarded: finding.isEarned, code: own?.code,
          found: finding.requirements.map { "\($0.isMet ? "" : "lacks ")\($0.what.en): \($0.found)" }
            .joined(separator: "; "))
      }
    }
    let desk = CertificationDesk(occasion)
    if dryRun {
      return decisions(
        try desk.write(drafts, ladder: ladder, on: today, deed: "cert.decide", dryRun: true, code: code))
    }
    var result: [LevelDecision] = []
    return try occasion.record("cert.decide", of: "\(id)", content: "\(result)") {
      result = decisions(
        try desk.write(drafts, ladder: ladder, on: today, deed: "cert.award", dryRun: false, code: code))
      for (decision, finding) in zip(result, findings) {
        try records.insert(
          decision, key: finding.registration.key, at: occasion.now, by: occasion.actor.account)
      }
      return result
    }
  }
}
