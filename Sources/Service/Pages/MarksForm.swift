import Competitions
import Formats
import Workspace

/// A judge's marks for a stage: a row for each entrant, a field for each criterion.
struct MarksForm {
  let contest: Contest
  private let stage: ContestStage
  private let judge: String
  private let call: PageCall

  /// Stands between the parts of a field's name; no id holds it.
  private static let bar = "|"

  init(_ call: PageCall) throws {
    self.call = call
    let occasion = try call.occasion
    contest = try CompetitionDesk(occasion).contest(call["contest"])
    guard let stage = contest.stage(call["stage"]), !stage.isExam else {
      throw Refusal(
        .noInput, "'\(call["stage"])' is no stage of contest '\(call["contest"])' that judges mark",
        "choose one of the list")
    }
    self.stage = stage
    judge = occasion.actor.staff ?? occasion.actor.account
  }

  /// The marks that the form holds, as the table that an import takes.
  var table: TableReader {
    get throws {
      var marks: [(entrant: String, criterion: String, mark: String)] = []
      for (name, value) in call.form.under("mark" + Self.bar) where !value.trimmed.isEmpty {
        let parts = name.split(separator: Self.bar, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { continue }
        let entrant = parts[0].isEmpty ? call.form.given("entrant") ?? "" : String(parts[0])
        marks.append((entrant, String(parts[1]), String(value.trimmed)))
      }
      return try JudgeMark.table(marks, stage: stage.id, judge: judge)
    }
  }

  var page: PageReply {
    get throws {
      let occasion = try call.occasion
      let desk = CompetitionDesk(occasion)
      let own = try desk.marks(of: judge, in: contest).filter { $0.stage == stage.id }
      let entered = try EntryRecords(occasion.database).entries(of: contest.head.id).map(\.entrant)
      let board = try desk.board(contest, isJury: true)
      // Without a list of entrants, those who have marks are shown, and another may be named.
      let entrants = entered.isEmpty ? board.standings.map(\.entrant).sorted() : entered
      let held = Dictionary(own.map { ("\($0.entrant)\(Self.bar)\($0.criterion)", $0.mark) }) { $1 }
      let rows = entrants.map { row($0, name: board.names[$0], held) }
      let title = "\(call.word(contest.head.title)) · \(call.word(stage.title))"
      let other = entered.isEmpty ? otherEntrant : ""
      let full = Self.text(stage.full)
      let body = """
        <p>\(call.word("You judge as \(Markup.escaped(judge)); marks are 0 to \(full).", "评委：\(Markup.escaped(judge))；分值 0–\(full)。"))</p>
        \(Markup.form(
          call, "mark", kind: "stack",
          Markup.table(
            call.word("Marks", "评分"), [call.word("entrant", "选手")] + stage.criteria.map(heading), rows,
            empty: call.word("Nobody is entered yet.", "暂无选手。"))
            + other
            + Markup.field(
              "correction", call.word("Why marks that you gave before change (only then)", "更正原因（仅修改已有评分时填写）"),
              value: call.form["correction"] ?? "")
            + Markup.button(call.word("Save the marks", "保存评分"))))
        <p>\(Markup.link("/judging", call.word("All contests", "全部竞赛")))</p>
        """
      return .page(title, body)
    }
  }

  /// A mark without the noughts at its end.
  private static func text(_ mark: Int) -> String {
    ExactDecimal(mantissa: mark, places: JudgeMark.places).text
  }

  private func heading(_ criterion: ContestStage.Criterion) -> String {
    criterion.id.isEmpty ? call.word("mark", "分数") : "\(criterion.id) (\(criterion.weight))"
  }

  private func input(_ entrant: String, _ criterion: String, _ value: String) -> String {
    let name = Markup.escaped("mark\(Self.bar)\(entrant)\(Self.bar)\(criterion)")
    let who = entrant.isEmpty ? call.word("another entrant", "其他选手") : entrant
    let label = Markup.escaped(criterion.isEmpty ? who : "\(who) \(criterion)")
    return
      "<input name=\"\(name)\" aria-label=\"\(label)\" inputmode=\"decimal\" autocomplete=\"off\" size=\"7\" value=\"\(Markup.escaped(value))\">"
  }

  private func row(_ entrant: String, name: String?, _ held: [String: Int]) -> [Markup.Cell] {
    [.text(name.map { "\(entrant) \($0)" } ?? entrant)]
      + stage.criteria.map { criterion in
        let key = "\(entrant)\(Self.bar)\(criterion.id)"
        let typed = call.form["mark\(Self.bar)\(key)"]
        return .markup(
          input(
            entrant, criterion.id, typed ?? held[key].map(Self.text) ?? ""))
      }
  }

  private var otherEntrant: String {
    let fields = stage.criteria.map { criterion in
      input("", criterion.id, call.form["mark\(Self.bar)\(Self.bar)\(criterion.id)"] ?? "")
    }
    return
      "<fieldset><legend>\(call.word("Another entrant", "其他选手"))</legend>\(Markup.field("entrant", call.word("Id of the entrant", "选手编号"), value: call.form["entrant"] ?? ""))<div class=\"line\">\(fields.joined(separator: "\n"))</div></fieldset>"
  }
}
