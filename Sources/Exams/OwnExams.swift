import Formats
import SQLite
import Workforce
import Workspace

/// What exams are to one candidate: those to sit, and those that were sat.
package struct OwnExams {
  /// An exam that is open now.
  package struct Offer: Sendable {
    package let exam: Exam
    package let blueprint: Blueprint
    /// The candidate's line on the exam's list; `nil` where there is none.
    package let candidate: Candidate?
    /// The sitting that runs; `nil` where none does.
    package let running: Sitting?
    /// Why the candidate may not sit now; `nil` where they may.
    package let objection: Refusal?
  }

  /// A sitting as its candidate may see it.
  package struct Past: Sendable {
    package let sitting: Sitting
    package let title: Words
    /// Whether points, score and lessons are shown.
    package let isShown: Bool
  }

  private let occasion: Occasion
  private let staff: String
  private let key: Int

  package init(_ occasion: Occasion, of staff: String) throws {
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    if occasion.actor.staff != staff {
      try occasion.require(.examiner, .trainer, .hr, to: "see the exams of others")
    }
    (self.occasion, self.staff, self.key) = (occasion, staff, key)
  }

  /// The open exams that the candidate is on the list of, or that have no list.
  package func offers() throws -> [Offer] {
    let records = ExamRecords(occasion.database)
    let sittings = SittingRecords(occasion.database)
    return try records.exams().filter { $0.isOpen && $0.released == nil }.compactMap { exam in
      let candidate = try records.candidate(key, of: exam.id)
      let hasList = try records.hasCandidates(exam.id)
      if hasList, candidate == nil { return nil }
      let blueprint = try blueprint(of: exam)
      let held = try sittings.sittings(of: exam.id, staff: key)
      let running = held.first { $0.submitted == nil && occasion.now < $0.deadline }
      let objection = try running == nil ? objection(to: exam, blueprint, candidate, hasList, held) : nil
      return Offer(
        exam: exam, blueprint: blueprint, candidate: candidate, running: running, objection: objection)
    }
  }

  private func objection(
    to exam: Exam, _ blueprint: Blueprint, _ candidate: Candidate?, _ hasList: Bool, _ held: [Sitting]
  ) throws -> Refusal? {
    let zone = occasion.workspace.zone
    do {
      try Admission.admit(candidate, hasList: hasList, to: exam, at: occasion.now, zone: zone)
      _ = try Admission.attempt(
        after: held.compactMap { sitting in
          sitting.submitted.map { (zone.day(of: $0), sitting.outcome?.isPassed ?? false) }
        }, on: occasion.today, exam: exam.id, blueprint: blueprint)
      return nil
    } catch let refusal as Refusal { return refusal }
  }

  /// Everything that was sat, the newest first.
  package func past() throws -> [Past] {
    var exams: [String: (exam: Exam, blueprint: Blueprint)] = [:]
    return try SittingRecords(occasion.database).sittings(of: key).reversed().compactMap { sitting in
      if exams[sitting.exam] == nil {
        let exam = try ExamRecords(occasion.database).exam(sitting.exam)
        exams[sitting.exam] = (exam, try blueprint(of: exam))
      }
      guard let (exam, blueprint) = exams[sitting.exam] else { return nil }
      return Past(
        sitting: sitting, title: blueprint.head.title,
        isShown: sitting.outcome != nil && (exam.released != nil || blueprint.showsScore == .atOnce))
    }
  }

  private func blueprint(of exam: Exam) throws -> Blueprint {
    try SchemeRecords(occasion.database).document(
      Blueprint.self, id: exam.blueprint, version: exam.blueprintVersion)
  }
}
