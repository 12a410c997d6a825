import SQLite
import Workspace

extension Performance {
  /// The tables of vacancies, of decisions on steps with what they change on the roster, and of honours.
  package static let promotionMigrations = [
    Migration(
      "performance 3",
      """
      CREATE TABLE vacancy (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        post       TEXT NOT NULL,
        level      INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
        site       TEXT NOT NULL,
        places     INTEGER NOT NULL CHECK (places >= 0),
        from_day   TEXT,
        supersedes INTEGER,
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX vacancy_original ON vacancy (post, level, site) WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX vacancy_correction ON vacancy (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX vacancy_key ON vacancy (post, level, site, id);

      CREATE TABLE promotion_decision (
        id          INTEGER PRIMARY KEY,
        scheme      TEXT NOT NULL,
        version     INTEGER NOT NULL,
        quarter     INTEGER NOT NULL,
        staff       INTEGER NOT NULL REFERENCES staff (key),
        verdict     TEXT NOT NULL CHECK (verdict IN ('promote', 'keep', 'step-back')),
        is_proposed INTEGER NOT NULL CHECK (is_proposed IN (0, 1)),
        ground      TEXT NOT NULL,
        reason      TEXT,
        vacancy     INTEGER REFERENCES vacancy (id),
        from_day    TEXT,
        at          TEXT NOT NULL,
        by          TEXT NOT NULL,
        supersedes  INTEGER REFERENCES promotion_decision (id)
      ) STRICT;
      CREATE UNIQUE INDEX promotion_decision_original ON promotion_decision (quarter, scheme, staff)
       WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX promotion_decision_correction ON promotion_decision (supersedes)
       WHERE supersedes IS NOT NULL;
      CREATE INDEX promotion_decision_staff ON promotion_decision (staff, quarter);
      CREATE INDEX promotion_decision_vacancy ON promotion_decision (vacancy) WHERE vacancy IS NOT NULL;

      CREATE TABLE roster_change (
        id         INTEGER PRIMARY KEY,
        decision   INTEGER NOT NULL REFERENCES promotion_decision (id),
        kind       TEXT NOT NULL CHECK (kind IN ('level', 'star', 'post')),
        was        TEXT,
        becomes    TEXT,
        team       TEXT,
        from_day   TEXT NOT NULL
      ) STRICT;
      CREATE INDEX roster_change_decision ON roster_change (decision, id);

      CREATE TABLE roster_change_done (
        change INTEGER NOT NULL PRIMARY KEY REFERENCES roster_change (id),
        at     TEXT NOT NULL,
        by     TEXT NOT NULL
      ) STRICT;

      CREATE TABLE honour_deed (
        id         INTEGER PRIMARY KEY,
        kind       TEXT NOT NULL CHECK (kind IN ('suggestion', 'help')),
        staff      INTEGER NOT NULL REFERENCES staff (key),
        day        TEXT NOT NULL,
        quarter    INTEGER NOT NULL,
        department TEXT NOT NULL,
        days       INTEGER CHECK (days > 0),
        what       TEXT NOT NULL,
        at         TEXT NOT NULL,
        by         TEXT NOT NULL
      ) STRICT;
      CREATE INDEX honour_deed_quarter ON honour_deed (quarter, staff);

      CREATE TABLE honour_deed_answer (
        deed    INTEGER NOT NULL PRIMARY KEY REFERENCES honour_deed (id),
        answer  TEXT NOT NULL CHECK (answer IN ('adopted', 'confirmed', 'declined')),
        quarter INTEGER NOT NULL,
        saving  INTEGER CHECK (saving >= 0),
        reason  TEXT,
        at      TEXT NOT NULL,
        by      TEXT NOT NULL
      ) STRICT;
      CREATE INDEX honour_deed_answer_quarter ON honour_deed_answer (quarter, deed);

      CREATE TABLE honour_grant (
        id        INTEGER PRIMARY KEY,
        scheme    TEXT NOT NULL,
        version   INTEGER NOT NULL,
        honour    TEXT NOT NULL,
        quarter   INTEGER NOT NULL,
        staff     INTEGER NOT NULL REFERENCES staff (key),
        rank      INTEGER NOT NULL,
        ground    TEXT NOT NULL,
        ground_zh TEXT NOT NULL,
        at        TEXT NOT NULL,
        by        TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX honour_grant_once ON honour_grant (quarter, scheme, honour, staff);
      CREATE INDEX honour_grant_staff ON honour_grant (staff, quarter);

      CREATE TABLE honour_revocation (
        honour_grant INTEGER NOT NULL PRIMARY KEY REFERENCES honour_grant (id),
        reason       TEXT NOT NULL,
        at           TEXT NOT NULL,
        by           TEXT NOT NULL
      ) STRICT;
      """ + Workspace.appendOnlyEvidence("vacancy")
        + appendOnly([
          "promotion_decision", "roster_change", "roster_change_done", "honour_deed", "honour_deed_answer",
          "honour_grant", "honour_revocation",
        ]))
  ]

  private static func appendOnly(_ tables: [String]) -> String {
    tables.map { Workspace.appendOnly($0, "what was decided is never changed; a correction is a new row") }
      .joined()
  }
}
