import Certification
import Formats
import Quality
import SQLite
import Workforce
import Workspace

/// Whose sheets are wanted.
package enum SheetScope: Hashable, Sendable {
  case company
  /// A site, centre, department or team, with what lies below it.
  case unit(String)
  case person(String)
}

/// The performance sheets of a quarter, read row by row.
package struct SheetDesk {
  private let occasion: Occasion
  private let records: PerformanceRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PerformanceRecords(occasion.database)
  }

  /// What is the same for all rows of an export.
  package struct Binder: Sendable {
    package let quarter: Quarter
    package let scope: SheetScope
    package let run: PerformanceRecords.Run
    package let isClosed: Bool
    /// The quarter's hash, or in words that it is not closed.
    package let hash: String
    /// Why it was closed early, or revised; empty where neither.
    package let note: String
    package let columns: [SheetColumn]
    package let schemes: [PerformanceScheme]
    package let units: [String: Unit]
    package let isChinese: Bool
    let isMasked: Bool
    let payMonth: String
    let within: Set<String>?
    let totals: [String: [Score]]
    let certificates: [Int: Int]
    let promotions: [String: (proposal: String, reasons: String)]
    let honours: [String: String]
    let answers: [Int: QuarterBook.Answer]
    /// For each scheme the places of the quarter's parts among its own.
    let partPlaces: [String: [Int?]]
    let quantiles: [Double]

    package func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }
    package func word(_ words: Words) -> String { words.text(chinese: isChinese) }

    /// `2026Q3`, and that it is provisional where it is.
    package var title: String {
      let name = word("Performance \(quarter)", "\(quarter) 绩效表")
      return isClosed ? name : name + word(" – PROVISIONAL, NOT CLOSED", "（未关闭，暂定）")
    }
  }

  /// How an export is to be made.
  package struct Wish: Sendable {
    package var scope = SheetScope.company
    package var isChinese = false
    /// Names cut to their first character.
    package var isMasked = false
    /// Refuse a quarter that is not closed.
    package var isFinal = false
    /// Of a closed quarter; the last unless said.
    package var revision: Int?

    package init() {}
  }

  /// Exports sheets on one unchanging view of the workspace, and keeps on record that it was done.
  ///
  /// - Parameter write: writes them, and gives how many people there are and the digest of what was written.
  package func export(
    _ quarter: Quarter, _ wish: Wish, write: (Binder) throws -> (people: Int, digest: String)
  ) throws -> (people: Int, digest: String, isClosed: Bool) {
    try database.limitCache(kilobytes: 4_096)
    let (written, isClosed) = try database.snapshot {
      let binder = try binder(of: quarter, wish)
      return (try write(binder), binder.isClosed)
    }
    try occasion.record("sheet.export", of: "\(quarter)", content: written.digest) {}
    return (written.people, written.digest, isClosed)
  }

  /// Prepares an export; a person may have their own sheet, a leader those of own teams, HR all.
  package func binder(of quarter: Quarter, _ wish: Wish) throws -> Binder {
    try permit(wish.scope)
    if case .person = wish.scope { try PayDesk(occasion).requireShown(quarter) }
    let state = try QuarterRecords(database).state(of: quarter)
    if wish.isFinal, state != .closed {
      throw Refusal(
        .notPermitted, "\(quarter) is not closed, so nothing of it is final",
        "close it first, or leave --final out: the sheet then says that it is provisional")
    }
    let revisions = try FrozenRecords(database).revisions(of: quarter)
    let revision =
      try wish.revision.map { number in
        guard let found = revisions.first(where: { $0.number == number }) else {
          throw Refusal(
            .noInput, "\(quarter) has no revision \(number)", "see: merit quarter status \(quarter)")
        }
        return found
      } ?? revisions.last
    let newest = try revision.flatMap { try records.run(batch: $0.batch) } ?? records.run(of: quarter)
    guard let run = newest else { throw Refusal.quarterNotScored(quarter) }
    let schemes = try schemes(of: run)
    let units = Dictionary(
      try StaffRecords(database).units().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let months = try SchemeRecords(database).allInForce(kind: BonusScheme.kind, on: quarter.lastDay).first
      .map { try BonusScheme.read(Array($0.text.utf8), named: $0.label).payAfterMonths }
    var parts: [(id: String, title: Words)] = []
    for part in schemes.flatMap(\.parts) where !parts.contains(where: { $0.id == part.id }) {
      parts.append((part.id, part.title))
    }
    let hash = try revision?.hash ?? QuarterRecords(database).hash(of: quarter)
    return Binder(
      quarter: quarter, scope: wish.scope, run: run, isClosed: state == .closed,
      hash: hash ?? "NOT CLOSED", note: Self.note(revisions, shown: revision, wish.isChinese),
      columns: SheetColumns.all(parts),
      schemes: schemes, units: units, isChinese: wish.isChinese, isMasked: wish.isMasked,
      payMonth: BonusScheme.payMonth(of: quarter, after: months ?? 1),
      within: try within(wish.scope, units), totals: try totals(run),
      certificates: try CertificationRecords(database).levels(on: quarter.lastDay),
      promotions: try promotions(quarter, wish.isChinese), honours: try honours(quarter, wish.isChinese),
      answers: try QuarterBook(database).answers(in: quarter, until: revision?.at),
      partPlaces: Dictionary(
        schemes.map { scheme in
          (
            "\(scheme.head.id) \(scheme.head.version)",
            parts.map { part in scheme.parts.firstIndex { $0.id == part.id } }
          )
        }, uniquingKeysWith: { first, _ in first }), quantiles: QualityResult.quantiles(upTo: 100))
  }

  /// What every sheet of a closed quarter says: that it was closed early, and that a revision is not what was paid.
  private static func note(
    _ revisions: [FrozenRecords.Revision], shown: FrozenRecords.Revision?, _ isChinese: Bool
  ) -> String {
    var notes = [ClosingDesk.Haste.words(of: revisions.first?.reason ?? "").text(chinese: isChinese)]
    if let shown, shown.number > 1 {
      notes.append(
        isChinese
          ? "第 \(shown.number) 版：\(shown.reason)。已按第 1 版发放，差额作为后续季度的调整发放"
          : "revision \(shown.number): \(shown.reason); revision 1 was paid, and the differences are paid as adjustments of a later quarter"
      )
    }
    return notes.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private func permit(_ scope: SheetScope) throws {
    switch scope {
    case .person(let id) where id == occasion.actor.staff: break
    case .unit(let id):
      try occasion.require(.hr, .leader, to: "export sheets")
      try occasion.requireLead(of: [id], insteadOf: [.hr], to: "export sheets of other teams")
    case .company, .person: try occasion.require(.hr, to: "export others' sheets")
    }
  }

  /// The ids of the units that lie in a scope, itself included; `nil` where units do not matter.
  private func within(_ scope: SheetScope, _ units: [String: Unit]) throws -> Set<String>? {
    guard case .unit(let id) = scope else { return nil }
    guard units[id] != nil else {
      throw Refusal(.noInput, "there is no unit '\(id)'", "see the ids in the organisation file")
    }
    var within: Set = [id]
    var grown = true
    while grown {
      let below = units.values.filter { unit in
        unit.parent.map(within.contains) ?? false && !within.contains(unit.id)
      }
      grown = !below.isEmpty
      within.formUnion(below.map(\.id))
    }
    return within
  }

  private func schemes(of run: PerformanceRecords.Run) throws -> [PerformanceScheme] {
    try run.schemes.split(separator: "\n").compactMap { line in
      guard let (kind, id, version) = Scheme.named(line), kind == PerformanceScheme.kind else { return nil }
      return try SchemeRecords(database).document(PerformanceScheme.self, id: id, version: version)
    }
  }

  private func totals(_ run: PerformanceRecords.Run) throws -> [String: [Score]] {
    var totals: [String: [Score]] = [:]
    try records.forEachResult(ofRun: run.batch) { _, _, result in
      if let total = result.assessment.total { totals[result.post, default: []].append(total) }
    }
    return totals.mapValues { $0.sorted(by: >) }
  }

  /// What promotion schemes propose, by id; only for whoever may see it.
  private func promotions(
    _ quarter: Quarter, _ isChinese: Bool
  ) throws -> [String: (proposal: String, reasons: String)] {
    guard occasion.actor.may([.hr, .leader]) else { return [:] }
    var proposals: [String: (proposal: String, reasons: String)] = [:]
    try PromotionDesk(occasion).forEachList(in: quarter, where: { !$0.isBack }) { list in
      for proposal in list.proposals {
        let scheme = list.scheme.head.id
        let lacking = proposal.conditions.filter { !$0.isMet }.map(\.id)
        let rank = proposal.rank ?? 0
        let place = isChinese ? "（第 \(rank) 名，未建议）" : " (rank \(rank), not proposed)"
        let name = proposal.isProposed ? scheme : proposal.isEligible ? scheme + place : ""
        let known = proposals[proposal.person.staff]
        let reasons = lacking.isEmpty ? "" : "\(scheme):\(lacking.joined(separator: "+"))"
        proposals[proposal.person.staff] = (
          [known?.proposal ?? "", name].filter { !$0.isEmpty }.joined(separator: ", "),
          [known?.reasons ?? "", reasons].filter { !$0.isEmpty }.joined(separator: " ")
        )
      }
    }
    return proposals
  }

  /// The honours that stand for a quarter, by id.
  private func honours(_ quarter: Quarter, _ isChinese: Bool) throws -> [String: String] {
    let desk = HonourAwardDesk(occasion)
    let grants = try desk.grants(in: quarter).filter { $0.revoked == nil }
    let titles = try desk.titles(of: grants)
    var honours: [String: String] = [:]
    for grant in grants {
      let title = titles["\(grant.scheme) \(grant.version) \(grant.honour)"]?.text(chinese: isChinese)
      honours[grant.staff] = [honours[grant.staff], title ?? grant.honour].compactMap(\.self)
        .joined(separator: ", ")
    }
    return honours
  }

  /// Calls `body` for every row in the scope, by id.
  package func forEachRow(_ binder: Binder, _ body: (SheetRow) throws -> Void) throws {
    if case .person(let id) = binder.scope {
      guard let person = try StaffRecords(database).person(id),
        let key = try StaffRecords(database).key(of: id)
      else { throw Refusal.unknownStaff(id) }
      guard let result = try records.result(ofRun: binder.run.batch, staff: key) else {
        throw Refusal.notInQuarter(id, binder.quarter)
      }
      return try body(binder.row(person, result))
    }
    try records.forEachPerson(ofRun: binder.run.batch) { person, result in
      if let within = binder.within, !within.contains(result.team) { return }
      try body(binder.row(person, result))
    }
  }
}

extension SheetDesk.Binder {
  fileprivate func row(_ person: Person, _ result: QuarterResult) -> SheetRow {
    func above(_ kind: Unit.Kind) -> String {
      var unit = units[result.team]
      var steps = 0
      while let current = unit, steps < 50 {
        if current.kind == kind { return current.name }
        unit = current.parent.flatMap { units[$0] }
        steps += 1
      }
      return ""
    }
    let rank = result.assessment.total.flatMap { total in
      totals[result.post].map { list in list.partitioningIndex { $0 <= total } + 1 }
    }
    let answer = answers[result.key]
    let promotion = promotions[person.id]
    return SheetRow(
      person: person, result: result, rank: rank, site: person.site ?? above(.site), centre: above(.centre),
      department: person.department ?? above(.department),
      teamName: units[result.team]?.name ?? result.team, certificate: certificates[result.key],
      promotion: promotion?.proposal ?? "", promotionReasons: promotion?.reasons ?? "",
      honours: honours[person.id] ?? "", answer: answer,
      isAnswerCurrent: answer?.isOf(result, id: person.id) ?? false,
      hash: hash, payMonth: payMonth, isChinese: isChinese, isMasked: isMasked,
      partPlaces: partPlaces["\(result.scheme) \(result.version)"] ?? [], quantiles: quantiles)
  }
}

extension Array where Element == Score {
  /// The first place of a falling list at which a condition holds that holds for all later ones; the count where none.
  fileprivate func partitioningIndex(_ holds: (Score) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension SheetDesk {
  /// The explanation of a person's pay, of the run that the sheets show; `nil` for another than the newest.
  func explanation(of staff: String, in binder: Binder) throws -> Explanation? {
    guard try records.run(of: binder.quarter)?.batch == binder.run.batch else { return nil }
    return try ExplainDesk(occasion).explain(staff, in: binder.quarter)
  }
}
