import Certification
import Competitions
import Formats
import Foundation
import SQLite
import Service
import Testing
import Training
import Workspace

/// A workspace as it was before training was planned, certificates had standing and contests were made final.
@Suite struct EarlierWorkspaceTests {
  private static let later: Set<String> = [
    "workforce 3", "training 2", "training 3", "certification 2", "competitions 2",
  ]

  @Test func `what was there stays, with what is new beside it`() throws {
    let path = "/tmp/merit-earlier-\(UInt64.random(in: 0 ... .max)).db"
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let zone = try Zone(named: "Asia/Shanghai")
    do {
      let space = try Workspace.create(
        at: path, zone: zone, migrations: House.migrations.filter { !Self.later.contains($0.name) })
      try space.database.execute(
        """
        INSERT INTO staff (key, id, name, joined, employment) VALUES (1, 'E1', '李', '2024-01-01', 'regular');
        INSERT INTO certificate (code, number, ladder, version, level, staff, awarded, expires, evidence)
        VALUES ('C', 'HOTLINE-5-2026-000001', 'hotline', 1, 5, 1, '2026-01-01', '2027-12-31', 'sitting 1: 80.00');
        INSERT INTO course (id, version, title_en, title_zh, posts, areas, body, hash, loaded_at)
        VALUES ('c', 1, 'C', '课', 'p', 'a', 'b', 'h', '2026-01-01T00:00:00Z');
        INSERT INTO lesson (course, version, place, language, id, title, area, minutes, mode, objectives, body)
        VALUES ('c', 1, 0, 'en', 'l1', 'L', 'a', 30, 'online', 'o', 'b');
        INSERT INTO batch (id, kind, subject, started, first_row, is_published) VALUES (1, 'x', 'f.csv', '2026-01-01T00:00:00Z', 0, 1);
        INSERT INTO attendance (batch, course, staff, day, lesson, result) VALUES (1, 'c', 1, '2026-02-01', 'l1', 'attended');
        INSERT INTO cycle (course, version, from_day, to_day, opened_at, opened_by)
        VALUES ('c', 1, '2026-01-01', '2026-03-01', '2026-01-01T00:00:00Z', 'x');
        INSERT INTO enrolment (cycle, staff) VALUES (1, 1);
        INSERT INTO judge_mark (batch, contest, version, stage, entrant, judge, criterion, mark)
        VALUES (1, 'cup', 1, 'call', 'E1', 'J1', '', 900000);
        """)
    }
    let space = try Workspace.open(at: path, migrations: House.migrations)
    let held = try CertificationRecords(space.database).certificates(of: "E1")
    #expect(held.map(\.certificate.number) == ["HOTLINE-5-2026-000001"])
    #expect(held.map(\.certificate.source) == [.award])
    #expect(held.map(\.certificate.issue) == [.inHouse])
    let course = try #require(try TrainingRecords(space.database).course("c"))
    #expect(course.completionShare == 100)
    #expect(course.lessons[0][0].checks == [])
    let by = try #require(CalendarDay("2026-12-31"))
    #expect(
      try TrainingRecords(space.database).completions(of: "c", by: by)[1]?.day.description == "2026-02-01")
    #expect(try TrainingRecords(space.database).enrolled(in: 1).map(\.id) == ["E1"])
    #expect(try CompetitionRecords(space.database).marks(of: "cup").map(\.mark) == [900_000])
    #expect(try FinalRecords(space.database).openContests().map(\.id) == ["cup"])
    #expect(try House.faults(in: space) == [])
  }
}
