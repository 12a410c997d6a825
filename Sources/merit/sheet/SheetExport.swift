import Formats
import Glibc
import Performance
import Workspace

extension Verb {
  static let sheetExport = Verb(
    "sheet", "export", arguments: ["Q"],
    options: [
      Option(
        "--format", "csv|xlsx|html|json", en: "the format; else by the ending of FILE", zh: "格式，默认按文件扩展名"),
      Option("--out", "FILE", en: "where to write it", zh: "输出文件"),
      Option("--site", "UNIT", en: "only a site or centre", zh: "仅某地市或中心"),
      Option("--team", "UNIT", en: "only a team", zh: "仅某班组"),
      Option("--staff", "ID", en: "only one person; everybody may have their own", zh: "仅某人，本人可导出自己的"),
      Option("--final", en: "refuse a quarter that is not closed", zh: "未关闭则拒绝"),
      Option("--masked", en: "names cut to their first character", zh: "姓名脱敏"),
      Option("--revision", "N", en: "of a closed quarter; the last unless said", zh: "修订版本"),
    ], needs: ["--out"], en: "write the quarter's performance sheets", zh: "导出季度绩效表",
    example: "merit sheet export 2026Q3 --out sheet.xlsx"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let out = try input.required("--out")
    let format = try format(input, out)
    let occasion = try session.occasion()
    let desk = SheetDesk(occasion)
    var wish = SheetDesk.Wish()
    wish.scope = try scope(input)
    wish.isChinese = session.isChinese
    wish.isMasked = input.flag("--masked")
    wish.isFinal = input.flag("--final")
    wish.revision = try input.integer("--revision", in: 1...10_000)
    let written = try desk.export(quarter, wish) { binder in
      let file = try OutputStream(out)
      let people = try format.write(desk, binder) { try file.write($0) }
      return (people, try file.finish())
    }
    if !written.isClosed {
      session.notice(
        session.word(
          "\(quarter) is not closed: the sheet says that it is provisional", "\(quarter) 未关闭：表上已注明暂定"))
    }
    session.report(
      .object([
        ("quarter", .string(quarter.description)), ("file", .string(out)), ("people", .int(written.people)),
        ("sha256", .string(written.digest)),
      ])
    ) {
      session.say(session.word("\(out): \(written.people) people", "\(out)：\(written.people) 人"))
    }
    return .done
  }

  private static func format(_ input: Input, _ out: String) throws -> SheetFile {
    let name = out.split(separator: "/").last ?? ""
    // A file that would not be what its name says is no help to anybody.
    let ending = name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } : nil
    let format = input.value("--format") ?? ending ?? "csv"
    guard let kind = SheetFile(rawValue: format) else {
      let known = SheetFile.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.usage, "format '\(format)' is not known", "use --format \(known)")
    }
    return kind
  }

  private static func scope(_ input: Input) throws -> SheetScope {
    let units = ["--site", "--team"].compactMap(input.value)
    let staff = input.value("--staff")
    guard units.count + (staff == nil ? 0 : 1) < 2 else {
      throw Refusal(
        .usage, "a sheet is of one site, one team or one person", "give one of --site, --team, --staff")
    }
    return staff.map { .person($0) } ?? units.first.map { .unit($0) } ?? .company
  }
}
