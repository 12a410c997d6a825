import Exams
import Formats
import SQLite
import Testing
import Workforce
import Workspace

@Suite struct MigrationTests {
  @Test func `sittings of the first version keep their results, marks and papers`() throws {
    let space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Exams.migrations.prefix(1))
    let database = space.database
    // An exam as version 0.1 wrote it: one question, one person, one submitted and one running sitting.
    let occasion = Occasion(space, actor: Actor(account: "x", roles: [.administrator]), now: start)
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    _ = try WorkforceDesk(occasion).importOrganisation(
      table("unit,name,kind\nT1,t,team\n", Unit.shape), options: IntakeOptions())
    _ = try WorkforceDesk(occasion).importRoster(
      table("id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T1,2024-01-01\n", Person.shape),
      options: IntakeOptions())
    let blueprint =
      "{merit: \"blueprint\", id: \"b\", version: 1, from: \"2020-01-01\", title: \"B\", bank: \"k\", level: \"five\", minutes: 10, pass: 60, rows: [{topic: \"x\", count: 1, points: 3}]}"
    _ = try SchemeDesk(occasion, kinds: [SchemeKind(Blueprint.self)]).load([
      ("b.json5", Array(blueprint.utf8))
    ])
    try database.execute(
      """
      INSERT INTO question (id, version, bank, type, level, topic, difficulty, lesson, hash, loaded_at)
      VALUES ('q', 1, 'k', 'multichoice', 5, 'x', 'easy', 'l', 'h', '2026-01-01T00:00:00Z');
      INSERT INTO question_text (question, version, language, source) VALUES ('q', 1, 'en', 'Q {=a ~b}');
      INSERT INTO exam (id, blueprint, blueprint_version, seed, state, created_at, created_by)
      VALUES ('old', 'b', 1, 7, 'open', '2026-01-01T00:00:00Z', 'x');
      INSERT INTO exam_pool (exam, line, question, version) VALUES ('old', 0, 'q', 1);
      INSERT INTO sitting (id, exam, staff, attempt, language, started_at, deadline, submitted_at, day, points, maximum, score,
                           is_passed, chain)
      SELECT 1, 'old', key, 1, 'en', '2026-08-01T00:00:00Z', '2026-08-01T00:10:00Z', '2026-08-01T00:05:00Z', '2026-08-01',
             300, 300, 10000, 1, 'c'
        FROM staff WHERE id = 'E1';
      INSERT INTO sitting (id, exam, staff, attempt, language, started_at, deadline)
      SELECT 2, 'old', key, 1, 'en', '2026-08-01T00:00:00Z', '2099-08-01T00:10:00Z' FROM staff WHERE id = 'E2';
      INSERT INTO mark (sitting, place, points, maximum) VALUES (1, 0, 300, 300);
      """)
    try database.migrate(Workspace.migrations + Workforce.migrations + Exams.migrations.prefix(2))
    try database.execute(
      """
      INSERT INTO rating (sitting, place, marker, at, points, lines, comment)
      VALUES (1, 0, 'm', '2026-08-02T00:00:00Z', 250, '2,1', 'thin');
      """)
    try database.migrate(Workspace.migrations + Workforce.migrations + Exams.migrations)
    #expect(
      try MarkingRecords(database).ratings(of: "old") == [
        Rating(sitting: 1, place: 0, marker: "m", points: 250, lines: [2, 1], comment: "thin")
      ])
    let records = SittingRecords(database)
    let outcome = try #require(try records.sitting(1).outcome)
    #expect(
      outcome.score == .full && outcome.isPassed && outcome.revision == 1 && outcome.cause == .submission)
    #expect(try records.marks(1).map(\.points) == [300])
    #expect(try records.sitting(2).submitted == nil)
    // The paper follows from the seed by the first rule, and the running sitting goes on and ends.
    let room = try ExamRoom(occasion, exam: "old")
    #expect(room.exam.drawing == 1)
    let (sitting, _) = try room.begin(staff: "E2", language: "en", holder: "a")
    #expect(sitting.id == 2)
    #expect(try room.paper(of: sitting).map(\.question) == ["q"])
    try room.keep(.choice([0]), place: 0, in: sitting, holder: "a")
    #expect(try room.submit(sitting).total == 300)
    try ExamDesk(occasion).release("old")
    #expect(try ProofDesk(occasion).verify("old").different.isEmpty)
  }
}
