extension Schema {
  /// What people decide while the daemon runs or not: what is held, and the verdicts on intents.
  static let holds = """
    CREATE TABLE hold (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT,
      rule TEXT,
      why TEXT NOT NULL,
      set_by TEXT NOT NULL,
      began REAL NOT NULL,
      \(shown("began_at", "began")),
      released_by TEXT,
      released REAL,
      \(shown("released_at", "released"))
    ) STRICT;
    CREATE INDEX hold_in_force ON hold (number) WHERE released IS NULL;
    CREATE TRIGGER hold_is_kept BEFORE DELETE ON hold
      BEGIN SELECT RAISE(ABORT, 'holds are kept for ever'); END;

    CREATE TABLE verdict (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      number INTEGER NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('done', 'not-done', 'drop')),
      why TEXT NOT NULL,
      given_by TEXT NOT NULL,
      given REAL NOT NULL,
      \(shown("given_at", "given"))
    ) STRICT;
    CREATE INDEX verdict_intent ON verdict (tenant, number);
    CREATE TRIGGER verdict_is_kept BEFORE DELETE ON verdict
      BEGIN SELECT RAISE(ABORT, 'verdicts are kept for ever'); END;
    CREATE TRIGGER verdict_is_fixed BEFORE UPDATE ON verdict
      BEGIN SELECT RAISE(ABORT, 'verdicts are kept for ever'); END;
    """

  /// Holds on single tasks, and holds that end by themselves: when they were set by the clock that never jumps, and for how
  /// long.
  static let holdsThatEnd = """
    ALTER TABLE hold ADD COLUMN task TEXT;
    ALTER TABLE hold ADD COLUMN began_boot TEXT;
    ALTER TABLE hold ADD COLUMN began_ns INTEGER;
    ALTER TABLE hold ADD COLUMN lasts_ns INTEGER;
    ALTER TABLE hold ADD COLUMN \(shown("ends_at", "began + lasts_ns / 1e9"));
    """

  /// Which holds were reported in the log, so that the next run does not report them again.
  static let holdsTold = """
    CREATE TABLE hold_told (
      tenant TEXT PRIMARY KEY NOT NULL,
      last INTEGER NOT NULL,
      open TEXT NOT NULL
    ) STRICT;
    """
}
