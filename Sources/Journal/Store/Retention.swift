import Foundation
import GRDB
import Pacing

/// How long the journal keeps what it does not keep for ever.
package struct Retention: Sendable {
  /// A settled request matters for a window of its limit, a minute; two hours leave room for slow servers.
  static let settled: Duration = .seconds(2 * 3_600)
  /// A request without a recorded answer ended with its process.
  static let unsettled: Duration = .seconds(24 * 3_600)
  /// How long decisions are kept.
  var decisions: Duration
  /// How many decisions of all tenants together are kept.
  var mostDecisions: Int
  /// How long it is kept what effects rested on: over a year, so that the same month can be compared.
  static let grounds: Duration = .seconds(400 * 86_400)
  /// How long the form of a step is kept that was not seen again.
  static let forms: Duration = .seconds(400 * 86_400)
  /// How many forms of a tenant are kept; those seen longest ago make room.
  static let mostForms = 500
  /// How far back daily limits count.
  static let recent: Duration = .seconds(86_400)
  /// How long pools remember who had which instance.
  static let keepers: Duration = .seconds(180 * 86_400)
  /// Tasks that we changed this close to a listing are left out where the next run compares with it.
  ///
  /// A listing may show a task as it was that much earlier, and a late request may change a task that much later than
  /// we noticed.
  static let aroundListing: Duration = .seconds(3_600)
  /// Old rows are deleted once per this many new rows.
  static let stride: Int64 = 64

  /// The most decisions that are deleted at once, so that the commit hardly takes longer.
  static let mostAtOnce = 1_024

  /// Decisions are deleted when they are older than `decisions`; the oldest also when there are more than
  /// `mostDecisions`.
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
  /// Deletes some old decisions, the oldest first, including those of tenants that no longer exist.
  ///
  /// Numbers have gaps only where the oldest are gone, so the numbers show how many decisions there are.
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

  /// Deletes the requests of a tenant that can no longer matter.
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
