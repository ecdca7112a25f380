import Foundation
import GeoTareas
import Pacing

/// Writes that the server forbids to our user (403), which is about the user and not about a task.
///
/// Once several different tasks were refused, or all there are, writes to that endpoint wait, and one of them is tried
/// every few minutes. Source: the vendor's pages "Workflow Tasks" and "Errors": `FORBIDDEN`, the user lacks the
/// permission.
struct Permissions: Sendable, Equatable {
  /// An endpoint that our user may not call.
  struct Ban: Sendable, Equatable {
    /// The server's own words.
    var reason: String
    var since: Date
    var nextProbe: Instant
  }

  /// The time between two tries of something forbidden.
  static let probeEvery: Duration = .seconds(180)

  private(set) var bans: [Endpoint: Ban] = [:]
  /// The tasks that were refused since the endpoint last accepted a write.
  private var refused: [Endpoint: Set<TaskID>] = [:]
  /// The endpoints that have accepted some write.
  private var known: Set<Endpoint> = []

  /// How many tasks are held.
  var count: Int { refused.values.map(\.count).max() ?? 0 }

  /// Notes a write that was answered 403.
  ///
  /// True when the endpoint counts as forbidden from now on, and did not before.
  ///
  /// - Parameter isLast: No task is left that was not refused yet. This counts only where no write was accepted so far.
  mutating func refuse(_ endpoint: Endpoint, _ task: TaskID, _ reason: String, isLast: Bool, at now: ClockReading)
    -> Bool
  {
    let tasks = refused[endpoint, default: []].union([task])
    refused[endpoint] = tasks
    let isAll = isLast && !known.contains(endpoint)
    guard isAll || bans[endpoint] != nil || tasks.count >= TaskTroubles.several else { return false }
    let since = bans[endpoint]?.since
    bans[endpoint] = Ban(reason: reason, since: since ?? now.wall, nextProbe: now.instant + Self.probeEvery)
    return since == nil
  }

  func wasRefused(_ endpoint: Endpoint, _ task: TaskID) -> Bool { refused[endpoint]?.contains(task) ?? false }

  /// Whether a write may begin now: it is not forbidden, or it is time to try again.
  ///
  /// While only one or two tasks were refused, others may go at any time.
  func admits(_ endpoint: Endpoint, _ task: TaskID, at now: Instant) -> Bool {
    guard let ban = bans[endpoint], ban.nextProbe > now, let tasks = refused[endpoint] else { return true }
    return tasks.count < TaskTroubles.several && !tasks.contains(task)
  }

  /// Notes that a write to the endpoint is being sent.
  mutating func send(_ endpoint: Endpoint, at now: Instant) { bans[endpoint]?.nextProbe = now + Self.probeEvery }

  /// Notes that a write was accepted; true when that ends a ban.
  mutating func allow(_ endpoint: Endpoint) -> Bool {
    refused[endpoint] = nil
    known.insert(endpoint)
    return bans.removeValue(forKey: endpoint) != nil
  }

  /// When something forbidden is tried next; nil where nothing is forbidden.
  var nextProbe: Instant? { bans.values.map(\.nextProbe).min() }

  /// Tries everything at once that is forbidden: the user's permissions may be new.
  mutating func renew() {
    bans = [:]
    refused = [:]
  }

  /// Forgets tasks that are not `kept`.
  mutating func prune(keeping kept: (TaskID) -> Bool) { refused = refused.mapValues { $0.filter(kept) } }
}
