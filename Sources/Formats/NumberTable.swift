/// A table of numbers, or of words, with a heading and perhaps a first column of names.
package struct NumberTable: Sendable {
  /// A cell without a value.
  package static let missing = Int.min
  /// The cells' sum is at most so many units: twice its square stays below 2^127.
  package static let mostSum = 4e18
  /// More decimals than this are rounded, so that sums of squares stay exact in 128 bits.
  static let mostPlaces = 10

  /// The headings of the columns of numbers.
  package let columns: [String]
  /// The names of the rows; `nil` where no column holds names.
  package let names: [String]?
  /// The line of each row.
  package let lines: [Int]
  /// Row by row, in units of `10^−places`.
  package let cells: [Int]
  package let places: Int
  /// The same cells as bytes, where every one is 0 or 1 and none is missing; then `cells` is empty.
  package let digits: [UInt8]?

  /// The value of 1 in units.
  package var unit: Int { (0..<places).reduce(1) { product, _ in product * 10 } }

  /// Reads a file, CSV or XLSX, or standard input for `-`.
  ///
  /// - Parameters:
  ///   - heading: the heading of the column of names; without it the first column holds names where not all of it are
  ///     numbers.
  ///   - wanted: only these columns; others may hold anything.
  package static func read(
    _ path: String, names heading: String? = nil, only wanted: [String]? = nil
  ) throws -> NumberTable {
    if path != "-", wanted == nil {
      if heading == nil, let quick = try DigitTable.read(path) { return quick }
      if let quick = try quickly(path, names: heading) { return quick }
    }
    let table = try WordTable.read(path)
    var faults = Faults()
    for name in wanted ?? [] where !table.columns.contains(name) {
      let hint = nearest(to: name, among: table.columns).map { "; did you mean '\($0)'?" } ?? ""
      faults.append(Fault(file: path, line: 1, column: 1, message: "there is no column '\(name)'\(hint)"))
    }
    try faults.throwIfAny()
    let place =
      heading == nil && wanted != nil
      ? nil : try table.place(ofNames: heading) { ExactDecimal($0) != nil || $0.isEmpty }
    let kept = table.columns.indices.filter { $0 != place && wanted?.contains(table.columns[$0]) ?? true }
    var cells: [Int] = []
    var places = 0
    var largest = 0.0
    cells.reserveCapacity(table.rows.count * kept.count)
    for row in table.rows {
      for column in kept {
        let text = row.cells[column].trimmed
        if text.isEmpty {
          cells.append(missing)
          continue
        }
        guard let number = decimal(text) else {
          faults.append(
            Fault(
              file: path, line: row.line, column: 1,
              message: "'\(text)' under '\(table.columns[column])' is not a number; write one such as 0.5"))
          continue
        }
        if number.places > places {
          let factor = (places..<number.places).reduce(1) { product, _ in product * 10 }
          largest = largest * Double(factor)
          guard largest < 1e15 else { throw Self.tooLong(path, row.line) }
          for index in cells.indices where cells[index] != missing { cells[index] *= factor }
          places = number.places
        }
        guard let units = number.scaled(to: places), units.magnitude < 1_000_000_000_000_000 else {
          throw Self.tooLong(path, row.line)
        }
        largest = max(largest, Double(units.magnitude))
        cells.append(units)
      }
    }
    try faults.throwIfAny()
    // n²·(Σ)² must stay below 2^127, for item analysis sums exactly.
    guard Double(table.rows.count) * Double(kept.count) * largest < mostSum else {
      throw Self.tooLong(path, table.rows.first?.line ?? 1)
    }
    return NumberTable(
      columns: kept.map { table.columns[$0] },
      names: place.map { place in table.rows.map { String($0.cells[place].trimmed) } },
      lines: table.rows.map(\.line),
      cells: cells, places: places, digits: nil)
  }

  /// Reads a sound table without a text for each cell; `nil` where anything in it wants a second look.
  private static func quickly(_ path: String, names heading: String?) throws -> NumberTable? {
    guard let reader = try? RecordReader.table(at: path), (try? reader.next()) == true else { return nil }
    let columns = (0..<reader.fieldCount).map { String(reader.text($0).trimmed) }
    guard Set(columns).count == columns.count else { return nil }
    var place = heading.flatMap { columns.firstIndex(of: $0) }
    if heading != nil, place == nil { return nil }
    var (names, lines): ([String], [Int]) = ([], [])
    var cells: [Int] = []
    var (places, largest) = (0, UInt(0))
    while true {
      guard let isRow = try? reader.next() else { return nil }
      if !isRow { break }
      guard reader.fieldCount == columns.count, !reader.isBlank else { return nil }
      if lines.isEmpty, heading == nil, !reader.field(0).isEmpty, ExactDecimal(utf8: reader.field(0)) == nil {
        place = 0
      }
      lines.append(reader.line)
      for column in columns.indices {
        if column == place {
          names.append(String(reader.text(column).trimmed))
          continue
        }
        let field = reader.field(column)
        if field.isEmpty {
          cells.append(missing)
          continue
        }
        guard let number = ExactDecimal(utf8: field), number.places <= 6 else { return nil }
        if number.places > places {
          guard rescale(&cells, from: places, to: number.places, &largest) else { return nil }
          places = number.places
        }
        guard let units = number.scaled(to: places) else { return nil }
        largest = max(largest, units.magnitude)
        cells.append(units)
      }
    }
    guard largest < 1_000_000_000_000_000, Double(cells.count) * Double(largest) < mostSum else { return nil }
    return NumberTable(
      columns: columns.indices.filter { $0 != place }.map { columns[$0] }, names: place == nil ? nil : names,
      lines: lines, cells: cells, places: places, digits: nil)
  }

  /// Brings cells to a unit with more decimals; says whether they still fit.
  private static func rescale(_ cells: inout [Int], from places: Int, to wanted: Int, _ largest: inout UInt)
    -> Bool
  {
    let factor = (places..<wanted).reduce(1) { product, _ in product * 10 }
    guard largest < 1_000_000_000_000_000 else { return false }
    largest *= UInt(factor)
    guard largest < 1_000_000_000_000_000 else { return false }
    for index in cells.indices where cells[index] != missing { cells[index] *= factor }
    return true
  }

  private static func tooLong(_ path: String, _ line: Int) -> Faults {
    Faults([
      Fault(
        file: path, line: line, column: 1,
        message: "the numbers have too many digits for exact sums; round them")
    ])
  }

  /// A number as it is written, beyond ten decimals rounded to them; `nil` where it is none.
  package static func decimal(_ text: Substring) -> ExactDecimal? {
    if let number = ExactDecimal(text) {
      if number.places <= mostPlaces { return number }
      let divisor = (mostPlaces..<number.places).reduce(1) { product, _ in product * 10 }
      let half = number.mantissa < 0 ? -divisor / 2 : divisor / 2
      let (sum, overflows) = number.mantissa.addingReportingOverflow(half)
      return overflows ? nil : ExactDecimal(mantissa: sum / divisor, places: mostPlaces)
    }
    // Longer than 64 bits hold: what other programs write of a third has 16 decimals or more.
    guard let point = text.firstIndex(of: "."), text.count > 18 else { return nil }
    let end = text.index(point, offsetBy: mostPlaces + 2, limitedBy: text.endIndex) ?? text.endIndex
    return text[end...].allSatisfy(\.isWholeNumber)
      ? ExactDecimal(text[..<end]).flatMap { decimal($0.text[...]) } : nil
  }

  init(
    columns: [String], names: [String]?, lines: [Int], cells: [Int], places: Int, digits: [UInt8]?
  ) {
    self.columns = columns
    self.names = names
    self.lines = lines
    self.cells = cells
    self.places = places
    self.digits = digits
  }
}

/// A table of words: a heading, and rows with their lines.
package struct WordTable: Sendable {
  package struct Row: Sendable {
    package let line: Int
    package let cells: [String]
  }

  package let file: String
  package let columns: [String]
  package let rows: [Row]

  /// Reads a file whole; ragged rows, double headings and what stops the reader are faults.
  package static func read(_ path: String) throws -> WordTable {
    func fault(_ line: Int, _ column: Int, _ message: String) -> Fault {
      Fault(file: path, line: line, column: column, message: message)
    }
    do {
      let reader = try RecordReader.table(at: path)
      guard try reader.next() else {
        throw Faults([fault(1, 1, "the file is empty; a heading line is needed")])
      }
      let columns = (0..<reader.fieldCount).map { String(reader.text($0).trimmed) }
      var faults = Faults()
      for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
        faults.append(fault(reader.line, reader.column(of: index), "column '\(name)' stands twice; keep one"))
      }
      var rows: [Row] = []
      while try reader.next() {
        if reader.isBlank, columns.count == 1 || reader.fieldCount < columns.count { continue }
        guard reader.fieldCount == columns.count else {
          faults.append(
            fault(
              reader.line, 1, "\(reader.fieldCount) cells under \(columns.count) headings; fill the row up"))
          continue
        }
        rows.append(Row(line: reader.line, cells: (0..<columns.count).map(reader.text)))
      }
      try faults.throwIfAny()
      return WordTable(file: path, columns: columns, rows: rows)
    } catch let broken as RecordReader.Broken {
      throw Faults([fault(broken.line, broken.column, broken.message)])
    }
  }

  /// The column of names: the one with that heading, else the first where not every cell `isValue`.
  package func place(
    ofNames heading: String?, isValue: (String) -> Bool
  ) throws -> Int? {
    guard let heading else {
      return rows.contains { !isValue(String($0.cells[0].trimmed)) } ? 0 : nil
    }
    if let place = columns.firstIndex(of: heading) { return place }
    throw Faults([
      Fault(
        file: file, line: 1, column: 1, message: "there is no column '\(heading)'; name one of the heading")
    ])
  }
}
