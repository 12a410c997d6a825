import Formats
import Workspace

/// The kinds of files that a quarter's sheets are written as.
package enum SheetFile: String, CaseIterable, Sendable {
  case csv, xlsx, html, json

  /// The media type, without its parameters.
  package var type: String {
    switch self {
    case .csv: "text/csv"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .html: "text/html"
    case .json: "application/json"
    }
  }

  /// The media type with its parameters, for an answer.
  package var contentType: String { self == .csv || self == .html ? "\(type); charset=utf-8" : type }

  /// Writes the sheets, piece by piece.
  ///
  /// - Returns: how many people were written.
  package func write(
    _ desk: SheetDesk, _ binder: SheetDesk.Binder, _ sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    let text: (String) throws -> Void = { text in
      var text = text
      try text.withUTF8 { try sink(UnsafeRawBufferPointer($0)) }
    }
    return switch self {
    case .xlsx: try SheetWorkbook(desk, binder).write(sink)
    case .json: try SheetText(desk, binder).json(text)
    case .html: try SheetPage(desk, binder).write(text)
    case .csv: try SheetText(desk, binder).csv(text)
    }
  }

  /// The whole file in memory; that it was made is kept on record.
  package func bytes(of quarter: Quarter, _ wish: SheetDesk.Wish, by desk: SheetDesk) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try desk.export(quarter, wish) { binder in
      (try write(desk, binder) { bytes.append(contentsOf: $0) }, hexText(SHA256.hash(bytes)))
    }
    return bytes
  }
}
