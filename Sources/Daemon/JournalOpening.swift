import Engine
package import Journal

/// Opening the journal at a start: where only room is wanted, or another program has it, the start waits.
///
/// Who gives up would be started again, and for good no more after a few times, though the disk has room later.
package struct JournalOpening: Sendable {
  private let log: ReportLog
  private let notifier: Notifier
  private let patience: Duration
  private let pause: Duration

  /// - Parameters:
  ///   - patience: How long it waits; less than the quarter of an hour for which the service manager is asked for time.
  ///     Then it ends, is started again, and waits again.
  ///   - pause: Between two tries.
  package init(
    log: ReportLog, notifier: Notifier, patience: Duration = .seconds(840), pause: Duration = .seconds(5)
  ) {
    self.log = log
    self.notifier = notifier
    self.patience = patience
    self.pause = pause
  }

  /// Calls `attempt` until it works, fails for good, or the patience is over; told at the first failure, and in the status.
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
          log.write(error.reportName, .err, "the start waits, and is tried again every \(pause.inWords): \(error)")
          notifier.status("waiting to start: \(error)")
        }
        told = error.description
        do { try await ContinuousClock().sleep(for: pause) } catch { throw .closed }
      }
    }
  }
}
