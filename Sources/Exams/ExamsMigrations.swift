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
        + Workspace.appendOnly("mark", "marks are never changed")),
    Migration(
      "exams 2",
      """
      CREATE TABLE question_retirement (
        question TEXT NOT NULL PRIMARY KEY,
        at       TEXT NOT NULL,
        by       TEXT NOT NULL,
        reason   TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      ALTER TABLE exam ADD COLUMN drawing INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE exam ADD COLUMN opens TEXT;
      ALTER TABLE exam ADD COLUMN closes TEXT;
      ALTER TABLE exam ADD COLUMN released_at TEXT;
      ALTER TABLE exam ADD COLUMN holds_scores INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE exam_pool ADD COLUMN facility INTEGER;
      ALTER TABLE exam_pool ADD COLUMN used_before INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE exam_pool ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX exam_pool_question ON exam_pool (exam, question);

      CREATE TABLE candidate (
        exam          TEXT NOT NULL REFERENCES exam (id),
        staff         INTEGER NOT NULL REFERENCES staff (key),
        batch         TEXT NOT NULL,
        opens         TEXT,
        closes        TEXT,
        room          TEXT NOT NULL,
        seat          INTEGER,
        extra_minutes INTEGER NOT NULL CHECK (extra_minutes BETWEEN 0 AND 600),
        standing      TEXT NOT NULL CHECK (standing IN ('invited', 'deferred', 'make_up')),
        reason        TEXT NOT NULL,
        PRIMARY KEY (exam, staff)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE paper (
        id       INTEGER PRIMARY KEY,
        exam     TEXT NOT NULL REFERENCES exam (id),
        staff    INTEGER NOT NULL REFERENCES staff (key),
        attempt  INTEGER NOT NULL CHECK (attempt > 0),
        items    TEXT NOT NULL,
        facility INTEGER NOT NULL,
        dealt_at TEXT NOT NULL,
        UNIQUE (exam, staff, attempt)
      ) STRICT;
      CREATE INDEX paper_staff ON paper (staff, id);

      ALTER TABLE sitting ADD COLUMN holder TEXT;
      ALTER TABLE sitting ADD COLUMN is_late INTEGER NOT NULL DEFAULT 0;

      CREATE TABLE exam_result (
        sitting   INTEGER NOT NULL REFERENCES sitting (id),
        revision  INTEGER NOT NULL CHECK (revision > 0),
        cause     TEXT NOT NULL CHECK (cause IN ('submission', 'marking', 'regrade', 'appeal', 'annulment')),
        at        TEXT NOT NULL,
        by        TEXT NOT NULL,
        reason    TEXT NOT NULL,
        points    INTEGER NOT NULL,
        maximum   INTEGER NOT NULL,
        score     INTEGER NOT NULL,
        is_passed INTEGER NOT NULL,
        PRIMARY KEY (sitting, revision)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO exam_result (sitting, revision, cause, at, by, reason, points, maximum, score, is_passed)
      SELECT id, 1, 'submission', submitted_at, '', '', points, maximum, score, is_passed
        FROM sitting
       WHERE submitted_at IS NOT NULL
       ORDER BY id;

      CREATE TABLE place_mark (
        sitting  INTEGER NOT NULL REFERENCES sitting (id),
        place    INTEGER NOT NULL,
        revision INTEGER NOT NULL CHECK (revision > 0),
        points   INTEGER NOT NULL,
        maximum  INTEGER NOT NULL,
        PRIMARY KEY (sitting, place, revision)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO place_mark (sitting, place, revision, points, maximum)
      SELECT sitting, place, 1, points, maximum FROM mark ORDER BY sitting, place;
      DROP TABLE mark;

      CREATE TABLE rating (
        sitting INTEGER NOT NULL REFERENCES sitting (id),
        place   INTEGER NOT NULL,
        marker  TEXT NOT NULL,
        at      TEXT NOT NULL,
        points  INTEGER NOT NULL,
        lines   TEXT NOT NULL,
        comment TEXT NOT NULL,
        PRIMARY KEY (sitting, place, marker)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE regrade (
        id        INTEGER PRIMARY KEY,
        exam      TEXT NOT NULL REFERENCES exam (id),
        question  TEXT NOT NULL,
        key       TEXT NOT NULL,
        never_lowers INTEGER NOT NULL,
        at        TEXT NOT NULL,
        by        TEXT NOT NULL,
        reason    TEXT NOT NULL
      ) STRICT;
      CREATE INDEX regrade_exam ON regrade (exam, id);

      CREATE TABLE appeal (
        id      INTEGER PRIMARY KEY,
        sitting INTEGER NOT NULL REFERENCES sitting (id),
        place   INTEGER,
        at      TEXT NOT NULL,
        by      TEXT NOT NULL,
        text    TEXT NOT NULL
      ) STRICT;
      CREATE INDEX appeal_sitting ON appeal (sitting);
      CREATE TABLE appeal_decision (
        appeal    INTEGER NOT NULL PRIMARY KEY REFERENCES appeal (id),
        at        TEXT NOT NULL,
        by        TEXT NOT NULL,
        is_upheld INTEGER NOT NULL,
        points    INTEGER,
        reason    TEXT NOT NULL
      ) STRICT;
      """
        + Workspace.appendOnly(
          "question_retirement", "a retirement is never changed; load the question under a new id")
        + Workspace.appendOnly("paper", "a paper that was dealt never changes")
        + Workspace.appendOnly("exam_result", "results are never changed; a later revision counts")
        + Workspace.appendOnly("place_mark", "marks are never changed; a later revision counts")
        + Workspace.appendOnly("rating", "ratings are never changed")
        + Workspace.appendOnly("regrade", "a regrade is never changed; a later one counts")
        + Workspace.appendOnly("appeal", "an appeal is never changed")
        + Workspace.appendOnly("appeal_decision", "a decision is never changed")),
    overTheNetwork,
  ]
}
