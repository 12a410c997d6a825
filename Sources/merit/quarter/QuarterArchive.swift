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
    let desk = ArchiveDesk(try session.occasion())
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
    try desk.forEachPaper(of: quarter, revision: revision, frozen) { name, write in
      let file = try OutputStream("\(folder)/\(name)")
      try write { try file.write($0) }
      manifest += "\(try file.finish())  \(name)\n"
    }
    let count = manifest.split(separator: "\n").count
    let list = manifest
    let file = try OutputStream("\(folder)/MANIFEST")
    try file.write(list)
    _ = try file.finish()
    try desk.note(quarter, manifest: list)
    session.report(ArchiveDesk.form.json((quarter, revision, count))) {
      session.say(
        session.word(
          "\(folder): \(count) files, hash \(revision.hash)\nanybody proves it with: merit quarter verify \(quarter) --archive \(folder)",
          "\(folder)：\(count) 个文件，校验码 \(revision.hash)\n校验：merit quarter verify \(quarter) --archive \(folder)"
        ))
    }
    return .done
  }
}
