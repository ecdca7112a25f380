package import Engine
package import GeoTareas
package import Pacing

/// Sees what a run does, for commands that show how far it is.
///
/// It is called from the run's own tasks, and has to be quick.
package struct RunWatch: Sendable {
  package var sent: @Sendable (Call) -> Void
  package var answered: @Sendable (Call, HTTPResponse) -> Void
  /// Called after each event.
  package var turned: @Sendable (Engine, ClockReading) -> Void

  package init(
    sent: @escaping @Sendable (Call) -> Void, answered: @escaping @Sendable (Call, HTTPResponse) -> Void,
    turned: @escaping @Sendable (Engine, ClockReading) -> Void
  ) {
    self.sent = sent
    self.answered = answered
    self.turned = turned
  }
}
