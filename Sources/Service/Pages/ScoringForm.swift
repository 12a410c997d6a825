import Formats
import Quality
import Workspace

/// A scorecard as a form: one group of answers for each item, with its comment.
struct ScoringForm {
  private let room: ScoringRoom
  private let call: PageCall

  init(_ room: ScoringRoom, _ call: PageCall) {
    self.room = room
    self.call = call
  }

  /// What the form says, as a draft.
  ///
  /// - Throws: faults of what is no answer.
  static func draft(_ room: ScoringRoom, _ form: PageForm) throws -> ScoringDraft {
    // A radio button that nobody pressed sends nothing at all.
    let given = Dictionary(form.under("item.").map { ($0.name, String($0.value.trimmed)) }) { $1 }
    return try room.draft(
      answers: room.card.items.map { ($0.id, given[$0.id] ?? "") },
      notes: form.under("note.").map { ($0.name, String($0.value.trimmed)) },
      comment: form.given("comment") ?? "", moment: form.given("moment") ?? "")
  }

  var markup: String {
    var facts = [
      (call.word("Agent", "坐席"), room.agent), (call.word("Assessor", "质检员"), room.assessor),
      (call.word("Why", "类型"), call.word(CallWords.kind(room.kind))),
      (call.word("Form", "评分表"), "\(call.word(room.card.head.title)) v\(room.card.head.version)"),
    ]
    if !room.started.isEmpty { facts.append((call.word("Call began", "通话时间"), room.started)) }
    if let recording = room.recording { facts.append((call.word("Recording", "录音"), recording)) }
    return Markup.facts(facts)
      + Markup.paragraph(
        call.word(
          "Keys inside an item: Y, N or 0 to 5 answers and goes on; A says that it does not apply. Every change is kept at once.",
          "键盘：Y/N 或 0–5 评分并跳到下一项，A 为不适用。每次修改立即保存。"), kind: "note")
      + form
  }

  private var form: String {
    let sections = room.card.sections.enumerated().map { place, section in
      let items = room.card.items.indices.filter { room.card.items[$0].section == place }
        .map(item).joined(separator: "\n")
      return items.isEmpty ? "" : Markup.section(call.word(section.title), items)
    }
    return """
      <form method="post" action="\(Markup.escaped(call.target))" id="scoring" data-kept="\(call.word("saved", "已保存"))" data-lost="\(call.word("NOT saved, trying again", "未保存，正在重试"))" data-stale="\(call.word("NOT saved: load the page again", "未保存，请重新加载页面"))" data-typing="\(call.word("saving", "保存中"))">
      <input type="hidden" name="csrf" value="\(call.csrf)">
      \(sections.joined(separator: "\n"))
      <section>
      <h2>\(call.word("The whole call", "整通通话"))</h2>
      \(Markup.field("moment", call.word("Moment, seconds into the call", "时刻（通话内秒数）"), value: room.draft.moment, attributes: "autocomplete=\"off\""))
      \(Markup.area("comment", call.word("Comment", "总评"), value: room.draft.comment, attributes: ""))
      </section>
      <div class="send">
      <span id="scoring-status" role="status">\(room.draft.items.contains { $0 != ScoringDraft.unanswered } ? call.word("going on where it was left", "继续上次评分") : "")</span>
      <button name="deed" value="keep">\(call.word("Keep for later", "暂存"))</button>
      <button name="deed" value="submit" class="primary">\(call.word("Hand in", "提交评分"))</button>
      </div>
      </form>
      """
  }

  /// What an item was answered with, as it is typed; empty where it was not.
  private func typed(_ place: Int) -> String {
    let (item, byte) = (room.card.items[place], room.draft.items[place])
    if byte == ScoringDraft.unanswered { return "" }
    return switch ItemAnswer(byte: byte) {
    case .notApplicable: "na"
    case .steps(let steps) where item.scale == .yesno: steps == 1 ? "yes" : "no"
    case .steps(let steps) where item.scale == .five: "\(steps)"
    case .steps(let steps): ExactDecimal(mantissa: steps * item.step, places: 2).text
    }
  }

  private func item(_ place: Int) -> String {
    let item = room.card.items[place]
    let critical = item.criticality == nil ? "" : " " + Markup.badge(call.word("critical", "致命项"), "bad")
    let missing =
      call.form["deed"] == "submit" && room.draft.items[place] == ScoringDraft.unanswered
      ? " " + Markup.badge(call.word("no answer", "未评"), "bad") : ""
    let wants = item.comment != nil
    let note = Markup.field(
      "note.\(item.id)",
      wants ? call.word("Comment (asked for)", "评语（须填）") : call.word("Comment", "评语"),
      value: room.draft.notes[item.id] ?? "", attributes: "maxlength=\"500\" autocomplete=\"off\"")
    return """
      <fieldset class="item" data-scale="\(item.scale.rawValue)">
      <legend>\(Markup.escaped(call.word(item.title)))\(critical)\(missing)</legend>
      <div class="options">\(answers(item, typed(place)))</div>
      \(note)
      </fieldset>
      """
  }

  private func answers(_ item: Scorecard.Item, _ typed: String) -> String {
    func radio(_ value: String, _ label: String) -> String {
      "<label class=\"option\"><input type=\"radio\" name=\"item.\(item.id)\" value=\"\(value)\"\(typed == value ? " checked" : "")><span>\(Markup.escaped(label))</span></label>"
    }
    let mayNot = item.notApplicable != .forbid
    let not = mayNot ? radio("na", call.word("does not apply", "不适用")) : ""
    switch item.scale {
    case .yesno: return radio("yes", call.word("yes", "是")) + radio("no", call.word("no", "否")) + not
    case .five: return (0...5).map { radio("\($0)", "\($0)") }.joined() + not
    case .points:
      let full = ExactDecimal(mantissa: item.full, places: 2).text
      return Markup.field(
        "item.\(item.id)", call.word("Points, 0 to \(full)", "分值 0–\(full)"),
        value: typed == "na" ? "NA" : typed,
        attributes: "autocomplete=\"off\"",
        hint: mayNot ? call.word("NA where it does not apply", "不适用填 NA") : nil)
    }
  }
}
