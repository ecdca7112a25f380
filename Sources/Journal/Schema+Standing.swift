extension Schema {
  /// How things stood with each tenant, the last time.
  static let standing = """
    CREATE TABLE standing (
      tenant TEXT PRIMARY KEY NOT NULL,
      noted REAL NOT NULL,
      \(shown("noted_at", "noted")),
      content TEXT NOT NULL
    ) STRICT;
    """
}
