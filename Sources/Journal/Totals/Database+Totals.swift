import Foundation
import GRDB
import GeoTareas
import Records

/// Counters for metrics, written with the records that they count.
extension Database {
  func count(_ total: Total, tenant: String, by number: Double = 1) throws {
    try run(
      """
      INSERT INTO total (tenant, name, labels, value) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant, name, labels) DO UPDATE SET value = value + excluded.value
      """, [tenant, total.name.rawValue, total.storedLabels.withoutNUL, number])
  }

  /// Counts the decisions among the records of a commit: of many alike each row is written once.
  func countDecisions(in records: [JournalEntry], tenant: String) throws {
    var numbers: [Total: Double] = [:]
    for case .decision(let entry) in records {
      numbers[.decisions(rule: entry.rule, outcome: entry.kind.rawValue), default: 0] += 1
    }
    for (total, number) in numbers { try count(total, tenant: tenant, by: number) }
  }

  /// Counts an intent that has come to an outcome, and how long that took.
  ///
  /// - Parameters:
  ///   - earlier: The state that is kept of it; nil where it is new.
  ///   - who: Who changes it.
  func count(_ intent: Intent, after earlier: String?, by who: String, tenant: String) throws {
    guard earlier != intent.state.rawValue, let outcome = intent.outcome(after: earlier, by: who) else { return }
    try count(.intents(rule: intent.rule, outcome: outcome.rawValue), tenant: tenant)
    guard intent.state == .done, who == AuditTrail.daemon else { return }
    let delay = max(0, intent.changedAt.timeIntervalSince(try firstDecision(before: intent, tenant: tenant)))
    try count(.delays(delay), tenant: tenant)
    try count(Total(.delaySeconds), tenant: tenant, by: delay)
  }

  /// When a rule first decided to act on a task, since its last effect on it; when the intent was made, where that
  /// decision is not kept.
  private func firstDecision(before intent: Intent, tenant: String) throws -> Date {
    guard let (_, number) = Intent.split(id: intent.id) else { return intent.createdAt }
    let first = try Double.fetchOne(
      cachedStatement(
        sql: """
          SELECT min(decided) FROM decision INDEXED BY decision_task
          WHERE tenant = ?1 AND task = ?2 AND rule = ?3 AND kind = 'act' AND decided <= ?4
            AND decided > ifnull((
              SELECT max(changed) FROM intent INDEXED BY intent_effect
              WHERE tenant = ?1 AND task = ?2 AND rule = ?3 AND number < ?5), -1e12)
          """),
      arguments: [tenant, intent.task.rawValue, intent.rule, intent.createdAt.exact, number])
    return first.map { Date(exact: $0) } ?? intent.createdAt
  }

  /// All totals of all tenants.
  func totals() throws -> [String: [Total: Double]] {
    var totals: [String: [Total: Double]] = [:]
    let rows = try Row.fetchCursor(self, sql: "SELECT tenant, name, labels, value FROM total")
    while let row = try rows.next() {
      guard let total = Total(name: row[1], storedLabels: row[2]) else { continue }
      totals[row[0], default: [:]][total] = row[3]
    }
    return totals
  }

  /// Begins with what a journal of an earlier version holds: how each effect stands, and the decisions that are kept.
  ///
  /// Polls, calls and delays were not counted then.
  func beginTotals() throws {
    let intents = try Row.fetchAll(
      self,
      sql: """
        SELECT tenant, rule, CASE WHEN EXISTS (
            SELECT 1 FROM verdict AS v WHERE v.tenant = i.tenant AND v.number = i.number) THEN 'resolved' ELSE state END,
          count(*)
        FROM intent AS i WHERE state IN ('done', 'refused', 'superseded', 'parked') GROUP BY 1, 2, 3
        """)
    for row in intents {
      try count(.intents(rule: row[1], outcome: row[2]), tenant: row[0], by: row[3])
    }
    let decisions = try Row.fetchAll(
      self, sql: "SELECT tenant, rule, kind, count(*) FROM decision GROUP BY tenant, rule, kind")
    for row in decisions {
      try count(.decisions(rule: row[1], outcome: row[2]), tenant: row[0], by: row[3])
    }
  }
}

extension Intent {
  /// The outcome that the intent has come to from an earlier state; nil where it has come to none.
  fileprivate func outcome(after earlier: String?, by who: String) -> Total.Outcome? {
    if who != AuditTrail.daemon { return .resolved }
    switch state {
    case .done: return earlier == State.armed.rawValue ? .done : .verified
    case .refused: return .refused
    case .superseded: return .superseded
    case .parked: return .parked
    case .planned, .armed, .unknown: return nil
    }
  }
}
