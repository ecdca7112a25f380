package import Engine
import Records
import Synchronization

/// What a tenant's loop shows to the outside: that it runs, and how things stand.
package final class Heartbeat: Sendable {
  private let state = Mutex<(beat: Int, standing: Standing?)>((0, nil))

  package init() {}

  package func beat(_ number: Int) { state.withLock { $0.beat = number } }

  package func note(_ standing: Standing) { state.withLock { $0.standing = standing } }

  /// The number of the last ping that the loop has seen.
  package var lastBeat: Int { state.withLock { $0.beat } }

  /// How things stood after the last event.
  package var standing: Standing? { state.withLock { $0.standing } }
}
