import Foundation
import GRDB
import GeoTareas
import JSON
import Pacing
import Records

extension Database {
  /// How often the journal was opened.
  func epoch() throws -> Int64 { try Int64.fetchOne(cachedStatement(sql: "SELECT epoch FROM meta")) ?? 0 }

  /// All intents of each task, in the order of their last changes; a task without any is missing.
  func intents(of tasks: [TaskID], tenant: String) throws -> [TaskID: [Intent]] {
    var found: [TaskID: [Intent]] = [:]
    for task in tasks {
      let intents = try intents(
        where: "tenant = ? AND task = ? ORDER BY \(Self.lastChange), number", [tenant, task.rawValue])
      if !intents.isEmpty { found[task] = intents }
    }
    return found
  }

  func recovery(tenant: String, asOf now: ClockReading) throws -> Recovery {
    // Without ORDER BY: if asked to sort by number, SQLite would read all of the tenant's intents.
    let open = try String.fetchAll(
      self, sql: "SELECT task FROM intent WHERE tenant = ? AND \(Self.isUnresolved)", arguments: [tenant]
    ).map { TaskID($0) }.sorted()
    let known = try recollection(of: open, tenant: tenant, asOf: now.wall)
    let lastIntent = try Int.fetchOne(
      self, sql: "SELECT max(number) FROM intent WHERE tenant = ?", arguments: [tenant])
    let limits = try limits(tenant: tenant, asOf: now)
    let lastRequest = try Int64.fetchOne(
      self, sql: "SELECT last_request FROM tenant WHERE name = ?", arguments: [tenant])
    let told = try holdsTold(tenant: tenant)
    var recovery = Recovery(
      open: open.flatMap { known.intents[$0] ?? [] }, touches: known.touches, keepers: known.keepers,
      requests: limits.requests, nextIntent: (lastIntent ?? 0) + 1, nextRequest: (lastRequest ?? 0) + 1,
      hasAmnesia: limits.hasAmnesia,
      recent: try begun(tenant: tenant, since: now.wall.exact - Retention.recent.inSeconds),
      shares: try shares(tenant: tenant), seen: try seen(tenant: tenant), holds: try holds(tenant: tenant),
      toldHolds: try told.map { try holds(numbered: $0.open) } ?? [],
      passedHolds: try told.map { try passedHolds(tenant: tenant, after: $0.last) } ?? [],
      lessons: limits.lessons)
    (recovery.forms, recovery.shapes) = (try forms(tenant: tenant), try shapes(tenant: tenant))
    return recovery
  }

  /// The requests that still count in limits, and what was learned about limits.
  func limits(tenant: String, asOf now: ClockReading) throws -> Recovery {
    let amnesia = try Double.fetchOne(cachedStatement(sql: "SELECT amnesia FROM meta"))
    return Recovery(
      requests: try requests(tenant: tenant)
        .filter { Retention.matters(sent: $0.sent, settled: $0.settled, asOf: now) },
      hasAmnesia: amnesia.map { now.wall.exact - $0 < Retention.settled.inSeconds } ?? false,
      lessons: try lessons(tenant: tenant))
  }

  private func lessons(tenant: String) throws -> [Lesson] {
    try Row.fetchAll(
      cachedStatement(sql: "SELECT * FROM lesson WHERE tenant = ? ORDER BY endpoint"), arguments: [tenant]
    )
    .compactMap { row in
      let memory: String = try row.decode(forColumn: "memory")
      guard let endpoint = Endpoint(rawValue: try row.decode(forColumn: "endpoint")),
        let learnt = try? JSONDecoder().decode(LimiterSnapshot.self, from: Data(memory.utf8))
      else { return nil }
      return Lesson(endpoint: endpoint, memory: learnt, at: try ClockReading(row, prefix: "learnt"))
    }
  }

  private static let isUnresolved: String = {
    let states = Intent.State.allCases.filter(\.isUnresolved).map { "'\($0.rawValue)'" }
    return "state IN (\(states.joined(separator: ", ")))"
  }()

  /// The line of an intent's last change in the trail, which does not depend on any clock.
  private static let lastChange = "(SELECT max(seq) FROM audit WHERE subject = intent.id)"

  private static let lastVerdict = """
    (SELECT verdict FROM verdict AS v WHERE v.tenant = intent.tenant AND v.number = intent.number
      ORDER BY seq DESC LIMIT 1) AS verdict
    """

  func intents(where condition: String, _ arguments: StatementArguments) throws -> [Intent] {
    let rows = try Row.fetchAll(
      cachedStatement(sql: "SELECT *, \(Self.lastVerdict) FROM intent WHERE \(condition)"), arguments: arguments)
    return try rows.map { try Intent($0) }
  }

  func requests(tenant: String) throws -> [RequestEntry] {
    try Row.fetchAll(cachedStatement(sql: "SELECT * FROM request WHERE tenant = ? ORDER BY id"), arguments: [tenant])
      .map { row in
        guard let endpoint = Endpoint(rawValue: try row.decode(forColumn: "endpoint")) else {
          throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a request names an unknown endpoint")
        }
        let isSettled = try row.decode(Int64?.self, forColumn: "settled_ns") != nil
        return RequestEntry(
          id: try row.decode(forColumn: "id"), endpoint: endpoint, sent: try ClockReading(row, prefix: "sent"),
          settled: isSettled ? try ClockReading(row, prefix: "settled") : nil)
      }
  }

  func decisions(where condition: String, _ arguments: StatementArguments) throws -> [DecisionEntry] {
    try tenantDecisions(where: condition, arguments).map(\.entry)
  }

  func tenantDecisions(
    where condition: String, _ arguments: StatementArguments
  ) throws -> [JournalReader.TenantDecision] {
    try Row.fetchAll(self, sql: "SELECT * FROM decision WHERE \(condition)", arguments: arguments).map { row in
      var write: Write?
      if let endpoint = try row.decode(String?.self, forColumn: "endpoint") {
        write = Write(endpoint: endpoint, stored: try row.decode(forColumn: "body"))
      }
      guard let kind = DecisionEntry.Kind(rawValue: try row.decode(forColumn: "kind")) else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a decision is of an unknown kind")
      }
      let entry = DecisionEntry(
        at: Date(exact: try row.decode(forColumn: "decided")), task: TaskID(try row.decode(forColumn: "task")),
        rule: try row.decode(forColumn: "rule"), ruleFingerprint: try row.decode(forColumn: "rule_fingerprint"),
        kind: kind, write: write, note: try row.decode(forColumn: "note"))
      return JournalReader.TenantDecision(tenant: try row.decode(forColumn: "tenant"), entry: entry)
    }
  }

  func listing(tenant: String) throws -> TaskListing? {
    guard let row = try Row.fetchOne(self, sql: "SELECT * FROM listing WHERE tenant = ?", arguments: [tenant]) else {
      return nil
    }
    guard let rows = Self.tasks(in: try row.decode(forColumn: "tasks")) else { return nil }
    var listing = TaskListing(at: Date(exact: try row.decode(forColumn: "seen")), rows: rows)
    listing.details = try details(tenant: tenant)
    return listing
  }

  /// The rows of a stored listing; nil where it cannot be read.
  ///
  /// It is only for commands that look, and is soon replaced. If it cannot be read, the journal is still sound.
  static func tasks(in text: String) -> [TaskListing.Row]? {
    let tasks = try? JSONReader.read(Array(text.utf8)).array
    return tasks?.compactMap { json in
      guard let task = json["task"].flatMap({ WorkflowTask($0) }), let overdue = json["overdue"]?.bool else {
        return nil
      }
      return TaskListing.Row(task: task, overdue: overdue)
    }
  }

  private func details(tenant: String) throws -> [TaskID: TaskListing.Detail] {
    var found: [TaskID: TaskListing.Detail] = [:]
    for row in try Row.fetchAll(self, sql: "SELECT * FROM detail WHERE tenant = ?", arguments: [tenant]) {
      let text = try row.decode(String.self, forColumn: "content")
      guard let detail = (try? JSONReader.read(Array(text.utf8))).flatMap({ TaskDetail($0) }) else { continue }
      found[detail.task.id] = TaskListing.Detail(detail, at: Date(exact: try row.decode(forColumn: "seen")))
    }
    return found
  }
}

extension Intent {
  fileprivate init(_ row: Row) throws {
    let id: String = try row.decode(forColumn: "id")
    guard let state = State(rawValue: try row.decode(forColumn: "state")),
      let write = Write(
        endpoint: try row.decode(forColumn: "endpoint"), stored: try row.decode(forColumn: "body"))
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "intent \(id) cannot be read") }
    self.init(
      id: id, task: TaskID(try row.decode(forColumn: "task")), instance: try row.decode(forColumn: "instance"),
      episode: try row.decode(forColumn: "episode"), write: write,
      effect: EffectKey(stored: try row.decode(forColumn: "arguments"), of: write),
      rule: try row.decode(forColumn: "rule"),
      ruleFingerprint: try row.decode(forColumn: "rule_fingerprint"),
      precondition: TaskState(
        status: try row.decode(forColumn: "before_status"), user: try row.decode(forColumn: "before_user"),
        group: try row.decode(forColumn: "before_group")),
      state: state, attempts: try row.decode(forColumn: "attempts"),
      doubtfulAttempts: try row.decode(forColumn: "doubtful_attempts"),
      createdAt: Date(exact: try row.decode(forColumn: "created")),
      changedAt: Date(exact: try row.decode(forColumn: "changed")), note: try row.decode(forColumn: "note"),
      pool: try row.decode(String?.self, forColumn: "pool"),
      verdict: try row.decode(String?.self, forColumn: "verdict").flatMap { Resolution(rawValue: $0) })
  }
}

extension ClockReading {
  fileprivate init(_ row: Row, prefix: String) throws {
    self.init(
      boot: try row.decode(forColumn: "\(prefix)_boot"),
      instant: Instant(nanoseconds: try row.decode(forColumn: "\(prefix)_ns")),
      wall: Date(exact: try row.decode(forColumn: "\(prefix)_wall")))
  }
}
