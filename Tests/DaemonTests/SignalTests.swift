import Daemon
import TenantRuntime
import Testing

@Suite struct SignalTests {
  @Test("work that nobody cancels gives its result")
  func undisturbed() async { #expect(await CancelSignal().guarding { 7 } == 7) }

  @Test("a signal cancels the work, whose result is still returned; before, while and after it runs")
  func cancelled() async {
    let early = CancelSignal()
    early.cancel()
    early.cancel()
    #expect(await early.guarding { await waitForCancellation() } == "cancelled")
    let signal = CancelSignal()
    async let result = signal.guarding { await waitForCancellation() }
    signal.cancel()
    #expect(await result == "cancelled")
    signal.cancel()
  }

  @Test("a task that is cancelled from outside cancels the work as well")
  func outside() async {
    let task = Task { await CancelSignal().guarding { await waitForCancellation() } }
    task.cancel()
    #expect(await task.value == "cancelled")
  }
}

/// Returns once the task is cancelled, and never before.
private func waitForCancellation() async -> String {
  let (stream, _) = AsyncStream.makeStream(of: Never.self)
  for await _ in stream {}
  return "cancelled"
}
