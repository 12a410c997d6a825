import Exams
import Formats
import SQLite
import Workforce
import Workspace

/// Closing a quarter for good, and revising it beside the first close where one must.
package struct ClosingDesk {
  private let occasion: Occasion
  private let desk: QuarterDesk
  private let frozen: FrozenRecords
  private let book: QuarterBook
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    desk = QuarterDesk(occasion)
    frozen = FrozenRecords(occasion.database)
    book = QuarterBook(occasion.database)
  }

  /// Deeds that change nothing a quarter is settled from; whatever else was done meanwhile makes a close start again.
  private static let idle: Set<String> = [
    "session.open", "session.close", "code.use", "account.add", "account.password", "account.role",
    "account.code", "sheet.export", "exam.begin", "exam.open", "exam.deal", "exam.extend", "exam.defer",
    "qa.assign", "qa.reassign", "qa.baseline", "course.bulletin", "course.confirm", "cert.name",
    "cert.register", "contest.enter", "contest.withdraw", "contest.freeze", "contest.thaw", "improve.warn",
    "improve.close", "cycle.session", "cycle.plan", "cycle.enrol", "sheet.answer", "quarter.open",
    "bank.load", "bank.retire",
  ]

  /// Closes with days for objections still to run, or without having published.
  package struct Haste: Sendable {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    /// What is kept beside the close.
    func note(_ omission: Omission) -> String { "\(omission.words.en): \(reason)" }

    /// What is kept beside a close or a revision, for people.
    package static func words(of note: String) -> Words {
      for words in Omission.allWords where note.hasPrefix("\(words.en): ") {
        return Words(en: note, zh: "\(words.zh)：\(note.dropFirst(words.en.count + 2))")
      }
      return Words(en: note, zh: note)
    }
  }

  /// What people were not granted before a close.
  enum Omission: Equatable {
    case publication
    case days(until: CalendarDay)
    case decisions(Int)
    /// So many results are not those that were published.
    case sameResults(Int)

    fileprivate static let allWords = [
      Omission.publication, .days(until: CalendarDay(number: 0)), .decisions(0), .sameResults(0),
    ].map(\.words)

    var words: Words {
      switch self {
      case .publication: Words(en: "closed without having been published as it was scored", zh: "未经公示即关闭")
      case .days: Words(en: "closed before the days for objections were over", zh: "异议期未满即关闭")
      case .decisions: Words(en: "closed before all objections were decided", zh: "异议未裁定完毕即关闭")
      case .sameResults: Words(en: "closed with other results than were published", zh: "关闭结果与公示不一致")
      }
    }

    func refusal(_ quarter: Quarter) -> Refusal {
      switch self {
      case .publication: .notPublished(quarter)
      case .days(let until): .objectionsRun(quarter, until: until)
      case .decisions(let waiting): .objectionsWait(quarter, waiting)
      case .sameResults(let changed): .notAsShown(quarter, changed)
      }
    }
  }

  /// Scores the quarter once more on what is there now and freezes it with one hash over everything.
  ///
  /// Either all of it is closed or nothing: results, frozen inputs and the closing row are published by one transaction,
  /// which commits only if nothing that was read has changed.
  /// - Parameter haste: why the quarter is closed before the days for objections are over; it is marked on every sheet.
  package func close(_ quarter: Quarter, pool: Money?, haste: Haste? = nil) throws -> QuarterDesk.Summary {
    try occasion.require(.hr, to: "close a quarter")
    try desk.check(quarter, pool: pool)
    guard quarter.lastDay < occasion.today else { throw Refusal.quarterRunning(quarter) }
    if haste == nil, let omission = try omission(quarter) { throw omission.refusal(quarter) }
    try ExamDesk(occasion).closeOverdue()
    try database.limitCache(kilobytes: QuarterGathering.cache)
    return try attempt(quarter) {
      let wish = QuarterGathering.Wish(pool: try desk.pool(pool, of: quarter))
      var note: String?
      return try freeze(
        quarter, wish, deed: "quarter.close",
        note: { settlement in
          note = try hastened(settlement, haste)
          return note
        }
      ) { batch, hash, settlement, keys in
        try frozen.insert(
          FrozenRecords.Revision(
            number: 1, batch: batch, hash: hash, reason: note ?? "", at: occasion.now.description,
            by: occasion.actor.account), quarter: quarter)
        try desk.quarters.close(quarter, at: occasion.now, by: occasion.actor.account, hash: hash)
        try carry(settlement, keys)
      }
    }
  }

  /// Settles a closed quarter again on what is there now, by the schemes and the pool that it was closed with, and keeps
  /// that as the next revision beside the others; each person's difference becomes an adjustment in an open quarter.
  package func revise(
    _ quarter: Quarter, reason: String, payIn open: Quarter?
  ) throws -> (summary: QuarterDesk.Summary, revision: Int, adjustments: [Adjustment]) {
    try occasion.require(.hr, to: "revise a quarter")
    guard !reason.isEmpty else {
      throw Refusal(
        .usage, "a revision needs a reason", "add --reason TEXT: it stands beside the revision for ever")
    }
    var posted: [Adjustment] = []
    var number = 0
    let summary = try attempt(quarter) {
      guard let last = try frozen.revisions(of: quarter).last else { throw Refusal.nothingFrozen(quarter) }
      let closed = try ClosedQuarter(occasion, quarter, last)
      number = last.number + 1
      return try freeze(
        quarter, closed.wish, deed: "quarter.revise", note: { _ in "revision \(number): \(reason)" }
      ) { batch, hash, settlement, keys in
        // Another revision may have come first.
        guard try frozen.revisions(of: quarter).last?.number == last.number else { throw ChangedMeanwhile() }
        let open = try LateDesk(occasion).openQuarter(open, after: quarter)
        posted = try differences(settlement, keys, closed, cause: quarter, payIn: open, revision: number)
        try frozen.insert(
          FrozenRecords.Revision(
            number: number, batch: batch, hash: hash, reason: reason, at: occasion.now.description,
            by: occasion.actor.account), quarter: quarter)
        for adjustment in posted { try book.insert(adjustment) }
      }
    }
    return (summary, number, posted)
  }

  // MARK: Inside a close

  /// Tries again where something that was read has changed meanwhile.
  private func attempt(
    _ quarter: Quarter, _ body: () throws -> QuarterDesk.Summary
  ) throws -> QuarterDesk.Summary {
    for _ in 0..<3 {
      do { return try body() } catch is ChangedMeanwhile {}
    }
    throw Refusal.changedWhileClosing(quarter)
  }

  private struct ChangedMeanwhile: Error {}

  private func freeze(
    _ quarter: Quarter, _ wish: QuarterGathering.Wish, deed: String, note: (Settlement) throws -> String?,
    _ finish: (Int, String, Settlement, [Int]) throws -> Void
  ) throws -> QuarterDesk.Summary {
    let (seen, gathered, settlement) = try database.snapshot {
      let seen = try Audit(database).lastNumber()
      let (gathered, settlement) = try desk.settle(quarter, wish)
      return (seen, gathered, settlement)
    }
    guard settlement.assessed > 0 else { throw Refusal.nobodyAssessed(quarter) }
    let (parts, hash) = Freezer.freeze(settlement, schemes: gathered.schemes, note: try note(settlement))
    try desk.keep(settlement, gathered, deed: deed, content: hash) { batch in
      guard try Audit(database).deeds(after: seen).allSatisfy(Self.idle.contains) else {
        throw ChangedMeanwhile()
      }
      try frozen.insert(parts, batch: batch)
      try finish(batch, hash, settlement, gathered.keys)
    }
    try desk.sweep(quarter)
    return try desk.summary(settlement, hash: hash)
  }

  /// What a bonus was too small to bear goes to the next quarter: wages are never touched.
  private func carry(_ settlement: Settlement, _ keys: [Int]) throws {
    let quarter = settlement.inputs.quarter
    let open = try LateDesk(occasion).openQuarter(nil, after: quarter)
    for (place, own) in settlement.inputs.cases.enumerated() {
      let rest = settlement.standings[place].bonus + own.adjustment
      guard rest < .zero else { continue }
      try book.insert(
        Adjustment(
          quarter: open, cause: quarter, staff: keys[place], amount: rest, kind: .carry,
          text: "the bonus of \(quarter) was too small for its adjustments", inputs: "",
          at: occasion.now.description, by: occasion.actor.account))
    }
  }

  /// What is missing of the people's days to object; `nil` where nothing is.
  private func omission(_ quarter: Quarter) throws -> Omission? {
    let days = try PublicationDesk(occasion).objectionDays(of: quarter)
    if days == 0 { return nil }
    guard let publication = try book.standingPublication(of: quarter) else { return .publication }
    if occasion.today <= publication.until { return .days(until: publication.until) }
    let waiting = try book.answers(in: quarter).count { $0.value.kind == .objected }
    return waiting > 0 ? .decisions(waiting) : nil
  }

  /// What stands on every sheet where a quarter is closed in haste; `nil` where nothing was cut short.
  private func hastened(_ settlement: Settlement, _ haste: Haste?) throws -> String? {
    let quarter = settlement.inputs.quarter
    guard let omission = try omission(quarter) ?? unlike(settlement) else { return nil }
    guard let haste else { throw omission.refusal(quarter) }
    return haste.note(omission)
  }

  /// How what would be closed differs from what people were shown; `nil` where it does not.
  private func unlike(_ settlement: Settlement) throws -> Omission? {
    let quarter = settlement.inputs.quarter
    guard try PublicationDesk(occasion).objectionDays(of: quarter) > 0,
      let publication = try book.publication(of: quarter)
    else { return nil }
    var place = 0
    var changed = 0
    try desk.records.forEachResult(ofRun: publication.batch) { id, _, result in
      let isSame =
        place < settlement.count && settlement.inputs.cases[place].id == id
        && settlement.result(at: place).line(id: id) == result.line(id: id)
      if !isSame { changed += 1 }
      place += 1
    }
    changed += max(0, settlement.count - place)
    return changed > 0 ? .sameResults(changed) : nil
  }

  /// What the revision makes of each bonus, less what was paid and posted before.
  private func differences(
    _ settlement: Settlement, _ keys: [Int], _ closed: ClosedQuarter, cause: Quarter, payIn open: Quarter,
    revision: Int
  ) throws -> [Adjustment] {
    let first = try frozen.revisions(of: cause).first.map { try closed.results(database, $0.batch) } ?? [:]
    let posted = Dictionary(grouping: try book.adjustments(becauseOf: cause), by: \.staff)
    var bonuses: [Int: (bonus: Money, line: String)] = [:]
    for (place, key) in keys.enumerated() {
      bonuses[key] = (
        settlement.standings[place].bonus,
        String(decoding: settlement.inputs.cases[place].line.bytes, as: UTF8.self)
      )
    }
    var differences: [Adjustment] = []
    for key in Set(bonuses.keys).union(first.keys).union(posted.keys).sorted() {
      let paid = (posted[key] ?? []).filter { $0.kind != .carry }
        .reduce(first[key]?.bonus ?? .zero) { $0 + $1.amount }
      let amount = (bonuses[key]?.bonus ?? .zero) - paid
      guard amount != .zero else { continue }
      differences.append(
        Adjustment(
          quarter: open, cause: cause, staff: key, amount: amount, kind: .revision,
          text: "revision \(revision) of \(cause): \(paid) → \(bonuses[key]?.bonus ?? .zero)",
          inputs: bonuses[key]?.line ?? "", at: occasion.now.description, by: occasion.actor.account))
    }
    return differences
  }
}
