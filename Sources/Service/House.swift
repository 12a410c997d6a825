import Certification
import Competitions
import Exams
import Formats
import Improvement
import Performance
import Quality
import SQLite
import Satisfaction
import Training
import Workforce
import Workspace

/// The whole house: what its rooms bring to a workspace, put together in one place.
package enum House {
  package static let version = "0.1.0"

  /// The migrations of every room, ground floor first.
  package static let migrations: [Migration] =
    Workspace.migrations + Workforce.migrations + Training.migrations + Exams.migrations + Quality.migrations
    + Satisfaction.migrations + Certification.migrations + Competitions.migrations + Performance.migrations
    + Performance.promotionMigrations + Improvement.migrations + [IdempotencyRecords.migration]

  /// Every kind of scheme that can be loaded.
  package static let schemeKinds: [SchemeKind] = [
    SchemeKind(Blueprint.self, roles: .trainer, .examiner), SchemeKind(Scorecard.self, roles: .assessor, .hr),
    SchemeKind(SamplingPlan.self, roles: .assessor, .hr),
    SchemeKind(SurveyModel.self, roles: .hr), SchemeKind(IndicatorCatalogue.self, roles: .hr),
    SchemeKind(TrainingScheme.self, roles: .trainer, .hr),
    SchemeKind(NeedsScheme.self, roles: .trainer, .hr),
    SchemeKind(Ladder.self, roles: .trainer, .hr), SchemeKind(Contest.self, roles: .trainer, .judge),
    // What people are paid by is HR's.
    SchemeKind(PerformanceScheme.self, roles: .hr), SchemeKind(BonusScheme.self, roles: .hr),
    SchemeKind(PromotionScheme.self, roles: .hr), SchemeKind(HonourScheme.self, roles: .hr),
  ]

  /// The schemes that a new workspace starts with, each under the name `KIND-ID.json5`.
  package static func defaults() throws -> [(name: String, bytes: [UInt8])] {
    let all =
      Training.defaults + Exams.defaults + Quality.defaults + Satisfaction.defaults + Certification.defaults
      + Competitions.defaults
      + Performance.defaults + Improvement.defaults
    return try all.map { bytes in
      guard let head = try head(of: bytes) else { return ("scheme.json5", bytes) }
      return ("\(head.kind)-\(head.id).json5", bytes)
    }
  }

  private static func head(of bytes: [UInt8]) throws -> SchemeHead? {
    let reader = DocumentReader(file: "default scheme")
    return reader.root(try JSON5Parser.parse(bytes, named: "default scheme")).flatMap { SchemeHead($0) }
  }

  /// Every table that Merit reads, for templates.
  package static let tables: [TableShape] = [
    Unit.shape, Person.shape, Leave.shape, NamedDay.shape, StaffList.shape, Attendance.shape,
    DrillMark.shape, Feedback.shape, TrainingTest.shape,
    AnswerSheets.shape,
    SampleDesk.callShape,
    Evaluation.shape(), Incident.shape, SiteAudit.shape(), SurveyResponse.templateShape, Complaint.shape,
    Observation.shape,
    JudgeMark.shape,
    HeldBefore.shape, PracticalMark.shape, EarlierGrade.shape, Vacancy.shape, QuestionTable.shape,
    Candidate.shape,
    RegradeDesk.shape, MarkingDesk.shape,
  ]

  /// What is wrong with a workspace, in words: the database's integrity and references, its tables and triggers against
  /// those it was made with, the audit's chain, the journals of exams, and the hashes of closed quarters.
  package static func faults(in workspace: Workspace) throws -> [String] {
    let database = workspace.database
    var faults = try database.integrityFaults()
    let made = try Workspace.create(at: ":memory:", zone: workspace.zone, migrations: migrations)
    let wanted = try schema(made.database)
    let found = try schema(database)
    for (name, sql) in wanted.sorted(by: { $0.key < $1.key }) where found[name] != sql {
      faults.append(found[name] == nil ? "\(name) is missing" : "\(name) was changed")
    }
    for name in found.keys.sorted() where wanted[name] == nil { faults.append("\(name) is not Merit's") }
    faults += try Audit(database).faults()
    faults += try SittingRecords(database).journalFaults()
    faults += try FrozenRecords(database).faults()
    return faults
  }

  /// The statements that made each table, index and trigger, by `table name`.
  private static func schema(_ database: Connection) throws -> [String: String] {
    var schema: [String: String] = [:]
    try database.forEach(
      "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ) { schema["\($0.text(0)) '\($0.text(1))'"] = $0.text(2) }
    return schema
  }
}
