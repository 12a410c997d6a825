import Exams
import Formats
import Workforce
import Workspace

extension Route {
  /// Sitting an exam over the network: nothing of a key is in any answer, and what is sent again is kept once.
  static var sitting: [Route] {
    [
      .write(
        "POST",
        "/exam/{exam}/sitting", "exam.sit", "Begin an attempt at an exam, or go on with the one that runs",
        .candidate,
        body: .object([
          .init("language", .choice(["en", "zh-Hans"]), note: "of a new attempt"),
          .init("holder", holder, note: "a random name of the client's own, which answers from now on"),
          .init("code", .name, required: false, note: "the one-time code, where several were given"),
        ]), answer: opening
      ) { call in try begin(call) },
      .get(
        "/exam/{exam}/sitting", "exam.sitting", "How a sitting stands, and until when it runs", .candidate,
        mode: .quickRead,
        query: [
          .init("sitting", .integer(1...Int(Int32.max)), required: true, "the sitting's number"),
          .init("holder", holder, required: true, "the client's name"),
        ],
        answer: .object(standing + [.init("holder_is_you", .boolean)])
      ) { call in
        let held = try SittingLine.standing(
          try call.occasion, exam: call["exam"], sitting: Int(call.query("sitting") ?? "") ?? 0,
          holder: call.query("holder") ?? "")
        return .object(members(held, call.now) + [("holder_is_you", .bool(held.isHolder))])
      },
      .write(
        "POST",
        "/exam/{exam}/sitting/answers", "exam.answer",
        "Send answers; what comes after the time stands beside the sitting until an examiner decides",
        .candidate,
        body: .object([
          .init("sitting", .integer(1...Int(Int32.max))), .init("holder", holder),
          .init("entries", .array(entry, most: 500)),
        ]), answer: .object(standing)
      ) { call in try append(call) },
      .write(
        "POST",
        "/exam/{exam}/sitting/submit", "exam.submit", "Hand a paper in, once all answers have arrived",
        .candidate,
        body: .object([
          .init("sitting", .integer(1...Int(Int32.max))), .init("holder", holder),
          .init("sequence", .count, note: "the last number that the client gave"),
        ]), answer: submitted
      ) { call in try submit(call) },
    ]
  }

  // MARK: What is done

  private static func candidate(_ call: Call) throws -> String {
    guard let staff = try call.occasion.actor.staff else {
      throw Refusal(
        .notPermitted, "account '\(try call.occasion.actor.account)' is nobody's own",
        "sign in as the candidate")
    }
    return staff
  }

  private static func begin(_ call: Call) throws -> JSON {
    let staff = try candidate(call)
    let room = try call.room(call["exam"])
    let permit: ExamRoom.Permit =
      if let code = call.optionalText("code") {
        .code(code)
      } else {
        call.signIn?.kind == .code ? .signedInByCode : .known
      }
    let holder = call.text("holder")
    switch try room.beginning(staff: staff, language: call.text("language"), holder: holder, permit: permit) {
    case .closed(let sitting):
      // Told as a refusal, and yet the closing is kept.
      throw CodedRefusal(status: 403, code: "overdue", refusal: .overdue(sitting.exam))
    case .begun(let sitting, let responses):
      let line = try SittingLine(room, sitting: sitting.id, holder: holder)
      return try opened(room, sitting, responses, kept: line.standing(), now: call.now)
    }
  }

  private static func opened(
    _ room: ExamRoom, _ sitting: Sitting, _ responses: [Int: Response], kept held: SittingLine.Standing,
    now: Instant
  ) throws -> JSON {
    let paper = try room.paper(of: sitting)
    return .object([
      ("sitting", .int(sitting.id)), ("exam", .string(sitting.exam)),
      ("title", room.blueprint.head.title.json), ("staff", .string(sitting.staff)),
      ("attempt", .int(sitting.attempt)), ("language", .string(sitting.language)),
      ("started", .string(sitting.started.description)), ("deadline", .string(held.deadline.description)),
      ("grace_seconds", .int(room.blueprint.graceMinutes * 60)), ("now", .string(now.description)),
      ("allows_editor", .bool(room.blueprint.allowsEditor)),
      ("allows_parts", .bool(room.blueprint.allowsParts)), ("sequence", .int(held.kept)),
      ("paper", .array(try BlindPaper(of: sitting, in: room).items.map(\.json))),
      (
        "responses",
        .array(
          responses.sorted { $0.key < $1.key }.filter { paper.indices.contains($0.key) }.map {
            .object([
              ("place", .int($0.key)), ("response", WireResponse.json(paper[$0.key].shown($0.value))),
            ])
          })
      ),
    ])
  }

  private static func line(_ call: Call) throws -> (line: SittingLine, paper: [PaperItem]) {
    _ = try candidate(call)
    return try call.line(
      to: call.optionalNumber("sitting") ?? 0, holder: call.text("holder"), of: call["exam"])
  }

  /// What a client does about a refusal stands in its code.
  private static func coded<T>(_ exam: String, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let refusal as Refusal where refusal == .takenOver(exam) {
      throw CodedRefusal(status: 409, code: "taken-over", refusal: refusal)
    } catch let gap as LineGap {
      throw CodedRefusal(status: 409, code: "gap", refusal: gap.refusal)
    }
  }

  private static func append(_ call: Call) throws -> JSON {
    let (line, paper) = try line(call)
    let entries = try call.list("entries").map { node in
      let place = node["place"]?.wholeNumber ?? -1
      let sequence = node["sequence"]?.wholeNumber ?? 0
      let shown = node["response"].flatMap { WireResponse.read($0) } ?? .blank
      return LineEntry(
        first: node["first"]?.wholeNumber ?? sequence, sequence: sequence, place: place,
        said: node["at"]?.string.flatMap { Instant($0) } ?? call.now, head: node["head"]?.string ?? "",
        response: try line.bank(shown, place: place, of: paper))
    }
    return .object(members(try coded(call["exam"]) { try line.append(entries) }, call.now))
  }

  private static func submit(_ call: Call) throws -> JSON {
    let line = try line(call).line
    let result = try coded(call["exam"]) {
      try line.submit(through: call.optionalNumber("sequence") ?? 0)
    }
    return .object(
      [("exam", .string(line.sitting.exam)), ("sitting", .int(line.sitting.id))]
        + SubmittedPaper(result, line.blueprint).members + [("late", .int(try line.standing().late))])
  }

  // MARK: Its forms

  private static let holder = JSONSchema.string(.free, 8...64)

  private static let standing: [JSONSchema.Member] = [
    .init("kept", .count, note: "the highest of the client's numbers that was kept"),
    .init("late", .count, note: "how many answers came too late, and wait for a decision"),
    .init("deadline", .time), .init("now", .time), .init("over", .boolean),
  ]

  private static func members(_ held: SittingLine.Standing, _ now: Instant) -> [(String, JSON)] {
    [
      ("kept", .int(held.kept)), ("late", .int(held.late)), ("deadline", .string(held.deadline.description)),
      ("now", .string(now.description)), ("over", .bool(held.isOver)),
    ]
  }

  /// A response, in the places that the paper shows.
  private static let response = JSONSchema.named("Response") {
    let places = JSONSchema.array(.integer(0...99), most: 100)
    return .either([
      .object([.init("choice", places)]), .object([.init("truth", .boolean)]),
      .object([.init("text", .text)]),
      .object([.init("pairs", .array(.optional(.integer(0...99)), most: 100))]),
      .object([.init("order", places)]), .object([.init("blank", .boolean)]),
    ])
  }

  private static let entry = JSONSchema.object([
    .init("sequence", .integer(1...Int(Int32.max)), note: "the client's own ascending number"),
    .init(
      "first", .integer(1...Int(Int32.max)), required: false,
      note: "the first of the numbers that it stands for, where it is not the same"),
    .init("place", .integer(0...999)), .init("at", .time, note: "by the client's clock"),
    .init("head", .string(.free, 0...128), note: "of the client's own journal"), .init("response", response),
  ])

  private static let item = JSONSchema.object([
    .init("type", .text), .init("single", .boolean), .init("points", .number), .init("penalty", .number),
    .init("section", .optional(words)), .init("stem", .text),
    .init("left", .list(.text)), .init("options", .list(.text)), .init("exact", .list(.text)),
  ])

  private static let words = JSONSchema.object([.init("en", .text), .init("zh", .text)])

  private static let opening = JSONSchema.object([
    .init("sitting", .wholeNumber), .init("exam", .text), .init("title", words), .init("staff", .text),
    .init("attempt", .wholeNumber), .init("language", .text), .init("started", .time),
    .init("deadline", .time), .init("grace_seconds", .count), .init("now", .time),
    .init("allows_editor", .boolean), .init("allows_parts", .boolean),
    .init("sequence", .count, note: "the highest number that is kept of this client's"),
    .init("paper", .list(item)),
    .init("responses", .list(.object([.init("place", .count), .init("response", response)]))),
  ])

  private static let submitted = JSONSchema.object([
    .init("exam", .text), .init("sitting", .wholeNumber),
    .init("points", .optional(.number), note: "null while it is held back"), .init("maximum", .number),
    .init("score", .optional(.number)), .init("passed", .optional(.boolean)),
    .init("complete", .boolean, note: "whether nobody has still to mark anything"), .init("late", .count),
  ])
}
