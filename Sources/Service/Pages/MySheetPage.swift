import Formats
import Performance
import Workforce
import Workspace

extension PageRoute {
  /// A person's sheet of a quarter, with where every number comes from.
  static let sheet: [PageRoute] = [
    PageRoute("/sheet", .signedIn) { call in
      let (occasion, own) = (try call.occasion, try call.own())
      // The newest that is shown, of the last two years.
      let newest = Quarter(of: occasion.today)
      let shown = try (0..<8).map { Quarter(number: newest.number - $0) }.first {
        try PayDesk(occasion).shownResult(of: own, in: $0) != nil
      }
      return try sheetPage(of: own, in: shown ?? newest, call)
    }
    .doing("confirm") { call in try answer(call, call.own()) }
    .doing("object") { call in try answer(call, call.own()) },
    PageRoute("/sheet/{quarter:quarter}", .signedIn) { call in
      try sheetPage(of: call.own(), in: call.quarter(), call)
    }
    .doing("confirm") { call in try answer(call, call.own()) }
    .doing("object") { call in try answer(call, call.own()) },
    PageRoute("/sheet/{quarter:quarter}/{staff}", .ownOr(.hr)) { call in
      try sheetPage(of: call.call.person(), in: call.quarter(), call)
    }
    .doing("confirm") { call in try answer(call, call.call.person()) }
    .doing("object") { call in try answer(call, call.call.person()) }
    .doing("decide") { call in
      let isUpheld = call.form["outcome"] == "upheld"
      try PublicationDesk(try call.occasion).decide(
        try call.quarter(), staff: call["staff"], upheld: isUpheld,
        reason: try call.required("reason", Words(en: "why", zh: "理由")))
      return .seeOther(
        call.target,
        notice: isUpheld
          ? call.word(
            "Upheld: put the cause right, then score and publish again.", "异议成立：请更正依据后重新评定并公示。")
          : call.word("Rejected, with its reason.", "异议不成立，理由已记录。"))
    },
  ]

  private static func answer(_ call: PageCall, _ staff: String) throws -> PageReply {
    if try call.occasion.actor.staff != staff { try call.requireSure() }
    let text = call.form["quarter"] ?? ""
    guard let quarter = Quarter(text) else { throw Refusal.badQuarter(text) }
    let isObjection = call.form["deed"] == "object"
    let objection =
      isObjection ? try call.required("text", Words(en: "what is wrong, and why", zh: "异议理由")) : nil
    let takesBack = try PublicationDesk(try call.occasion).answer(quarter, staff: staff, objection: objection)
    return .seeOther(
      call.target,
      notice: isObjection
        ? call.word("Your objection is taken down; HR decides.", "异议已登记，由人力资源裁定。")
        : takesBack
          ? call.word("Confirmed; that takes the objection back.", "已确认，原异议已撤回。")
          : call.word("Confirmed.", "已确认。"))
  }

  private static func sheetPage(of staff: String, in quarter: Quarter, _ call: PageCall) throws -> PageReply {
    let isOwn = call.signIn?.actor.staff == staff
    let title =
      isOwn ? call.word("My sheet", "我的绩效") : call.word("Sheet of \(staff)", "\(staff) 的绩效")
    let links = Markup.quarters("/sheet/", quarter, call)
    let desk = PayDesk(try call.occasion)
    let found =
      isOwn
      ? try desk.shownResult(of: staff, in: quarter) : try desk.result(of: staff, in: quarter)
    guard let found else {
      return .page(
        title,
        links
          + Markup.paragraph(
            call.word(
              "There is no sheet of \(quarter) to show: the quarter is not published, or you are not in it.",
              "\(quarter) 暂无可查看的绩效表：尚未公示，或您不在评定范围内。"), kind: "note"))
    }
    return .page(title, (isOwn ? links : "") + (try SheetView(found, quarter, call).markup))
  }
}
