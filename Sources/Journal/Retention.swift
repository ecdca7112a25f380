import GRDB
import Pacing

/// How long what is not kept for ever is kept.
enum Retention {
  /// A settled request matters for a window of its limit, a minute; two hours leave room for slow servers.
  static let settled: Duration = .seconds(2 * 3_600)
  /// A request whose answer was never noted died with its process.
  static let unsettled: Duration = .seconds(24 * 3_600)
  static let decisions: Duration = .seconds(30 * 86_400)
  /// What limits by the day count.
  static let recent: Duration = .seconds(86_400)
  /// What pools remember: who had whose instance, who was given how many.
  static let pooled: Duration = .seconds(180 * 86_400)
  /// How long a person's hand on a task is remembered.
  static let touches: Duration = .seconds(30 * 86_400)
  /// One row in so many takes the old ones with it.
  static let stride: Int64 = 64

  /// True when a request may still hold a token.
  static func matters(sent: Stamp, settled: Stamp?, asOf now: Stamp) -> Bool {
    let (since, horizon) = settled.map { ($0, Self.settled) } ?? (sent, unsettled)
    return since.instant(asOf: now) + horizon >= now.instant
  }
}

extension Database {
  /// Forgets the requests of a tenant that can no longer matter.
  func pruneRequests(tenant: String, asOf now: Stamp) throws {
    for (column, kept) in [("settled", Retention.settled), ("sent", Retention.unsettled)] {
      try cachedStatement(
        sql: """
          DELETE FROM request WHERE tenant = ? AND settled_ns IS \(column == "settled" ? "NOT NULL" : "NULL")
            AND CASE WHEN \(column)_boot = ? THEN \(column)_ns < ? ELSE \(column)_wall < ? END
          """
      ).execute(arguments: [
        tenant, now.boot, (now.instant - kept).nanoseconds, now.wall.exact - kept.inSeconds,
      ])
    }
  }
}
