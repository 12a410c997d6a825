import SQLite
import Workspace

package enum Satisfaction {
  /// The tables of surveys, complaints and observations.
  package static let migrations = [
    Migration(
      "satisfaction 1",
      """
      CREATE TABLE survey_response (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        name       TEXT NOT NULL,
        day        TEXT NOT NULL,
        quarter    INTEGER NOT NULL,
        model      TEXT NOT NULL,
        version    INTEGER NOT NULL,
        staff      INTEGER REFERENCES staff (key),
        answers    BLOB NOT NULL,
        score      INTEGER,
        labels     TEXT,
        comment    TEXT,
        supersedes INTEGER,
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX survey_original ON survey_response (name) WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX survey_correction ON survey_response (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX survey_corrected ON survey_response (name, id) WHERE supersedes IS NOT NULL;
      CREATE INDEX survey_pay ON survey_response (quarter, staff, score, batch) WHERE staff IS NOT NULL;

      CREATE TABLE complaint (
        id                   INTEGER PRIMARY KEY,
        batch                INTEGER NOT NULL REFERENCES batch (id),
        name                 TEXT NOT NULL,
        received             TEXT NOT NULL,
        quarter              INTEGER NOT NULL,
        class                TEXT NOT NULL CHECK (class IN ('service', 'technical', 'charge')),
        about                INTEGER REFERENCES staff (key),
        handler              INTEGER REFERENCES staff (key),
        department           TEXT,
        liable               INTEGER CHECK (liable IN (0, 1)),
        answered             TEXT,
        closed               TEXT,
        satisfaction         INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
        accurate             INTEGER CHECK (accurate IN (0, 1)),
        customer             TEXT NOT NULL,
        issue                TEXT,
        details              TEXT,
        supersedes           INTEGER,
        reason               TEXT
      ) STRICT;
      CREATE UNIQUE INDEX complaint_original ON complaint (name) WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX complaint_correction ON complaint (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX complaint_name ON complaint (name, id);
      CREATE INDEX complaint_about ON complaint (quarter, about, liable);

      CREATE TABLE observation (
        id         INTEGER PRIMARY KEY,
        batch      INTEGER NOT NULL REFERENCES batch (id),
        indicator  TEXT NOT NULL,
        subject    TEXT NOT NULL,
        quarter    INTEGER NOT NULL,
        day        TEXT NOT NULL,
        value      INTEGER NOT NULL,
        n          INTEGER,
        supersedes INTEGER,
        reason     TEXT
      ) STRICT;
      CREATE UNIQUE INDEX observation_original ON observation (indicator, subject, quarter, day) WHERE supersedes IS NULL;
      CREATE UNIQUE INDEX observation_correction ON observation (supersedes) WHERE supersedes IS NOT NULL;
      CREATE INDEX observation_key ON observation (indicator, subject, quarter, day, id);
      CREATE INDEX observation_quarter ON observation (quarter, indicator, subject);
      """
        + Workspace.appendOnlyEvidence("survey_response") + Workspace.appendOnlyEvidence("complaint")
        + Workspace.appendOnlyEvidence("observation")),
    Migration(
      "satisfaction 2",
      """
      DROP INDEX survey_original;
      CREATE UNIQUE INDEX survey_original ON survey_response (model, name) WHERE supersedes IS NULL;
      DROP INDEX survey_corrected;
      CREATE INDEX survey_corrected ON survey_response (model, name, id) WHERE supersedes IS NOT NULL;
      CREATE INDEX survey_model ON survey_response (quarter, model, id);
      ALTER TABLE complaint ADD COLUMN file_digest TEXT;
      CREATE INDEX complaint_open ON complaint (received, name) WHERE closed IS NULL;
      CREATE INDEX survey_comment ON survey_response (quarter, day, name) WHERE comment IS NOT NULL;

      CREATE TABLE complaint_step (
        id         INTEGER PRIMARY KEY,
        complaint  TEXT NOT NULL,
        state      TEXT NOT NULL CHECK (state IN ('received', 'classed', 'routed', 'handled', 'answered', 'closed',
                                                  'reopened')),
        department TEXT,
        text       TEXT NOT NULL,
        taken_at   TEXT NOT NULL,
        taken_by   TEXT NOT NULL
      ) STRICT;
      CREATE INDEX complaint_step_complaint ON complaint_step (complaint, id);

      """ + Workspace.appendOnly("complaint_step", "what was done about a complaint is never changed")),
    Migration(
      "satisfaction 3",
      """
      -- Everything that a quarter's settlement reads of an indicator, in its order.
      CREATE INDEX observation_value ON observation (quarter, indicator, subject, day, value, n, batch);
      DROP INDEX observation_quarter;
      """),
  ]
}
