package import Engine

/// What reaches a tenant's loop, in the order it came.
package struct Inbox: Sendable {
  package enum Message: Sendable {
    case event(Event)
    /// The watchdog asks whether the loop still turns; the loop notes the number.
    case ping(Int)
  }

  let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation

  package init() { (messages, continuation) = AsyncStream.makeStream() }

  /// Adds an event; after the loop's end it is dropped.
  package func post(_ event: Event) { continuation.yield(.event(event)) }

  func ping(_ number: Int) { continuation.yield(.ping(number)) }
}
