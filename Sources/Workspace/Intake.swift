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
}

/// Rows sorted into those that are new, those that supersede, and those that are there already.
package struct Arrivals<Row: Equatable> {
  private let rows: [Placed<Row>]
  private var order: [(index: Int, supersedes: Int?)] = []
  package private(set) var identical = 0
  package private(set) var corrected = 0

  /// What is to be written, in the order of the file; `supersedes` is the id of the row that each replaces.
  package var accepted: some RandomAccessCollection<(row: Row, supersedes: Int?)> {
    order.lazy.map { (rows[$0.index].row, $0.supersedes) }
  }

  package var count: Int { order.count }
  package var isEmpty: Bool { order.isEmpty }

  package subscript(place: Int) -> (row: Row, supersedes: Int?) {
    (rows[order[place].index].row, order[place].supersedes)
  }

  /// Compares rows with what the workspace holds under the same key.
  ///
  /// - Parameters:
  ///   - find: the id and content of the row in force with the same key.
  ///   - name: how a row's key is shown in a fault, such as `call 'C-17'`.
  ///   - completes: whether a row may follow the one that is there without a correction, because that one left something
  ///     open.
  package init(
    _ rows: [Placed<Row>], options: IntakeOptions, in table: TableReader,
    find: (Row) throws -> (id: Int, row: Row)?, name: (Row) -> String,
    completes: (Row) -> Bool = { _ in false }
  ) throws {
    self.rows = rows
    order.reserveCapacity(rows.count)
    for (index, placed) in rows.enumerated() {
      guard let found = try find(placed.row) else {
        order.append((index, nil))
        continue
      }
      if found.row == placed.row {
        identical += 1
      } else if options.correction != nil || completes(found.row) {
        order.append((index, found.id))
        corrected += 1
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
      file: file, rows: rowCount, new: arrivals.count - arrivals.corrected,
      identical: arrivals.identical,
      corrected: arrivals.corrected, notices: self.notices + notices, isDryRun: options.dryRun)
  }
}

extension Occasion {
  /// Writes what has arrived as one batch of evidence with its audit row, and says what became of it.
  ///
  /// A dry run writes nothing, and neither does a table of which every row is there already.
  /// - Parameters:
  ///   - name: the tables' names, separated by blanks where there are several.
  ///   - content: what was read, for the audit's digest; the accepted rows unless given.
  ///   - insert: gets a row, its batch and the id of the row it supersedes.
  /// - Throws: the table's faults, all at once, before anything is written.
  package func take<Row>(
    _ arrivals: Arrivals<Row>, of table: TableReader, options: IntakeOptions, into name: String,
    deed: String, subject: String, content: String? = nil, progress: (Int) -> Void = { _ in },
    insert: (Row, Int, Int?) throws -> Void
  ) throws -> IntakeOutcome {
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      try publish(
        arrivals.count, into: name, deed: deed, of: subject,
        content: "\(content ?? "\(arrivals.accepted.map(\.row))") \(options.correction ?? "")",
        progress: progress
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        try insert(row, batch, supersedes)
      }
    }
    return table.outcome(arrivals, options: options)
  }
}
