import Formats
import Satisfaction
import Workforce
import Workspace

extension Route {
  /// Complaints on their way.
  static let complaint: [Route] = [
    .intake("/complaint", "complaint.import", "Take in complaints", .roles(.leader, .hr)) { call, options in
      try SatisfactionDesk(try call.occasion).importComplaints(call.source, options: options)
    },
    .list(
      "/complaint", "complaint.list", "The complaints that are not closed, the oldest first",
      .roles(.leader, .hr, .assessor), of: ComplaintCourse.openForm, key: { $0.course.complaint.name }
    ) { call in
      let now = call.now
      return try ComplaintDesk(try call.occasion).open().map { ($0, now) }
    },
    .get(
      "/complaint/{complaint}", "complaint.show", "One complaint and all that was done about it",
      .roles(.leader, .hr, .assessor), answer: ComplaintCourse.form.schema
    ) { ComplaintCourse.form.json(try ComplaintDesk(try $0.occasion).course($0["complaint"])) },
    .write(
      "POST", "/complaint/{complaint}/step", "complaint.step",
      "Take a complaint on: classed, routed, handled, answered, closed, reopened", .roles(.leader, .hr),
      mode: .longWrite,
      body: .object([
        .init("state", .choice(ComplaintState.allCases.map(\.rawValue))),
        .init("department", .name, required: false, note: "where it is routed to"),
        .init(
          "class", .choice(Complaint.Class.allCases.map(\.rawValue)), required: false, note: "on classing"),
        .init("handler", .name, required: false, note: "the id of who handles it"),
        .init(
          "satisfaction", .integer(1...5), required: false, note: "what the customer said on closing"),
        .init("liable", .boolean, required: false, note: "whether the person it is about was at fault"),
        .init("accurate", .boolean, required: false, note: "whether the result was right"),
        .init("text", .someText, required: false, note: "what was done"),
      ]), answer: ComplaintCourse.form.schema, step),
    .get(
      "/complaint/stats/{quarter:quarter}", "complaint.stats",
      "Complaints of a quarter: times, repeats, accuracy, satisfaction, classes, the iceberg",
      .roles(.leader, .hr, .trainer, .assessor),
      query: [
        .init("hours", .integer(1...10_000), "the time limit; 24 unless said"),
        .init("repeat_days", .integer(1...365), "the window of a repeat; 7 unless said"),
      ], answer: ComplaintSummary.form.schema
    ) { call in
      var terms = ComplaintSummary.Terms()
      terms.hours = call.queryNumber("hours") ?? terms.hours
      terms.repeatDays = call.queryNumber("repeat_days") ?? terms.repeatDays
      return ComplaintSummary.form.json(
        try ComplaintDesk(try call.occasion).summary(in: try call.quarter(), terms: terms))
    },
  ]

  @Sendable private static func step(_ call: Call) throws -> JSON {
    var details = ComplaintDesk.Details()
    details.department = call.optionalText("department")
    details.kind = call.optionalText("class").flatMap { Complaint.Class(rawValue: $0) }
    details.handler = call.optionalText("handler")
    details.satisfaction = call.optionalNumber("satisfaction")
    details.isLiable = call.member("liable")?.flag
    details.isAccurate = call.member("accurate")?.flag
    details.text = call.text("text")
    let desk = ComplaintDesk(try call.occasion)
    try desk.take(
      call["complaint"], to: ComplaintState(rawValue: call.text("state")) ?? .received, details,
      handlers: StaffRecords(try call.occasion.database).keys())
    return ComplaintCourse.form.json(try desk.course(call["complaint"]))
  }
}
