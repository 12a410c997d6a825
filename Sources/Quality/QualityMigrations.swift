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
        + Workspace.appendOnly("sample", "a sample is drawn once")),
    Migration("quality 2", secondTables + secondTriggers),
    // What was judged otherwise than by chance, by agent; the rest has an index of its own.
    Migration(
      "quality 3", "CREATE INDEX evaluation_agent ON evaluation (staff, quarter, call) WHERE kind <> 1"),
  ]

  private static let secondTables = """
    CREATE TABLE draw (
      id       INTEGER PRIMARY KEY,
      batch    INTEGER NOT NULL REFERENCES batch (id),
      quarter  INTEGER NOT NULL,
      plan     TEXT NOT NULL,
      version  INTEGER NOT NULL,
      seed     INTEGER NOT NULL,
      from_day TEXT NOT NULL,
      to_day   TEXT NOT NULL,
      calls    INTEGER NOT NULL,
      excluded INTEGER NOT NULL,
      sampled  INTEGER NOT NULL,
      hash     TEXT NOT NULL,
      drawn_at TEXT NOT NULL,
      drawn_by TEXT NOT NULL
    ) STRICT;
    CREATE INDEX draw_quarter ON draw (quarter, from_day);

    CREATE TABLE stratum (
      id      INTEGER PRIMARY KEY,
      batch   INTEGER NOT NULL REFERENCES batch (id),
      draw    INTEGER NOT NULL REFERENCES draw (id),
      quarter INTEGER NOT NULL,
      staff   INTEGER NOT NULL REFERENCES staff (key),
      name    TEXT NOT NULL,
      calls   INTEGER NOT NULL,
      drawn   INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX stratum_quarter ON stratum (quarter, staff, id, name, calls, drawn, batch);

    CREATE TABLE drawn_call (
      id      INTEGER PRIMARY KEY,
      batch   INTEGER NOT NULL REFERENCES batch (id),
      draw    INTEGER NOT NULL REFERENCES draw (id),
      call    INTEGER NOT NULL REFERENCES call (id),
      stratum INTEGER REFERENCES stratum (id),
      purpose INTEGER NOT NULL CHECK (purpose IN (1, 2, 3)),
      cause   TEXT,
      place   INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX drawn_call_call ON drawn_call (call);
    CREATE INDEX drawn_call_draw ON drawn_call (draw, place);
    CREATE INDEX drawn_call_reserve ON drawn_call (stratum, place) WHERE purpose = 3;

    CREATE TABLE lost_recording (
      id          INTEGER PRIMARY KEY,
      call        INTEGER NOT NULL UNIQUE REFERENCES call (id),
      replaced_by INTEGER UNIQUE REFERENCES call (id),
      reason      TEXT NOT NULL,
      lost_at     TEXT NOT NULL,
      lost_by     TEXT NOT NULL
    ) STRICT;

    CREATE TABLE call_assignment (
      id         INTEGER PRIMARY KEY,
      batch      INTEGER NOT NULL REFERENCES batch (id),
      call       INTEGER NOT NULL REFERENCES call (id),
      assessor   INTEGER NOT NULL REFERENCES staff (key),
      kind       INTEGER NOT NULL,
      due        TEXT NOT NULL,
      assigned   TEXT NOT NULL,
      supersedes INTEGER,
      reason     TEXT
    ) STRICT;
    CREATE INDEX call_assignment_call ON call_assignment (call);
    CREATE INDEX call_assignment_assessor ON call_assignment (assessor, due);
    CREATE UNIQUE INDEX call_assignment_correction ON call_assignment (supersedes) WHERE supersedes IS NOT NULL;

    ALTER TABLE call ADD COLUMN stratum INTEGER REFERENCES stratum (id);
    ALTER TABLE evaluation ADD COLUMN stratum INTEGER;
    ALTER TABLE evaluation ADD COLUMN dispute_by TEXT;
    ALTER TABLE evaluation ADD COLUMN notes TEXT;
    DROP INDEX evaluation_pay;
    CREATE INDEX evaluation_pay ON evaluation (quarter, staff, stratum, score, criticals, dispute_by, batch) WHERE kind = 1;
    CREATE INDEX evaluation_quarter ON evaluation (quarter, scorecard, version);
    DROP INDEX evaluation_corrected;
    CREATE INDEX evaluation_call ON evaluation (call, assessor, id);

    DROP TRIGGER call_no_update;
    CREATE TRIGGER call_no_update BEFORE UPDATE ON call
    WHEN NOT (NEW.id = OLD.id AND NEW.batch = OLD.batch AND NEW.name = OLD.name AND NEW.staff = OLD.staff
              AND NEW.quarter = OLD.quarter AND NEW.started = OLD.started AND NEW.record = OLD.record
              AND NEW.is_sampled >= OLD.is_sampled AND (OLD.stratum IS NULL OR NEW.stratum IS OLD.stratum)) BEGIN
      SELECT RAISE(ABORT, 'a call is never changed; it may only be drawn later');
    END;

    CREATE TABLE evaluation_draft (
      call      INTEGER NOT NULL REFERENCES call (id),
      assessor  INTEGER NOT NULL REFERENCES staff (key),
      scorecard TEXT NOT NULL,
      version   INTEGER NOT NULL,
      kind      INTEGER NOT NULL,
      items     BLOB NOT NULL,
      moment    TEXT NOT NULL,
      comment   TEXT NOT NULL,
      notes     TEXT NOT NULL,
      saved_at  TEXT NOT NULL,
      PRIMARY KEY (call, assessor)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE dispute_step (
      id          INTEGER PRIMARY KEY,
      evaluation  INTEGER NOT NULL REFERENCES evaluation (id),
      step        TEXT NOT NULL CHECK (step IN ('acknowledged', 'disputed', 'withdrawn', 'leader', 'panel')),
      outcome     TEXT CHECK (outcome IN ('upheld', 'changed')),
      text        TEXT NOT NULL,
      is_late     INTEGER NOT NULL CHECK (is_late IN (0, 1)),
      replacement INTEGER REFERENCES evaluation (id),
      taken_at    TEXT NOT NULL,
      taken_by    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX dispute_step_evaluation ON dispute_step (evaluation, id);

    CREATE TABLE incident (
      id         INTEGER PRIMARY KEY,
      batch      INTEGER NOT NULL REFERENCES batch (id),
      name       TEXT NOT NULL,
      staff      INTEGER NOT NULL REFERENCES staff (key),
      day        TEXT NOT NULL,
      quarter    INTEGER NOT NULL,
      kind       TEXT NOT NULL,
      text       TEXT,
      noted_by   TEXT NOT NULL,
      supersedes INTEGER,
      reason     TEXT
    ) STRICT;
    CREATE UNIQUE INDEX incident_original ON incident (name) WHERE supersedes IS NULL;
    CREATE UNIQUE INDEX incident_correction ON incident (supersedes) WHERE supersedes IS NOT NULL;
    CREATE INDEX incident_name ON incident (name, id);
    CREATE INDEX incident_quarter ON incident (quarter, staff);

    CREATE TABLE incident_confirmation (
      id           INTEGER PRIMARY KEY,
      incident     INTEGER NOT NULL UNIQUE REFERENCES incident (id),
      confirmed_by TEXT NOT NULL,
      confirmed_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE site_audit (
      id         INTEGER PRIMARY KEY,
      batch      INTEGER NOT NULL REFERENCES batch (id),
      name       TEXT NOT NULL,
      unit       TEXT NOT NULL,
      visitor    TEXT NOT NULL,
      day        TEXT NOT NULL,
      quarter    INTEGER NOT NULL,
      scorecard  TEXT NOT NULL,
      version    INTEGER NOT NULL,
      items      BLOB NOT NULL,
      score      INTEGER,
      criticals  INTEGER NOT NULL,
      comment    TEXT,
      supersedes INTEGER,
      reason     TEXT
    ) STRICT;
    CREATE UNIQUE INDEX site_audit_original ON site_audit (name) WHERE supersedes IS NULL;
    CREATE UNIQUE INDEX site_audit_correction ON site_audit (supersedes) WHERE supersedes IS NOT NULL;
    CREATE INDEX site_audit_name ON site_audit (name, id);
    CREATE INDEX site_audit_quarter ON site_audit (quarter, unit);

    CREATE TABLE chart_baseline (
      id        INTEGER PRIMARY KEY,
      subject   TEXT NOT NULL,
      scorecard TEXT NOT NULL,
      quarter   INTEGER NOT NULL,
      count     INTEGER NOT NULL,
      sum       INTEGER NOT NULL,
      squares   INTEGER NOT NULL,
      failed    INTEGER NOT NULL,
      frozen_at TEXT NOT NULL,
      frozen_by TEXT NOT NULL
    ) STRICT;
    CREATE INDEX chart_baseline_subject ON chart_baseline (subject, scorecard, id);

    """

  private static let secondTriggers =
    ["draw", "stratum", "drawn_call", "call_assignment", "incident", "site_audit"].map(
      Workspace.appendOnlyEvidence
    ).joined()
    + Workspace.appendOnly("lost_recording", "a lost recording stays on record")
    + Workspace.appendOnly("dispute_step", "what was said in a dispute is never changed")
    + Workspace.appendOnly("incident_confirmation", "a confirmation is never changed")
    + Workspace.appendOnly("chart_baseline", "a baseline is frozen; freeze another one")
}
