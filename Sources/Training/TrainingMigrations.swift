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
    Migration(
      "training 3",
      """
      ALTER TABLE cycle ADD COLUMN capacity INTEGER;

      CREATE TABLE enrolment_step (
        id     INTEGER PRIMARY KEY,
        cycle  INTEGER NOT NULL REFERENCES cycle (id),
        staff  INTEGER NOT NULL REFERENCES staff (key),
        state  TEXT NOT NULL CHECK (state IN ('enrolled', 'waiting', 'left')),
        reason TEXT NOT NULL,
        at     TEXT NOT NULL,
        by     TEXT NOT NULL
      ) STRICT;
      CREATE INDEX enrolment_step_cycle ON enrolment_step (cycle, staff, id);

      CREATE TABLE class_session (
        id          INTEGER PRIMARY KEY,
        cycle       INTEGER NOT NULL REFERENCES cycle (id),
        lesson      TEXT NOT NULL,
        day         TEXT NOT NULL,
        from_minute INTEGER NOT NULL,
        to_minute   INTEGER NOT NULL CHECK (to_minute > from_minute),
        room        TEXT NOT NULL,
        instructor  TEXT NOT NULL,
        code        TEXT NOT NULL UNIQUE,
        planned_at  TEXT NOT NULL,
        planned_by  TEXT NOT NULL
      ) STRICT;
      CREATE INDEX class_session_day ON class_session (day, from_minute);
      CREATE INDEX class_session_cycle ON class_session (cycle, day, from_minute);

      CREATE TABLE class_cancellation (
        session      INTEGER NOT NULL PRIMARY KEY REFERENCES class_session (id),
        reason       TEXT NOT NULL,
        cancelled_at TEXT NOT NULL,
        cancelled_by TEXT NOT NULL
      ) STRICT;

      CREATE TABLE feedback (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        cycle      INTEGER NOT NULL REFERENCES cycle (id),
        staff      INTEGER NOT NULL REFERENCES staff (key),
        author     TEXT NOT NULL CHECK (author IN ('trainee', 'instructor')),
        content    INTEGER,
        teaching   INTEGER,
        usefulness INTEGER,
        comment    TEXT NOT NULL,
        supersedes INTEGER UNIQUE REFERENCES feedback (id),
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX feedback_original ON feedback (cycle, staff, author) WHERE supersedes IS NULL;
      CREATE INDEX feedback_key ON feedback (cycle, staff, author);

      CREATE TABLE drill_mark (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        attendance INTEGER NOT NULL REFERENCES attendance (id),
        examiner   TEXT NOT NULL,
        line       TEXT NOT NULL,
        points     INTEGER NOT NULL,
        UNIQUE (attendance, examiner, line)
      ) STRICT;

      CREATE TABLE training_test (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        course     TEXT NOT NULL,
        staff      INTEGER NOT NULL REFERENCES staff (key),
        before     INTEGER NOT NULL,
        after      INTEGER NOT NULL,
        supersedes INTEGER UNIQUE REFERENCES training_test (id),
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX training_test_original ON training_test (course, staff) WHERE supersedes IS NULL;
      CREATE INDEX training_test_key ON training_test (course, staff);

      CREATE TABLE rotation (
        id         INTEGER PRIMARY KEY,
        staff      INTEGER NOT NULL REFERENCES staff (key),
        post       TEXT NOT NULL,
        team       TEXT NOT NULL,
        from_day   TEXT NOT NULL,
        to_day     TEXT NOT NULL,
        course     TEXT NOT NULL,
        planned_at TEXT NOT NULL,
        planned_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX rotation_staff ON rotation (staff, from_day);

      CREATE TABLE rotation_step (
        id       INTEGER PRIMARY KEY,
        rotation INTEGER NOT NULL REFERENCES rotation (id),
        state    TEXT NOT NULL CHECK (state IN ('begun', 'ended', 'dropped')),
        day      TEXT NOT NULL,
        note     TEXT NOT NULL,
        at       TEXT NOT NULL,
        by       TEXT NOT NULL,
        UNIQUE (rotation, state)
      ) STRICT;

      CREATE TABLE mentorship (
        id       INTEGER PRIMARY KEY,
        staff    INTEGER NOT NULL REFERENCES staff (key),
        mentor   INTEGER NOT NULL REFERENCES staff (key),
        from_day TEXT NOT NULL,
        to_day   TEXT NOT NULL,
        at       TEXT NOT NULL,
        by       TEXT NOT NULL
      ) STRICT;
      CREATE INDEX mentorship_staff ON mentorship (staff, from_day);

      CREATE TABLE bulletin (
        id        TEXT NOT NULL PRIMARY KEY,
        title_en  TEXT NOT NULL,
        title_zh  TEXT NOT NULL,
        posts     TEXT NOT NULL,
        due       TEXT NOT NULL,
        body      TEXT NOT NULL,
        issued_at TEXT NOT NULL,
        issued_by TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE bulletin_reading (
        bulletin TEXT NOT NULL REFERENCES bulletin (id),
        staff    INTEGER NOT NULL REFERENCES staff (key),
        at       TEXT NOT NULL,
        by       TEXT NOT NULL,
        PRIMARY KEY (bulletin, staff)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE live_permit (
        id       INTEGER PRIMARY KEY,
        staff    INTEGER NOT NULL REFERENCES staff (key),
        day      TEXT NOT NULL,
        evidence TEXT NOT NULL,
        at       TEXT NOT NULL,
        by       TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX live_permit_staff ON live_permit (staff);
      """
        + Workspace.appendOnly("enrolment_step", "a later step is a new row")
        + Workspace.appendOnly("class_session", "cancel the session, and plan another")
        + Workspace.appendOnly("class_cancellation", "plan another session")
        + Workspace.appendOnlyEvidence("drill_mark") + Workspace.appendOnlyEvidence("feedback")
        + Workspace.appendOnlyEvidence("training_test")
        + Workspace.appendOnly("rotation", "a rotation is begun, ended or dropped")
        + Workspace.appendOnly("rotation_step", "what was done about a rotation stays")
        + Workspace.appendOnly("mentorship", "a later mentor is a new row")
        + Workspace.appendOnly("bulletin", "issue another bulletin")
        + Workspace.appendOnly("bulletin_reading", "a reading stays confirmed")
        + Workspace.appendOnly("live_permit", "a permit stays on record")),
  ]
}
