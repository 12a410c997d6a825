import Exams
import Formats
import Training
import Workforce
import Workspace

/// Awarding certificates by rule, and looking into the register.
package struct CertificationDesk {
  private let occasion: Occasion
  private let records: CertificationRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = CertificationRecords(occasion.database)
  }

  /// What an award run found for a person.
  package struct Finding: Sendable {
    package let staff: String
    package let name: String
    package let level: Int
    package let requirements: [Requirement]
    /// The certificate, where every condition holds; with an empty code in a dry run.
    package let certificate: Certificate?
  }

  /// Awards every certificate of a ladder that is earned and not yet held on a day.
  ///
  /// Certificates without a lower one first in the same run: level four asks for months with level five.
  package func award(
    _ ladderID: String, level wanted: Int?, on day: CalendarDay, dryRun: Bool, code: () -> String
  ) throws -> [Finding] {
    try occasion.require(.examiner, .hr, to: "award certificates")
    guard day <= occasion.today else { throw Refusal.awardAhead(day) }
    let ladder = try SchemeRecords(occasion.database).document(Ladder.self, id: ladderID, on: day)
    let staff = StaffRecords(occasion.database)
    let evidence = try LadderEvidence(ladder, occasion, on: day)
    let register = try records.certificates(ofLadder: ladder.head.id)
    var number = try records.count()
    var findings: [Finding] = []
    var awards: [(certificate: Certificate, key: Int)] = []
    try staff.forEachPerson { key, person in
      guard let since = evidence.inPostSince[key], person.left.map({ $0 >= day }) ?? true else { return }
      let held = register[person.id] ?? []
      for level in ladder.levels where wanted == nil || wanted == level.level {
        if held.contains(where: { $0.level == level.level && $0.status(on: day) == "valid" }) { continue }
        // The chain of certificates of the level below that reaches today: the first of them counts.
        let below = held.filter { $0.level == level.level + 1 && $0.status(on: day) == "valid" }.map(
          \.awarded
        ).min()
        // What earned an earlier certificate of this level does not earn the next one too.
        let last = held.filter { $0.level == level.level }.map(\.awarded).max()
        let candidacy = Candidacy(
          sittings: evidence.sittings(of: key, after: last), drills: evidence.drills(of: key, after: last),
          inPostSince: since,
          belowSince: below)
        let requirements = candidacy.requirements(for: level, on: day)
        var certificate: Certificate?
        if requirements.allSatisfy(\.isMet) {
          number += 1
          certificate = Certificate(
            code: dryRun ? "" : CertificateCode.make(from: code()),
            number: Self.number(ladder.head.id, level.level, day, number), ladder: ladder.head.id,
            level: level.level,
            staff: person.id, name: person.name, awarded: day,
            expires: day.adding(months: level.validMonths).adding(days: -1),
            evidence: requirements.map(\.found).joined(separator: "; "))
        }
        if let certificate { awards.append((certificate, key)) }
        findings.append(
          Finding(
            staff: person.id, name: person.name, level: level.level, requirements: requirements,
            certificate: certificate))
      }
    }
    if !dryRun, !awards.isEmpty {
      try occasion.record("cert.award", of: ladderID, content: "\(awards.map(\.certificate.code))") {
        for (certificate, key) in awards {
          try records.insert(certificate, version: ladder.head.version, staff: key)
        }
      }
    }
    return findings
  }

  /// `BROADBAND-5-2026-000123`.
  private static func number(_ ladder: String, _ level: Int, _ day: CalendarDay, _ count: Int) -> String {
    let digits = String(count)
    return "\(ladder.uppercased())-\(level)-\(day.parts.year)-"
      + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  package func certificates(of staff: String) throws -> [Certificate] {
    guard try StaffRecords(occasion.database).person(staff) != nil else { throw Refusal.unknownStaff(staff) }
    return try records.certificates(of: staff)
  }
}

/// What the people of a ladder's posts bring, gathered in one pass over each department.
private struct LadderEvidence {
  let inPostSince: [Int: CalendarDay]
  private let passed: [String: [Int: (sitting: Int, score: Score, day: CalendarDay)]]
  private let drillScores: [String: [Int: (record: Int, score: Score, day: CalendarDay)]]

  init(_ ladder: Ladder, _ occasion: Occasion, on day: CalendarDay) throws {
    var held: [Int: [Assignment]] = [:]
    try StaffRecords(occasion.database).forEachAssignment { key, assignment in
      if ladder.posts.contains(assignment.post), assignment.from <= day {
        held[key, default: []].append(assignment)
      }
    }
    let since = held.compactMapValues { Self.inPostSince($0, on: day) }
    inPostSince = since
    var passed: [String: [Int: (sitting: Int, score: Score, day: CalendarDay)]] = [:]
    var drills: [String: [Int: (record: Int, score: Score, day: CalendarDay)]] = [:]
    for part in ladder.levels.flatMap(\.parts) {
      switch part {
      case .exam(let blueprint, _):
        passed[blueprint] = try SittingRecords(occasion.database).passed(blueprint: blueprint, by: day)
      case .drill(let course, let lesson, _):
        drills["\(course)/\(lesson)"] = try TrainingRecords(occasion.database).bestScores(
          course: course, lesson: lesson, by: day)
      }
    }
    self.passed = passed
    drillScores = drills
  }

  func sittings(of staff: Int, after day: CalendarDay?) -> [String: (sitting: Int, score: Score)] {
    passed.compactMapValues { found in
      found[staff].flatMap { best in day.map { best.day > $0 } ?? true ? (best.sitting, best.score) : nil }
    }
  }

  func drills(of staff: Int, after day: CalendarDay?) -> [String: (record: Int, score: Score)] {
    drillScores.compactMapValues { found in
      found[staff].flatMap { best in day.map { best.day > $0 } ?? true ? (best.record, best.score) : nil }
    }
  }

  /// The first day of the unbroken run of assignments that reaches a day; `nil` for who holds none then.
  static func inPostSince(_ assignments: [Assignment], on day: CalendarDay) -> CalendarDay? {
    guard var since = assignments.filter({ $0.covers(day) }).map(\.from).min() else { return nil }
    while let before = assignments.filter({
      $0.from < since && ($0.to.map { $0.adding(days: 1) >= since } ?? true)
    })
    .map(\.from).min() {
      since = before
    }
    return since
  }
}

extension Refusal {
  static func awardAhead(_ day: CalendarDay) -> Refusal {
    Refusal(.usage, "\(day) is not yet here", "award as of today or an earlier day")
  }
}

extension CertificationDesk {
  /// A code's certificate and its status; anybody may ask.
  package static func verify(_ typed: String, in workspace: Workspace) throws -> (
    code: String, certificate: Certificate?
  ) {
    let code = CertificateCode.normal(typed)
    guard CertificateCode.isSound(code) else { return (code, nil) }
    return (code, try CertificationRecords(workspace.database).find(code: code))
  }
}
