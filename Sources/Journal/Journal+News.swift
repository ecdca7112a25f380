import GRDB
package import Pacing
package import Records

/// Tells engines what others have changed.
extension Journal {
  /// Returns what an earlier run of the daemon left behind for a tenant.
  ///
  /// It changes nothing but which holds count as reported: intents that were armed are still armed.
  package func recover(tenant: String, asOf now: ClockReading) throws(JournalError) -> Recovery {
    let (recovery, told) = try read { db in
      let recovery = try db.recovery(tenant: tenant, asOf: now)
      return (recovery, try Told(db, holds: recovery.holds))
    }
    self.told[tenant] = told
    keepTold(of: tenant)
    return recovery
  }

  /// What others have changed since the tenant's ``recover(tenant:asOf:)`` or the last news; nil when nothing.
  ///
  /// It is cheap enough to be asked at every turn of a loop: SQLite says whether another connection has written at all.
  package func news(tenant: String) throws(JournalError) -> JournalNews? {
    guard let told = told[tenant] else { return nil }
    let found: (news: JournalNews, told: Told)? = try read { db in
      if try Told.version(db) == told.version { return nil }
      let holds = try db.holds(tenant: tenant)
      return (
        JournalNews(
          holds: holds, passed: try db.passedHolds(tenant: tenant, after: told.last),
          resolved: try db.resolved(tenant: tenant, after: told.verdict)),
        try Told(db, holds: holds)
      )
    }
    guard let found else { return nil }
    self.told[tenant] = found.told
    let isNews = found.told.holds != told.holds || !found.news.passed.isEmpty || !found.news.resolved.isEmpty
    guard isNews else { return nil }
    keepTold(of: tenant)
    return found.news
  }

  /// Marks the reported holds as out of date, because they differ from those in force.
  func retell(_ tenant: String) { told[tenant]?.version = nil }

  /// The same for all tenants.
  func retellAll() { for tenant in told.keys { retell(tenant) } }

  /// Stores which holds on the tenant were reported.
  ///
  /// If that fails now, the next run reports some of them once more, which is better than never.
  private func keepTold(of tenant: String) {
    guard !isForLooking, failure == nil, let file = try? opened(), let told = told[tenant] else { return }
    let new = HoldsTold(last: told.last, open: told.holds.map(\.number))
    do {
      if try file.queue.read({ try $0.holdsTold(tenant: tenant) }) == new { return }
      try file.queue.write { db in
        if try db.epoch() == file.epoch { try db.write(new, tenant: tenant) }
      }
    } catch {
      let error = JournalError(error, file: file.directory.database)
      if error.isFinal { failure = error }
    }
  }

  /// How much of the journal a tenant's engine has heard of.
  struct Told {
    /// SQLite's counter of changes by other connections; nil to look in any case.
    fileprivate var version: Int64?
    fileprivate var holds: [Hold]
    /// The number of the last hold.
    fileprivate var last: Int64
    fileprivate var verdict: Int64

    fileprivate init(_ db: Database, holds: [Hold]) throws {
      version = try Self.version(db)
      self.holds = holds
      last = try db.lastHold()
      verdict = try db.lastVerdict()
    }

    /// Source: <https://www.sqlite.org/pragma.html#pragma_data_version>.
    fileprivate static func version(_ db: Database) throws -> Int64? {
      try Int64.fetchOne(db, sql: "PRAGMA data_version")
    }
  }
}
