import SQLite
import Workspace

package enum Quality {
  /// The tables of samples, calls and evaluations.
  package static let migrations = [
    Migration(
      "quality 1",
      """
      CREATE TABLE call (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        name       TEXT NOT NULL UNIQUE,
        quarter    INTEGER NOT NULL,
        staff      INTEGER NOT NULL REFERENCES staff (key),
        started    TEXT NOT NULL,
        is_sampled INTEGER NOT NULL CHECK (is_sampled IN (0, 1)),
        record     TEXT NOT NULL
      ) STRICT;

      CREATE TABLE sample (
        id        INTEGER PRIMARY KEY,
        quarter   INTEGER NOT NULL UNIQUE,
        per_agent INTEGER NOT NULL,
        seed      INTEGER NOT NULL,
        calls     INTEGER NOT NULL,
        sampled   INTEGER NOT NULL,
        hash      TEXT NOT NULL,
        drawn_at  TEXT NOT NULL,
        drawn_by  TEXT NOT NULL
      ) STRICT;

      CREATE TABLE sample_frame (
        id      INTEGER PRIMARY KEY,
        batch   INTEGER NOT NULL REFERENCES batch (id),
        quarter INTEGER NOT NULL,
        staff   INTEGER NOT NULL REFERENCES staff (key),
        calls   INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX sample_frame_staff ON sample_frame (quarter, staff);

      CREATE TABLE evaluation (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        call       INTEGER NOT NULL REFERENCES call (id),
        staff      INTEGER NOT NULL REFERENCES staff (key),
        assessor   INTEGER NOT NULL REFERENCES staff (key),
        quarter    INTEGER NOT NULL,
        day        TEXT NOT NULL,
        kind       INTEGER NOT NULL,
        scorecard  TEXT NOT NULL,
        version    INTEGER NOT NULL,
        items      BLOB NOT NULL,
        score      INTEGER,
        criticals  INTEGER NOT NULL,
        comment    TEXT,
        details    TEXT,
        supersedes INTEGER,
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX evaluation_original ON evaluation (call, assessor) WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX evaluation_correction ON evaluation (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX evaluation_corrected ON evaluation (call, assessor, id) WHERE supersedes IS NOT NULL;
      CREATE INDEX evaluation_pay ON evaluation (quarter, staff, score, criticals, batch) WHERE kind = 1;
      """
        + """

        CREATE TRIGGER call_no_update BEFORE UPDATE ON call
        WHEN NOT (OLD.is_sampled = 0 AND NEW.is_sampled = 1 AND NEW.id = OLD.id AND NEW.name = OLD.name
                  AND NEW.staff = OLD.staff AND NEW.quarter = OLD.quarter) BEGIN
          SELECT RAISE(ABORT, 'a call is never changed; it may only be drawn later');
        END;
        CREATE TRIGGER call_no_delete BEFORE DELETE ON call
        WHEN (SELECT is_published FROM batch WHERE id = OLD.batch) = 1 BEGIN
          SELECT RAISE(ABORT, 'evidence is never deleted; a correction is a new row');
        END;

        """
        + Workspace.appendOnlyEvidence("sample_frame")
        + Workspace.appendOnlyEvidence("evaluation")
        + Workspace.appendOnly("sample", "a sample is drawn once"))
  ]
}
