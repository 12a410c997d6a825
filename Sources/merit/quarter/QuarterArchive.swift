import Formats
import Glibc
import Performance
import Terminal
import Workspace

extension Verb {
  static let quarterArchive = Verb(
    "quarter", "archive", arguments: ["Q", "DIR"],
    options: [Option("--revision", "N", en: "of a closed quarter; the last unless said", zh: "修订版本")],
    en: "write the folder that HR keeps: sheets, schemes, inputs, results, decisions, hashes", zh: "写出归档目录",
    example: "merit quarter archive 2026Q3 archive-2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let folder = input.argument(1)
    let occasion = try session.occasion()
    let desk = ArchiveDesk(occasion)
    let (revision, frozen) = try desk.frozen(
      quarter, revision: input.integer("--revision", in: 1...10_000))
    guard !InputFile.exists(folder) else {
      throw Refusal(
        .cannotCreate, "'\(folder)' is there already, and an archive is never written over",
        "name another folder")
    }
    guard mkdir(folder, 0o700) == 0 else {
      throw Refusal(
        .cannotCreate, "'\(folder)' cannot be made: \(String(cString: strerror(errno)))",
        "choose another place")
    }
    var manifest = ""
    func keep(_ name: String, _ write: (OutputStream) throws -> Void) throws {
      let file = try OutputStream("\(folder)/\(name)")
      try write(file)
      manifest += "\(try file.finish())  \(name)\n"
    }
    for part in FrozenQuarter.parts {
      try keep(part) { file in try frozen[part].withUnsafeBytes { try file.write($0) } }
    }
    try keep("HASH") { try $0.write("\(revision.hash)\n") }
    try sheets(SheetDesk(occasion), quarter, revision.number, keep)
    try keep("decisions.csv") { try $0.write("\u{feff}" + desk.decisions(quarter)) }
    try keep("adjustments.csv") { try $0.write("\u{feff}" + desk.adjustments(quarter)) }
    let count = manifest.split(separator: "\n").count
    let list = manifest
    let file = try OutputStream("\(folder)/MANIFEST")
    try file.write(list)
    _ = try file.finish()
    try desk.note(quarter, manifest: list)
    session.report(
      .object([
        ("quarter", .string("\(quarter)")), ("revision", .int(revision.number)),
        ("hash", .string(revision.hash)), ("files", .int(count)),
      ])
    ) {
      session.say(
        session.word(
          "\(folder): \(count) files, hash \(revision.hash)\nanybody proves it with: merit quarter verify \(quarter) --archive \(folder)",
          "\(folder)：\(count) 个文件，校验码 \(revision.hash)\n校验：merit quarter verify \(quarter) --archive \(folder)"
        ))
    }
    return .done
  }

  private static func sheets(
    _ desk: SheetDesk, _ quarter: Quarter, _ revision: Int,
    _ keep: (String, (OutputStream) throws -> Void) throws -> Void
  ) throws {
    for (language, isChinese) in [("en", false), ("zh", true)] {
      var wish = SheetDesk.Wish()
      wish.isChinese = isChinese
      wish.revision = revision
      let binder = try desk.binder(of: quarter, wish)
      try keep("sheet.\(language).csv") { file in _ = try SheetText(desk, binder).csv { try file.write($0) } }
      try keep("sheet.\(language).xlsx") { file in
        _ = try SheetWorkbook(desk, binder).write { try file.write($0) }
      }
      try keep("sheet.\(language).html") { file in
        _ = try SheetPage(desk, binder).write { try file.write($0) }
      }
    }
  }
}
