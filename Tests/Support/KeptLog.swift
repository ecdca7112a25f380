package import Logging
import Synchronization

/// A log that keeps its records.
package final class KeptLog: Sendable {
  package struct Record: Sendable {
    package var level: Logger.Level
    package var message: String
    package var metadata: Logger.Metadata

    package var event: String { metadata["event"].map { "\($0)" } ?? "" }
  }

  package init() {}

  private let kept = Mutex<(records: [Record], waiting: [CheckedContinuation<Void, Never>])>(([], []))

  package var all: [Record] { kept.withLock { $0.records } }
  package var events: [String] { all.map(\.event) }

  package var logger: Logger { Logger(label: "test") { _ in Handler(records: self) } }

  /// Waits for a record of `event`, or for the `count`th of them; gives up when the test is cancelled.
  package func wait(for event: String, count wanted: Int = 1) async {
    while !Task.isCancelled {
      let seen = all
      if seen.count(where: { $0.event == event }) >= wanted { return }
      let count = seen.count
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isOver = kept.withLock { kept in
            if kept.records.count > count || Task.isCancelled { return true }
            kept.waiting.append(continuation)
            return false
          }
          if isOver { continuation.resume() }
        }
      } onCancel: {
        wake()
      }
    }
  }

  private func keep(_ record: Record) {
    kept.withLock { $0.records.append(record) }
    wake()
  }

  private func wake() {
    let waiting = kept.withLock { kept in
      defer { kept.waiting = [] }
      return kept.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private struct Handler: LogHandler {
    let records: KeptLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let record = Record(level: event.level, message: event.message.description, metadata: event.metadata ?? [:])
      records.keep(record)
    }
  }
}
