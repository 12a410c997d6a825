import Formats
import Performance
import Workspace

extension Route {
  /// What a scored quarter pays, and what comes after its close.
  static let pay: [Route] = [
    .list(
      "/pay/{quarter:quarter}", "pay.show", "Everybody's score, grade and bonus", .roles(.hr),
      of: PayDesk.rowForm, key: { $0.id }
    ) { call in
      var rows: [PayDesk.Row] = []
      try PayDesk(try call.occasion).forEachResult(in: try call.quarter()) { rows.append(($0, $1, $2)) }
      return rows
    },
    .list(
      "/pay/{quarter:quarter}/difference", "pay.differences",
      "Whose bonus differs between two revisions of a closed quarter", .roles(.hr),
      query: [
        .init("from", .integer(1...10_000), required: true, "the earlier revision"),
        .init("to", .integer(1...10_000), required: true, "the later revision"),
      ], of: PayDesk.differenceForm, key: { $0.id }
    ) { call in
      try PayDesk(try call.occasion).differences(
        in: try call.quarter(), from: call.queryNumber("from") ?? 1, to: call.queryNumber("to") ?? 1)
    },
    .list(
      "/pay/{quarter:quarter}/adjustment", "pay.effects",
      "What came after a quarter was closed, and what it is worth; nothing is posted", .roles(.hr),
      query: [.init("staff", .name, "only this person")], of: LateDesk.effectForm, key: { $0.effect.staff }
    ) { call in
      let isChinese = call.isChinese
      return try LateDesk(try call.occasion).effects(on: try call.quarter(), staff: call.query("staff"))
        .map { ($0.effect, isChinese) }
    },
    .write(
      "POST", "/pay/{quarter:quarter}/adjustment", "pay.adjust",
      "Post what late evidence is worth as adjustments in an open quarter", .roles(.hr), mode: .longWrite,
      body: .object([
        .init("staff", .name, required: false, note: "only this person; everybody unless said"),
        .init(
          "into", .quarter, required: false, note: "the open quarter that pays them; the next unless said"),
        .init("reason", .someText, required: false, note: "what is written beside the cause"),
      ]), answer: .list(LateDesk.postedForm.schema)
    ) { call in
      LateDesk.postedForm.json(
        try LateDesk(try call.occasion).post(
          try call.quarter(), staff: call.optionalText("staff"),
          payIn: call.optionalText("into").flatMap { Quarter($0) }, reason: call.text("reason")))
    },
  ]
}
