import Formats
import Performance
import Workspace

extension Route {
  /// Where pay comes from, and what would have been.
  static let explain: [Route] = [
    .get(
      "/explain/{staff}/{quarter:quarter}", "explain.show",
      "Where a person's numbers come from, down to the call and the answer", .ownOr(.hr),
      answer: Explanation.schema
    ) { call in
      try ExplainDesk(try call.occasion).explain(try call.person(), in: try call.quarter())
        .json(chinese: call.isChinese)
    },
    .get(
      "/explain/{staff}/{quarter:quarter}/what-if", "explain.what-if",
      "What would have changed in a person's quarter if one thing had been otherwise", .ownOr(.hr),
      query: [
        .init(
          "suppose", .string(.free, 1...400), required: true, Counterfactual.Supposition.forms)
      ], answer: Counterfactual.form.schema
    ) { call in
      let text = call.query("suppose") ?? ""
      guard let supposition = Counterfactual.Supposition(text) else {
        throw Refusal(
          .usage, "'\(text)' is nothing that can be supposed", "send \(Counterfactual.Supposition.forms)")
      }
      return Counterfactual.form.json(
        try CounterfactualDesk(try call.occasion).suppose(
          supposition, of: try call.person(), in: try call.quarter()))
    },
    .get(
      "/explain/call/{call}", "explain.call", "The other way: which pay a call touched", .ownOr(.hr),
      answer: CounterfactualDesk.CallTrace.form.schema
    ) { call in
      CounterfactualDesk.CallTrace.form.json(
        try CounterfactualDesk(try call.occasion).trace(call: call["call"]))
    },
  ]
}
