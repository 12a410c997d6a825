import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  static let kindOption = Option(
    "--kind", "KIND", en: "random, targeted, live, calibration or coaching; else as it was assigned",
    zh: "质检类型")

  static let qaScore = Verb(
    "qa", "score", arguments: ["CALL"],
    options: [
      Option("--assessor", "ID", en: "who scores; else the account's person", zh: "质检员"), scorecardOption,
      kindOption,
      Option("--agent", "ID", en: "whose call it is, where it was not drawn", zh: "坐席工号（未抽取的通话）"),
    ],
    en: "score a call on its form, at the terminal; from a pipe ITEM=ANSWER lines",
    zh: "在终端评分；管道输入逐行 项目=评分", example: "merit qa score C100 --assessor E0251"
  ) { session, input in
    let kind = try input.value("--kind").map { word -> Evaluation.Kind in
      guard let kind = Evaluation.Kind(named: word) else {
        throw Refusal(
          .usage, "'\(word)' is no kind", "write random, targeted, live, calibration or coaching")
      }
      return kind
    }
    let room = try ScoringRoom(
      try session.occasion(), call: input.argument(0), assessor: input.value("--assessor"),
      scorecard: input.value("--scorecard") ?? "hotline-call", agent: input.value("--agent"), kind: kind)
    if !session.isJSON, Screen.hasStyle, let screen = FullScreen() {
      var scoring = ScoringScreen(screen, room: room, isChinese: session.isChinese)
      let result = try scoring.run()
      screen.leave()
      return finish(result, session, room)
    }
    return finish(try ask(session, room), session, room)
  }

  private static func finish(_ result: ScorecardResult?, _ session: Session, _ room: ScoringRoom) -> ExitCode
  {
    guard let result else {
      session.notice(
        session.word(
          "left; the form is kept: merit qa score \(room.call) --assessor \(room.assessor) goes on",
          "已离开，评分已保存；继续请再次执行 merit qa score \(room.call) --assessor \(room.assessor)"))
      return .done
    }
    session.report(ScoringRoom.resultForm.json((room, result))) {
      session.say(
        session.word(
          "\(room.call): \(result.score?.description ?? "–"), \(result.criticals) critical items failed",
          "\(room.call)：\(result.score?.description ?? "–")，致命项不合格 \(result.criticals) 项"))
    }
    return .done
  }

  /// Line by line: `greeting=yes`, `greeting.comment=…`, `comment=…`, `moment=…`; handed in at the end of the input.
  private static func ask(_ session: Session, _ room: ScoringRoom) throws -> ScorecardResult? {
    var draft = room.draft
    let input = LineInput()
    var faults = Faults()
    var number = 0
    func fault(_ message: String) {
      faults.append(Fault(file: "-", line: number, column: 1, message: message))
    }
    while case .text(let line) = input.next(secondsLeft: { nil }) {
      number += 1
      if line.trimmed.isEmpty { continue }
      guard let end = line.firstIndex(of: "=") else {
        fault("'\(line)' is no answer; write ITEM=ANSWER")
        continue
      }
      let (name, value) = (String(line[..<end].trimmed), String(line[line.index(after: end)...].trimmed))
      let item = name.hasSuffix(".comment") ? String(name.dropLast(8)) : name
      switch (name, room.card.items.firstIndex { $0.id == item }) {
      case ("comment", nil): draft.comment = value
      case ("moment", nil): draft.moment = value
      case (_, nil):
        let hint = nearest(to: item, among: room.card.items.map(\.id)).map { "; did you mean '\($0)'?" } ?? ""
        fault("there is no item '\(item)' on the form\(hint)")
      case (_, let place?) where name != item: draft.notes[room.card.items[place].id] = value
      case (_, let place?):
        switch room.answer(value, item: place) {
        case .success(let byte): draft.items[place] = byte
        case .failure(let reason): fault(reason.text)
        }
      }
    }
    try faults.throwIfAny()
    try room.keep(draft, at: Instant.now)
    return try room.submit(draft, at: Instant.now)
  }
}
