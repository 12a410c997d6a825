import Formats
import SQLite
import Workspace

/// What is still to be done or decided about a quarter's calls: to be known before it is closed.
package struct QualityOutstanding: Hashable, Sendable {
  /// Assigned calls that nobody has scored.
  package let unscored: Int
  /// Disputes that wait for a decision.
  package let disputed: Int
  /// Failed critical items that can still be disputed, or are, and do not count yet.
  package let openCriticals: Int

  package var isEmpty: Bool { unscored + disputed + openCriticals == 0 }

  package init(_ occasion: Occasion, in quarter: Quarter) throws {
    let database = occasion.database
    unscored = try AssignmentRecords(database).openCount(in: quarter)
    disputed = try DisputeRecords(database).lastSteps(in: quarter).values.count { $0.kind == .disputed }
    var criticals = 0
    try QualityResults(database).forEachResult(in: quarter, on: occasion.today, zone: occasion.workspace.zone)
    {
      criticals += $1.openCriticals
    }
    openCriticals = criticals
  }
}
