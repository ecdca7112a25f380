import Engine
import Foundation
package import Logging
import Synchronization

/// Hands each record to the systemd journal; while that cannot be reached, writes it as a line of JSON instead.
package struct JournaldLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let way: Way

  /// - Parameter stream: Where records go while the journal cannot be reached.
  package init(level: Logger.Level, socket: JournaldSocket = JournaldSocket(), stream: LogStream = .standardError) {
    logLevel = level
    way = Way(socket, stream)
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    way.write(LogRecord(event.level, event.message.description, all, at: Date()), from: logLevel)
  }

  /// The journal, and what is beside it.
  private final class Way: Sendable {
    private let socket: JournaldSocket
    private let stream: LogStream
    /// How many records went past the journal since it was lost; nil while it is there.
    private let missed = Mutex<Int?>(nil)

    init(_ socket: JournaldSocket, _ stream: LogStream) {
      self.socket = socket
      self.stream = stream
    }

    /// Tries the journal with every record, so that none goes past it that it would have taken.
    func write(_ record: LogRecord, from level: Logger.Level) {
      missed.withLock { missed in
        if let why = socket.send(LogForm.journald.encode(record)) {
          if missed == nil, level <= .warning { stream.write(LogForm.json.encode(.fallback(why))) }
          stream.write(LogForm.json.encode(record))
          missed = (missed ?? 0) + 1
        } else if let count = missed {
          let isTold = level > .notice || socket.send(LogForm.journald.encode(.restored(count))) == nil
          missed = isTold ? nil : count
        }
      }
    }
  }
}

extension LogRecord {
  fileprivate static func fallback(_ why: String) -> LogRecord {
    LogRecord(
      .logFallback, .warning,
      "the systemd journal cannot be reached; until it can, records go to standard error as lines of JSON",
      [.init("why", why)])
  }

  fileprivate static func restored(_ count: Int) -> LogRecord {
    LogRecord(
      .logRestored, .notice,
      "the systemd journal can be reached again; \(count) record\(count == 1 ? "" : "s") went to standard error before",
      [.init("records", String(count))])
  }
}
