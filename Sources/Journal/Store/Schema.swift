import Foundation
import GRDB

/// The tables, and the steps from each version of them to the next.
///
/// Dates are stored exactly, as seconds since 2001-01-01T00:00:00Z. Columns that end in `_at` show them to people, in
/// UTC. A step that has been released is never changed; a new one is added instead.
enum Schema {
  /// "CAPA": distinguishes a journal from other databases.
  static let applicationID: Int32 = 0x4341_5041

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { try $0.execute(sql: first) }
    migrator.registerMigration("2") { try $0.execute(sql: second) }
    migrator.registerMigration("3") { try $0.execute(sql: third) }
    migrator.registerMigration("4") { db in
      try db.execute(sql: fourth)
      try AuditTrail.sealEarlierLines(db, at: .now)
    }
    migrator.registerMigration("5") { try $0.execute(sql: holds) }
    migrator.registerMigration("6") { try $0.execute(sql: lessons) }
    migrator.registerMigration("7") { try $0.execute(sql: standing) }
    migrator.registerMigration("holds-told") { try $0.execute(sql: holdsTold) }
    migrator.registerMigration("present") { try $0.execute(sql: present) }
    migrator.registerMigration("grounds") { try $0.execute(sql: grounds) }
    migrator.registerMigration("totals") { db in
      try db.execute(sql: totals)
      try db.beginTotals()
    }
    migrator.registerMigration("answers") { try $0.execute(sql: answers) }
    migrator.registerMigration("holds-that-end") { try $0.execute(sql: holdsThatEnd) }
    return migrator
  }

  static func shown(_ name: String, _ column: String) -> String {
    """
    \(name) TEXT GENERATED ALWAYS AS
        (strftime('%Y-%m-%dT%H:%M:%fZ', \(column) + 978307200.0, 'unixepoch')) VIRTUAL
    """
  }

  private static let first = """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      epoch INTEGER NOT NULL,
      boot TEXT NOT NULL,
      opened REAL NOT NULL,
      \(shown("opened_at", "opened")),
      amnesia REAL
    ) STRICT;
    INSERT INTO meta (id, epoch, boot, opened) VALUES (1, 0, '', 0);

    CREATE TABLE tenant (
      name TEXT PRIMARY KEY NOT NULL,
      last_request INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE intent (
      tenant TEXT NOT NULL,
      number INTEGER NOT NULL,
      id TEXT GENERATED ALWAYS AS (tenant || '-' || number) VIRTUAL,
      task TEXT NOT NULL,
      instance TEXT NOT NULL,
      episode INTEGER NOT NULL,
      endpoint TEXT NOT NULL CHECK (endpoint IN ('complete', 'reassign')),
      body TEXT NOT NULL,
      arguments TEXT NOT NULL,
      rule TEXT NOT NULL,
      rule_fingerprint TEXT NOT NULL,
      before_status TEXT NOT NULL,
      before_user TEXT,
      before_group TEXT,
      state TEXT NOT NULL
        CHECK (state IN ('planned', 'armed', 'unknown', 'done', 'refused', 'superseded', 'parked')),
      attempts INTEGER NOT NULL,
      doubtful_attempts INTEGER NOT NULL,
      created REAL NOT NULL,
      \(shown("created_at", "created")),
      changed REAL NOT NULL,
      \(shown("changed_at", "changed")),
      note TEXT NOT NULL,
      PRIMARY KEY (tenant, number)
    ) STRICT;
    CREATE UNIQUE INDEX intent_unresolved ON intent (tenant, task)
      WHERE state IN ('planned', 'armed', 'unknown', 'parked');
    CREATE UNIQUE INDEX intent_effect ON intent (tenant, task, episode, endpoint, arguments);
    CREATE INDEX intent_state ON intent (tenant, state, number);
    CREATE TRIGGER intent_is_kept BEFORE DELETE ON intent
      BEGIN SELECT RAISE(ABORT, 'intents are kept for ever'); END;

    CREATE TABLE intent_history (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      number INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      changed REAL NOT NULL,
      \(shown("changed_at", "changed")),
      from_state TEXT,
      to_state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX intent_history_intent ON intent_history (tenant, number);
    CREATE TRIGGER intent_history_is_kept BEFORE DELETE ON intent_history
      BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
    CREATE TRIGGER intent_history_is_fixed BEFORE UPDATE ON intent_history
      BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;

    CREATE TABLE request (
      tenant TEXT NOT NULL,
      id INTEGER NOT NULL,
      endpoint TEXT NOT NULL,
      sent_boot TEXT NOT NULL,
      sent_ns INTEGER NOT NULL,
      sent_wall REAL NOT NULL,
      \(shown("sent_at", "sent_wall")),
      settled_boot TEXT,
      settled_ns INTEGER,
      settled_wall REAL,
      \(shown("settled_at", "settled_wall")),
      PRIMARY KEY (tenant, id)
    ) STRICT;

    CREATE TABLE decision (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      decided REAL NOT NULL,
      \(shown("decided_at", "decided")),
      task TEXT NOT NULL,
      rule TEXT NOT NULL,
      rule_fingerprint TEXT NOT NULL,
      kind TEXT NOT NULL,
      endpoint TEXT,
      body TEXT,
      note TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decision_age ON decision (tenant, decided);
    CREATE INDEX decision_task ON decision (tenant, task);

    CREATE TABLE listing (
      tenant TEXT PRIMARY KEY NOT NULL,
      seen REAL NOT NULL,
      \(shown("seen_at", "seen")),
      tasks TEXT NOT NULL
    ) STRICT;
    """

  /// What the rules' safeguards and pools remember.
  private static let second = """
    ALTER TABLE intent ADD COLUMN pool TEXT;
    CREATE INDEX intent_pool ON intent (tenant, pool, changed) WHERE pool IS NOT NULL;
    CREATE INDEX intent_age ON intent (tenant, created);

    CREATE TABLE touch (
      tenant TEXT NOT NULL,
      task TEXT NOT NULL,
      touched REAL NOT NULL,
      \(shown("touched_at", "touched")),
      PRIMARY KEY (tenant, task)
    ) STRICT;
    """

  /// The details of tasks that the daemon read, for commands that look.
  private static let third = """
    CREATE TABLE detail (
      tenant TEXT NOT NULL,
      task TEXT NOT NULL,
      seen REAL NOT NULL,
      \(shown("seen_at", "seen")),
      content TEXT NOT NULL,
      PRIMARY KEY (tenant, task)
    ) STRICT;
    """

  /// What was last learned about each endpoint's limit.
  private static let lessons = """
    CREATE TABLE lesson (
      tenant TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      learnt_boot TEXT NOT NULL,
      learnt_ns INTEGER NOT NULL,
      learnt_wall REAL NOT NULL,
      \(shown("learnt_at", "learnt_wall")),
      memory TEXT NOT NULL,
      PRIMARY KEY (tenant, endpoint)
    ) STRICT;
    """

  /// The chained trail.
  ///
  /// `intent_history` holds what was written before there was a chain.
  private static let fourth = """
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at_us INTEGER NOT NULL,
      at TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%fZ', at_us / 1000000.0, 'unixepoch')) VIRTUAL,
      epoch INTEGER NOT NULL,
      kind TEXT NOT NULL,
      tenant TEXT NOT NULL,
      subject TEXT NOT NULL,
      who TEXT NOT NULL,
      why TEXT NOT NULL,
      details TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_subject ON audit (subject);
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
    CREATE TRIGGER audit_is_fixed BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
    CREATE TRIGGER intent_history_is_closed BEFORE INSERT ON intent_history
      BEGIN SELECT RAISE(ABORT, 'the audit trail is kept in audit'); END;
    """
}

extension Schema {
  /// How things stood with each tenant when that was last written down.
  static let standing = """
    CREATE TABLE standing (
      tenant TEXT PRIMARY KEY NOT NULL,
      noted REAL NOT NULL,
      \(shown("noted_at", "noted")),
      content TEXT NOT NULL
    ) STRICT;
    """
}
