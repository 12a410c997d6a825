import Competitions
import Exams
import Formats
import Improvement
import Performance
import Quality
import Workspace

/// What somebody finds on the first page: by role, what waits for them.
struct HomeCards {
  private let call: PageCall

  init(_ call: PageCall) { self.call = call }

  /// What is one's own.
  func own(_ staff: String) throws -> [String] {
    let occasion = try call.occasion
    let open = try OwnExams(occasion, of: staff).offers().count { $0.objection == nil }
    let quarter = Quarter(of: occasion.today)
    let desk = DisputeDesk(occasion)
    let calls = try [quarter, quarter.previous].flatMap { try desk.cases(ofAgent: staff, in: $0) }
    let answerable = calls.count { $0.daysLeft != nil }
    let isAsked = try PublicationDesk(occasion).awaitsAnswer(of: staff, in: quarter.previous)
    return [
      Markup.card(
        "/exams", call.word("My exams", "我的考试"),
        open == 0
          ? call.word("none to sit now", "暂无待考") : call.word("\(open) to sit", "\(open) 场待考"),
        isUrgent: open > 0),
      Markup.card(
        "/calls", call.word("My calls", "我的质检"),
        answerable == 0
          ? call.word("\(calls.count) judged of late", "近期质检 \(calls.count) 通")
          : call.word("\(answerable) can still be disputed", "\(answerable) 通可申诉"), isUrgent: answerable > 0),
      Markup.card(
        "/sheet", call.word("My sheet", "我的绩效"),
        isAsked
          ? call.word(
            "\(quarter.previous) is published: confirm or object", "\(quarter.previous) 已公示，请确认或提出异议")
          : call.word("what I am paid, and why", "得分、奖金及其来源"), isUrgent: isAsked),
      Markup.card(
        "/certificates", call.word("My certificates", "我的证书"), call.word("print and verify them", "打印与验证")),
    ]
  }

  /// What one's roles ask for.
  func duties() throws -> [String] {
    let occasion = try call.occasion
    var cards: [String] = []
    if call.may(.assessor) {
      let tasks = try AssignmentDesk(occasion).tasks(of: occasion.actor.staff)
      let late = tasks.count { $0.due < occasion.today }
      cards.append(
        Markup.card(
          "/scoring", call.word("Scoring", "评分"),
          call.word("\(tasks.count) calls to score, \(late) overdue", "待评 \(tasks.count) 通，逾期 \(late) 通"),
          isUrgent: late > 0))
    }
    if call.may(.assessor, .leader, .hr) {
      let waiting = try DisputeDesk(occasion).waiting().count
      cards.append(
        Markup.card(
          "/disputes", call.word("Disputes", "申诉"),
          call.word("\(waiting) wait for a decision", "待裁定 \(waiting) 件"), isUrgent: waiting > 0))
      cards.append(
        Markup.card(
          "/teams", call.word("Teams", "班组"), call.word("QA scores with intervals", "质检分及置信区间")))
    }
    if call.may(.leader, .hr, .trainer) {
      let warnings = try WarningDesk(occasion).warnings(openOnly: true)
      let late = warnings.count { $0.warning.due < occasion.today }
      cards.append(
        Markup.card(
          "/warnings", call.word("Early warnings", "预警"),
          call.word("\(warnings.count) open, \(late) overdue", "未关闭 \(warnings.count) 条，逾期 \(late) 条"),
          isUrgent: late > 0))
    }
    return cards + (try trainingCards()) + (try officeCards())
  }

  private func trainingCards() throws -> [String] {
    let occasion = try call.occasion
    var cards: [String] = []
    if call.may(.trainer, .leader, .hr) {
      cards.append(
        Markup.card(
          "/cycles", call.word("Training", "培训"), call.word("the cycles and how far they are", "培训班与进度")))
    }
    if call.may(.trainer, .examiner) {
      let open = try ExamRecords(occasion.database).exams().count { $0.isOpen && $0.released == nil }
      cards.append(
        Markup.card(
          "/exam", call.word("Exams", "考务"), call.word("\(open) are open", "进行中 \(open) 场")))
      cards.append(
        Markup.card(
          "/bank", call.word("Question bank", "题库"), call.word("questions and how they do", "题目与统计")))
    }
    if call.may(.judge, .trainer) {
      let open = try FinalRecords(occasion.database).openContests().count
      cards.append(
        Markup.card(
          "/judging", call.word("Judging", "评审"),
          call.word("\(open) contests are not final", "未确认竞赛 \(open) 场")))
    }
    return cards
  }

  private func officeCards() throws -> [String] {
    let occasion = try call.occasion
    var cards: [String] = []
    if call.may(.hr, .leader, .examiner, .assessor, .trainer) {
      let quarter = Quarter(of: occasion.today).previous
      let state = try PublicationDesk(occasion).state(of: quarter)
      let word = call.word(QuarterStatusDesk.Status.words(ofState: state))
      cards.append(
        Markup.card("/quarters/\(quarter)", call.word("Quarter \(quarter)", "季度 \(quarter)"), word))
    }
    if call.may(.hr) {
      cards.append(
        Markup.card("/promotion", call.word("Promotion", "晋级"), call.word("whom the rules propose", "晋级建议名单"))
      )
    }
    if call.may(.administrator) {
      cards.append(
        Markup.card(
          "/accounts", call.word("Accounts", "账号"), call.word("roles, passwords, exam codes", "角色、密码、考试码")))
    }
    return cards
  }
}
