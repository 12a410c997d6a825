import SQLite
import Workspace

package enum Certification {
  /// The register of certificates, what happened to them since, and the sittings of levels.
  package static let migrations = [
    Migration(
      "certification 1",
      """
      CREATE TABLE certificate (
        code     TEXT NOT NULL PRIMARY KEY,
        number   TEXT NOT NULL UNIQUE,
        ladder   TEXT NOT NULL,
        version  INTEGER NOT NULL,
        level    INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
        staff    INTEGER NOT NULL REFERENCES staff (key),
        awarded  TEXT NOT NULL,
        expires  TEXT NOT NULL,
        evidence TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX certificate_staff ON certificate (staff, ladder, level, awarded);
      CREATE INDEX certificate_ladder ON certificate (ladder, awarded, number);
      """ + Workspace.appendOnly("certificate", "the register is never changed")),
    Migration(
      "certification 2",
      """
      ALTER TABLE certificate ADD COLUMN issue TEXT NOT NULL DEFAULT 'in-house'
        CHECK (issue IN ('in-house', 'national'));
      ALTER TABLE certificate ADD COLUMN source TEXT NOT NULL DEFAULT 'award'
        CHECK (source IN ('award', 'renewal', 'import', 'contest'));
      ALTER TABLE certificate ADD COLUMN renews TEXT REFERENCES certificate (code);
      CREATE UNIQUE INDEX certificate_renews ON certificate (renews) WHERE renews IS NOT NULL;

      CREATE TABLE certificate_event (
        id     INTEGER PRIMARY KEY,
        code   TEXT NOT NULL REFERENCES certificate (code),
        kind   TEXT NOT NULL
               CHECK (kind IN ('suspended', 'reinstated', 'revoked', 'appealed', 'upheld', 'restored')),
        day    TEXT NOT NULL,
        reason TEXT NOT NULL,
        at     TEXT NOT NULL,
        by     TEXT NOT NULL
      ) STRICT;
      CREATE INDEX certificate_event_code ON certificate_event (code, id);

      CREATE TABLE certificate_name (
        id    INTEGER PRIMARY KEY,
        staff INTEGER NOT NULL REFERENCES staff (key),
        shown TEXT NOT NULL CHECK (shown IN ('full', 'masked', 'none')),
        at    TEXT NOT NULL,
        by    TEXT NOT NULL
      ) STRICT;
      CREATE INDEX certificate_name_staff ON certificate_name (staff, id);

      CREATE TABLE level_sitting (
        id        INTEGER PRIMARY KEY,
        ladder    TEXT NOT NULL,
        version   INTEGER NOT NULL,
        level     INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
        day       TEXT NOT NULL,
        place     TEXT NOT NULL,
        capacity  INTEGER NOT NULL CHECK (capacity > 0),
        closes    TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        opened_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX level_sitting_ladder ON level_sitting (ladder, level, day);

      CREATE TABLE level_registration (
        sitting INTEGER NOT NULL REFERENCES level_sitting (id),
        staff   INTEGER NOT NULL REFERENCES staff (key),
        number  INTEGER NOT NULL,
        sponsor TEXT,
        at      TEXT NOT NULL,
        by      TEXT NOT NULL,
        PRIMARY KEY (sitting, staff),
        UNIQUE (sitting, number)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX level_registration_staff ON level_registration (staff, sitting);

      CREATE TABLE practical_mark (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        sitting    INTEGER NOT NULL REFERENCES level_sitting (id),
        staff      INTEGER NOT NULL REFERENCES staff (key),
        part       TEXT NOT NULL,
        examiner   TEXT NOT NULL,
        line       TEXT NOT NULL,
        points     INTEGER NOT NULL,
        supersedes INTEGER UNIQUE REFERENCES practical_mark (id),
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX practical_mark_original ON practical_mark (sitting, staff, part, examiner, line)
        WHERE supersedes IS NULL;
      CREATE INDEX practical_mark_key ON practical_mark (sitting, staff, part, examiner, line);

      CREATE TABLE board_vote (
        sitting INTEGER NOT NULL REFERENCES level_sitting (id),
        staff   INTEGER NOT NULL REFERENCES staff (key),
        member  TEXT NOT NULL,
        is_for  INTEGER NOT NULL CHECK (is_for IN (0, 1)),
        reason  TEXT NOT NULL,
        at      TEXT NOT NULL,
        by      TEXT NOT NULL,
        PRIMARY KEY (sitting, staff, member)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE level_decision (
        id         INTEGER PRIMARY KEY,
        sitting    INTEGER NOT NULL REFERENCES level_sitting (id),
        staff      INTEGER NOT NULL REFERENCES staff (key),
        is_awarded INTEGER NOT NULL CHECK (is_awarded IN (0, 1)),
        code       TEXT REFERENCES certificate (code),
        found      TEXT NOT NULL,
        at         TEXT NOT NULL,
        by         TEXT NOT NULL
      ) STRICT;
      CREATE INDEX level_decision_sitting ON level_decision (sitting, staff, id);
      """
        + Workspace.appendOnly("certificate_event", "what was done about a certificate stays in the register")
        + Workspace.appendOnly("certificate_name", "a later choice is a new row")
        + Workspace.appendOnly("level_sitting", "open another sitting")
        + Workspace.appendOnly("level_registration", "registrations are kept")
        + Workspace.appendOnlyEvidence("practical_mark")
        + Workspace.appendOnly("board_vote", "a vote stays as it was given")
        + Workspace.appendOnly("level_decision", "a later decision is a new row")),
  ]
}
