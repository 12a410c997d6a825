import SQLite
import Workspace

extension Exams {
  /// Sittings over a network: how far each client's answers were kept, what came too late, and what was decided about it.
  static let overTheNetwork = Migration(
    "exams 3",
    """
    CREATE TABLE sitting_line (
      sitting INTEGER NOT NULL REFERENCES sitting (id),
      holder  TEXT NOT NULL,
      kept    INTEGER NOT NULL CHECK (kept >= 0),
      head    TEXT NOT NULL,
      PRIMARY KEY (sitting, holder)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE late_answer (
      id          INTEGER PRIMARY KEY,
      sitting     INTEGER NOT NULL REFERENCES sitting (id),
      holder      TEXT NOT NULL,
      sequence    INTEGER NOT NULL CHECK (sequence > 0),
      place       INTEGER NOT NULL,
      said_at     TEXT NOT NULL,
      received_at TEXT NOT NULL,
      response    TEXT NOT NULL,
      head        TEXT NOT NULL
    ) STRICT;
    CREATE INDEX late_answer_sitting ON late_answer (sitting, id);

    CREATE TABLE late_decision (
      sitting     INTEGER NOT NULL REFERENCES sitting (id),
      through     INTEGER NOT NULL REFERENCES late_answer (id),
      at          TEXT NOT NULL,
      by          TEXT NOT NULL,
      is_accepted INTEGER NOT NULL,
      reason      TEXT NOT NULL,
      PRIMARY KEY (sitting, through)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reopened_place (
      sitting  INTEGER NOT NULL REFERENCES sitting (id),
      place    INTEGER NOT NULL,
      revision INTEGER NOT NULL CHECK (revision > 0),
      PRIMARY KEY (sitting, place, revision)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE exam_result_wider (
      sitting   INTEGER NOT NULL REFERENCES sitting (id),
      revision  INTEGER NOT NULL CHECK (revision > 0),
      cause     TEXT NOT NULL
                CHECK (cause IN ('submission', 'marking', 'regrade', 'appeal', 'annulment', 'late')),
      at        TEXT NOT NULL,
      by        TEXT NOT NULL,
      reason    TEXT NOT NULL,
      points    INTEGER NOT NULL,
      maximum   INTEGER NOT NULL,
      score     INTEGER NOT NULL,
      is_passed INTEGER NOT NULL,
      PRIMARY KEY (sitting, revision)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO exam_result_wider (sitting, revision, cause, at, by, reason, points, maximum, score, is_passed)
    SELECT sitting, revision, cause, at, by, reason, points, maximum, score, is_passed
      FROM exam_result
     ORDER BY sitting, revision;
    DROP TABLE exam_result;
    ALTER TABLE exam_result_wider RENAME TO exam_result;

    CREATE TABLE rating_wider (
      sitting INTEGER NOT NULL REFERENCES sitting (id),
      place   INTEGER NOT NULL,
      round   INTEGER NOT NULL,
      marker  TEXT NOT NULL,
      at      TEXT NOT NULL,
      points  INTEGER NOT NULL,
      lines   TEXT NOT NULL,
      comment TEXT NOT NULL,
      PRIMARY KEY (sitting, place, round, marker)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO rating_wider (sitting, place, round, marker, at, points, lines, comment)
    SELECT sitting, place, 0, marker, at, points, lines, comment
      FROM rating
     ORDER BY sitting, place, marker;
    DROP TABLE rating;
    ALTER TABLE rating_wider RENAME TO rating;
    """
      + Workspace.appendOnly("late_answer", "answers are never changed; what came late stands as it came")
      + Workspace.appendOnly("late_decision", "a decision is never changed")
      + Workspace.appendOnly("reopened_place", "a decision is never changed")
      + Workspace.appendOnly("exam_result", "results are never changed; a later revision counts")
      + Workspace.appendOnly("rating", "ratings are never changed"))
}
