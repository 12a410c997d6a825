/// What every candidate earned on every item of a test: whole numbers of a common unit, so that sums are exact.
package struct ItemScores: Sendable {
  /// How a cell that holds nothing is taken.
  package enum Missing: String, CaseIterable, Sendable {
    /// Nothing was earned, as Moodle takes it; a wholly empty row is an attempt.
    case zero
    /// A row with a gap is left out.
    case listwise
    /// Each item over the rows that have it; totals over what a row has.
    case available
  }

  /// A cell without a value.
  package static let missing = Int.min

  package let items: [String]
  /// Row by row, in units.
  package let cells: [Int]
  /// How many units make one point.
  package let unit: Int
  /// What a full answer earns, in units, item by item.
  package let maxima: [Int]

  package init(items: [String], cells: [Int], unit: Int, maxima: [Int]) {
    self.items = items
    self.cells = cells
    self.unit = unit
    self.maxima = maxima
  }

  package var rowCount: Int { items.isEmpty ? 0 : cells.count / items.count }

  /// The same scores with gaps filled by nothing, or rows with gaps dropped.
  func complete(_ missing: Missing) -> ItemScores {
    switch missing {
    case .zero:
      return ItemScores(
        items: items, cells: cells.map { $0 == Self.missing ? 0 : $0 }, unit: unit, maxima: maxima)
    case .available: return self
    case .listwise:
      var kept: [Int] = []
      for row in 0..<rowCount {
        let cells = cells[(row * items.count)..<((row + 1) * items.count)]
        if !cells.contains(Self.missing) { kept += cells }
      }
      return ItemScores(items: items, cells: kept, unit: unit, maxima: maxima)
    }
  }
}

/// Right and wrong answers, a byte each, for tests of many sittings.
package struct DichotomousScores: Sendable {
  package let items: [String]
  /// Row by row, 0 or 1.
  package let cells: [UInt8]

  /// - Precondition: `cells` holds only 0 and 1, so many as rows times items.
  package init(items: [String], cells: [UInt8]) {
    self.items = items
    self.cells = cells
  }
}
