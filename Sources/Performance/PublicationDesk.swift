import Formats
import SQLite
import Workforce
import Workspace

/// Showing a scored quarter to the people concerned, and what they say of it.
package struct PublicationDesk {
  private let occasion: Occasion
  private let book: QuarterBook
  private let records: PerformanceRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    book = QuarterBook(occasion.database)
    records = PerformanceRecords(occasion.database)
  }

  /// Working days for objections, by the bonus scheme in force on the quarter's last day; 0 without one.
  package func objectionDays(of quarter: Quarter) throws -> Int {
    try SchemeRecords(database).allInForce(kind: BonusScheme.kind, on: quarter.lastDay).first.map {
      try BonusScheme.read(Array($0.text.utf8), named: $0.label).objectionDays
    } ?? 0
  }

  /// Publishes the quarter as it is scored: each person sees their sheet, and may object until a day.
  ///
  /// Publishing again after another scoring opens the days anew.
  package func publish(_ quarter: Quarter) throws -> QuarterBook.Publication {
    try occasion.require(.hr, to: "publish a quarter")
    guard try QuarterRecords(database).state(of: quarter) != .closed else {
      throw Refusal.quarterClosed(quarter)
    }
    guard let run = try records.run(of: quarter) else { throw Refusal.quarterNotScored(quarter) }
    guard quarter.lastDay < occasion.today else { throw Refusal.quarterRunning(quarter) }
    if let last = try book.standingPublication(of: quarter) {
      throw Refusal(
        .usage, "\(quarter) is published as it is scored, for objections until \(last.until)",
        "score it again first where something changed")
    }
    let calendar = try CalendarRecords(database).calendar()
    let publication = QuarterBook.Publication(
      batch: run.batch, until: calendar.day(try objectionDays(of: quarter), after: occasion.today),
      at: occasion.now.description, by: occasion.actor.account)
    try occasion.record("quarter.publish", of: "\(quarter)", content: "\(run.batch) \(publication.until)") {
      try book.insert(publication, quarter: quarter)
    }
    return publication
  }

  /// Whether people see their sheets as the quarter is scored now.
  package func isShown(_ quarter: Quarter) throws -> Bool {
    try book.standingPublication(of: quarter) != nil
  }

  /// How a quarter stands: `open`, `scored`, `published` (as it is scored now) or `closed`.
  package func state(of quarter: Quarter) throws -> String {
    let state = try QuarterRecords(database).state(of: quarter)
    return try state == .scored && isShown(quarter) ? "published" : state.rawValue
  }

  /// Whether a person's sheet is published and it is theirs to say something: not while they have confirmed it as it is now, or
  /// their objection waits for HR.
  package func awaitsAnswer(of staff: String, in quarter: Quarter) throws -> Bool {
    guard try state(of: quarter) == "published",
      let found = try PayDesk(occasion).shownResult(of: staff, in: quarter)
    else { return false }
    guard let last = try book.answer(of: found.key, in: quarter) else { return true }
    return last.kind != .objected && !(last.kind == .confirmed && last.isOf(found.result, id: staff))
  }

  /// The digest of a result by which an answer to it is told from one to another.
  static func digest(_ result: QuarterResult, id: String) -> String {
    String(hexText(SHA256.hash(result.line(id: id).bytes)).prefix(16))
  }

  /// Confirms one's own sheet, or objects to it with a reason.
  ///
  /// - Parameter staff: oneself; HR enters what somebody wrote on paper.
  /// - Returns: whether that takes back an objection which nobody had decided about.
  @discardableResult
  package func answer(_ quarter: Quarter, staff: String, objection: String?) throws -> Bool {
    if occasion.actor.staff != staff {
      try occasion.require(.hr, to: "enter what others say of their sheets")
    }
    guard try QuarterRecords(database).state(of: quarter) != .closed else {
      throw Refusal.quarterClosed(quarter)
    }
    guard let publication = try book.publication(of: quarter) else { throw Refusal.notPublished(quarter) }
    let (_, key, result) = try PayDesk(occasion).result(of: staff, in: quarter)
    guard try book.standingPublication(of: quarter) != nil else {
      throw Refusal(
        .usage, "\(quarter) was scored again after it was published",
        "HR publishes it again: merit quarter publish \(quarter)")
    }
    let answer = QuarterBook.Answer(
      staff: key, kind: objection == nil ? .confirmed : .objected,
      digest: Self.digest(result, id: staff), text: objection ?? "", at: occasion.now.description,
      by: occasion.actor.account)
    if objection != nil, occasion.today > publication.until {
      throw Refusal(
        .notPermitted, "the days for objections to \(quarter) ended on \(publication.until)",
        "ask HR: what proves right later is paid as an adjustment")
    }
    let takesBack = try objection == nil && book.answer(of: key, in: quarter)?.kind == .objected
    try occasion.record(
      "sheet.answer", of: "\(quarter) \(staff)", content: "\(answer.kind.rawValue) \(answer.text)"
    ) { try book.insert(answer, quarter: quarter) }
    return takesBack
  }

  /// How many objections to a quarter wait for a decision.
  package func waiting(in quarter: Quarter) throws -> Int {
    try occasion.require(.hr, to: "see objections")
    return try book.answers(in: quarter).count { $0.value.kind == .objected }
  }

  /// Decides about an objection; upheld, the cause is put right where it lies, and the quarter scored again.
  package func decide(_ quarter: Quarter, staff: String, upheld: Bool, reason: String) throws {
    try occasion.require(.hr, to: "decide about objections")
    guard occasion.actor.staff != staff else { throw Refusal.ownCase }
    guard let key = try StaffRecords(database).key(of: staff) else { throw Refusal.unknownStaff(staff) }
    guard let last = try book.answer(of: key, in: quarter), last.kind == .objected else {
      throw Refusal(
        .noInput, "'\(staff)' has no open objection to \(quarter)", "see: merit quarter status \(quarter)")
    }
    guard !reason.isEmpty else {
      throw Refusal(.usage, "a decision needs a reason", "add --reason TEXT, which the person is shown")
    }
    let answer = QuarterBook.Answer(
      staff: key, kind: upheld ? .upheld : .rejected, digest: last.digest, text: reason,
      at: occasion.now.description, by: occasion.actor.account)
    try occasion.record(
      "quarter.decide", of: "\(quarter) \(staff)", content: "\(answer.kind.rawValue) \(reason)"
    ) { try book.insert(answer, quarter: quarter) }
  }

  /// A manager's calibration of a grade, or taking one back; it counts from the next scoring on.
  ///
  /// - Parameter grade: `nil` to take an earlier one back.
  package func calibrate(_ quarter: Quarter, staff: String, grade: String?, reason: String) throws {
    try occasion.require(.hr, .leader, to: "calibrate grades")
    try occasion.requireLead(of: [staff], insteadOf: [.hr], to: "calibrate the grades of others")
    guard occasion.actor.staff != staff else { throw Refusal.ownCase }
    guard try QuarterRecords(database).state(of: quarter) != .closed else {
      throw Refusal.quarterClosed(quarter)
    }
    guard !reason.isEmpty else {
      throw Refusal(.usage, "a calibration needs a reason", "add --reason TEXT: it stands on the sheet")
    }
    guard let key = try StaffRecords(database).key(of: staff) else { throw Refusal.unknownStaff(staff) }
    if grade == nil, try book.calibrations(in: quarter)[key]?.grade == nil {
      throw Refusal(
        .noInput, "no calibration of '\(staff)' stands in \(quarter)", "nothing has to be taken back")
    }
    let schemes = try QuarterGathering.inForce(database, quarter).filter { $0.kind == PerformanceScheme.kind }
      .map { try PerformanceScheme.read(Array($0.text.utf8), named: $0.label) }
    let posts = try StaffRecords(database).assignments(of: staff).filter {
      $0.from <= quarter.lastDay && ($0.to.map { $0 >= quarter.firstDay } ?? true)
    }.map(\.post)
    let grades = schemes.filter { posts.contains($0.post) }.flatMap(\.grades).map(\.name)
    if let grade, !grades.contains(grade) {
      throw Refusal(
        .usage, "'\(grade)' is no grade of a scheme that judges '\(staff)'",
        grades.isEmpty ? "see: merit scheme list" : "write one of \(grades.joined(separator: ", "))")
    }
    try occasion.record(
      "quarter.calibrate", of: "\(quarter) \(staff)", content: "\(grade ?? "-") \(reason)"
    ) {
      try book.insert(
        QuarterBook.Calibration(
          staff: key, grade: grade, reason: reason, at: occasion.now.description, by: occasion.actor.account),
        quarter: quarter)
    }
  }
}

extension QuarterBook.Answer {
  /// Whether it was given to this result, and not to one that was scored before or after.
  func isOf(_ result: QuarterResult, id: String) -> Bool { digest == PublicationDesk.digest(result, id: id) }
}
