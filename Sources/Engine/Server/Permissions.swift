import Foundation
import GeoTareas
import Pacing

/// Writes that the server forbids to our user (403): that is about the user, not about a task.
///
/// Once several different tasks were refused, or all there are, writes of that endpoint wait, and one of them is tried
/// every few minutes. Source: the vendor's pages "Workflow Tasks" and "Errors": `FORBIDDEN`, the user lacks the permission.
struct Permissions: Sendable, Equatable {
  /// An endpoint that our user may not call.
  struct Ban: Sendable, Equatable {
    /// The server's own words.
    var reason: String
    var since: Date
    var nextProbe: Instant
  }

  /// Between two tries of what is forbidden.
  static let probeEvery: Duration = .seconds(180)

  private(set) var bans: [Endpoint: Ban] = [:]
  /// The tasks that were refused since a write of the endpoint was last let through.
  private var refused: [Endpoint: Set<TaskID>] = [:]
  /// The endpoints of which some write was let through.
  private var known: Set<Endpoint> = []

  /// How many tasks are held.
  var count: Int { refused.values.map(\.count).max() ?? 0 }

  /// A write was answered 403.
  ///
  /// True when from now on the endpoint counts as forbidden, and did not before.
  ///
  /// - Parameter isLast: No other task waits that was not refused yet; that counts where none was let through so far.
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

  /// Whether a write may be begun now: it is not forbidden, or its turn has come to find out.
  ///
  /// As long as just one or two tasks were refused, others may go at any time.
  func admits(_ endpoint: Endpoint, _ task: TaskID, at now: Instant) -> Bool {
    guard let ban = bans[endpoint], ban.nextProbe > now, let tasks = refused[endpoint] else { return true }
    return tasks.count < TaskTroubles.several && !tasks.contains(task)
  }

  /// A write of the endpoint is being sent.
  mutating func send(_ endpoint: Endpoint, at now: Instant) { bans[endpoint]?.nextProbe = now + Self.probeEvery }

  /// A write was let through; true when that ends a ban.
  mutating func allow(_ endpoint: Endpoint) -> Bool {
    refused[endpoint] = nil
    known.insert(endpoint)
    return bans.removeValue(forKey: endpoint) != nil
  }

  /// The next time something forbidden is tried; nil where nothing is.
  var nextProbe: Instant? { bans.values.map(\.nextProbe).min() }

  /// The user's permissions may be new: what is forbidden is tried at once.
  mutating func renew() {
    bans = [:]
    refused = [:]
  }

  /// Forgets tasks that are not `kept`.
  mutating func prune(keeping kept: (TaskID) -> Bool) { refused = refused.mapValues { $0.filter(kept) } }
}
