import Exams
import Performance
import Formats
import Terminal
import Workspace

extension Verb {
  static let examMark = Verb(
    "exam", "mark", arguments: ["ID"],
    options: [
      Option("--out", "FILE", en: "write the scripts as a table to fill in", zh: "导出待阅试卷"),
      Option("--in", "FILE", en: "take in a table that was filled in", zh: "导入评分"),
      Option("--staff", "ID", en: "only this person's drills", zh: "仅该考生的实操"),
      Option("--status", en: "how far the marking is, and how well markers agree", zh: "阅卷进度与一致性"),
    ], en: "mark essays and drills, without names", zh: "阅卷（匿名）", example: "merit exam mark hotline-five-1"
  ) { session, input in
    let desk = try MarkingDesk(try session.occasion(), exam: input.argument(0))
    if let path = input.value("--out") {
      try session.write(Array(try desk.table(chinese: session.isChinese).utf8), to: path)
      session.say(session.word("written: \(path)", "已写出：\(path)"))
      return .done
    }
    if let path = input.value("--in") {
      let count = try desk.importTable(try TableReader(path: path, shape: MarkingDesk.shape))
      session.report(.object([("marked", .int(count))])) {
        session.say(session.word("\(count) scripts marked", "已评 \(count) 份"))
      }
      return .done
    }
    if input.flag("--status") || session.isJSON {
      try MarkingDialogue.status(desk, session)
      return .done
    }
    return try MarkingDialogue(session: session, desk: desk).run(staff: input.value("--staff"))
  }

  static let examRegrade = Verb(
    "exam", "regrade", arguments: ["ID"],
    options: [
      Option("--key", "FILE", en: "a table of question and key; '*' is credit for all", zh: "新答案表，* 为全员得分"),
      Option("--preview", en: "show what would change, and change nothing", zh: "仅预览"),
      Option("--never-lower", en: "keep a sitting's marks where they would fall", zh: "不降分"), reasonOption,
      yes,
    ], needs: ["--key"], en: "mark a held exam by a new key", zh: "按新答案重新评分",
    example: "merit exam regrade hotline-five-1 --key key.csv --preview"
  ) { session, input in
    let isPreview = input.flag("--preview")
    let reason = isPreview ? input.value("--reason") ?? "preview" : try input.required("--reason")
    let occasion = try session.occasion()
    let desk = RegradeDesk(occasion, exam: input.argument(0))
    let keys = try desk.keys(try TableReader(path: input.required("--key"), shape: RegradeDesk.shape))
    let study = RegradeStudy(occasion, exam: input.argument(0))
    let preview = try study.preview(keys, neverLowers: input.flag("--never-lower"))
    if !isPreview {
      if Screen.isInputTerminal, !session.isJSON { RegradeText.show(preview, session) }
      try session.confirm(
        session.word(
          "Give \(preview.changes.count) sittings new marks?", "确定为 \(preview.changes.count) 份试卷重新评分？"), input
      )
      _ = try desk.regrade(keys, neverLowers: input.flag("--never-lower"), reason: reason)
    }
    session.report(RegradeStudy.form.json((preview, isPreview))) {
      if isPreview || !Screen.isInputTerminal { RegradeText.show(preview, session) }
      if !isPreview { session.say(session.word("done; nothing was overwritten", "已完成，旧评分保留")) }
    }
    return .done
  }
}

/// Marks scripts at the terminal, one after another.
struct MarkingDialogue {
  let session: Session
  let desk: MarkingDesk

  static func status(_ desk: MarkingDesk, _ session: Session) throws {
    let progress = try desk.progress()
    let (waiting, decided, agreement) = progress
    let difference = agreement.meanDifference.map { decimalText($0, places: 2) }
    session.report(MarkingDesk.progressForm.json(progress)) {
      session.say(
        session.word(
          "\(waiting) answers wait, \(decided) are decided; of \(agreement.pairs) marked twice \(agreement.equal) got the same points and \(agreement.near) are within the tolerance, mean difference \(difference ?? "–") %",
          "待阅 \(waiting)，已定 \(decided)；双评 \(agreement.pairs)，其中同分 \(agreement.equal)，在允许差内 \(agreement.near)，平均差 \(difference ?? "–") %"
        ))
    }
  }

  func run(staff: String?) throws -> ExitCode {
    let queue = try desk.queue(staff: staff).filter { staff != nil || !$0.isDrill }
    if queue.isEmpty {
      session.say(session.word("nothing waits for you", "没有待您评阅的试卷"))
      return .done
    }
    let input = LineInput()
    for (index, script) in queue.enumerated() {
      show(script, index + 1, of: queue.count)
      guard let (points, lines) = ask(script, input) else {
        session.say(session.word("stopped; what was marked is kept", "已停止，已评部分已保存"))
        return .done
      }
      Screen.write(session.word("comment (may be empty): ", "评语（可空）："))
      guard case .text(let comment) = input.next(secondsLeft: { nil }) else { return .done }
      try desk.rate(script, points: points, lines: lines, comment: comment)
      session.say(
        session.word(
          "saved: \(decimalText(points, places: 2)) of \(decimalText(script.maximum, places: 2))\n",
          "已保存：\(decimalText(points, places: 2))/\(decimalText(script.maximum, places: 2))\n"))
    }
    try Self.status(desk, session)
    return .done
  }

  private func show(_ script: MarkingDesk.Script, _ number: Int, of count: Int) {
    let width = min(Screen.width, 100)
    func lines(_ text: String) { for line in wrapped(withoutControls(text), to: width) { session.say(line) } }
    session.say(
      "── \(number)/\(count)  \(script.staff.map { session.word("drill of \($0)", "实操考生 \($0)") } ?? script.code)  \(session.word("at most", "满分")) \(decimalText(script.maximum, places: 2))"
    )
    lines(MarkupText.plain(script.question.stem, script.question.markup))
    if !script.answer.isEmpty {
      session.say("")
      lines(script.answer)
    }
    session.say("")
  }

  /// The points for each line of the rubric, or as a whole; `nil` at the end of input.
  private func ask(_ script: MarkingDesk.Script, _ input: LineInput) -> (Int, [Int])? {
    let rubric = script.question.rubric
    guard !rubric.isEmpty else {
      guard
        let points = number(
          session.word("points: ", "得分："), input, places: 2, in: 0...script.maximum)
      else { return nil }
      return (points, [])
    }
    var lines: [Int] = []
    for line in rubric {
      guard
        let points = number(
          "\(withoutControls(line.text)) (0–\(line.points)): ", input, places: 0, in: 0...line.points)
      else {
        return nil
      }
      lines.append(points)
    }
    return (DoubleMarking.points(lines: lines, rubric: rubric.map(\.points), maximum: script.maximum), lines)
  }

  private func number(_ prompt: String, _ input: LineInput, places: Int, in range: ClosedRange<Int>) -> Int? {
    while true {
      Screen.write("  " + prompt)
      guard case .text(let text) = input.next(secondsLeft: { nil }) else { return nil }
      if let value = ExactDecimal(foldedWidth(text).trimmed)?.scaled(to: places), range.contains(value) {
        return value
      }
      session.say(
        session.word(
          "  from \(decimalText(range.lowerBound, places: places)) to \(decimalText(range.upperBound, places: places))",
          "  请输入 \(decimalText(range.lowerBound, places: places)) 到 \(decimalText(range.upperBound, places: places))"
        ))
    }
  }
}
