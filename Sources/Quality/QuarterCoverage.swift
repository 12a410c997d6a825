import SQLite
import Workspace

/// How far a quarter's evaluations reach: calls drawn by chance that were judged, of how many agents, by how many assessors.
package struct QuarterCoverage: Hashable, Sendable {
  package let calls: Int
  package let agents: Int
  package let assessors: Int
}

extension QualityResults {
  /// The coverage of a quarter, in one pass over its random evaluations.
  package func coverage(in quarter: Quarter) throws -> QuarterCoverage {
    try database.first(
      """
      SELECT COUNT(DISTINCT call), COUNT(DISTINCT staff), COUNT(DISTINCT assessor)
        FROM evaluation INDEXED BY evaluation_pay
       WHERE quarter = ?1 AND kind = 1 AND \(Batch.inForce("evaluation"))
       ORDER BY 1
      """, [.integer(quarter.number)]
    ) { QuarterCoverage(calls: $0.int(0), agents: $0.int(1), assessors: $0.int(2)) }
      ?? QuarterCoverage(calls: 0, agents: 0, assessors: 0)
  }
}
