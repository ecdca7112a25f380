package import Foundation
import GRDB
import GeoTareas
package import Records

/// What was done and what is open, counted for a report.
extension JournalReader {
  /// Counts what happened to effects of a tenant, and what was decided, in adjoining parts of a span of time.
  ///
  /// Reads what is in the span by an index, one row after the other; what is kept grows with the rules and the parts
  /// alone. A task counts once for each rule and kind of decision, at the first decision of the span.
  ///
  /// - Parameter bars: The parts, in order, each beginning where the one before it ends; at least one.
  package func activity(of tenant: String, in bars: [Range<Date>], asOf now: Date) throws(JournalError) -> Activity {
    try read { db in
      var activity = Activity(bars: bars.count)
      guard let first = bars.first, let last = bars.last else { return activity }
      let bounds = BarBounds(bars)
      let span: StatementArguments = [tenant, first.lowerBound.exact, last.upperBound.exact]
      try db.addEffects(to: &activity, tenant, span, bounds)
      try db.addDecisions(to: &activity, span, bounds)
      try db.addRequests(to: &activity, [tenant, now.exact - 3_600])
      activity.decisionsSince = try db.oldestDecision()
      let head = try AuditTrail.head(db)
      (activity.lastLine, activity.lastHash) = (head.sequence, head.hash)
      return activity
    }
  }

  /// The tasks of the last poll that wait for their turn or do not fit what a rule would do, by rule.
  package func openTasks(of tenant: String) throws(JournalError) -> [OpenTasks] {
    try read { db in
      try Row.fetchAll(db, sql: ActivityQueries.openTasks, arguments: [tenant]).compactMap { row in
        guard let kind = DecisionEntry.Kind(rawValue: try row.decode(forColumn: "kind")) else { return nil }
        return OpenTasks(
          rule: try row.decode(forColumn: "rule"), kind: kind, count: try row.decode(forColumn: "number"),
          since: Date(exact: try row.decode(forColumn: "since")), task: TaskID(try row.decode(forColumn: "task")),
          note: try row.decode(forColumn: "note"))
      }
    }
  }

  /// The texts of rules as the tenant works with them, or as they were last loaded by anyone.
  package func texts(of rules: [String], tenant: String) throws(JournalError) -> [String: LoadedRules.Text] {
    try read { db in
      let loaded = try db.rulesInForce(tenant: tenant) ?? [:]
      var texts: [String: LoadedRules.Text] = [:]
      for rule in rules {
        let last = try String.fetchOne(
          db.cachedStatement(
            sql: "SELECT fingerprint FROM rule_text WHERE rule = ? ORDER BY loaded DESC, rowid DESC LIMIT 1"),
          arguments: [rule])
        for fingerprint in [loaded[rule], last].compactMap(\.self) where texts[rule] == nil {
          texts[rule] = try db.ruleText(rule, fingerprint: fingerprint)?.text
        }
      }
      return texts
    }
  }
}

/// In which part of a span a moment is.
private struct BarBounds {
  private let starts: [Double]

  init(_ bars: [Range<Date>]) { starts = bars.map(\.lowerBound.exact) }

  func place(of moment: Double) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= moment { low = middle } else { high = middle }
    }
    return low
  }
}

extension Database {
  fileprivate func addEffects(
    to activity: inout Activity, _ tenant: String, _ span: StatementArguments, _ bounds: BarBounds
  ) throws {
    var slowest: [String: (number: Int, seconds: Double)] = [:]
    let rows = try Row.fetchCursor(cachedStatement(sql: ActivityQueries.effects), arguments: span)
    while let row = try rows.next() {
      let (rule, state): (String, String) = (row[0], row[1])
      let attempts: Int = row[3]
      if let endpoint = Endpoint(rawValue: row[2]) { activity.attempts[endpoint, default: 0] += attempts }
      guard let state = Intent.State(rawValue: state), let kind = Tally.Kind(state) else { continue }
      let moment: Double = row[4]
      activity.count(kind, of: rule, in: bounds.place(of: moment))
      guard kind == .done, let first: Double = row[6] else { continue }
      activity.rules[rule]?.latency.add(moment - first)
      if moment - first > slowest[rule]?.seconds ?? -1 { slowest[rule] = (row[5], max(0, moment - first)) }
    }
    for (rule, found) in slowest {
      let task = try String.fetchOne(
        self, sql: "SELECT task FROM intent WHERE tenant = ? AND number = ?", arguments: [tenant, found.number])
      activity.rules[rule]?.slowest = Activity.Slowest(
        intent: "\(tenant)-\(found.number)", task: TaskID(task ?? ""), seconds: found.seconds)
    }
  }

  fileprivate func addDecisions(
    to activity: inout Activity, _ span: StatementArguments, _ bounds: BarBounds
  ) throws {
    let rows = try Row.fetchCursor(cachedStatement(sql: ActivityQueries.decisions), arguments: span)
    while let row = try rows.next() {
      guard let kind = DecisionEntry.Kind(rawValue: row[1]).flatMap({ Tally.Kind($0) }) else { continue }
      activity.count(kind, of: row[0], in: bounds.place(of: row[2]))
    }
  }

  fileprivate func addRequests(to activity: inout Activity, _ arguments: StatementArguments) throws {
    let rows = try Row.fetchCursor(
      self, sql: "SELECT endpoint, count(*) FROM request WHERE tenant = ? AND sent_wall >= ? GROUP BY endpoint",
      arguments: arguments)
    while let row = try rows.next() {
      if let endpoint = Endpoint(rawValue: row[0]) { activity.requests[endpoint] = row[1] }
    }
  }

  /// When the oldest decision was made that is kept; nil where none was ever deleted.
  fileprivate func oldestDecision() throws -> Date? {
    guard let row = try Row.fetchOne(self, sql: "SELECT seq, decided FROM decision ORDER BY seq LIMIT 1"),
      let seq: Int64 = row[0], seq > 1
    else { return nil }
    return Date(exact: row[1])
  }
}

extension Tally.Kind {
  /// Nil for what is still open.
  fileprivate init?(_ state: Intent.State) {
    switch state {
    case .done: self = .done
    case .refused: self = .refused
    case .superseded: self = .superseded
    case .planned, .armed, .unknown, .parked: return nil
    }
  }

  /// Nil for decisions of which an intent tells the end.
  fileprivate init?(_ kind: DecisionEntry.Kind) {
    switch kind {
    case .act: return nil
    case .shadow: self = .shadow
    case .dry: self = .dry
    case .blocked: self = .blocked
    case .capped: self = .capped
    case .skipped: self = .skipped
    }
  }
}
