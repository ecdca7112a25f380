import GeoTareas
import Pacing

/// Since when candidates have waited for nothing but their turn, as far as that was looked at.
struct QueueAges: Sendable {
  private var since: [TaskID: (endpoint: Endpoint, since: Instant)] = [:]

  /// Takes in which candidates could go now; the others are forgotten.
  mutating func see(_ eligible: [Candidate], at now: Instant) {
    if eligible.isEmpty, since.isEmpty { return }
    var seen: [TaskID: (endpoint: Endpoint, since: Instant)] = [:]
    for candidate in eligible {
      seen[candidate.task] = (candidate.write.endpoint, since[candidate.task]?.since ?? now)
    }
    since = seen
  }

  /// Since when the one has waited that has waited longest for an endpoint; nil where none waits.
  func oldest(_ endpoint: Endpoint) -> Instant? { since.values.filter { $0.endpoint == endpoint }.map(\.since).min() }
}
