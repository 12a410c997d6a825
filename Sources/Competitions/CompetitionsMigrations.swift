import SQLite
import Workspace

package enum Competitions {
  /// The table of judges' marks.
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
      """ + Workspace.appendOnlyEvidence("judge_mark"))
  ]
}
