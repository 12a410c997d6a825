import Formats

/// A row read from a file, with the line to which a fault about it belongs.
package struct Placed<Row> {
  package let row: Row
  package let line: Int

  package init(_ row: Row, line: Int) {
    self.row = row
    self.line = line
  }
}

/// How a file is to be taken in.
package struct IntakeOptions: Sendable {
  /// Read and check, but write nothing.
  package let dryRun: Bool
  /// Why rows that differ from what is there supersede it; `nil` makes them faults.
  package let correction: String?

  package init(dryRun: Bool = false, correction: String? = nil) {
    self.dryRun = dryRun
    self.correction = correction
  }
}

/// What an import did, or would have done.
package struct IntakeOutcome: Sendable {
  package let file: String
  package let rows: Int
  package let new: Int
  /// Rows that were there already with the same content.
  package let identical: Int
  /// Rows that supersede others.
  package let corrected: Int
  package var notices: [String]
  package let isDryRun: Bool

  package init(
    file: String, rows: Int, new: Int, identical: Int, corrected: Int, notices: [String] = [],
    isDryRun: Bool = false
  ) {
    self.file = file
    self.rows = rows
    self.new = new
    self.identical = identical
    self.corrected = corrected
    self.notices = notices
    self.isDryRun = isDryRun
  }

  package var json: JSON {
    .object([
      ("file", .string(file)), ("rows", .int(rows)), ("new", .int(new)), ("identical", .int(identical)),
      ("corrected", .int(corrected)), ("notices", .array(notices.map(JSON.string))),
      ("dry_run", .bool(isDryRun)),
    ])
  }
}

/// Rows sorted into those that are new, those that supersede, and those that are there already.
package struct Arrivals<Row: Equatable> {
  /// What is to be written, in the order of the file; `supersedes` is the id of the row that each replaces.
  package private(set) var accepted: [(row: Row, supersedes: Int?)] = []
  package private(set) var identical = 0
  package var corrected: Int { accepted.count { $0.supersedes != nil } }

  /// Compares rows with what the workspace holds under the same key.
  ///
  /// - Parameters:
  ///   - find: the id and content of the row in force with the same key.
  ///   - name: how a row's key is shown in a fault, such as `call 'C-17'`.
  package init(
    _ rows: [Placed<Row>], options: IntakeOptions, in table: TableReader,
    find: (Row) throws -> (id: Int, row: Row)?,
    name: (Row) -> String
  ) throws {
    accepted.reserveCapacity(rows.count)
    for placed in rows {
      guard let found = try find(placed.row) else {
        accepted.append((placed.row, nil))
        continue
      }
      if found.row == placed.row {
        identical += 1
      } else if options.correction != nil {
        accepted.append((placed.row, found.id))
      } else {
        table.fault(
          line: placed.line,
          "\(name(placed.row)) is there already with other content; to replace it, run again with --correct --reason TEXT"
        )
      }
    }
  }
}

extension TableReader {
  /// The outcome of taking in this table.
  package func outcome<Row>(_ arrivals: Arrivals<Row>, options: IntakeOptions, notices: [String] = [])
    -> IntakeOutcome
  {
    IntakeOutcome(
      file: file, rows: rowCount, new: arrivals.accepted.count - arrivals.corrected,
      identical: arrivals.identical,
      corrected: arrivals.corrected, notices: self.notices + notices, isDryRun: options.dryRun)
  }
}
