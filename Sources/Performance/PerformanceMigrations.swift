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
      """ + Workspace.appendOnlyEvidence("earlier_grade"))
  ]
}
