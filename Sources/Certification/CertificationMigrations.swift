import SQLite
import Workspace

package enum Certification {
  /// The register of certificates.
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
      """ + Workspace.appendOnly("certificate", "the register is never changed"))
  ]
}
