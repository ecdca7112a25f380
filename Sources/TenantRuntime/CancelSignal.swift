/// Cancels a single child task of a group, which a task group itself cannot do.
package struct CancelSignal: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Cancels the work; a second call, or a call after the work's end, does nothing.
  package func cancel() { continuation.finish() }

  /// Runs `work` to its end, and cancels it when the signal comes.
  ///
  /// In both cases its result is returned.
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

  /// Does `work` after a time, which runs on while the machine sleeps; not at all if it is cancelled before.
  package func after(_ wait: Duration, _ work: @escaping @Sendable () -> Void) async {
    _ = await guarding {
      do { try await ContinuousClock().sleep(for: wait) } catch { return }
      work()
    }
  }
}
