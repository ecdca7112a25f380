import Dispatch
import Foundation
import Glibc
import Logging
import Records
import Synchronization

/// Where records end up: a file descriptor, or the systemd journal.
protocol LogSink: Sendable {
  /// Writes as much of a record as is possible without waiting; returns what is left to do, or nil.
  func begin(_ record: LogRecord) -> LogOutlet.Work?
  /// Writes a record, however long that takes.
  func write(_ record: LogRecord)
}

/// Passes records to one sink in their order, so that a caller never waits for the reader of the log.
///
/// A record is written at once where it is taken at once. Otherwise it waits, and all later ones behind it, for a
/// thread that writes them one after the other. Only a bounded number may wait; records beyond that are lost and
/// counted, and the count is logged in their place.
package final class LogOutlet: Sendable {
  typealias Work = @Sendable () -> Void

  /// How many records may wait for a log that nobody reads: a few megabytes at most.
  package static let most = 4_096
  /// How long the end of the process waits for a log that takes nothing.
  package static let patience = Duration.seconds(5)

  private struct State {
    package var queue: [Work] = []
    /// How many records the thread has taken from the queue and not written yet.
    package var taken = 0
    package var isWriting = false
    /// How many records were lost since the last one that was not.
    package var lost = 0
    package var written = 0
    package var waiting: [DispatchSemaphore] = []
  }

  private let sink: any LogSink
  private let most: Int
  /// False where records about the log itself are below the requested level.
  private let tellsLosses: Bool
  private let state = Mutex(State())

  init(_ sink: any LogSink, most: Int = LogOutlet.most, tellsLosses: Bool = true) {
    self.sink = sink
    self.most = most
    self.tellsLosses = tellsLosses
  }

  /// Writes a record, or queues it; never waits itself.
  package func write(_ record: LogRecord) {
    let begins = state.withLock { state in
      guard state.isWriting else {
        guard let rest = sink.begin(record) else { return false }
        state.queue = [rest]
        state.isWriting = true
        return true
      }
      guard state.queue.count + state.taken < most else {
        state.lost += 1
        return false
      }
      if let loss = loss(&state) { state.queue.append(loss) }
      state.queue.append { [sink] in sink.write(record) }
      return false
    }
    guard begins else { return }
    Self.atEnd(self)
    Thread.detachNewThread { [self] in writeAll() }
  }

  /// Waits until every record is written; false where nothing was taken for `patience`.
  @discardableResult
  package func flush(patience: Duration = LogOutlet.patience) -> Bool {
    let (seconds, attoseconds) = patience.components
    let wait = DispatchTimeInterval.milliseconds(Int(seconds * 1_000 + attoseconds / 1_000_000_000_000_000))
    while true {
      let done = DispatchSemaphore(value: 0)
      let written = state.withLock { state -> Int? in
        guard state.isWriting else { return nil }
        state.waiting.append(done)
        return state.written
      }
      guard let written else { return true }
      if done.wait(timeout: .now() + wait) == .success { return true }
      if state.withLock({ $0.written == written }) { return false }
    }
  }

  private func writeAll() {
    while let batch = nextBatch() {
      for work in batch {
        work()
        state.withLock { state in
          state.taken -= 1
          state.written += 1
        }
      }
    }
  }

  /// Everything that waits; nil when nothing does, and then the thread ends.
  private func nextBatch() -> [Work]? {
    state.withLock { state in
      if state.queue.isEmpty, let loss = loss(&state) { state.queue = [loss] }
      guard !state.queue.isEmpty else {
        state.isWriting = false
        for waiting in state.waiting { waiting.signal() }
        state.waiting = []
        return nil
      }
      defer { state.queue = [] }
      state.taken = state.queue.count
      return state.queue
    }
  }

  /// The record about lost records, once.
  private func loss(_ state: inout State) -> Work? {
    guard state.lost > 0 else { return nil }
    defer { state.lost = 0 }
    guard tellsLosses else { return nil }
    let record = LogRecord(.logRestored(.lost(state.lost)))
    return { [sink] in sink.write(record) }
  }

  /// The outlets with queued records.
  ///
  /// The end of the process waits for them.
  private static let late = Mutex<[LogOutlet]>([])

  private static func atEnd(_ outlet: LogOutlet) {
    late.withLock { late in
      if late.isEmpty { atexit { LogOutlet.late.withLock { $0 }.forEach { $0.flush() } } }
      if !late.contains(where: { $0 === outlet }) { late.append(outlet) }
    }
  }
}
