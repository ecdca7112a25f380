import Foundation
import GRDB
import Pacing

/// How long what is not kept for ever is kept.
package struct Retention: Sendable {
  /// A settled request matters for a window of its limit, a minute; two hours leave room for slow servers.
  static let settled: Duration = .seconds(2 * 3_600)
  /// A request whose answer was never noted died with its process.
  static let unsettled: Duration = .seconds(24 * 3_600)
  /// How long decisions are kept.
  var decisions: Duration
  /// How many decisions of all tenants together are kept.
  var mostDecisions: Int
  /// What limits by the day count.
  static let recent: Duration = .seconds(86_400)
  /// How long pools remember who had whose instance.
  static let keepers: Duration = .seconds(180 * 86_400)
  /// A list may show a task as it was so long before, or a late request may have changed it so long after we knew: what we
  /// did around the time of a list is left out where the next life compares with it.
  static let aroundListing: Duration = .seconds(3_600)
  /// One row in so many takes the old ones with it.
  static let stride: Int64 = 64

  /// The most decisions that go at once: a commit that takes old ones with it takes hardly longer.
  static let mostAtOnce = 1_024

  /// Decisions go when they are older than `decisions`, and the oldest when there are more than `mostDecisions`.
  package init(decisions: Duration = .seconds(30 * 86_400), mostDecisions: Int = 1_000_000) {
    self.decisions = decisions
    self.mostDecisions = mostDecisions
  }

  /// True when a request may still hold a token.
  static func matters(sent: ClockReading, settled: ClockReading?, asOf now: ClockReading) -> Bool {
    let (since, horizon) = settled.map { ($0, Self.settled) } ?? (sent, unsettled)
    return since.instant(asOf: now) + horizon >= now.instant
  }
}

extension Database {
  /// Forgets decisions, the oldest first and some at a time: those of tenants that are no more as well.
  ///
  /// Numbers have gaps only where the oldest are gone, so that they tell how many there are.
  func pruneDecisions(_ retention: Retention, asOf now: Date) throws {
    try cachedStatement(
      sql: """
        DELETE FROM decision WHERE seq IN (SELECT seq FROM decision ORDER BY seq LIMIT ?)
          AND (decided < ? OR seq <= (SELECT max(seq) FROM decision) - ?)
        """
    ).execute(arguments: [
      Retention.mostAtOnce, now.exact - retention.decisions.inSeconds, retention.mostDecisions,
    ])
  }

  /// Forgets the requests of a tenant that can no longer matter.
  func pruneRequests(tenant: String, asOf now: ClockReading) throws {
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
