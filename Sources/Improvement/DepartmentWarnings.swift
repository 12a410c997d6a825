import Formats
import Workspace

/// What raises an early warning outside charts and indicators: exams, certificates, training, complaints, satisfaction, disputes.
package enum DepartmentWarnings {
  // MARK: Exams

  /// Below this pass rate an exam is looked at, once so many have sat it.
  package static let leastPassRate = Score(hundredths: 60_00)
  package static let leastSittings = 10

  /// An exam as a quarter knows it.
  package struct ExamFacts: Sendable {
    package let id: String
    /// Marked sittings of the quarter that were not annulled, and those of them that passed.
    package let marked: Int
    package let passed: Int
    /// Submitted sittings that people have still to mark.
    package let unmarked: Int
    /// Whether its results are held back and nobody has released them.
    package let isHeldBack: Bool

    package init(id: String, marked: Int, passed: Int, unmarked: Int, isHeldBack: Bool) {
      self.id = id
      self.marked = marked
      self.passed = passed
      self.unmarked = unmarked
      self.isHeldBack = isHeldBack
    }
  }

  /// Low pass rates, sittings that wait for a marker, results that wait for their release.
  package static func warnings(ofExams exams: [ExamFacts], in quarter: Quarter, due: CalendarDay) -> [Warning]
  {
    exams.flatMap { exam -> [Warning] in
      var warnings: [Warning] = []
      func add(_ kind: String, _ what: Words) {
        warnings.append(
          Warning(
            subject: .company, quarter: quarter, source: "exam \(exam.id) \(kind)", what: what,
            owner: "training", due: due))
      }
      if exam.marked >= leastSittings, let rate = Score(part: exam.passed, of: exam.marked),
        rate < leastPassRate
      {
        add(
          "pass-rate",
          Words(
            en:
              "exam \(exam.id): \(exam.passed) of \(exam.marked) passed, \(rate) %, below \(leastPassRate) %",
            zh: "考试 \(exam.id)：\(exam.marked) 人次通过 \(exam.passed)，通过率 \(rate)%，低于 \(leastPassRate)%"))
      }
      if exam.unmarked > 0 {
        add(
          "unmarked",
          Words(
            en: "exam \(exam.id): sittings that nobody has marked yet: \(exam.unmarked)",
            zh: "考试 \(exam.id)：\(exam.unmarked) 份答卷尚未评分"))
      } else if exam.isHeldBack, exam.marked > 0 {
        add(
          "unreleased",
          Words(
            en: "exam \(exam.id): all is marked, and the results are not released",
            zh: "考试 \(exam.id)：已全部评分，成绩尚未发布"))
      }
      return warnings
    }
  }

  // MARK: Certificates

  /// A certificate that ends and was not renewed.
  package static func warning(
    ofCertificate number: String, staff: String, ends: CalendarDay, owner: String, in quarter: Quarter,
    today: CalendarDay
  ) -> Warning {
    Warning(
      subject: .staff(staff), quarter: quarter, source: "certificate \(number)",
      what: ends < today
        ? Words(
          en: "certificate \(number) ended on \(ends) and may still be renewed",
          zh: "证书 \(number) 已于 \(ends) 到期，尚可续期")
        : Words(
          en: "certificate \(number) ends on \(ends) and is not renewed",
          zh: "证书 \(number) 将于 \(ends) 到期，尚未续期"
        ), owner: owner, due: max(ends, today))
  }

  // MARK: Training

  /// That somebody's training by a scheme's rules is due.
  package static func warning(
    ofTraining course: String, reason: Words, staff: String, owner: String, in quarter: Quarter,
    due: CalendarDay
  ) -> Warning {
    Warning(
      subject: .staff(staff), quarter: quarter, source: "training \(course)",
      what: Words(
        en: "training in \(course) is due: \(reason.en)", zh: "应参加 \(course) 培训：\(reason.zh)"),
      owner: owner, due: due)
  }

  /// A cycle that ended before everybody had completed it; `nil` where all have.
  package static func warning(
    ofCycle id: Int, course: String, enrolled: Int, completed: Int, in quarter: Quarter, due: CalendarDay
  ) -> Warning? {
    guard completed < enrolled else { return nil }
    let missing = enrolled - completed
    return Warning(
      subject: .company, quarter: quarter, source: "cycle \(id)",
      what: Words(
        en: "cycle \(id) of \(course) has ended, and \(missing) of \(enrolled) have not completed it",
        zh: "\(course) 第 \(id) 期已结束，\(enrolled) 人中 \(missing) 人未结业"), owner: "training", due: due)
  }

  // MARK: Complaints

  /// A complaint as far as warnings need it.
  package struct ComplaintFacts: Sendable {
    package let id: String
    package let customer: String
    /// What it is about: its issue, else its class.
    package let matter: String
    package let received: Instant
    package let isOpen: Bool
    /// Who has to answer it.
    package let owner: String

    package init(
      id: String, customer: String, matter: String, received: Instant, isOpen: Bool, owner: String
    ) {
      self.id = id
      self.customer = customer
      self.matter = matter
      self.received = received
      self.isOpen = isOpen
      self.owner = owner
    }
  }

  /// Hours after which an open complaint is overdue, and days within which the same matter makes a repeat.
  package static let (hours, repeatDays) = (24, 7)

  /// Complaints that are open past their time, and customers who had to come again with the same matter.
  package static func warnings(
    ofComplaints complaints: [ComplaintFacts], in quarter: Quarter, now: Instant, due: CalendarDay
  ) -> [Warning] {
    let overdue = complaints.filter { $0.isOpen && now.seconds - $0.received.seconds > hours * 3_600 }.map {
      Warning(
        subject: .company, quarter: quarter, source: "complaint \($0.id) overdue",
        what: Words(
          en: "complaint \($0.id) is open after more than \(hours) hours (\($0.matter))",
          zh: "投诉 \($0.id) 超过 \(hours) 小时未办结（\($0.matter)）"), owner: $0.owner, due: due)
    }
    let matters = Dictionary(grouping: complaints) { "\($0.customer)\u{1f}\($0.matter)" }
    let repeats = matters.sorted { $0.key < $1.key }.compactMap { _, own -> Warning? in
      let own = own.sorted { ($0.received, $0.id) < ($1.received, $1.id) }
      let again = zip(own, own.dropFirst()).first {
        $1.received.seconds - $0.received.seconds <= repeatDays * 86_400
      }
      guard let (first, second) = again else { return nil }
      return Warning(
        subject: .company, quarter: quarter, source: "complaint \(first.id) repeat",
        what: Words(
          en:
            "customer \(first.customer) came again within \(repeatDays) days (\(first.matter)): \(first.id), \(second.id)",
          zh:
            "客户 \(first.customer) \(repeatDays) 日内就同一问题再次投诉（\(first.matter)）：\(first.id)、\(second.id)"),
        owner: second.owner, due: due)
    }
    return overdue.sorted { $0.source < $1.source } + repeats
  }

  // MARK: Satisfaction

  /// A team whose index is surely below the company's.
  package static func warning(
    ofTeam team: String, model: String, index: Score, company: Score, owner: String, in quarter: Quarter,
    due: CalendarDay
  ) -> Warning {
    Warning(
      subject: .unit(team), quarter: quarter, source: "survey \(model)",
      what: Words(
        en: "satisfaction index \(index), surely below the company's \(company)",
        zh: "满意度指数 \(index)，显著低于公司的 \(company)"), owner: owner, due: due)
  }

  /// Whether an index lies below the company's by more than chance, at 95 % for all teams at once.
  ///
  /// - Parameters:
  ///   - error: the standard error of the team's index, in points.
  ///   - quantile: of the normal distribution at 1 − 0.025 ÷ teams (Bonferroni).
  package static func isSurelyBelow(_ index: Score, error: Double, company: Score, quantile: Double) -> Bool {
    Double(index.hundredths) / 100 + quantile * error < Double(company.hundredths) / 100
  }

  // MARK: Disputes

  /// A dispute that waits for its decision.
  package static func warning(
    ofDispute call: String, agent: String, since: CalendarDay, owner: String, in quarter: Quarter,
    due: CalendarDay
  ) -> Warning {
    Warning(
      subject: .staff(agent), quarter: quarter, source: "dispute \(call)",
      what: Words(
        en: "the dispute of call \(call) waits for a decision since \(since)",
        zh: "通话 \(call) 的申诉自 \(since) 起待裁定"), owner: owner, due: due)
  }
}
