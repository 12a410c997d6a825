import SQLite
import Workspace

package enum Improvement {
  /// The tables of early warnings.
  package static let migrations = [
    Migration(
      "improvement 1",
      """
      CREATE TABLE warning (
        id           INTEGER PRIMARY KEY,
        subject_kind TEXT NOT NULL CHECK (subject_kind IN ('staff', 'unit', 'company')),
        subject      TEXT NOT NULL,
        quarter      INTEGER NOT NULL,
        source       TEXT NOT NULL,
        what_en      TEXT NOT NULL,
        what_zh      TEXT NOT NULL,
        owner        TEXT NOT NULL,
        due          TEXT NOT NULL,
        raised_at    TEXT NOT NULL,
        raised_by    TEXT NOT NULL,
        UNIQUE (subject_kind, subject, source, quarter)
      ) STRICT;

      CREATE TABLE warning_closure (
        id        INTEGER PRIMARY KEY,
        warning   INTEGER NOT NULL UNIQUE REFERENCES warning (id),
        note      TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        closed_by TEXT NOT NULL
      ) STRICT;

      """ + Workspace.appendOnly("warning", "a warning stays on record; close it")
        + Workspace.appendOnly("warning_closure", "what was done about a warning is never changed"))
  ]
}
