import Formats
import Improvement
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseEffect = Verb(
    "analyse", "effect", arguments: ["FILE"],
    en: "did training help? columns trained (0/1), pre and post", zh: "培训效果：trained、pre、post 三列",
    example: "merit analyse effect refresher.csv"
  ) { session, input in
    let path = input.argument(0)
    let table = try NumberTable.read(path, only: ["trained", "pre", "post"])
    func place(_ name: String) -> Int { table.columns.firstIndex(of: name) ?? 0 }
    let (trained, pre, post) = (place("trained"), place("pre"), place("post"))
    var cases: [TrainingEffect.Case] = []
    var faults = Faults()
    for (row, line) in table.lines.enumerated() {
      let cell = { table.cells[row * table.columns.count + $0] }
      let marks = [cell(trained), cell(pre), cell(post)]
      if marks.contains(NumberTable.missing) { continue }
      guard marks[0] == 0 || marks[0] == table.unit else {
        faults.append(
          Fault(
            file: path, line: line, column: 1,
            message: "'trained' is neither 0 nor 1; write 1 for who took part"))
        continue
      }
      cases.append(
        TrainingEffect.Case(isTrained: marks[0] != 0, before: marks[1], after: marks[2]))
    }
    try faults.throwIfAny()
    let effect = TrainingEffect(cases, unit: table.unit)
    session.report(TrainingEffect.form.json((effect, table.lines.count - cases.count))) {
      for line in EffectText.lines(
        effect, dropped: table.lines.count - cases.count, chinese: session.isChinese)
      {
        session.say(line)
      }
    }
    return .done
  }
}
