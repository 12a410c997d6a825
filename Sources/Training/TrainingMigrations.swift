import SQLite
import Workspace

package enum Training {
  /// The tables of courses, cycles and attendance.
  package static let migrations = [
    Migration(
      "training 1",
      """
      CREATE TABLE course (
        id        TEXT NOT NULL,
        version   INTEGER NOT NULL CHECK (version > 0),
        title_en  TEXT NOT NULL,
        title_zh  TEXT NOT NULL,
        posts     TEXT NOT NULL,
        areas     TEXT NOT NULL,
        body      TEXT NOT NULL,
        hash      TEXT NOT NULL,
        loaded_at TEXT NOT NULL,
        PRIMARY KEY (id, version)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE lesson (
        course     TEXT NOT NULL,
        version    INTEGER NOT NULL,
        place      INTEGER NOT NULL,
        language   TEXT NOT NULL,
        id         TEXT NOT NULL,
        title      TEXT NOT NULL,
        area       TEXT NOT NULL,
        minutes    INTEGER NOT NULL,
        mode       TEXT NOT NULL,
        objectives TEXT NOT NULL,
        body       TEXT NOT NULL,
        PRIMARY KEY (course, version, place, language),
        FOREIGN KEY (course, version) REFERENCES course (id, version)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE cycle (
        id        INTEGER PRIMARY KEY,
        course    TEXT NOT NULL,
        version   INTEGER NOT NULL,
        from_day  TEXT NOT NULL,
        to_day    TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        opened_by TEXT NOT NULL,
        FOREIGN KEY (course, version) REFERENCES course (id, version)
      ) STRICT;

      CREATE TABLE enrolment (
        cycle INTEGER NOT NULL REFERENCES cycle (id),
        staff INTEGER NOT NULL REFERENCES staff (key),
        PRIMARY KEY (cycle, staff)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE attendance (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        course     TEXT NOT NULL,
        staff      INTEGER NOT NULL REFERENCES staff (key),
        day        TEXT NOT NULL,
        lesson     TEXT NOT NULL,
        result     TEXT NOT NULL CHECK (result IN ('attended', 'absent', 'completed')),
        hours      INTEGER,
        score      INTEGER,
        instructor TEXT,
        supersedes INTEGER UNIQUE REFERENCES attendance (id),
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX attendance_original ON attendance (course, staff, day, lesson) WHERE supersedes IS NULL;
      CREATE INDEX attendance_key ON attendance (staff, course, day, lesson);
      CREATE INDEX attendance_day ON attendance (day, staff);
      """
        + Workspace.appendOnly("course", "a course version is never edited; load a new version")
        + Workspace.appendOnly("lesson", "a course version is never edited; load a new version")
        + Workspace.appendOnlyEvidence("attendance")),
    Migration(
      "training 2",
      """
      ALTER TABLE course ADD COLUMN completion_share INTEGER NOT NULL DEFAULT 100;
      ALTER TABLE course ADD COLUMN completion_score INTEGER NOT NULL DEFAULT 6000;
      ALTER TABLE lesson ADD COLUMN checks TEXT NOT NULL DEFAULT '';
      ALTER TABLE lesson ADD COLUMN rubric TEXT NOT NULL DEFAULT '';
      ALTER TABLE lesson ADD COLUMN attachments TEXT NOT NULL DEFAULT '';
      ALTER TABLE attendance ADD COLUMN version INTEGER;
      CREATE INDEX attendance_course ON attendance (course, staff, day);
      """),
  ]
}
