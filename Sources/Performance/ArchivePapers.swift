import Formats
import Workspace

extension ArchiveDesk {
  /// Takes the next bytes of a paper; they are gone after it returns.
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Calls `body` for each paper of a revision with its name and what writes it; the manifest over them is the caller's.
  package func forEachPaper(
    of quarter: Quarter, revision: FrozenRecords.Revision, _ frozen: FrozenQuarter,
    _ body: (String, (@escaping Sink) throws -> Void) throws -> Void
  ) throws {
    for part in FrozenQuarter.parts {
      try body(part) { sink in try frozen[part].withUnsafeBytes(sink) }
    }
    try body("HASH") { sink in try Self.write("\(revision.hash)\n", to: sink) }
    let desk = SheetDesk(occasion)
    for (language, isChinese) in [("en", false), ("zh", true)] {
      var wish = SheetDesk.Wish()
      wish.isChinese = isChinese
      wish.revision = revision.number
      let binder = try desk.binder(of: quarter, wish)
      try body("sheet.\(language).csv") { sink in
        _ = try SheetText(desk, binder).csv { try Self.write($0, to: sink) }
      }
      try body("sheet.\(language).xlsx") { sink in _ = try SheetWorkbook(desk, binder).write(sink) }
      try body("sheet.\(language).html") { sink in
        _ = try SheetPage(desk, binder).write { try Self.write($0, to: sink) }
      }
    }
    try body("decisions.csv") { sink in try Self.write("\u{feff}" + decisions(quarter), to: sink) }
    try body("adjustments.csv") { sink in try Self.write("\u{feff}" + adjustments(quarter), to: sink) }
  }

  private static func write(_ text: String, to sink: Sink) throws {
    var text = text
    try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
  }

  /// The papers and their manifest as one zip file, which is kept on record.
  ///
  /// - Parameter number: the last revision unless said.
  package func zip(_ quarter: Quarter, revision number: Int?) throws -> (
    revision: FrozenRecords.Revision, bytes: [UInt8]
  ) {
    let (revision, frozen) = try frozen(quarter, revision: number)
    var bytes: [UInt8] = []
    let zip = ZipStream { bytes.append(contentsOf: $0) }
    var manifest = ""
    try forEachPaper(of: quarter, revision: revision, frozen) { name, write in
      var digest = SHA256()
      try zip.begin(name)
      try write {
        digest.update($0)
        try zip.write($0)
      }
      manifest += "\(hexText(digest.finish()))  \(name)\n"
    }
    try zip.add("MANIFEST", Array(manifest.utf8))
    try zip.finish()
    try note(quarter, manifest: manifest)
    return (revision, bytes)
  }

  package static let form = JSONForm<(quarter: Quarter, revision: FrozenRecords.Revision, files: Int)>([
    .quarter("quarter") { $0.quarter }, .integer("revision") { $0.revision.number },
    .text("hash") { $0.revision.hash }, .integer("files") { $0.files },
  ])
}
