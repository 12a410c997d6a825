import SQLite

extension Workspace {
  /// The tables of the workspace itself: settings, audit, schemes, batches, quarters.
  package static let migrations = [
    Migration(
      "workspace 1",
      """
      CREATE TABLE setting (
        name  TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE audit (
        number  INTEGER PRIMARY KEY,
        at      TEXT NOT NULL,
        actor   TEXT NOT NULL,
        deed    TEXT NOT NULL,
        subject TEXT NOT NULL,
        salt    BLOB NOT NULL,
        digest  BLOB NOT NULL,
        head    BLOB NOT NULL
      ) STRICT;

      CREATE TABLE scheme (
        kind        TEXT NOT NULL,
        id          TEXT NOT NULL,
        version     INTEGER NOT NULL CHECK (version > 0),
        in_force    TEXT NOT NULL,
        hash        TEXT NOT NULL,
        text        TEXT NOT NULL,
        loaded_at   TEXT NOT NULL,
        loaded_by   TEXT NOT NULL,
        PRIMARY KEY (kind, id, version)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE batch (
        id           INTEGER PRIMARY KEY,
        kind         TEXT NOT NULL,
        subject      TEXT NOT NULL,
        started      TEXT NOT NULL,
        first_row    INTEGER NOT NULL,
        is_published INTEGER NOT NULL CHECK (is_published IN (0, 1))
      ) STRICT;
      CREATE INDEX batch_pending ON batch (id) WHERE is_published = 0;

      CREATE TABLE quarter (
        quarter   INTEGER NOT NULL PRIMARY KEY,
        state     TEXT NOT NULL CHECK (state IN ('open', 'scored', 'closed')),
        closed_at TEXT,
        closed_by TEXT,
        hash      TEXT
      ) STRICT;
      """
        + appendOnly("scheme", "a scheme is never edited; load a new version")
          + """
          CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit is never changed');
          END;
          CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit is never changed');
          END;
          CREATE TRIGGER quarter_stays_closed BEFORE UPDATE ON quarter WHEN OLD.state = 'closed' BEGIN
            SELECT RAISE(ABORT, 'a closed quarter never changes');
          END;
          """)
  ]

  /// Triggers that refuse every UPDATE and DELETE of a table.
  package static func appendOnly(_ table: String, _ reason: String) -> String {
    """

    CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table) BEGIN
      SELECT RAISE(ABORT, '\(reason)');
    END;
    CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table) BEGIN
      SELECT RAISE(ABORT, '\(reason)');
    END;

    """
  }

  /// Triggers for a table of evidence written in batches: rows of a published batch stay as they are;
  /// only what a dead import left pending may be swept away.
  package static func appendOnlyEvidence(_ table: String) -> String {
    """

    CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table) BEGIN
      SELECT RAISE(ABORT, 'evidence is never changed; a correction is a new row');
    END;
    CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table)
    WHEN (SELECT is_published FROM batch WHERE id = OLD.batch) = 1 BEGIN
      SELECT RAISE(ABORT, 'evidence is never deleted; a correction is a new row');
    END;

    """
  }
}
