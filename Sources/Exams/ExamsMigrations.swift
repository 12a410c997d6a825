import SQLite
import Workspace

package enum Exams {
  /// The tables of banks, exams, sittings, answers and marks.
  package static let migrations = [
    Migration(
      "exams 1",
      """
      CREATE TABLE question (
        id         TEXT NOT NULL,
        version    INTEGER NOT NULL CHECK (version > 0),
        bank       TEXT NOT NULL,
        type       TEXT NOT NULL,
        level      INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
        topic      TEXT NOT NULL,
        difficulty TEXT NOT NULL CHECK (difficulty IN ('easy', 'medium', 'hard')),
        lesson     TEXT NOT NULL,
        hash       TEXT NOT NULL,
        loaded_at  TEXT NOT NULL,
        PRIMARY KEY (id, version)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX question_bank ON question (bank, level, topic, difficulty);

      CREATE TABLE question_text (
        question TEXT NOT NULL,
        version  INTEGER NOT NULL,
        language TEXT NOT NULL,
        source   TEXT NOT NULL,
        PRIMARY KEY (question, version, language),
        FOREIGN KEY (question, version) REFERENCES question (id, version)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE exam (
        id                TEXT NOT NULL PRIMARY KEY,
        blueprint         TEXT NOT NULL,
        blueprint_version INTEGER NOT NULL,
        seed              INTEGER NOT NULL,
        state             TEXT NOT NULL CHECK (state IN ('created', 'open')),
        created_at        TEXT NOT NULL,
        created_by        TEXT NOT NULL,
        opened_at         TEXT
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE exam_pool (
        exam     TEXT NOT NULL REFERENCES exam (id),
        line     INTEGER NOT NULL,
        question TEXT NOT NULL,
        version  INTEGER NOT NULL,
        PRIMARY KEY (exam, line, question),
        FOREIGN KEY (question, version) REFERENCES question (id, version)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE sitting (
        id           INTEGER PRIMARY KEY,
        exam         TEXT NOT NULL REFERENCES exam (id),
        staff        INTEGER NOT NULL REFERENCES staff (key),
        attempt      INTEGER NOT NULL CHECK (attempt > 0),
        language     TEXT NOT NULL,
        started_at   TEXT NOT NULL,
        deadline     TEXT NOT NULL,
        submitted_at TEXT,
        day          TEXT,
        points       INTEGER,
        maximum      INTEGER,
        score        INTEGER,
        is_passed    INTEGER,
        chain        TEXT,
        UNIQUE (exam, staff, attempt)
      ) STRICT;
      CREATE INDEX sitting_staff ON sitting (staff, day);
      CREATE INDEX sitting_day ON sitting (day) WHERE day IS NOT NULL;
      CREATE INDEX sitting_running ON sitting (exam, deadline) WHERE submitted_at IS NULL;
      CREATE TRIGGER sitting_stays_submitted BEFORE UPDATE ON sitting WHEN OLD.submitted_at IS NOT NULL BEGIN
        SELECT RAISE(ABORT, 'a submitted sitting never changes');
      END;

      CREATE TABLE answer (
        id       INTEGER PRIMARY KEY,
        sitting  INTEGER NOT NULL REFERENCES sitting (id),
        place    INTEGER NOT NULL,
        at       TEXT NOT NULL,
        response TEXT NOT NULL,
        head     BLOB NOT NULL
      ) STRICT;
      CREATE INDEX answer_sitting ON answer (sitting, id);

      CREATE TABLE mark (
        sitting INTEGER NOT NULL REFERENCES sitting (id),
        place   INTEGER NOT NULL,
        points  INTEGER NOT NULL,
        maximum INTEGER NOT NULL,
        PRIMARY KEY (sitting, place)
      ) STRICT, WITHOUT ROWID;
      """
        + Workspace.appendOnly("question", "a question version is never edited; load a new version")
        + Workspace.appendOnly("question_text", "a question version is never edited; load a new version")
        + Workspace.appendOnly("answer", "answers are never changed; a later one counts")
        + Workspace.appendOnly("mark", "marks are never changed"))
  ]
}
