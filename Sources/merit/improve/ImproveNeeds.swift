import Formats
import Improvement
import Terminal
import Workforce
import Workspace

extension Verb {
  static let needsScheme = Option(
    "--scheme", "ID", en: "the needs scheme; \(NeedsDesk.standard) unless said",
    zh: "需求规则，默认 \(NeedsDesk.standard)")
  static let leastEvidence = Option(
    "--least", "N", en: "pieces of evidence that make a need; the scheme's unless said", zh: "构成需求的最少证据数")

  static let improveNeeds = Verb(
    "improve", "needs", arguments: ["QUARTER"],
    options: [
      Option("--staff", "ID", en: "only this person, with the evidence", zh: "仅此员工，列出证据"),
      Option("--team", "TEAM", en: "only the people of this team", zh: "仅此班组"),
      Option("--lesson", "ID", en: "only this lesson, with everybody who needs it", zh: "仅此课次，列出人员"),
      leastEvidence, needsScheme,
    ], en: "who needs which lesson: lost points of calls, exams, surveys and complaints, by expected gain",
    zh: "培训需求：由质检、考试、满意度、投诉的失分推出课次，按预期收益排序",
    example: "merit improve needs 2026Q3 --lesson hr-01"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let occasion = try session.occasion(readOnly: true)
    let (staff, lesson) = (input.value("--staff"), input.value("--lesson"))
    let (finding, shown) = try NeedsDesk(occasion).shown(
      in: quarter, by: input.value("--scheme") ?? NeedsDesk.standard,
      least: try input.integer("--least", in: 1...1_000), staff: staff, team: input.value("--team"),
      lesson: lesson)
    session.report(NeedsDesk.Finding.form.json((finding, shown))) {
      if lesson != nil || staff != nil {
        showPeople(shown, finding, session)
      } else {
        showLessons(shown, finding, session)
      }
    }
    return .done
  }

  // MARK: Tables

  private static func showLessons(_ shown: [LessonNeed], _ finding: NeedsDesk.Finding, _ session: Session) {
    var table = AlignedTable(
      [session.word("lesson", "课次"), session.word("title", "名称"), session.word("people", "人数")]
        + NeedSource.allCases.map { session.word($0.title) } + [session.word("gain", "预期收益")],
      numbers: [2, 3, 4, 5, 6, 7])
    for need in shown {
      let counts = Dictionary(grouping: need.people.flatMap(\.evidence), by: \.source).mapValues(\.count)
      table.add(
        [
          need.lesson, finding.lessons[need.lesson].map { session.word($0.title) } ?? "",
          "\(need.people.count)",
        ] + NeedSource.allCases.map { counts[$0].map(String.init) ?? "–" } + [need.gain.description])
    }
    if !table.isEmpty { session.show(table) }
    tellRest(shown, finding, session)
  }

  private static func showPeople(_ shown: [LessonNeed], _ finding: NeedsDesk.Finding, _ session: Session) {
    var table = AlignedTable(
      [
        session.word("lesson", "课次"), session.word("staff", "工号"), session.word("team", "班组"), "n",
        session.word("gain", "预期收益"), session.word("evidence", "证据"),
      ], numbers: [3, 4])
    for need in shown {
      for person in need.people {
        let names = finding.people[person.staff]
        let listed = person.evidence.prefix(4).map { "\($0.id) \($0.what)" }.joined(separator: ", ")
        table.add([
          need.lesson, names?.id ?? "?", names?.team ?? "", "\(person.evidence.count)",
          person.gain.description, listed + (person.evidence.count > 4 ? ", …" : ""),
        ])
      }
    }
    if !table.isEmpty { session.show(table) }
    tellRest(shown, finding, session)
  }

  private static func tellRest(_ shown: [LessonNeed], _ finding: NeedsDesk.Finding, _ session: Session) {
    let people = Set(shown.flatMap { $0.people.map(\.staff) }).count
    session.say(
      session.word(
        "lessons: \(shown.count), people: \(people); gain in points of persons, by scheme \(finding.scheme.head.id) v\(finding.scheme.head.version)",
        "\(people) 人需要 \(shown.count) 课；收益为人分合计，依据规则 \(finding.scheme.head.id) 第 \(finding.scheme.head.version) 版"
      ))
    let (answered, untaught) = (finding.needs.answered.count, finding.needs.untaught.count)
    if answered > 0 {
      session.say(
        session.word(
          "\(answered) pieces of evidence are answered by lessons completed later",
          "\(answered) 条证据已由其后完成的课次回应"))
    }
    if untaught > 0 {
      let what = Dictionary(grouping: finding.needs.untaught, by: \.what).mapValues(\.count)
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5).map { "\($0.key) \($0.value)" }
      session.say(
        session.word(
          "\(untaught) pieces lead to no lesson of a loaded course (\(what.joined(separator: ", "))); name one in the scheme",
          "\(untaught) 条证据没有对应的已加载课次（\(what.joined(separator: "，"))）；请在规则中指定"))
    }
  }
}
