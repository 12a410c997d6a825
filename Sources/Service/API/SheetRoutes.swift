import Formats
import Performance
import Workspace

extension Route {
  /// Sheets of a quarter, and the trees that explain them.
  static let sheet: [Route] = [
    .get(
      "/sheet/{staff}/{quarter:quarter}", "sheet.show", "A person's sheet of a quarter", .ownOr(.hr),
      answer: PersonResult.form.schema
    ) { call in
      let (person, _, result) = try PayDesk(try call.occasion).result(
        of: try call.person(), in: try call.quarter())
      return PersonResult.form.json(PersonResult(person, try call.quarter(), result))
    },
    .get(
      "/explain/{staff}/{quarter:quarter}", "explain.show",
      "Where a person's numbers come from, down to the call and the answer", .ownOr(.hr),
      answer: Explanation.schema
    ) { call in
      try ExplainDesk(try call.occasion).explain(try call.person(), in: try call.quarter())
        .json(chinese: call.isChinese)
    },
  ]
}
