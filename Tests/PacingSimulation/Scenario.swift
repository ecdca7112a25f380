package import Pacing

/// What a client meets in a run: a server, a network, others and restarts.
package struct Scenario: Sendable {
  package var limit: RateLimit
  package var server: ServerKind
  /// How long it runs.
  package var length: Duration
  /// The server's clock less the true time, in seconds.
  package var clockError = 0.0
  package var stalls = 0.0
  package var losses = 0.0
  /// Requests of others in a window.
  package var foreign = 0.0
  /// How they come.
  package var foreignPace = ForeignPace.random
  /// When they begin.
  package var foreignFrom: Duration = .zero
  /// Whether answers tell the limit and what is left of it.
  package var tellsCounts = true
  /// The mean time between restarts, in seconds.
  package var restartEvery: Double?
  /// The mean time between urgent items, in seconds.
  package var urgentEvery: Double? = 120
  /// Requests of an earlier life, of which nothing is known, in the window before the start.
  package var earlier = 0
  /// Whether background work always waits.
  package var hasBacklog = true

  package init(_ server: ServerKind, limit: RateLimit = .init(requests: 10, per: .seconds(60)), for length: Duration) {
    self.server = server
    self.limit = limit
    self.length = length
  }
}
