extension Schema {
  /// How often things happened since the first start, for metrics: it never goes back, whatever is deleted elsewhere.
  static let totals = """
    CREATE TABLE total (
      tenant TEXT NOT NULL,
      name TEXT NOT NULL,
      labels TEXT NOT NULL,
      value REAL NOT NULL,
      PRIMARY KEY (tenant, name, labels)
    ) STRICT, WITHOUT ROWID;
    """
}
