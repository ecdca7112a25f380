import Engine
package import Journal
package import Log
import Records
import TenantRuntime

/// Opens the journal at a start, and waits where there is only a lack of room or another program is using it.
///
/// A process that gave up would be restarted, and after a few times no more, although there may be room later.
package struct JournalOpening: Sendable {
  private let log: ReportLog
  private let notifier: Notifier
  private let patience: Duration
  private let pause: Duration

  /// - Parameters:
  ///   - patience: How long it waits; less than the quarter of an hour that the service manager is asked for. After
  ///     that the process ends, is started again, and waits again.
  ///   - pause: The time between two tries.
  package init(
    log: ReportLog, notifier: Notifier, patience: Duration = .seconds(840), pause: Duration = .seconds(5)
  ) {
    self.log = log
    self.notifier = notifier
    self.patience = patience
    self.pause = pause
  }

  /// Calls `attempt` until it works, fails for good, or the patience is over.
  ///
  /// The first failure is logged and shown in the status.
  package func open<Value: Sendable>(
    _ attempt: () async throws(JournalError) -> Value
  ) async throws(JournalError) -> Value {
    let deadline = ContinuousClock.now + patience
    var told: String?
    while true {
      do throws(JournalError) {
        return try await attempt()
      } catch {
        guard error.disposition == .retryLater, ContinuousClock.now + pause < deadline else { throw error }
        if told != error.description {
          log.write(error.event(.startWaits(why: "\(error)", every: pause)))
          notifier.status("waiting to start: \(error)")
        }
        told = error.description
        do { try await ContinuousClock().sleep(for: pause) } catch { throw .closed }
      }
    }
  }
}
