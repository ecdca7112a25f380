import CalendarTime
import Foundation
import GeoTareas
import Pacing
import Records

/// What is said about limits, and about how a tenant stands.
extension Report.Throttle {
  func telling(in zone: TimeZone) -> Telling {
    switch self {
    case .server(let refusals): refusals.telling(in: zone)
    case .journal(let endpoint, let wait):
      Telling(
        .warning,
        "the journal counts more \(endpoint.rawValue) requests than were remembered; waiting \(wait.inWords)",
        [.init("endpoint", endpoint.rawValue), .init("retry_after_ms", wait.inMilliseconds)])
    }
  }
}

extension Report.Refusals {
  func telling(in zone: TimeZone) -> Telling {
    var fields: [LogEntry.Field] = [
      .init("endpoint", endpoint.rawValue), .init("retry_after_ms", wait.inMilliseconds),
    ]
    if let isForeign = cause.isForeign { fields.append(.init("foreign", String(isForeign))) }
    if let times {
      fields += [
        .init("since", times.since.formatted(.iso8601)), .init("until", times.until.formatted(.iso8601)),
      ]
    }
    return Telling(.warning, "\(what); \(plan(zone))", fields)
  }

  private var what: String {
    switch cause {
    case .limit(let isForeign):
      "the server's limit of \(endpoint.rawValue) was exceeded"
        + (isForeign ? ", by requests that are not ours" : " although our own requests keep it")
    case .gateway: "\(endpoint.rawValue) is answered 429 without the limit's count, so probably by a gateway"
    case .postponed(let status): "\(endpoint.rawValue) is answered \(status), with a time to come back"
    }
  }

  /// What is done about it, and what a person can do.
  private func plan(_ zone: TimeZone) -> String {
    var plan = "waiting \(wait.inWords)"
    if let probeEvery {
      let word = stated.map { "it asks to wait for \($0.inWords), which is not believed" } ?? "it does not say how long"
      plan = "\(word): one request in \(probeEvery.inWords) finds out, the next after \(wait.inWords)"
    }
    guard let times else { return plan }
    if times.goesOn { plan = "this has gone on since \(WallTime(zone: zone).stamp(times.since)); " + plan }
    return plan
      + ", \(probeEvery == nil ? "until" : "at") \(WallTime(zone: zone).stamp(times.until)). A reload tries at once; if it lasts, ask whoever runs the server"
  }
}

extension Report.Refusals.Cause {
  fileprivate var isForeign: Bool? {
    switch self {
    case .limit(let isForeign), .gateway(let isForeign): isForeign
    case .postponed: nil
    }
  }
}

extension Telling {
  static func answered(_ endpoint: Endpoint, _ lasted: Duration, _ since: Date) -> Telling {
    Telling(
      .notice, "\(endpoint.rawValue) is answered again, after \(lasted.inWords)",
      [.init("endpoint", endpoint.rawValue), .init("since", since.formatted(.iso8601))])
  }
}

extension Report.Summary {
  private static let counted: [Report.Name] = [
    .decisionAct, .decisionShadow, .decisionBlocked, .intentDone, .intentVerified, .intentRefused, .intentSuperseded,
    .intentUnknown, .intentParked, .intentResolved,
  ]

  func telling(in zone: TimeZone) -> Telling {
    var fields: [LogEntry.Field] = [.init("polls", String(polls)), .init("tasks", String(tasks))]
    fields += Self.counted.map { .init(String($0.rawValue.map { $0 == "." ? "_" : $0 }), String(counts[$0] ?? 0)) }
    fields += [.init("queue", String(queue)), .init("in_doubt", String(inDoubt)), .init("parked", String(parked))]
    fields.append(.init("held", String(held)))
    if let oldestOverdue { fields.append(.init("oldest_overdue", oldestOverdue.description)) }
    fields += budgets.flatMap(\.fields) + (trail?.fields ?? [])
    return Telling(.info, message(zone), fields)
  }

  /// What came of effects since the last summary, what waits now, and how much of the limits is in use.
  private func message(_ zone: TimeZone) -> String {
    let time = drain.map { " (\(Duration.seconds($0.wholeSeconds).inWords))" } ?? ""
    var parts = ["\(effects) done, \(inDoubt) in doubt, \(counts[.intentRefused] ?? 0) refused"]
    parts.append("queue \(queue)\(time)")
    parts.append("parked \(parked)")
    if held > 0 { parts.append("held \(held)") }
    if let blocked = counts[.decisionBlocked], blocked > 0 { parts.append("blocked \(blocked)") }
    if let due = oldestOverdue?.date(in: zone) { parts.append("oldest overdue \(WallTime(zone: zone).stamp(due))") }
    if !budgets.isEmpty { parts.append(writes) }
    return "\(period.inWords): \(parts.joined(separator: "; "))"
  }

  /// The use of the limits of writes; in one number where they share a limit.
  private var writes: String {
    let budgets = budgets.filter(\.endpoint.isWrite)
    if let first = budgets.first, budgets.dropFirst().allSatisfy({ first.sharedWith.contains($0.endpoint) }) {
      return "writes \(first.used)/\(first.limit)"
    }
    return budgets.map { "\($0.endpoint.rawValue) \($0.used)/\($0.limit)" }.joined(separator: ", ")
  }
}

extension Report.Summary.Budget {
  fileprivate var fields: [LogEntry.Field] {
    let name = endpoint.rawValue
    var fields = [LogEntry.Field("budget_\(name)", "\(used)/\(limit)")]
    if foreign > 0 { fields.append(.init("foreign_\(name)", String(foreign))) }
    if let next { fields.append(.init("next_\(name)_s", String(next.wholeSeconds))) }
    if let drain { fields.append(.init("drain_\(name)_s", String(drain.wholeSeconds))) }
    return fields
  }
}

extension Duration {
  /// In seconds, rounded up.
  fileprivate var wholeSeconds: Int64 { Int64(inSeconds.rounded(.up)) }
}
