import Formats
import Service
import Terminal
import Workspace

extension Verb {
  static let template = Verb(
    "template", arguments: ["NAME"], en: "write an empty table with headings and an example",
    zh: "输出带表头和示例的空表",
    example: "merit template roster --lang zh-Hans > roster.csv"
  ) { session, input in
    let name = input.argument(0)
    guard let shape = House.tables.first(where: { $0.name == name }) else {
      let names = House.tables.map(\.name)
      throw Refusal(
        .usage, "there is no table '\(name)'",
        nearest(to: name, among: names).map { "did you mean '\($0)'?" }
          ?? "there are \(names.joined(separator: ", "))")
    }
    let text = shape.template(chinese: session.isChinese)
    session.report(
      .object([
        ("name", .string(name)), ("columns", .array(shape.columns.map { .string($0.id) })),
        ("csv", .string(text)),
      ])
    ) { Screen.write(text) }
    if let further = shape.furtherColumns { session.notice("and one column for each of the \(further)") }
    return .done
  }
}
