import Foundation
import GRDB
import GeoTareas
import JSON
import Pacing
import Records

extension Database {
  /// Writes one record, within the caller's transaction.
  ///
  /// - Parameter who: The name in the trail under which an intent changes.
  func write(_ record: JournalEntry, tenant: String, epoch: Int64, by who: String = AuditTrail.daemon) throws {
    switch record {
    case .intent(let intent): try write(intent, tenant: tenant, epoch: epoch, by: who)
    case .grounds(let grounds): try write(grounds, tenant: tenant)
    case .rulesLoaded(let rules): try write(rules, tenant: tenant, epoch: epoch)
    case .requestSent(let entry): try write(entry, tenant: tenant)
    case .requestSettled(let id, let at):
      try run(
        """
        UPDATE request SET settled_boot = ?, settled_ns = ?, settled_wall = ?
        WHERE tenant = ? AND id = ? AND settled_ns IS NULL
        """, [at.boot, at.instant.nanoseconds, at.wall.exact, tenant, id])
    case .requestWithdrawn(let id): try run("DELETE FROM request WHERE tenant = ? AND id = ?", [tenant, id])
    case .decision(let entry): try write(entry, tenant: tenant)
    case .touched(let task, let at):
      try run(
        "INSERT OR REPLACE INTO touch (tenant, task, touched) VALUES (?, ?, ?)", [tenant, task.rawValue, at.exact])
    case .touchesForgotten(let date):
      try run("DELETE FROM touch WHERE tenant = ? AND touched < ?", [tenant, date.exact])
    case .hold(let rule, let why, let at):
      try insert(HoldText(tenant: tenant, rule: rule, why: why, by: Hold.signature), at: at)
    case .holdEnded(let number, let at): try endHold(number, at: at)
    case .learnt(let lesson):
      let memory = String(decoding: try JSONEncoder().encode(lesson.memory), as: UTF8.self)
      try run(
        """
        INSERT OR REPLACE INTO lesson (tenant, endpoint, learnt_boot, learnt_ns, learnt_wall, memory)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          tenant, lesson.endpoint.rawValue, lesson.at.boot, lesson.at.instant.nanoseconds, lesson.at.wall.exact, memory,
        ])
    case .view(let listing):
      try run(
        "INSERT OR REPLACE INTO listing (tenant, seen, tasks) VALUES (?, ?, ?)",
        [tenant, listing.at.exact, listing.tasksText])
      try forgetDetails(besides: listing, tenant: tenant)
    case .standing(let standing): try write(standing, tenant: tenant)
    case .counted(let counts):
      for (what, number) in counts { try count(Total(what), tenant: tenant, by: Double(number)) }
    case .detail(let detail, let at):
      try requireWhole(tenant, detail.task.id.rawValue)
      try run(
        "INSERT OR REPLACE INTO detail (tenant, task, seen, content) VALUES (?, ?, ?, ?)",
        [tenant, detail.task.id.rawValue, at.exact, detail.json.text])
    case .form(let known): try write(known, tenant: tenant)
    case .shape(let known): try write(known, tenant: tenant)
    }
  }

  /// Deletes details of tasks that are not listed any more.
  private func forgetDetails(besides listing: TaskListing, tenant: String) throws {
    let kept = try String.fetchAll(self, sql: "SELECT task FROM detail WHERE tenant = ?", arguments: [tenant])
    guard !kept.isEmpty else { return }
    let listed = Set(listing.rows.map(\.task.id.rawValue))
    for task in kept where !listed.contains(task) {
      try run("DELETE FROM detail WHERE tenant = ? AND task = ?", [tenant, task])
    }
  }

  private func write(_ intent: Intent, tenant: String, epoch: Int64, by who: String) throws {
    guard let (owner, number) = Intent.split(id: intent.id), owner == tenant else {
      throw JournalError.conflict("intent '\(intent.id)' has no number of tenant '\(tenant)'")
    }
    try requireWhole(
      tenant, intent.task.rawValue, intent.instance, intent.rule, intent.ruleFingerprint, intent.precondition.status,
      intent.precondition.user, intent.precondition.group)
    let earlier = try Row.fetchOne(
      cachedStatement(sql: "SELECT task, state, attempts FROM intent WHERE tenant = ? AND number = ?"),
      arguments: [tenant, number])
    let earlierState = try earlier?.decode(String.self, forColumn: "state")
    if let task = try earlier?.decode(String.self, forColumn: "task"), task != intent.task.rawValue {
      throw JournalError.conflict("intent \(intent.id) is of task \(task), not \(intent.task)")
    }
    let body = try intent.write.storedBody()
    do {
      try run(
        """
        INSERT INTO intent (tenant, number, task, instance, episode, endpoint, body, arguments, rule, rule_fingerprint,
          before_status, before_user, before_group, state, attempts, doubtful_attempts, created, changed, note, pool)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, number) DO UPDATE SET
          instance = excluded.instance, episode = excluded.episode, endpoint = excluded.endpoint, body = excluded.body,
          arguments = excluded.arguments, rule = excluded.rule, rule_fingerprint = excluded.rule_fingerprint,
          before_status = excluded.before_status, before_user = excluded.before_user,
          before_group = excluded.before_group, state = excluded.state, attempts = excluded.attempts,
          doubtful_attempts = excluded.doubtful_attempts, created = excluded.created, changed = excluded.changed,
          note = excluded.note, pool = excluded.pool
        """,
        [
          tenant, number, intent.task.rawValue, intent.instance, intent.episode, intent.write.endpoint.rawValue, body,
          intent.effect.text, intent.rule, intent.ruleFingerprint, intent.precondition.status,
          intent.precondition.user, intent.precondition.group, intent.state.rawValue, intent.attempts,
          intent.doubtfulAttempts, intent.createdAt.exact, intent.changedAt.exact, intent.note.withoutNUL,
          intent.pool,
        ])
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
      let isRepeat = error.message?.contains("arguments") == true
      throw JournalError.conflict(
        "intent \(intent.id) of task \(intent.task): "
          + (isRepeat
            ? "another one of episode \(intent.episode) has the same effect" : "the task has an unresolved one already")
      )
    }
    if intent.attempts > 0, try earlier?.decode(Int.self, forColumn: "attempts") ?? 0 == 0 {
      try countShare(of: intent, number: number, tenant: tenant)
    }
    try count(intent, after: earlierState, by: who, tenant: tenant)
    var entry = try intent.auditEntry(from: earlierState)
    entry.who = who
    try AuditTrail.append(entry, epoch: epoch, to: self)
  }

  /// Counts a task that a pool gave one of its members, at the first attempt.
  private func countShare(of intent: Intent, number: Int, tenant: String) throws {
    guard let pool = intent.pool, case .reassign(let recipient, _) = intent.write else { return }
    try run(
      """
      INSERT INTO pool_share (tenant, pool, member, given, last_given, last_number) VALUES (?, ?, ?, 1, ?, ?)
      ON CONFLICT (tenant, pool, member) DO UPDATE SET
        given = given + 1, last_given = max(last_given, excluded.last_given),
        last_number = max(last_number, excluded.last_number)
      """, [tenant, pool, recipient.id, intent.createdAt.exact, number])
  }

  private func write(_ entry: RequestEntry, tenant: String) throws {
    try run(
      """
      INSERT INTO request
        (tenant, id, endpoint, sent_boot, sent_ns, sent_wall, settled_boot, settled_ns, settled_wall)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        tenant, entry.id, entry.endpoint.rawValue, entry.sent.boot, entry.sent.instant.nanoseconds,
        entry.sent.wall.exact, entry.settled?.boot, entry.settled?.instant.nanoseconds, entry.settled?.wall.exact,
      ])
    try run(
      """
      INSERT INTO tenant (name, last_request) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET last_request = max(last_request, excluded.last_request)
      """, [tenant, entry.id])
    if entry.id % Retention.stride == 0 { try pruneRequests(tenant: tenant, asOf: entry.sent) }
  }

  private func write(_ entry: DecisionEntry, tenant: String) throws {
    try requireWhole(tenant, entry.task.rawValue, entry.rule, entry.ruleFingerprint)
    // A decision is worth keeping even if its request cannot be stored.
    let body = try? entry.write?.storedBody()
    let note = entry.write == nil || body != nil ? entry.note : entry.note + " (its request cannot be kept)"
    try run(
      """
      INSERT INTO decision (tenant, decided, task, rule, rule_fingerprint, kind, endpoint, body, note)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        tenant, entry.at.exact, entry.task.rawValue, entry.rule, entry.ruleFingerprint, entry.kind.rawValue,
        body == nil ? nil : entry.write?.endpoint.rawValue, body, note.withoutNUL,
      ])
  }

  /// Throws for a name that would be cut.
  ///
  /// SQLite's text ends at a NUL, so two tasks could become one.
  func requireWhole(_ names: String?...) throws {
    for case let name? in names where name.utf8.contains(0) {
      throw JournalError.conflict("'\(name.withoutNUL)' has a NUL in it")
    }
  }

  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

extension Date {
  /// The date without loss: see ``Schema``.
  var exact: Double { timeIntervalSinceReferenceDate }

  init(exact: Double) { self.init(timeIntervalSinceReferenceDate: exact) }
}

extension TaskListing {
  /// The tasks as a JSON array, encoded task by task, because all of them as one value would need many times the
  /// memory.
  fileprivate var tasksText: String {
    var text = "["
    text.reserveCapacity(rows.count * 512)
    for (place, row) in rows.enumerated() {
      if place > 0 { text += "," }
      text += JSONValue.object([JSONMember("overdue", .bool(row.overdue)), JSONMember("task", row.task.json)]).text
    }
    text += "]"
    return text
  }
}
