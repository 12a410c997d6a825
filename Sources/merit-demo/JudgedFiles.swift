import Formats
import Workspace

extension DemoWorkforce {
  /// A call that somebody judges.
  private struct JudgedCall {
    let call: String
    let agent: String
    let assessor: String
    /// Empty where Merit knows it from the assignment.
    let kind: String
    let day: CalendarDay
  }

  /// Evaluations of the calls that `qa sample` drew, or of those that `qa tasks --json` lists, as assessors would have judged them.
  func writeEvaluations(of source: String, to path: String) throws {
    let items = [
      "greeting", "identity", "attention", "paraphrase", "correct", "complete", "ticket", "tone", "wording",
      "summary", "farewell",
    ]
    let file = OutputFile(path, headings: "call,agent,assessor,date,kind," + items.joined(separator: ","))
    var traits: (id: String, value: Traits)?
    for judged in try source.hasSuffix(".json") ? tasks(source) : sampled(source) {
      if traits?.id != judged.agent { traits = (judged.agent, Traits(seed: seed, person: judged.agent)) }
      guard let person = traits?.value else { continue }
      // What was said is the same whoever listens; how it is judged differs a little.
      var dice = Dice(seed: seed, "evaluation", judged.call)
      var ear = Dice(seed: seed, "ear \(judged.call)", judged.assessor)
      func yes(_ share: Double, _ trait: Double) -> String {
        let isYes = dice.chance(min(0.995, max(0.3, share + 0.04 * trait)))
        return isYes != ear.chance(0.01) ? "yes" : "no"
      }
      func five(_ trait: Double) -> String {
        let value = (4.4 + 0.35 * trait + 0.6 * dice.normal()).rounded()
        return String(min(5, max(1, Int(value) + (ear.chance(0.1) ? -1 : 0))))
      }
      func maybe(_ value: String, _ share: Double) -> String { dice.chance(share) ? "NA" : value }
      let cells = [
        yes(0.96, person.diligence), maybe(yes(0.985, person.diligence), 0.3), five(person.communication),
        maybe(five(person.communication), 0.1), yes(0.97, person.knowledge), five(person.knowledge),
        maybe(yes(0.93, person.diligence), 0.35), five(person.communication), five(person.communication),
        maybe(yes(0.9, person.communication), 0.1), yes(0.96, person.communication),
      ]
      file.row(
        "\(judged.call),\(judged.agent),\(judged.assessor),\(judged.day),\(judged.kind),"
          + cells.joined(separator: ","))
    }
    file.close()
  }

  /// The day on which a call is judged: a few days after it, inside the quarter.
  private func judgedDay(_ call: String, started: CivilTime) -> CalendarDay {
    var dice = Dice(seed: seed, "judged", call)
    return min(quarter.lastDay, started.day.adding(days: 1 + dice.below(5)))
  }

  private func sampled(_ path: String) throws -> [JudgedCall] {
    let reader = try RecordReader(path: path)
    _ = try reader.next()
    let kind = (0..<reader.fieldCount).first { reader.text($0) == "kind" }
    var rows: [JudgedCall] = []
    // A sample comes agent by agent, and whoever may judge one is found once.
    var (agentBefore, judges) = ("", [String]())
    while try reader.next() {
      let (call, agent) = (reader.text(0), reader.text(1))
      guard let started = CivilTime(reader.text(2)) else { continue }
      var dice = Dice(seed: seed, "assessor", call)
      if agent != agentBefore { (agentBefore, judges) = (agent, assessors(of: agent)) }
      rows.append(
        JudgedCall(
          call: call, agent: agent, assessor: dice.pick(judges),
          kind: kind.map(reader.text) ?? "random", day: judgedDay(call, started: started)))
    }
    return rows
  }

  private func tasks(_ path: String) throws -> [JudgedCall] {
    guard case .array(let tasks) = try JSON5Parser.parse(InputFile.bytes(of: path), named: path).kind else {
      return []
    }
    return tasks.compactMap { task in
      guard let call = task.text("call"), let agent = task.text("agent"),
        let assessor = task.text("assessor"),
        let started = task.text("started").flatMap({ CivilTime($0) })
      else { return nil }
      return JudgedCall(
        call: call, agent: agent, assessor: assessor, kind: "", day: judgedDay(call, started: started))
    }
  }

  /// Answers to the papers that `exam papers --json` printed, as good as each person's knowledge.
  func writeAnswers(to papers: String, bank: String, path: String, date: CalendarDay) throws {
    // By id and stem, so that papers printed in either language are understood.
    var questions: [String: WrittenQuestion] = [:]
    for name in try InputFile.names(inFolder: bank) where name.hasSuffix(".gift") {
      for case .question(let question) in GIFT.read(try InputFile.bytes(of: "\(bank)/\(name)"), named: name)
        .entries
      {
        if let id = question.idnumber { questions[id + question.stem] = question }
      }
    }
    let file = OutputFile(path, headings: "staff,date,place,answer")
    guard
      case .array(let sheets)? = try JSON5Parser.parse(InputFile.bytes(of: papers), named: papers)
        .member("papers")?.kind
    else { return }
    for sheet in sheets {
      guard let staff = sheet.text("staff"), case .array(let paper)? = sheet.member("paper")?.kind else {
        continue
      }
      let traits = Traits(seed: seed, person: staff)
      var dice = Dice(seed: seed, "answers", staff)
      for (place, item) in paper.enumerated() {
        guard let id = item.text("question"), let stem = item.text("stem"),
          let question = questions[id + stem],
          case .array(let options)? = item.member("options")?.kind
        else { continue }
        let order = options.compactMap { node -> String? in
          if case .string(let text) = node.kind { text } else { nil }
        }
        let knows = dice.chance(min(0.98, max(0.25, 0.78 + 0.12 * traits.knowledge)))
        file.row(
          "\(staff),\(date),\(place + 1),\(CSVWriter.cell(answer(question, order, knows: knows, &dice)))")
      }
    }
    file.close()
  }

  private func answer(_ question: WrittenQuestion, _ order: [String], knows: Bool, _ dice: inout Dice)
    -> String
  {
    func letter(_ text: String) -> String {
      String(Character(Unicode.Scalar(UInt8(65 + (order.firstIndex(of: text) ?? 0)))))
    }
    switch question.body {
    case .multichoice(_, let answers):
      if knows { return answers.filter { $0.credit > .none }.map { letter($0.text) }.sorted().joined() }
      return letter(answers[dice.below(answers.count)].text)
    case .truefalse(let isTrue, _, _): return (knows ? isTrue : dice.chance(0.5)) ? "T" : "F"
    case .shortanswer(let answers): return knows ? answers[0].text : "不清楚"
    case .numerical(let answers, _): return knows ? answers[0].value.text : "1"
    case .matching(let pairs):
      let lefts = pairs.filter { !$0.left.isEmpty }
      // Who does not know is one place off.
      return lefts.indices.map { "\($0 + 1)\(letter(lefts[knows ? $0 : ($0 + 1) % lefts.count].right))" }
        .joined(
          separator: " ")
    case .ordering(let items):
      return (knows ? items : Array(items.reversed())).map(letter).joined()
    case .essay, .description: return ""
    }
  }
}

extension JSON5Node {
  func member(_ key: String) -> JSON5Node? {
    guard case .object(let members) = kind else { return nil }
    return members.first { $0.key == key }?.value
  }

  func text(_ key: String) -> String? {
    guard case .string(let text)? = member(key)?.kind else { return nil }
    return text
  }
}
