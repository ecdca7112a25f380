package import Engine
import Records
import Synchronization

/// What reaches a tenant's loop, in the order it came.
package struct Inbox: Sendable {
  package enum Message: Sendable {
    case event(Event)
    /// The watchdog asks whether the loop still runs; the loop notes the number.
    case ping(Int)
  }

  package let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation
  private let stop = StopSign()

  package init() { (messages, continuation) = AsyncStream.makeStream() }

  /// Adds an event.
  ///
  /// After the loop's end it is dropped.
  package func post(_ event: Event) {
    if case .stop = event { stop.isUp.store(true, ordering: .sequentiallyConsistent) }
    continuation.yield(.event(event))
  }

  /// True from the moment a stop is posted, even before the loop has come to it.
  package var isStopping: Bool { stop.isUp.load(ordering: .sequentiallyConsistent) }

  package func ping(_ number: Int) { continuation.yield(.ping(number)) }
}

private final class StopSign: Sendable {
  package let isUp = Atomic(false)
}
