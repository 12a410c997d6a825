import SQLite
import Workspace

package enum Improvement {
  /// The tables of early warnings, of needs that cycles answer, and of measures.
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
        + Workspace.appendOnly("warning_closure", "what was done about a warning is never changed")),
    Migration(
      "improvement 2",
      """
      CREATE TABLE need_answer (
        id          INTEGER PRIMARY KEY,
        cycle       INTEGER NOT NULL REFERENCES cycle (id),
        staff       INTEGER NOT NULL REFERENCES staff (key),
        lesson      TEXT NOT NULL,
        quarter     INTEGER NOT NULL,
        scheme      TEXT NOT NULL,
        gain        INTEGER NOT NULL,
        evidence    INTEGER NOT NULL CHECK (evidence > 0),
        answered_at TEXT NOT NULL,
        answered_by TEXT NOT NULL,
        UNIQUE (cycle, staff, lesson)
      ) STRICT;
      CREATE INDEX need_answer_quarter ON need_answer (quarter, cycle, staff, lesson);

      CREATE TABLE measure (
        id         INTEGER PRIMARY KEY,
        department TEXT NOT NULL,
        owner      INTEGER NOT NULL REFERENCES staff (key),
        due        TEXT NOT NULL,
        kind       TEXT NOT NULL CHECK (kind IN ('indicator', 'lesson', 'item')),
        target     TEXT NOT NULL,
        what       TEXT NOT NULL,
        warning    INTEGER REFERENCES warning (id),
        expected   INTEGER,
        made       TEXT NOT NULL,
        quarter    INTEGER NOT NULL,
        made_at    TEXT NOT NULL,
        made_by    TEXT NOT NULL
      ) STRICT;
      CREATE INDEX measure_quarter ON measure (quarter, id);
      CREATE INDEX measure_warning ON measure (warning) WHERE warning IS NOT NULL;

      CREATE TABLE measure_check (
        id         INTEGER PRIMARY KEY,
        measure    INTEGER NOT NULL REFERENCES measure (id),
        verdict    TEXT NOT NULL CHECK (verdict IN ('better', 'same', 'worse', 'too-early', 'unknown')),
        before     INTEGER,
        after      INTEGER,
        reached    INTEGER CHECK (reached IN (0, 1)),
        checked_at TEXT NOT NULL,
        checked_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX measure_check_measure ON measure_check (measure, id);

      """ + Workspace.appendOnly("need_answer", "what an enrolment answered stays on record")
        + Workspace.appendOnly("measure", "a measure stays on record; take another one")
        + Workspace.appendOnly("measure_check", "a check is never changed; check again")),
  ]
}
