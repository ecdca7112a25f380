package import GeoTareas
package import Pacing

/// What was learned about an endpoint's limit, as the journal keeps it.
package struct Lesson: Sendable, Equatable {
  package var endpoint: Endpoint
  package var memory: LimiterSnapshot
  package var at: ClockReading

  package init(endpoint: Endpoint, memory: LimiterSnapshot, at: ClockReading) {
    self.endpoint = endpoint
    self.memory = memory
    self.at = at
  }
}
