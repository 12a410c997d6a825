import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let explainVerb = Verb(
    "explain", arguments: ["STAFF", "QUARTER"],
    en: "explain a bonus down to the calls and answers it came from", zh: "逐级解释奖金来源",
    example: "merit explain E0001 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(1))
    let tree = try ExplainDesk(try session.occasion(readOnly: true)).explain(input.argument(0), in: quarter)
    session.report(tree.json(chinese: session.isChinese)) {
      for (depth, text) in tree.lines(chinese: session.isChinese) {
        let indent = String(repeating: "  ", count: depth)
        for (index, line) in wrapped(withoutControls(text), to: min(Screen.width, 110) - indent.count - 2)
          .enumerated()
        {
          Screen.write(indent + (index == 0 ? "" : "    ") + line + "\n")
        }
      }
    }
    return .done
  }
}
