import Formats
import Performance
import Workspace

extension Route {
  /// A quarter from its opening to its archive.
  static let quarter: [Route] = [
    .get(
      "/quarter/{quarter:quarter}", "quarter.status",
      "How a quarter stands: what is missing, and who brings it",
      .roles(.hr, .leader, .examiner, .assessor, .trainer), answer: QuarterStatusDesk.Status.form.schema
    ) { call in
      QuarterStatusDesk.Status.form.json(
        try QuarterStatusDesk(try call.occasion).status(of: try call.quarter()))
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/open", "quarter.open",
      "Put a quarter on record, and see what it will be judged by", .roles(.hr), mode: .longWrite,
      answer: QuarterDesk.openingForm.schema
    ) { call in
      let quarter = try call.quarter()
      return QuarterDesk.openingForm.json((quarter, try QuarterDesk(try call.occasion).open(quarter)))
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/score", "quarter.score", "Score everybody and split the pool",
      .roles(.hr), mode: .longWrite,
      body: .object([
        .init(
          "pool", .yuan, required: false,
          note: "what there is to share out, before the index; the scheme's or everybody's base unless said")
      ]), answer: QuarterDesk.Summary.form.schema
    ) { call in
      try QuarterDesk(try call.occasion).score(try call.quarter(), pool: try call.money("pool")).json
    },
    .get(
      "/quarter/{quarter:quarter}/preview", "quarter.preview",
      "What the quarter, a month of it, or it so far would come to; nothing is written", .roles(.hr),
      query: [
        .pool, .init("month", .string(.free, 7...7), "only the evidence of one month, such as 2026-08"),
        .init("until", .day, "only the evidence up to a day"),
      ], answer: QuarterDesk.previewForm.schema
    ) { call in
      let quarter = try call.quarter()
      let span = try QuarterDesk.span(of: quarter, month: call.query("month"), until: call.day("until"))
      return QuarterDesk.previewForm.json(
        try QuarterDesk(try call.occasion).preview(quarter, pool: try call.money("pool"), span: span))
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/what-if", "quarter.what-if",
      "The same evidence under changed schemes: who gains, who loses; nothing is written", .roles(.hr),
      mode: .read,
      body: .object([
        .init(
          "schemes", .array(.string(.free, 1...200_000), most: 20),
          note: "documents of the kinds performance and bonus, as JSON5"),
        .init(
          "pool", .yuan, required: false, note: "what was given when last scored unless said"),
      ]), answer: WhatIfDesk.Study.form.schema
    ) { call in
      let files = call.texts("schemes").enumerated().map { place, text in
        (name: "scheme \(place + 1)", bytes: Array(text.utf8))
      }
      return WhatIfDesk.Study.form.json(
        try WhatIfDesk(try call.occasion).study(
          try call.quarter(), files: files, pool: try call.money("pool")))
    },
  ]

  /// What people are shown of a quarter and say to it, and what is decided.
  static let quarterPublication: [Route] = [
    .write(
      "POST", "/quarter/{quarter:quarter}/publish", "quarter.publish",
      "Show the scored quarter to the people concerned, and open the days for objections", .roles(.hr),
      answer: PublicationDesk.publicationForm.schema
    ) { call in
      let quarter = try call.quarter()
      return PublicationDesk.publicationForm.json(
        (quarter, try PublicationDesk(try call.occasion).publish(quarter)))
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/confirm", "quarter.confirm",
      "Confirm one's own published sheet, or object to it", .ownOr(.hr),
      body: .object([
        .init("staff", .name, required: false, note: "whose sheet, for HR; one's own unless said"),
        .init("object", .someText, required: false, note: "object, with the reason, instead of confirming"),
      ]),
      answer: .object(
        PublicationDesk.answerForm.members.map { .init($0.name, $0.schema) } + [
          .init("takes_back", .boolean, note: "whether that takes an open objection back")
        ])
    ) { call in
      let (quarter, objection) = (try call.quarter(), call.optionalText("object"))
      let staff = try call.personMember()
      let takesBack = try PublicationDesk(try call.occasion).answer(
        quarter, staff: staff, objection: objection)
      return PublicationDesk.answerForm.json(
        (quarter, staff, objection != nil), with: [("takes_back", .bool(takesBack))])
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/objection/{staff}/decide", "quarter.decide",
      "Decide about an objection", .roles(.hr),
      body: .object([
        .init("upheld", .boolean, note: "whether the objection is right"), .init("reason", .someText),
      ]), answer: PublicationDesk.decisionForm.schema
    ) { call in
      try PublicationDesk(try call.occasion).decide(
        try call.quarter(), staff: call["staff"], upheld: call.isTrue("upheld"), reason: call.text("reason"))
      return PublicationDesk.decisionForm.json((call["staff"], call.isTrue("upheld")))
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/calibration/{staff}", "quarter.calibrate",
      "Give another grade than the rules do, or take that back; it counts from the next scoring on",
      .roles(.hr, .leader),
      body: .object([
        .init("grade", .optional(.name), note: "null takes an earlier calibration back"),
        .init("reason", .someText),
      ]), answer: PublicationDesk.calibrationForm.schema
    ) { call in
      let grade = call.optionalText("grade")
      try PublicationDesk(try call.occasion).calibrate(
        try call.quarter(), staff: call["staff"], grade: grade, reason: call.text("reason"))
      return PublicationDesk.calibrationForm.json((call["staff"], grade))
    },
  ]

  /// Closing a quarter for good, and proving it.
  static let quarterClosing: [Route] = [
    .write(
      "POST", "/quarter/{quarter:quarter}/close", "quarter.close", "Score once more and freeze the quarter",
      .roles(.hr), mode: .longWrite,
      body: .object([
        .init("pool", .yuan, required: false, note: "what was given when last scored unless said"),
        .init(
          "early", .someText, required: false,
          note: "why it is closed before the days for objections are over; stands on every sheet"),
      ]), answer: QuarterDesk.Summary.form.schema
    ) { call in
      try ClosingDesk(try call.occasion).close(
        try call.quarter(), pool: try call.money("pool"),
        haste: call.optionalText("early").map { ClosingDesk.Haste(reason: $0) }
      ).json
    },
    .write(
      "POST", "/quarter/{quarter:quarter}/revise", "quarter.revise",
      "Settle a closed quarter again beside the first close; the differences are paid as adjustments",
      .roles(.hr), mode: .longWrite,
      body: .object([
        .init("reason", .someText),
        .init("into", .quarter, required: false, note: "the open quarter that pays the differences"),
      ]), answer: ClosingDesk.revisedForm.schema
    ) { call in
      ClosingDesk.revisedForm.json(
        try ClosingDesk(try call.occasion).revise(
          try call.quarter(), reason: call.text("reason"),
          payIn: call.optionalText("into").flatMap { Quarter($0) }))
    },
    .get(
      "/quarter/{quarter:quarter}/proof", "quarter.verify",
      "Settle a closed quarter again from its frozen inputs, and compare byte for byte", .roles(.hr, .leader),
      answer: .list(VerifyDesk.Finding.form.schema)
    ) { VerifyDesk.Finding.form.json(try VerifyDesk(try $0.occasion).verify(try $0.quarter())) },
    Route(
      "POST", "/quarter/{quarter:quarter}/archive", "quarter.archive",
      "The papers that HR keeps of a closed quarter, as a zip file: sheets, inputs, results, decisions, hashes",
      .roles(.hr), .longWrite,
      query: [.init("revision", .integer(1...10_000), "the last unless said")],
      answer: .file(["application/zip"])
    ) { call in
      let quarter = try call.quarter()
      let (revision, bytes) = try ArchiveDesk(try call.occasion).zip(
        quarter, revision: call.queryNumber("revision"))
      return Reply(
        content: .file(bytes, type: "application/zip", name: "\(quarter)-\(revision.number).zip"),
        headers: [("X-Quarter-Hash", revision.hash)])
    },
  ]
}
