import Formats
import Performance
import Workspace

extension Verb {
  static let sheetExport = Verb(
    "sheet", "export", arguments: ["Q"],
    options: [
      Option("--format", "csv", en: "the format", zh: "格式"),
      Option("--out", "FILE", en: "where to write it", zh: "输出文件"),
    ], needs: ["--out"], en: "write the quarter's performance sheet", zh: "导出季度绩效表",
    example: "merit sheet export 2026Q3 --format csv --out sheet.csv"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let format = input.value("--format") ?? "csv"
    guard format == "csv" else {
      throw Refusal(
        .usage, "format '\(format)' is not known", "use --format csv, which every spreadsheet opens")
    }
    let out = try input.required("--out")
    let occasion = try session.occasion()
    let sheet = try SheetDesk(occasion).sheet(of: quarter)
    let text = sheet.csv(chinese: session.isChinese)
    try session.write(Array(text.utf8), to: out)
    try occasion.record("sheet.export", of: "\(quarter)", content: SHA256.hex(text)) {}
    session.report(
      .object([
        ("quarter", .string(quarter.description)), ("file", .string(out)), ("people", .int(sheet.rows.count)),
        ("sha256", .string(SHA256.hex(text))),
      ])
    ) { session.say(session.word("\(out): \(sheet.rows.count) people", "\(out)：\(sheet.rows.count) 人")) }
    return .done
  }
}
