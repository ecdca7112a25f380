extension Schema {
  /// What was learned of the tenant's answers: the forms of its steps, and what the answers of each endpoint consist of.
  static let answers = """
    CREATE TABLE form (
      tenant TEXT NOT NULL,
      workflow TEXT NOT NULL,
      step TEXT NOT NULL,
      first_seen REAL NOT NULL,
      \(shown("first_seen_at", "first_seen")),
      last_seen REAL NOT NULL,
      \(shown("last_seen_at", "last_seen")),
      content TEXT NOT NULL,
      PRIMARY KEY (tenant, workflow, step)
    ) STRICT;

    CREATE TABLE shape (
      tenant TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      noted REAL NOT NULL,
      \(shown("noted_at", "noted")),
      content TEXT NOT NULL,
      PRIMARY KEY (tenant, endpoint)
    ) STRICT;
    """
}
