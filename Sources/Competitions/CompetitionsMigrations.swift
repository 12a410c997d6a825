import SQLite
import Workspace

package enum Competitions {
  /// The tables of entrants, draws, judges' marks and results.
  package static let migrations = [
    Migration(
      "competitions 1",
      """
      CREATE TABLE judge_mark (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        contest    TEXT NOT NULL,
        version    INTEGER NOT NULL,
        stage      TEXT NOT NULL,
        entrant    TEXT NOT NULL,
        judge      TEXT NOT NULL,
        criterion  TEXT NOT NULL,
        mark       INTEGER NOT NULL,
        supersedes INTEGER,
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX judge_mark_original ON judge_mark (contest, stage, entrant, judge, criterion)
       WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX judge_mark_correction ON judge_mark (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX judge_mark_key ON judge_mark (contest, stage, entrant, judge, criterion, id);
      """ + Workspace.appendOnlyEvidence("judge_mark")),
    Migration(
      "competitions 2",
      """
      CREATE TABLE contest_entry (
        id         INTEGER PRIMARY KEY,
        contest    TEXT NOT NULL,
        entrant    TEXT NOT NULL,
        site       TEXT NOT NULL,
        team       TEXT NOT NULL,
        is_entered INTEGER NOT NULL CHECK (is_entered IN (0, 1)),
        reason     TEXT NOT NULL,
        at         TEXT NOT NULL,
        by         TEXT NOT NULL
      ) STRICT;
      CREATE INDEX contest_entry_entrant ON contest_entry (contest, entrant, id);

      CREATE TABLE contest_draw (
        contest  TEXT NOT NULL,
        stage    TEXT NOT NULL,
        number   INTEGER NOT NULL,
        heat     INTEGER NOT NULL,
        entrant  TEXT NOT NULL,
        seed     TEXT NOT NULL,
        drawn_at TEXT NOT NULL,
        drawn_by TEXT NOT NULL,
        PRIMARY KEY (contest, stage, number)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE contest_freeze (
        id        INTEGER PRIMARY KEY,
        contest   TEXT NOT NULL,
        version   INTEGER NOT NULL,
        horizon   INTEGER NOT NULL,
        board     TEXT NOT NULL,
        at        TEXT NOT NULL,
        by        TEXT NOT NULL,
        is_frozen INTEGER NOT NULL CHECK (is_frozen IN (0, 1)),
        reason    TEXT NOT NULL
      ) STRICT;
      CREATE INDEX contest_freeze_contest ON contest_freeze (contest, id);

      CREATE TABLE contest_final (
        contest      TEXT NOT NULL PRIMARY KEY,
        version      INTEGER NOT NULL,
        held         TEXT NOT NULL,
        hash         TEXT NOT NULL,
        finalised_at TEXT NOT NULL,
        finalised_by TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX contest_final_held ON contest_final (held, contest);

      CREATE TABLE contest_result (
        contest TEXT NOT NULL REFERENCES contest_final (contest),
        place   INTEGER NOT NULL,
        entrant TEXT NOT NULL,
        rank    INTEGER,
        total   TEXT,
        points  INTEGER NOT NULL,
        PRIMARY KEY (contest, place)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE contest_annulment (
        id          INTEGER PRIMARY KEY,
        contest     TEXT NOT NULL REFERENCES contest_final (contest),
        entrant     TEXT NOT NULL,
        reason      TEXT NOT NULL,
        annulled_at TEXT NOT NULL,
        annulled_by TEXT NOT NULL,
        UNIQUE (contest, entrant)
      ) STRICT;
      """
        + """

        CREATE TRIGGER judge_mark_final BEFORE INSERT ON judge_mark
        WHEN EXISTS (SELECT 1 FROM contest_final WHERE contest = NEW.contest) BEGIN
          SELECT RAISE(ABORT, 'the contest is final; no mark can come in');
        END;

        """
        + Workspace.appendOnly("contest_entry", "a later step is a new row")
        + Workspace.appendOnly("contest_draw", "a draw is never changed")
        + Workspace.appendOnly("contest_freeze", "what was shown is never changed")
        + Workspace.appendOnly("contest_final", "a final result never changes")
        + Workspace.appendOnly("contest_result", "a final result never changes; annul it instead")
        + Workspace.appendOnly("contest_annulment", "an annulment is never changed")),
  ]
}
