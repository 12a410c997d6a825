/// A table exactly as it is read, before any column means anything.
package struct TableReading: Sendable {
  /// `nil` where the bytes are in no known encoding.
  package let encoding: TextEncoding?
  package let delimiter: UInt8?
  /// The cells as they stand, the heading first; `nil` where the file cannot be trusted.
  package let rows: [[String]]?
  package let faults: Faults

  /// Reads a file, or standard input for `-`.
  package static func read(_ path: String) throws -> TableReading {
    do {
      return read(try RecordReader.table(at: path), path)
    } catch let broken as RecordReader.Broken {
      return TableReading(encoding: nil, delimiter: nil, rows: nil, faults: Faults([fault(broken, path)]))
    }
  }

  private static func read(_ reader: RecordReader, _ path: String) -> TableReading {
    var rows: [[String]] = []
    var faults = Faults()
    do {
      while try reader.next() {
        if let head = rows.first, reader.fieldCount != head.count {
          faults.append(
            Fault(
              file: path, line: reader.line, column: 1,
              message:
                "\(reader.fieldCount) cells under \(head.count) headings; quote a cell that holds the delimiter, or fill the row up"
            ))
        }
        rows.append((0..<reader.fieldCount).map { String(decoding: reader.rawField($0), as: UTF8.self) })
      }
      return TableReading(encoding: reader.encoding, delimiter: reader.delimiter, rows: rows, faults: faults)
    } catch let broken as RecordReader.Broken {
      faults.append(fault(broken, path))
    } catch {
      faults.append(
        Fault(file: path, line: reader.line, column: 1, message: "the file cannot be read further"))
    }
    return TableReading(encoding: reader.encoding, delimiter: reader.delimiter, rows: nil, faults: faults)
  }

  private static func fault(_ broken: RecordReader.Broken, _ path: String) -> Fault {
    Fault(file: path, line: broken.line, column: broken.column, message: broken.message)
  }

  package var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case 0x09: "tab"
    default: "–"
    }
  }

  package var json: JSON {
    .object([
      ("encoding", .optional(encoding?.rawValue)),
      ("delimiter", .optional(delimiter.map { String(decoding: [$0], as: UTF8.self) })),
      ("rows", rows.map { .array($0.map { .array($0.map(JSON.string)) }) } ?? .null),
      ("faults", .array(faults.list.map(\.json))),
    ])
  }
}
