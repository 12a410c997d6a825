import SQLite
import Workspace

package enum Workforce {
  /// The tables of organisation, staff and accounts.
  package static let migrations = [
    Migration(
      "workforce 1",
      """
      CREATE TABLE unit (
        key      INTEGER PRIMARY KEY,
        id       TEXT NOT NULL UNIQUE,
        name     TEXT NOT NULL,
        kind     TEXT NOT NULL CHECK (kind IN ('site', 'centre', 'department', 'team')),
        parent   INTEGER REFERENCES unit (key),
        leader   TEXT,
        from_day TEXT,
        to_day   TEXT
      ) STRICT;

      CREATE TABLE staff (
        key             INTEGER PRIMARY KEY,
        id              TEXT NOT NULL UNIQUE,
        name            TEXT NOT NULL,
        joined          TEXT NOT NULL,
        left_day        TEXT,
        site            TEXT,
        department      TEXT,
        leader          TEXT,
        level           INTEGER CHECK (level BETWEEN 1 AND 5),
        star            INTEGER CHECK (star BETWEEN 0 AND 5),
        base            INTEGER CHECK (base >= 0),
        employment      TEXT NOT NULL CHECK (employment IN ('regular', 'dispatched', 'outsourced')),
        employer        TEXT,
        probation_until TEXT
      ) STRICT;

      CREATE TABLE assignment (
        id       INTEGER PRIMARY KEY,
        staff    INTEGER NOT NULL REFERENCES staff (key),
        post     TEXT NOT NULL,
        team     INTEGER NOT NULL REFERENCES unit (key),
        share    INTEGER NOT NULL CHECK (share BETWEEN 1 AND 10000),
        from_day TEXT NOT NULL,
        to_day   TEXT
      ) STRICT;
      CREATE INDEX assignment_staff ON assignment (staff, from_day);

      CREATE TABLE account (
        name       TEXT NOT NULL PRIMARY KEY,
        staff      INTEGER REFERENCES staff (key),
        password   TEXT,
        created_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE account_role (
        account TEXT NOT NULL REFERENCES account (name),
        role    TEXT NOT NULL,
        PRIMARY KEY (account, role)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX account_role_role ON account_role (role, account);

      CREATE TABLE one_time_code (
        hash    TEXT NOT NULL PRIMARY KEY,
        staff   INTEGER NOT NULL REFERENCES staff (key),
        expires TEXT NOT NULL,
        exam    TEXT
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE session (
        hash    TEXT NOT NULL PRIMARY KEY,
        account TEXT NOT NULL REFERENCES account (name),
        expires TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX session_expires ON session (expires);
      CREATE INDEX session_account ON session (account);
      """),
    Migration(
      "workforce 2",
      """
      CREATE TABLE calendar (
        day        TEXT NOT NULL PRIMARY KEY,
        is_working INTEGER NOT NULL CHECK (is_working IN (0, 1)),
        name       TEXT
      ) STRICT, WITHOUT ROWID;
      """),
    Migration(
      "workforce 3",
      """
      CREATE TABLE leave (
        staff    INTEGER NOT NULL REFERENCES staff (key),
        from_day TEXT NOT NULL,
        to_day   TEXT NOT NULL CHECK (to_day >= from_day),
        kind     TEXT NOT NULL CHECK (kind IN ('annual', 'sick', 'maternity', 'injury', 'personal', 'training')),
        PRIMARY KEY (staff, from_day)
      ) STRICT, WITHOUT ROWID;
      """),
    Migration(
      "workforce 4",
      """
      DROP TABLE session;

      CREATE TABLE session (
        hash    TEXT NOT NULL PRIMARY KEY,
        kind    TEXT NOT NULL CHECK (kind IN ('sign-in', 'token', 'code')),
        account TEXT REFERENCES account (name),
        staff   INTEGER REFERENCES staff (key),
        name    TEXT NOT NULL,
        scope   TEXT NOT NULL,
        opened  TEXT NOT NULL,
        expires TEXT NOT NULL,
        CHECK ((kind = 'code') = (account IS NULL) AND (kind = 'code') = (staff IS NOT NULL))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX session_expires ON session (expires);
      CREATE INDEX session_account ON session (account, opened);
      CREATE INDEX session_staff ON session (staff);
      CREATE INDEX one_time_code_fresh ON one_time_code (staff, expires) WHERE exam IS NULL;
      """),
  ]
}
