import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let explainVerb = Verb(
    "explain", arguments: ["STAFF?", "QUARTER?"],
    options: [
      Option(
        "--what", "SUPPOSITION", en: "what would have changed: \(Counterfactual.Supposition.forms)",
        zh: "假设分析，如 'item correct passed on C15'"),
      Option("--call", "ID", en: "the other way: which pay a call touched", zh: "反向：某通话影响了哪些奖金"),
      Option("--depth", "N", en: "so many levels of the tree; all unless said", zh: "显示层数"),
    ],
    en: "explain a bonus down to the calls and answers it came from", zh: "逐级解释奖金来源",
    example: "merit explain E0001 2026Q3 --what 'item correct passed'"
  ) { session, input in
    if let call = input.value("--call") {
      guard input.arguments.isEmpty else {
        throw Refusal(.usage, "a call knows its person and quarter", "write merit explain --call \(call)")
      }
      let trace = try CounterfactualDesk(try session.occasion(readOnly: true)).trace(call: call)
      session.report(CounterfactualDesk.CallTrace.form.json(trace)) {
        CounterfactualText.show(trace, session)
      }
      return .done
    }
    guard input.arguments.count == 2 else {
      throw Refusal(
        .usage, "a person and a quarter are needed",
        "write merit explain STAFF QUARTER, or merit explain --call ID")
    }
    let quarter = try input.quarter(input.argument(1))
    let occasion = try session.occasion(readOnly: true)
    if let text = input.value("--what") {
      guard let supposition = Counterfactual.Supposition(text) else {
        throw Refusal(
          .usage, "'\(text)' is nothing that can be supposed", "write \(Counterfactual.Supposition.forms)")
      }
      let found = try CounterfactualDesk(occasion).suppose(supposition, of: input.argument(0), in: quarter)
      session.report(Counterfactual.form.json(found)) { CounterfactualText.show(found, session) }
      return .done
    }
    let tree = try ExplainDesk(occasion).explain(input.argument(0), in: quarter)
    let depth = try input.integer("--depth", in: 0...20) ?? 20
    session.report(tree.json(chinese: session.isChinese)) { show(tree, depth: depth, session) }
    return .done
  }

  private static func show(_ tree: Explanation, depth limit: Int, _ session: Session) {
    for (depth, text) in tree.lines(chinese: session.isChinese) where depth <= limit {
      let indent = String(repeating: "  ", count: depth)
      let width = max(24, min(Screen.width, 110) - indent.count - 2)
      for (index, line) in wrapped(withoutControls(text), to: width).enumerated() {
        Screen.write(indent + (index == 0 ? "" : "    ") + line + "\n")
      }
    }
  }
}
