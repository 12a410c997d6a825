import Formats
import Performance
import Workspace

extension Route {
  /// Sheets of a quarter.
  static let sheet: [Route] = [
    .get(
      "/sheet/{staff}/{quarter:quarter}", "sheet.show", "A person's sheet of a quarter", .ownOr(.hr),
      answer: PersonResult.form.schema
    ) { call in
      let (person, _, result) = try PayDesk(try call.occasion).result(
        of: try call.person(), in: try call.quarter())
      return PersonResult.form.json(PersonResult(person, try call.quarter(), result))
    },
    Route(
      "POST", "/sheet/{quarter:quarter}/export", "sheet.export",
      "The quarter's performance sheets as a file; that it was made is kept on record", .ownOr(.leader, .hr),
      .longWrite,
      query: [
        .init(
          "format", .choice(SheetFile.allCases.map(\.rawValue)), required: true, "which kind of file"),
        .init("site", .name, "only a site or centre"), .init("team", .name, "only a team"),
        .init("staff", .name, "only one person; 'me' is oneself"),
        .init("final", .boolean, "refuse a quarter that is not closed"),
        .init("masked", .boolean, "names cut to their first character"),
        .init("revision", .integer(1...10_000), "of a closed quarter; the last unless said"),
      ], answer: .file(SheetFile.allCases.map(\.type)), run: exported),
  ]

  @Sendable private static func exported(_ call: Call) throws -> Reply {
    let (quarter, kind) = (try call.quarter(), SheetFile(rawValue: call.query("format") ?? "") ?? .csv)
    let desk = SheetDesk(try call.occasion)
    var wish = SheetDesk.Wish()
    wish.scope = try sheetScope(call)
    wish.isChinese = call.isChinese
    wish.isMasked = call.flag("masked")
    wish.isFinal = call.flag("final")
    wish.revision = call.queryNumber("revision")
    return .file(
      try kind.bytes(of: quarter, wish, by: desk), type: kind.contentType,
      name: "sheet-\(quarter).\(kind.rawValue)")
  }

  private static func sheetScope(_ call: Call) throws -> SheetScope {
    let units = ["site", "team"].compactMap(call.query)
    guard units.count + (call.query("staff") == nil ? 0 : 1) < 2 else {
      throw Refusal(.usage, "a sheet is of one site, one team or one person", "send one of site, team, staff")
    }
    if call.query("staff") != nil { return .person(try call.person()) }
    return units.first.map { .unit($0) } ?? .company
  }
}
