extension Schema {
  /// What a start needs, stored so that it is found without reading the whole past.
  ///
  /// Limits ask for the effects of the last day. Pools ask how much they gave each member in all, and who had the last
  /// task of an instance.
  static let present = """
    CREATE INDEX intent_latest ON intent (tenant, max(created, changed)) WHERE attempts > 0;
    DROP INDEX intent_age;
    CREATE INDEX intent_instance ON intent (tenant, instance, number) WHERE pool IS NOT NULL;
    DROP INDEX intent_pool;
    CREATE INDEX touch_age ON touch (tenant, touched);

    CREATE TABLE pool_share (
      tenant TEXT NOT NULL,
      pool TEXT NOT NULL,
      member TEXT NOT NULL,
      given INTEGER NOT NULL,
      last_given REAL NOT NULL,
      \(shown("last_given_at", "last_given")),
      last_number INTEGER NOT NULL,
      PRIMARY KEY (tenant, pool, member)
    ) STRICT;
    INSERT INTO pool_share (tenant, pool, member, given, last_given, last_number)
      SELECT tenant, pool, coalesce(body ->> 'assign_to_user_id', body ->> 'assign_to_group_id') AS member, count(*),
        max(created), max(number)
      FROM intent WHERE pool IS NOT NULL AND attempts > 0 AND endpoint = 'reassign' GROUP BY tenant, pool, member;
    """
}
