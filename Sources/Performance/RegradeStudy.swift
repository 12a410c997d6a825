import Certification
import Exams
import Formats
import SQLite
import Workforce
import Workspace

/// What a regrade would change beyond the exam: certificates, grades, bonus.
///
/// Nothing is written: the regrade is done, everything that rests on it is computed, and it is undone, all in one transaction.
/// Contests are judged by their judges' marks and not by exams, so that no rank depends on a regrade.
package struct RegradeStudy {
  /// A certificate that a regrade touches.
  package struct CertificateEffect: Hashable, Sendable {
    package enum Kind: String, Sendable {
      /// The next award would give it.
      case earned
      /// The next award would have given it and will not.
      case lost
      /// It was awarded, and the sitting that it rests on would not be passed.
      case unfounded

      package var words: Words {
        switch self {
        case .earned: Words(en: "would be awarded", zh: "将可授予")
        case .lost: Words(en: "would no longer be awarded", zh: "将不再授予")
        case .unfounded: Words(en: "was awarded on a sitting that would fail", zh: "依据的考试将变为不通过")
        }
      }
    }

    package let staff: String
    package let ladder: String
    package let level: Int
    package let kind: Kind
  }

  /// A person's grade and bonus in an open quarter, before and after.
  package struct PayEffect: Sendable {
    package let staff: String
    package let quarter: Quarter
    package let oldGrade: String?
    package let newGrade: String?
    package let oldBonus: Money
    package let newBonus: Money
  }

  package struct Preview: Sendable {
    package let changes: [RegradeDesk.Change]
    package let certificates: [CertificateEffect]
    /// `nil` where the account may not see everybody's pay.
    package let pay: [PayEffect]?
    /// Closed quarters that hold changed sittings: their results stay, a later adjustment is for people to decide.
    package let closedQuarters: [Quarter]
  }

  private let occasion: Occasion
  private let exam: String

  package init(_ occasion: Occasion, exam: String) {
    self.occasion = occasion
    self.exam = exam
  }

  private struct Undone: Error {}

  /// What a regrade would change; nothing is written.
  package func preview(_ keys: [(question: String, key: String)], neverLowers: Bool) throws -> Preview {
    try study(keys, neverLowers: neverLowers, reason: nil)
  }

  /// Regrades, and says what that changed.
  package func regrade(_ keys: [(question: String, key: String)], neverLowers: Bool, reason: String) throws
    -> Preview
  {
    try study(keys, neverLowers: neverLowers, reason: reason)
  }

  /// - Parameter reason: of what is written; `nil` where all of it is undone.
  private func study(
    _ keys: [(question: String, key: String)], neverLowers: Bool, reason: String?
  ) throws -> Preview {
    var preview: Preview?
    let desk = RegradeDesk(occasion, exam: exam)
    do {
      try occasion.database.transaction {
        let days = try sittingDays()
        let (open, closed) = try quarters(days)
        let before = try (awards: awards(), pay: pay(open))
        let changes = try desk.regrade(keys, neverLowers: neverLowers, reason: reason ?? "preview")
        let after = try (awards: awards(), pay: pay(open))
        let changedDays = Set(changes.compactMap { days[$0.sitting.id] })
        preview = Preview(
          changes: changes, certificates: try certificates(before.awards, after.awards, changes),
          pay: before.pay.flatMap { old in after.pay.map { Self.differences(old, $0) } },
          closedQuarters: closed.filter { quarter in changedDays.contains { Quarter(of: $0) == quarter } })
        if reason == nil { throw Undone() }
      }
    } catch is Undone {}
    guard let preview else {
      throw Refusal(.software, "the preview came to nothing", "report this as a fault of Merit")
    }
    return preview
  }

  private func sittingDays() throws -> [Int: CalendarDay] {
    var days: [Int: CalendarDay] = [:]
    for sitting in try SittingRecords(occasion.database).sittings(of: exam) {
      days[sitting.id] = sitting.submitted.map { occasion.workspace.zone.day(of: $0) }
    }
    return days
  }

  /// The quarters of days: those that are scored and open, and those that are closed.
  private func quarters(_ days: [Int: CalendarDay]) throws -> (open: [Quarter], closed: [Quarter]) {
    let all = Set(days.values.map { Quarter(of: $0) }).sorted()
    let records = QuarterRecords(occasion.database)
    let performance = PerformanceRecords(occasion.database)
    return (
      try all.filter { try records.state(of: $0) != .closed && performance.run(of: $0) != nil },
      try all.filter { try records.state(of: $0) == .closed }
    )
  }

  // MARK: Certificates

  private struct Award: Hashable {
    let staff: String
    let ladder: String
    let level: Int
  }

  /// What an award today would give, ladder by ladder that asks for an exam of this blueprint.
  private func awards() throws -> Set<Award> {
    let blueprint = try ExamRecords(occasion.database).exam(exam).blueprint
    var awards: Set<Award> = []
    for ladder in try ladders(asking: blueprint) {
      let findings = try CertificationDesk(occasion).award(
        ladder.head.id, level: nil, on: occasion.today, dryRun: true, code: { "" })
      for finding in findings where finding.certificate != nil {
        awards.insert(Award(staff: finding.staff, ladder: ladder.head.id, level: finding.level))
      }
    }
    return awards
  }

  private func ladders(asking blueprint: String) throws -> [Ladder] {
    try SchemeRecords(occasion.database).allInForce(kind: Ladder.kind, on: occasion.today)
      .map { try Ladder.read(Array($0.text.utf8), named: $0.label) }
      .filter { ladder in ladder.levels.contains { $0.asks(for: blueprint) } }
  }

  private func certificates(
    _ before: Set<Award>, _ after: Set<Award>, _ changes: [RegradeDesk.Change]
  ) throws -> [CertificateEffect] {
    var effects = after.subtracting(before).map {
      CertificateEffect(staff: $0.staff, ladder: $0.ladder, level: $0.level, kind: .earned)
    }
    effects += before.subtracting(after).map {
      CertificateEffect(staff: $0.staff, ladder: $0.ladder, level: $0.level, kind: .lost)
    }
    let failed = changes.filter { ($0.old?.isPassed ?? false) && !$0.isPassed }
    for change in failed {
      // The register says what each certificate was awarded for.
      for certificate in try CertificationDesk(occasion).certificates(of: change.sitting.staff).map(
        \.certificate)
      where certificate.rests(onSitting: change.sitting.id) {
        effects.append(
          CertificateEffect(
            staff: change.sitting.staff, ladder: certificate.ladder, level: certificate.level,
            kind: .unfounded))
      }
    }
    return Array(Set(effects)).sorted { ($0.staff, $0.ladder, -$0.level) < ($1.staff, $1.ladder, -$1.level) }
  }

  // MARK: Pay

  private typealias Pay = [Quarter: [String: (grade: String?, bonus: Money)]]

  private func pay(_ quarters: [Quarter]) throws -> Pay? {
    guard occasion.actor.may([.hr]) else { return nil }
    let desk = QuarterDesk(occasion)
    var pay: Pay = [:]
    for quarter in quarters { pay[quarter] = try desk.forecast(quarter) }
    return pay
  }

  private static func differences(_ before: Pay, _ after: Pay) -> [PayEffect] {
    var effects: [PayEffect] = []
    for (quarter, people) in after {
      for (staff, new) in people {
        guard let old = before[quarter]?[staff], old.grade != new.grade || old.bonus != new.bonus else {
          continue
        }
        effects.append(
          PayEffect(
            staff: staff, quarter: quarter, oldGrade: old.grade, newGrade: new.grade, oldBonus: old.bonus,
            newBonus: new.bonus))
      }
    }
    return effects.sorted { ($0.quarter, $0.staff) < ($1.quarter, $1.staff) }
  }
}
