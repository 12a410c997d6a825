import Certification
import Exams
import Formats
import Quality
import SQLite
import Satisfaction
import Statistics
import Training
import Workforce
import Workspace

/// What every department knows that may have to be warned of, gathered for the rules.
struct WarningSources {
  private let occasion: Occasion
  private let quarter: Quarter
  private let calendar: WorkingCalendar
  private let leaders: [String: String]
  private let book: TeamBook
  private let keys: [String: Int]
  private var database: Connection { occasion.database }

  /// The day up to which the quarter is looked at.
  private var day: CalendarDay { min(occasion.today, quarter.lastDay) }
  /// Until when a warning is to be seen to.
  private var due: CalendarDay { calendar.day(WarningDesk.workingDays, after: occasion.today) }

  init(_ occasion: Occasion, in quarter: Quarter) throws {
    self.occasion = occasion
    self.quarter = quarter
    let staff = StaffRecords(occasion.database)
    calendar = try CalendarRecords(occasion.database).calendar()
    leaders = Dictionary(
      uniqueKeysWithValues: try staff.units().map { ($0.id, $0.leader ?? "head of \($0.id)") })
    book = try TeamBook(staff)
    keys = try staff.keys()
  }

  /// Who leads somebody's team.
  private func leader(of staff: String, or other: String) -> String {
    keys[staff].flatMap { book.team(of: $0, on: day) }.flatMap { leaders[$0] } ?? other
  }

  func exams() throws -> [Warning] {
    let zone = occasion.workspace.zone
    let facts = try ExamRecords(database).exams().compactMap { exam -> DepartmentWarnings.ExamFacts? in
      let own = try SittingRecords(database).sittings(of: exam.id).filter {
        $0.submitted.map { quarter.contains(zone.day(of: $0)) } ?? false
      }
      guard !own.isEmpty else { return nil }
      let outcomes = own.compactMap(\.outcome).filter { $0.cause != .annulment }
      return DepartmentWarnings.ExamFacts(
        id: exam.id, marked: outcomes.count, passed: outcomes.count(where: \.isPassed),
        unmarked: own.count { $0.outcome == nil }, isHeldBack: exam.holdsScores && exam.released == nil)
    }
    return DepartmentWarnings.warnings(ofExams: facts, in: quarter, due: due)
  }

  func certificates() throws -> [Warning] {
    guard occasion.actor.may([.hr, .trainer, .leader]) else { return [] }
    return try CertificationDesk(occasion).expiring(within: nil, on: day).map { held in
      DepartmentWarnings.warning(
        ofCertificate: held.certificate.number, staff: held.certificate.staff, ends: held.expires,
        owner: leader(of: held.certificate.staff, or: "training"), in: quarter, today: occasion.today)
    }
  }

  func training() throws -> [Warning] {
    var warnings: [Warning] = []
    if occasion.actor.may([.hr, .trainer, .leader]) {
      for scheme in try SchemeRecords(database).allInForce(kind: TrainingScheme.kind, on: day) {
        let training = try TrainingScheme.read(Array(scheme.text.utf8), named: scheme.label)
        // A scheme whose courses are not loaded yet plans nothing, and so nothing is due by it.
        let loaded = Set(try TrainingRecords(database).courses().map(\.id))
        guard training.rules.allSatisfy({ loaded.contains($0.course) }) else { continue }
        let plan = try TrainingPlanDesk(occasion, on: day).plan(scheme.id, until: day.adding(days: 1))
        for need in plan.needs where need.due <= day {
          warnings.append(
            DepartmentWarnings.warning(
              ofTraining: need.course, reason: need.reasons.first ?? Words(en: "", zh: ""),
              staff: need.facts.staff, owner: leader(of: need.facts.staff, or: "training"), in: quarter,
              due: due))
        }
      }
    }
    let records = TrainingRecords(database)
    for cycle in try records.cycles() where quarter.contains(cycle.to) && cycle.to < occasion.today {
      let enrolled = try records.enrolled(in: cycle.id).map(\.key)
      let done = try records.completions(of: cycle.course, by: occasion.today)
      let completed = enrolled.count { done[$0].map { $0.day >= cycle.from } ?? false }
      if let warning = DepartmentWarnings.warning(
        ofCycle: cycle.id, course: cycle.course, enrolled: enrolled.count, completed: completed, in: quarter,
        due: due)
      {
        warnings.append(warning)
      }
    }
    return warnings
  }

  func complaints() throws -> [Warning] {
    let open = Dictionary(try ComplaintDesk(occasion).open().map { ($0.complaint.name, $0) }) { first, _ in
      first
    }
    let ids = Dictionary(keys.map { ($1, $0) }) { first, _ in first }
    let facts = try SatisfactionRecords(database).complaints(in: quarter).map { complaint in
      DepartmentWarnings.ComplaintFacts(
        id: complaint.name, customer: complaint.customer,
        matter: complaint.issue ?? complaint.kind.rawValue,
        received: complaint.received, isOpen: open[complaint.name] != nil,
        owner: open[complaint.name]?.owner ?? complaint.department
          ?? complaint.handler.flatMap { ids[$0] } ?? "customer service")
    }
    return DepartmentWarnings.warnings(
      ofComplaints: facts, in: quarter, now: occasion.now, due: calendar.day(1, after: occasion.today))
  }

  func satisfaction() throws -> [Warning] {
    var warnings: [Warning] = []
    let desk = SurveyDesk(occasion)
    for scheme in try SchemeRecords(database).allInForce(kind: SurveyModel.kind, on: day) {
      let model = try desk.model(scheme.id, in: quarter)
      guard let company = try desk.reports(model, in: quarter, by: .all).first?.index.index else { continue }
      let teams = try desk.reports(model, in: quarter, by: .team).filter(\.isEnough)
      guard !teams.isEmpty else { continue }
      let quantile = normalQuantile(1 - 0.025 / Double(teams.count))
      for team in teams {
        guard let index = team.index.index, let error = team.indexError,
          DepartmentWarnings.isSurelyBelow(index, error: error, company: company, quantile: quantile)
        else { continue }
        warnings.append(
          DepartmentWarnings.warning(
            ofTeam: team.name, model: scheme.id, index: index, company: company,
            owner: leaders[team.name] ?? "customer service", in: quarter, due: due))
      }
    }
    return warnings
  }

  func disputes() throws -> [Warning] {
    let zone = occasion.workspace.zone
    return try DisputeDesk(occasion).waiting().compactMap { dispute in
      guard let since = Instant(dispute.since).map({ zone.day(of: $0) }), quarter.contains(since) else {
        return nil
      }
      return DepartmentWarnings.warning(
        ofDispute: dispute.call, agent: dispute.agent, since: since,
        owner: dispute.byPanel ? "panel" : leader(of: dispute.agent, or: "quality"), in: quarter,
        due: calendar.day(5, after: since))
    }
  }
}
