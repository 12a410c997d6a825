import SQLite
import Workspace

package enum Performance {
  /// The tables of scoring runs, results and grades from before.
  package static let migrations = [
    Migration(
      "performance 1",
      """
      CREATE TABLE scoring_run (
        batch    INTEGER NOT NULL PRIMARY KEY REFERENCES batch (id),
        quarter  INTEGER NOT NULL,
        at       TEXT NOT NULL,
        by       TEXT NOT NULL,
        pool     INTEGER NOT NULL,
        is_given INTEGER NOT NULL CHECK (is_given IN (0, 1)),
        weight   TEXT NOT NULL,
        schemes  TEXT NOT NULL
      ) STRICT;
      CREATE INDEX scoring_run_quarter ON scoring_run (quarter, batch);

      CREATE TABLE result (
        id           INTEGER PRIMARY KEY,
        batch        INTEGER NOT NULL REFERENCES batch (id),
        staff        INTEGER NOT NULL REFERENCES staff (key),
        post         TEXT NOT NULL,
        team         TEXT NOT NULL,
        scheme       TEXT NOT NULL,
        version      INTEGER NOT NULL,
        days         INTEGER NOT NULL,
        parts        TEXT NOT NULL,
        addition     INTEGER NOT NULL,
        total        INTEGER,
        grade        TEXT,
        factor       INTEGER NOT NULL,
        gate         INTEGER NOT NULL,
        base         INTEGER NOT NULL,
        bonus        INTEGER NOT NULL,
        satisfaction INTEGER,
        criticals    INTEGER NOT NULL,
        evaluations  INTEGER NOT NULL,
        responses    INTEGER NOT NULL,
        complaints   INTEGER NOT NULL,
        flags        TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX result_staff ON result (batch, staff);

      CREATE TABLE earlier_grade (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        staff      INTEGER NOT NULL REFERENCES staff (key),
        quarter    INTEGER NOT NULL,
        grade      TEXT NOT NULL,
        score      INTEGER,
        supersedes INTEGER,
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX earlier_grade_original ON earlier_grade (staff, quarter) WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX earlier_grade_correction ON earlier_grade (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX earlier_grade_key ON earlier_grade (quarter, staff, id);

      CREATE TRIGGER result_no_update BEFORE UPDATE ON result BEGIN
        SELECT RAISE(ABORT, 'a result is never changed; score the quarter again');
      END;
      CREATE TRIGGER result_stays_closed BEFORE DELETE ON result
      WHEN (SELECT q.state
              FROM scoring_run r
              JOIN quarter q ON q.quarter = r.quarter
             WHERE r.batch = OLD.batch) = 'closed' BEGIN
        SELECT RAISE(ABORT, 'the results of a closed quarter never change');
      END;
      """ + Workspace.appendOnlyEvidence("earlier_grade")),
    Migration(
      "performance 2",
      """
      ALTER TABLE scoring_run ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE scoring_run ADD COLUMN base INTEGER;
      ALTER TABLE scoring_run ADD COLUMN company_index INTEGER;
      ALTER TABLE scoring_run ADD COLUMN pool_factor INTEGER NOT NULL DEFAULT 10000;
      ALTER TABLE scoring_run ADD COLUMN columns TEXT NOT NULL DEFAULT '';

      -- What version 1 of a result did not hold, as fields of a frozen line.
      ALTER TABLE result ADD COLUMN details TEXT NOT NULL DEFAULT '';

      CREATE TABLE team_share (
        batch  INTEGER NOT NULL REFERENCES batch (id),
        team   TEXT NOT NULL,
        result INTEGER,
        factor INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        weight TEXT NOT NULL,
        PRIMARY KEY (batch, team)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE publication (
        id           INTEGER PRIMARY KEY,
        quarter      INTEGER NOT NULL,
        batch        INTEGER NOT NULL,
        until_day    TEXT NOT NULL,
        published_at TEXT NOT NULL,
        published_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX publication_quarter ON publication (quarter, id);

      CREATE TABLE sheet_answer (
        id       INTEGER PRIMARY KEY,
        quarter  INTEGER NOT NULL,
        staff    INTEGER NOT NULL REFERENCES staff (key),
        kind     TEXT NOT NULL CHECK (kind IN ('confirmed', 'objected', 'upheld', 'rejected')),
        digest   TEXT NOT NULL,
        text     TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        taken_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX sheet_answer_staff ON sheet_answer (quarter, staff, id);

      CREATE TABLE grade_calibration (
        id       INTEGER PRIMARY KEY,
        quarter  INTEGER NOT NULL,
        staff    INTEGER NOT NULL REFERENCES staff (key),
        grade    TEXT,
        reason   TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        taken_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX grade_calibration_staff ON grade_calibration (quarter, staff, id);

      CREATE TABLE adjustment (
        id        INTEGER PRIMARY KEY,
        quarter   INTEGER NOT NULL,
        cause     INTEGER NOT NULL,
        staff     INTEGER NOT NULL REFERENCES staff (key),
        amount    INTEGER NOT NULL,
        kind      TEXT NOT NULL CHECK (kind IN ('late', 'revision', 'carry')),
        text      TEXT NOT NULL,
        inputs    TEXT NOT NULL,
        posted_at TEXT NOT NULL,
        posted_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX adjustment_quarter ON adjustment (quarter, staff, id);
      CREATE INDEX adjustment_cause ON adjustment (cause, staff, id);
      CREATE TRIGGER adjustment_into_open BEFORE INSERT ON adjustment
      WHEN EXISTS (SELECT 1 FROM quarter q WHERE q.quarter = NEW.quarter AND q.state = 'closed') BEGIN
        SELECT RAISE(ABORT, 'an adjustment is paid with an open quarter');
      END;

      CREATE TABLE quarter_revision (
        quarter   INTEGER NOT NULL,
        revision  INTEGER NOT NULL CHECK (revision > 0),
        batch     INTEGER NOT NULL,
        hash      TEXT NOT NULL,
        reason    TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        closed_by TEXT NOT NULL,
        PRIMARY KEY (quarter, revision)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX quarter_revision_batch ON quarter_revision (batch);

      CREATE TABLE frozen_part (
        id     INTEGER PRIMARY KEY,
        batch  INTEGER NOT NULL REFERENCES batch (id),
        part   TEXT NOT NULL CHECK (part IN ('head.txt', 'schemes.txt', 'inputs.txt')),
        place  INTEGER NOT NULL,
        length INTEGER NOT NULL,
        packed BLOB NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX frozen_part_place ON frozen_part (batch, part, place);

      CREATE TRIGGER frozen_part_no_update BEFORE UPDATE ON frozen_part BEGIN
        SELECT RAISE(ABORT, 'what a quarter was settled from is never changed');
      END;
      CREATE TRIGGER frozen_part_stays BEFORE DELETE ON frozen_part
      WHEN EXISTS (SELECT 1 FROM quarter_revision q WHERE q.batch = OLD.batch) BEGIN
        SELECT RAISE(ABORT, 'what a quarter was settled from is never deleted');
      END;
      -- Runs that a close replaced may be swept after it; those that were closed never.
      DROP TRIGGER result_stays_closed;
      CREATE TRIGGER result_stays_closed BEFORE DELETE ON result
      WHEN EXISTS (SELECT 1 FROM quarter_revision q WHERE q.batch = OLD.batch)
        OR EXISTS (SELECT 1
                     FROM scoring_run r
                     JOIN quarter q ON q.quarter = r.quarter
                    WHERE r.batch = OLD.batch AND q.state = 'closed'
                      AND NOT EXISTS (SELECT 1 FROM quarter_revision n WHERE n.quarter = q.quarter)) BEGIN
        SELECT RAISE(ABORT, 'the results of a closed quarter never change');
      END;
      CREATE TRIGGER team_share_no_update BEFORE UPDATE ON team_share BEGIN
        SELECT RAISE(ABORT, 'a share is never changed; score the quarter again');
      END;
      CREATE TRIGGER team_share_stays BEFORE DELETE ON team_share
      WHEN EXISTS (SELECT 1 FROM quarter_revision q WHERE q.batch = OLD.batch) BEGIN
        SELECT RAISE(ABORT, 'the shares of a closed quarter never change');
      END;
      """
        + Workspace.appendOnly("publication", "a publication stays on record; publish again")
        + Workspace.appendOnly("sheet_answer", "what somebody said of their sheet is never changed")
        + Workspace.appendOnly(
          "grade_calibration", "a calibration stays on record; take it back with another")
        + Workspace.appendOnly("adjustment", "an adjustment is never changed; post another")
        + Workspace.appendOnly("quarter_revision", "a closed quarter never changes; revise it beside")),
  ]
}
