import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

/// An engine at work on a tenant of these tasks: what its rules send is seen, and carried out.
struct Foreman {
  private(set) var engine: Engine
  var tasks: [String: APITask]
  /// Every call that was made, in order.
  private(set) var calls: [GeoTareas.Call] = []
  private(set) var reports: [LogEntry] = []
  private(set) var decisions: [DecisionEntry] = []
  private var intents: [String: Intent] = [:]
  private var order: [String] = []
  private var pending: [(id: CallID, call: GeoTareas.Call)] = []
  private var events: [Event] = []
  private var wake: Instant?
  private var now = Instant(nanoseconds: 1_000_000_000_000)
  private let base: Date

  init(
    _ rules: RuleSet, _ tasks: [APITask], at time: String = Clock.monday, pollEvery: Duration = .seconds(30)
  ) {
    var settings = Settings.documented(zone: Clock.zone)
    settings.pollEvery = pollEvery
    settings.seed = 7
    engine = Engine(settings: settings, rules: rules)
    self.tasks = Dictionary(tasks.map { ($0.id, $0) }) { _, last in last }
    base = Clock.date(time) - Double(now.nanoseconds) / 1e9
    handle(.start(Recovery()))
  }

  // MARK: What was seen

  /// The bodies of all writes with the tasks they went to, in order.
  var sent: [String] {
    calls.compactMap { call in
      if case .write(let id, let write) = call { "\(id.rawValue) \(write.body.text)" } else { nil }
    }
  }

  /// Who was given each task by the writes, in the order of the writes.
  var recipients: [String] {
    calls.compactMap { call in
      if case .write(_, .reassign(let recipient, _)) = call { recipient.id } else { nil }
    }
  }

  func count(_ endpoint: Endpoint) -> Int { calls.count { $0.endpoint == endpoint } }
  func said(_ name: Report.Name) -> [String] { reports.filter { $0.name == name }.map(\.message) }

  // MARK: Driving

  /// Lets time pass; every call is answered after a tenth of a second.
  mutating func run(_ seconds: Double) {
    let end = now + .seconds(seconds)
    while true {
      if !pending.isEmpty, now + .milliseconds(100) <= end {
        now = now + .milliseconds(100)
        let (id, call) = pending.removeFirst()
        handle(.answered(id, .success(answer(call))))
      } else if let wake, max(now, wake) <= end {
        now = max(now, wake)
        self.wake = nil
        handle(.tick)
      } else {
        now = max(now, end)
        return
      }
    }
  }

  /// Lets time pass until a moment of the tenant's day.
  mutating func run(until time: String) { run(Clock.date(time).timeIntervalSince(stamp.wall)) }

  /// Loads other rules in the running engine.
  mutating func reload(_ rules: RuleSet) { handle(.reload(rules)) }

  private var stamp: ClockReading {
    ClockReading(boot: "boot", instant: now, wall: base + Double(now.nanoseconds) / 1e9)
  }

  private mutating func handle(_ event: Event) {
    events.append(event)
    while !events.isEmpty {
      for effect in engine.handle(events.removeFirst(), at: stamp) { carryOut(effect) }
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .commit(let records):
      for record in records {
        switch record {
        case .intent(let intent):
          if intents.updateValue(intent, forKey: intent.id) == nil { order.append(intent.id) }
        case .decision(let entry): decisions.append(entry)
        default: break
        }
      }
    case .send(let id, let call, let permit):
      if case .write(let task, _) = call {
        #expect(permit?.intent == intents.values.first { $0.state == .armed && $0.task == task }?.id)
      }
      calls.append(call)
      pending.append((id, call))
    case .recall(let asked, _):
      let known = order.compactMap { intents[$0] }.filter { asked.contains($0.task) }
      events.append(.recalled(Recollection(intents: Dictionary(grouping: known, by: \.task))))
    case .report(let report): reports.append(LogEntry(report))
    case .wake(let at): wake = at
    case .cancel, .finished: break
    }
  }

  // MARK: The tenant

  private mutating func answer(_ call: GeoTareas.Call) -> HTTPResponse {
    switch call {
    case .login: return Self.success(["authorization": "jwt"])
    case .list(let query, let offset):
      let found = tasks.values.filter { task in
        (query.status.map { .string($0) == task["status"] } ?? true) && (!query.overdueOnly || task.listedAsOverdue)
      }.sorted { $0.id < $1.id }
      return Self.success(.array(found.dropFirst(offset).prefix(TaskQuery.pageSize).map(\.listJSON)))
    case .detail(let id): return Self.success(tasks[id.rawValue]?.detailJSON ?? .null)
    case .write(let id, let write):
      tasks[id.rawValue]?.carryOut(write)
      return Self.success(tasks[id.rawValue]?.receipt(of: write) ?? .null)
    }
  }

  private static func success(_ data: JSONValue) -> HTTPResponse {
    let body: JSONValue = ["success": true, "data": data, "meta": [:]]
    return HTTPResponse(
      status: 200, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.text.utf8))
  }
}

extension APITask {
  fileprivate mutating func carryOut(_ write: Write) {
    switch write {
    case .complete: self["status"] = "COMPLETED"
    case .reassign(let recipient, _):
      let party: JSONValue = ["id": .string(recipient.id), "name": .string("name of \(recipient.id)")]
      if case .user = recipient { self["assigned_to_user"] = party } else { self["assigned_to_user"] = .null }
      if case .group = recipient { self["assigned_to_group"] = party } else { self["assigned_to_group"] = .null }
    }
  }

  fileprivate func receipt(of write: Write) -> JSONValue {
    var members = [JSONMember("task_id", .string(id)), JSONMember("status", self["status"] ?? .null)]
    if case .complete(let result, _, _) = write { members.append(JSONMember("result", .string(result))) }
    for key in ["assigned_to_user", "assigned_to_group"] { members.append(JSONMember(key, self[key] ?? .null)) }
    return .object(members)
  }
}
