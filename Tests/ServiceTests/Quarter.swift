import Formats
import Performance
import Workspace

/// Scores 2026Q3 of a workspace in which nothing but the roster is known.
func scoreQuarter(_ occasion: Occasion) throws {
  guard let quarter = Quarter("2026Q3") else { throw CancellationError() }
  _ = try QuarterDesk(occasion).score(quarter, pool: Money(fen: 100_00))
}
