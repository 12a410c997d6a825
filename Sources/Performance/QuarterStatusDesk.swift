import Exams
import Formats
import Quality
import SQLite
import Workforce
import Workspace

/// What is still missing in a quarter, and who has to bring it.
package struct QuarterStatusDesk {
  /// Something that is missing or open.
  package struct Item: Sendable {
    /// `few-evaluations`, `unscored`, `dispute`, `unmarked`, `unreleased`, `no-survey`, `contest`, `objection`, `no-base`,
    /// `no-post`, `indicator` or `late`.
    package let kind: String
    /// Who has to see to it: a leader's or assessor's id, or a role.
    package let owner: String
    package let what: Words
    /// The people or things, at most ten of them named.
    package let subjects: [String]
    package let count: Int

    init(_ kind: String, owner: String, _ what: Words, _ subjects: [String]) {
      self.kind = kind
      self.owner = owner
      self.what = what
      self.subjects = Array(subjects.prefix(10))
      count = subjects.count
    }

    private init(_ item: Item) {
      (kind, owner, what, subjects, count) = (item.kind, item.owner, item.what, [], item.count)
    }

    var withoutSubjects: Item { Item(self) }
  }

  /// How a quarter stands.
  package struct Status: Sendable {
    package let quarter: Quarter
    /// `open`, `scored`, `published` or `closed`.
    package let state: String
    package let publication: QuarterBook.Publication?
    package let revisions: [FrozenRecords.Revision]
    package let hash: String?
    /// Confirmed as the sheets now are, and objections that wait.
    package let confirmed: Int
    package let people: Int
    /// By kind and owner.
    package let missing: [Item]
  }

  private let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  package func status(of quarter: Quarter) throws -> Status {
    try occasion.require(.hr, .leader, .examiner, .assessor, .trainer, to: "see how a quarter stands")
    return try database.snapshot {
      let book = QuarterBook(database)
      let state = try QuarterRecords(database).state(of: quarter)
      let run = try PerformanceRecords(database).run(of: quarter)
      let publication = try book.publication(of: quarter)
      let revisions = try FrozenRecords(database).revisions(of: quarter)
      let answers = try book.answers(in: quarter)
      let (people, confirmed) = try counted(run, answers)
      return Status(
        quarter: quarter, state: try PublicationDesk(occasion).state(of: quarter),
        publication: publication, revisions: revisions, hash: try VerifyDesk(occasion).hash(of: quarter),
        confirmed: confirmed, people: people,
        missing: shown(state == .closed ? try late(quarter, revisions) : try missing(quarter, answers)))
    }
  }

  /// Who objected, disputes or has no bonus is for HR alone; others see how many.
  private func shown(_ items: [Item]) -> [Item] {
    if occasion.actor.may([.hr]) { return items }
    return items.map { item in
      ["objection", "dispute", "no-base", "no-post", "late"].contains(item.kind) ? item.withoutSubjects : item
    }
  }

  private func counted(
    _ run: PerformanceRecords.Run?, _ answers: [Int: QuarterBook.Answer]
  ) throws -> (people: Int, confirmed: Int) {
    guard let run else { return (0, 0) }
    var (people, confirmed) = (0, 0)
    try PerformanceRecords(database).forEachResult(ofRun: run.batch) { id, _, result in
      people += 1
      if let answer = answers[result.key], answer.kind == .confirmed, answer.isOf(result, id: id) {
        confirmed += 1
      }
    }
    return (people, confirmed)
  }

  private func missing(_ quarter: Quarter, _ answers: [Int: QuarterBook.Answer]) throws -> [Item] {
    let objections = answers.filter { $0.value.kind == .objected }.keys.sorted()
    var items = try people(quarter, objections: objections)
    items += try calls(quarter) + exams(quarter)
    items += try HonoursDesk(occasion).unfinished(in: quarter).map {
      Item(
        "contest", owner: "judge",
        Words(en: "contest is not final, its points do not count", zh: "竞赛尚未确认，加分不计入"), [$0])
    }
    for closed in [quarter.previous] where try QuarterRecords(database).state(of: closed) == .closed {
      items += try late(closed, FrozenRecords(database).revisions(of: closed))
    }
    return items
  }

  // MARK: By department

  private func people(_ quarter: Quarter, objections: [Int]) throws -> [Item] {
    let gathered = try QuarterGathering(occasion, quarter)
    let units = Dictionary(
      try StaffRecords(database).units().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let schemes = Dictionary(
      gathered.inputs.schemes.map { ($0.post, $0) }, uniquingKeysWith: { first, _ in first })
    let objecting = Set(objections)
    var few: [String: [String]] = [:]
    var (unbased, silent, objected) = ([String](), [String](), [String]())
    var blanks: [String: [String]] = [:]
    var (surveyed, responses) = (false, 0)
    for (place, own) in gathered.inputs.cases.enumerated() {
      if objecting.contains(gathered.keys[place]) { objected.append(own.id) }
      // Who has left and is only owed something of an earlier quarter needs nothing of this one.
      if own.stints.isEmpty { continue }
      if own.base == .zero, own.employment != .outsourced { unbased.append(own.id) }
      responses += own.evidence.responses
      guard let stint = own.stints.last, let scheme = schemes[stint.post] else { continue }
      // Whoever was away for the quarter is judged by nothing, and lacks nothing.
      let days = Proration(own, in: quarter, neutrality: scheme.neutrality).days
      if days < scheme.leastDays { continue }
      for part in scheme.parts {
        switch part.source {
        case .qa where own.evidence.evaluations < part.least:
          few[units[stint.team]?.leader ?? "quality", default: []].append(own.id)
        case .satisfaction:
          surveyed = true
          if own.evidence.responses < part.least { silent.append(own.id) }
        case .indicator:
          let column = gathered.inputs.columns.firstIndex { $0 == part.column }
          if column.map({ own.evidence.indicators[$0] == Evidence.none }) ?? true {
            blanks[part.indicator ?? "", default: []].append(own.id)
          }
        default: break
        }
      }
    }
    var items = few.sorted { $0.key < $1.key }.map { owner, ids in
      Item("few-evaluations", owner: owner, Words(en: "too few calls judged", zh: "质检样本不足"), ids)
    }
    if surveyed, responses == 0 {
      items.append(
        Item(
          "no-survey", owner: "customer service", Words(en: "no survey response is in", zh: "满意度问卷尚未导入"),
          ["\(quarter)"]))
    } else if !silent.isEmpty {
      items.append(
        Item(
          "few-responses", owner: "customer service", Words(en: "too few survey responses", zh: "满意度样本不足"),
          silent))
    }
    items += blanks.sorted { $0.key < $1.key }.map { indicator, ids in
      Item("indicator", owner: "hr", Words(en: "no value of '\(indicator)'", zh: "缺少指标“\(indicator)”"), ids)
    }
    func add(_ kind: String, _ en: String, _ zh: String, _ ids: [String]) {
      if !ids.isEmpty { items.append(Item(kind, owner: "hr", Words(en: en, zh: zh), ids)) }
    }
    add("no-base", "no bonus base on the roster, so no bonus", "花名册无奖金基数，无奖金", unbased)
    add("no-post", "in no post that a scheme judges", "岗位无绩效方案", gathered.unjudged)
    add("objection", "objections that wait for a decision", "待处理异议", objected)
    return items
  }

  private func calls(_ quarter: Quarter) throws -> [Item] {
    var open: [String: [String]] = [:]
    for task in try AssignmentRecords(database).openTasks() where task.quarter == quarter {
      open[task.assessor, default: []].append(task.name)
    }
    var items = open.sorted { $0.key < $1.key }.map { assessor, calls in
      Item("unscored", owner: assessor, Words(en: "calls assigned and not scored", zh: "已分配未质检通话"), calls)
    }
    let agents = try DisputeRecords(database).openCounts(in: quarter)
    let waiting =
      try agents.isEmpty ? [] : DisputeRecords(database).waiting().filter { $0.quarter == quarter }
    let own = Dictionary(grouping: waiting) { $0.byPanel ? "panel" : "leader" }
    items += own.sorted { $0.key < $1.key }.map { owner, disputes in
      Item(
        "dispute", owner: owner,
        Words(
          en: "disputes that wait for a decision; their people are marked, everybody's pay goes on",
          zh: "待裁定申诉（仅标记本人，不影响他人发放）"),
        disputes.map { "\($0.agent) \($0.call)" })
    }
    return items
  }

  private func exams(_ quarter: Quarter) throws -> [Item] {
    var items: [Item] = []
    for exam in try ExamRecords(database).exams() {
      let sittings = try SittingRecords(database).sittings(of: exam.id).filter { sitting in
        sitting.submitted.map { quarter.contains(occasion.workspace.zone.day(of: $0)) } ?? false
      }
      guard !sittings.isEmpty else { continue }
      let unmarked = sittings.filter { $0.outcome == nil }
      if !unmarked.isEmpty {
        items.append(
          Item(
            "unmarked", owner: "examiner",
            Words(en: "sittings of '\(exam.id)' are not marked", zh: "考试“\(exam.id)”有待阅卷"),
            unmarked.map(\.staff)))
      }
      if exam.holdsScores, exam.released == nil {
        items.append(
          Item(
            "unreleased", owner: "examiner",
            Words(en: "results are not released and do not count", zh: "成绩未发布，不计入"), [exam.id]))
      }
    }
    return items
  }

  private func late(_ quarter: Quarter, _ revisions: [FrozenRecords.Revision]) throws -> [Item] {
    guard !revisions.isEmpty, occasion.actor.may([.hr]) else { return [] }
    let effects = try LateDesk(occasion).effects(on: quarter)
    if effects.isEmpty { return [] }
    return [
      Item(
        "late", owner: "hr",
        Words(
          en: "what came after the close of \(quarter) changes their pay: merit pay adjust \(quarter)",
          zh: "\(quarter) 关闭后的新依据影响其奖金：merit pay adjust \(quarter)"), effects.map(\.effect.staff))
    ]
  }
}
