import Formats
import Performance
import Workspace

extension PageRoute {
  /// Quarters: how one stands, and for HR scoring, showing, closing and exporting it.
  static let quarters: [PageRoute] = [
    PageRoute("/quarters", .roles(.hr, .leader, .examiner, .assessor, .trainer)) { call in
      let occasion = try call.occasion
      let now = Quarter(of: occasion.today)
      let desk = PublicationDesk(occasion)
      let rows = try (0..<8).map { back in
        let quarter = Quarter(number: now.number - back)
        let word = try desk.state(of: quarter)
        return [
          Markup.Cell.markup(Markup.link("/quarters/\(quarter)", "\(quarter)")),
          .text("\(quarter.firstDay) – \(quarter.lastDay)"),
          .markup(
            Markup.badge(
              call.word(QuarterStatusDesk.Status.words(ofState: word)),
              word == "closed" ? "good" : word == "open" ? "" : "busy")),
        ]
      }
      return .page(
        call.word("Quarters", "季度"),
        Markup.table(
          call.word("Quarters and how they stand", "季度状态"),
          [call.word("quarter", "季度"), call.word("days", "日期"), call.word("state", "状态")], rows, empty: "–"))
    },
    PageRoute("/quarters/{quarter:quarter}", .roles(.hr, .leader, .examiner, .assessor, .trainer)) { call in
      try QuarterView(call).page
    }
    .doing("score", .longWrite) { call in
      let summary = try QuarterDesk(try call.occasion).score(
        try call.quarter(), pool: try QuarterView.pool(call.form.given("pool"), call))
      return .seeOther(
        call.target,
        notice: call.word(
          "Scored: \(summary.assessed) of \(summary.people) people, \(summary.paid) yuan.",
          "已评定：\(summary.people) 人中 \(summary.assessed) 人参评，发放 \(summary.paid) 元。"))
    }
    .doing("publish") { call in
      let publication = try PublicationDesk(try call.occasion).publish(try call.quarter())
      return .seeOther(
        call.target,
        notice: call.word(
          "Published; people may object until \(publication.until).", "已公示，异议期至 \(publication.until)。"))
    }
    .doing("close", .longWrite) { call in
      try call.requireSure()
      let reason = call.form["early"] == "yes" ? call.form.given("reason") ?? "" : nil
      if let reason, reason.isEmpty {
        throw Refusal(
          .usage, call.word("an early close needs a reason", "提前关闭须说明原因"),
          call.word("write why: it stands on every sheet", "请填写原因，将载于每份绩效表"))
      }
      let summary = try ClosingDesk(try call.occasion).close(
        try call.quarter(), pool: try QuarterView.pool(call.form.given("pool"), call),
        haste: reason.map { ClosingDesk.Haste(reason: $0) })
      return .seeOther(
        call.target,
        notice: call.word(
          "Closed; hash \(summary.hash ?? "").", "已关闭，校验码 \(summary.hash ?? "")。"))
    }
    .doing("export", .longWrite) { call in try QuarterView.export(call) },
    PageRoute("/quarters/{quarter:quarter}/preview", .roles(.hr)) { call in try QuarterView.preview(call) },
    PageRoute("/promotion", .roles(.hr)) { call in
      guard let quarter = try call.query("quarter") == nil ? lastScored(call) : call.quarter() else {
        return .page(
          call.word("Promotion", "晋级"),
          Markup.paragraph(
            call.word(
              "No quarter was scored yet: whom the rules propose follows from one.", "尚无已评定的季度，暂无晋级建议。"),
            kind: "note"))
      }
      let all = call.query("all") == "yes"
      let lists = try PromotionDesk(try call.occasion).lists(in: quarter)
      let link =
        all
        ? Markup.link("/promotion?quarter=\(quarter)", call.word("Only those who are proposed", "仅建议人员"))
        : Markup.link(
          "/promotion?quarter=\(quarter)&all=yes", call.word("Everybody, with what they lack", "全部人员及未达条件"))
      return .page(
        call.word("Promotion", "晋级"),
        Markup.quarters("/promotion?quarter=", quarter, call) + "<p>\(link)</p>"
          + (lists.isEmpty
            ? Markup.paragraph(call.word("No promotion scheme is in force.", "暂无生效的晋级方案。"), kind: "note")
            : lists.map { PromotionView($0, all: all, quarter: quarter, call).markup }.joined(separator: "\n"))
      )
    },
  ]

  /// The newest quarter of the last two years that has results.
  private static func lastScored(_ call: PageCall) throws -> Quarter? {
    let (desk, now) = (PublicationDesk(try call.occasion), Quarter(of: try call.occasion.today))
    return try (0..<8).map { Quarter(number: now.number - $0) }.first { try desk.state(of: $0) != "open" }
  }
}
