extension Schema {
  /// What effects rested on, and the rules by which they were decided.
  ///
  /// Grounds are numbered without gaps but for the oldest, so that the numbers show how many there are.
  static let grounds = """
    CREATE TABLE grounds (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      number INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      armed REAL NOT NULL,
      \(shown("armed_at", "armed")),
      content TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX grounds_intent ON grounds (tenant, number, attempt);

    CREATE TABLE rule_text (
      rule TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      text TEXT NOT NULL,
      title TEXT,
      owner TEXT,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      loaded REAL NOT NULL,
      \(shown("loaded_at", "loaded")),
      PRIMARY KEY (rule, fingerprint)
    ) STRICT;
    CREATE TRIGGER rule_text_is_kept BEFORE DELETE ON rule_text
      BEGIN SELECT RAISE(ABORT, 'the texts of rules are kept for ever'); END;
    CREATE TRIGGER rule_text_is_fixed BEFORE UPDATE ON rule_text
      BEGIN SELECT RAISE(ABORT, 'the texts of rules are kept as they were'); END;

    CREATE TABLE rules_in_force (
      tenant TEXT PRIMARY KEY NOT NULL,
      fingerprint TEXT NOT NULL,
      rules TEXT NOT NULL,
      loaded REAL NOT NULL,
      \(shown("loaded_at", "loaded"))
    ) STRICT;
    """
}
