/// Lets one child task of a group be cancelled by itself, which a task group has no means for.
package struct CancelSignal: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Cancels the work; a second call, or one after its end, does nothing.
  package func cancel() { continuation.finish() }

  /// Runs `work` to its end, cancelling it when the signal comes; either way its result is returned.
  package func guarding<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
      group.addTask { await work() }
      group.addTask {
        for await _ in stream {}
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      let second = await group.next() ?? nil
      return first ?? second
    }
  }
}
