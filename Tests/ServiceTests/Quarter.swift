import Formats
import Performance
import Workspace

/// Publishes 2026Q3 as it was scored, after its end.
func publishQuarter(_ occasion: Occasion) throws {
  guard let quarter = Quarter("2026Q3") else { throw CancellationError() }
  let later = Occasion(
    occasion.workspace, actor: occasion.actor, now: occasion.now.adding(seconds: 100 * 86_400))
  _ = try PublicationDesk(later).publish(quarter)
}

/// Scores 2026Q3 of a workspace in which nothing but the roster is known.
func scoreQuarter(_ occasion: Occasion) throws {
  guard let quarter = Quarter("2026Q3") else { throw CancellationError() }
  _ = try QuarterDesk(occasion).score(quarter, pool: Money(fen: 100_00))
}
