import GeoTareas
import Pacing

/// Since when candidates have waited for nothing but their turn, as far as that was looked at.
struct QueueAges: Sendable {
  private var since: [TaskID: (endpoint: Endpoint, since: Instant)] = [:]

  /// Takes in the tasks whose effects could go now, with their endpoints; the others are forgotten.
  mutating func see(_ eligible: [(TaskID, Endpoint)], at now: Instant) {
    var seen: [TaskID: (endpoint: Endpoint, since: Instant)] = [:]
    for (task, endpoint) in eligible { seen[task] = (endpoint, since[task]?.since ?? now) }
    since = seen
  }

  /// Since when the one has waited that has waited longest for an endpoint; nil where none waits.
  func oldest(_ endpoint: Endpoint) -> Instant? { since.values.filter { $0.endpoint == endpoint }.map(\.since).min() }
}
