import Log
import Platform

/// Tells the service manager about the daemon, by datagrams to `$NOTIFY_SOCKET`.
///
/// Without that variable every call does nothing. Source: sd_notify(3).
package struct Notifier: Sendable {
  private let address: String?

  package init(environment: [String: String]) {
    address = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
  }

  /// Everything is loaded and recovered, and the daemon works.
  package func ready(_ status: String) { send("READY=1\nSTATUS=\(oneLine(status))") }

  package func reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=\(SystemClock.monotonicMicroseconds())")
  }

  package func stopping() { send("STOPPING=1") }

  package func status(_ text: String) { send("STATUS=\(oneLine(text))") }

  package func watchdog() { send("WATCHDOG=1") }

  /// Asks for more time to start or to stop: the manager's limit moves to `duration` from now.
  ///
  /// Call it again before that time is over, as long as the work goes on.
  package func extendTimeout(by duration: Duration) {
    let (seconds, attoseconds) = duration.components
    send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)")
  }

  /// Does work that may take long at a start, and asks for more time while it goes on.
  ///
  /// It asks for a quarter of an hour at most, so that work which never ends is stopped.
  package func extendingTimeout<Value: Sendable, Failure: Error>(
    every interval: Duration = .seconds(10), while body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    async let _ = extendTimeout(every: interval)
    return try await body()
  }

  private func extendTimeout(every interval: Duration) async {
    guard address != nil else { return }
    for _ in 0..<90 {
      extendTimeout(by: .seconds(60))
      do { try await ContinuousClock().sleep(for: interval) } catch { return }
    }
  }

  /// The most bytes of a status; the manager does not accept a message of more than 4096 bytes.
  private static let longest = 3_584

  private func oneLine(_ text: String) -> String {
    LogText.safe(String(SecretFilter.shared.cleaned(text).map { $0.isNewline ? " " : $0 }), cap: Self.longest)
  }

  private func send(_ message: String) {
    guard let address else { return }
    // A manager that does not listen is no reason to stop working.
    try? UnixDatagram().send(Array(message.utf8), to: address)
  }
}
