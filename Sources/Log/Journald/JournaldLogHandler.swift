import Foundation
package import Logging
import Records
import Synchronization

/// Sends each record to the systemd journal; while that cannot be reached, writes a line of JSON instead.
package struct JournaldLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  package let outlet: LogOutlet

  /// - Parameters:
  ///   - stream: Where records go while the journal cannot be reached.
  ///   - most: How many records wait where nobody takes them, see ``LogOutlet``.
  package init(
    level: Logger.Level, socket: JournaldSocket = JournaldSocket(), stream: LogStream = .standardError,
    most: Int = LogOutlet.most
  ) {
    logLevel = level
    outlet = LogOutlet(Way(socket, stream, level), most: most, tellsLosses: level <= .warning)
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    outlet.write(LogRecord(event.level, event.message.description, all, at: Date()))
  }

  /// The journal, and the stream that stands in for it.
  private final class Way: LogSink {
    private let socket: JournaldSocket
    private let stream: LogStream
    private let level: Logger.Level
    /// How many records went to the stream since the journal was lost; nil while the journal can be reached.
    private let missed = Mutex<Int?>(nil)

    init(_ socket: JournaldSocket, _ stream: LogStream, _ level: Logger.Level) {
      self.socket = socket
      self.stream = stream
      self.level = level
    }

    /// Tries the journal with every record, so that no record misses it that it would have taken.
    package func begin(_ record: LogRecord) -> LogOutlet.Work? {
      guard let problem = socket.send(LogForm.journald.encode(record), waits: false) else {
        tellRestored()
        return nil
      }
      if problem.isBusy, !isLost { return { [self] in write(record) } }
      let rest = stream.writeNow(lines(record, problem.why))
      if rest.isEmpty { return nil }
      return { [stream] in stream.write(rest) }
    }

    /// Waits once for a journal that is behind.
    ///
    /// After that it must catch up by itself.
    package func write(_ record: LogRecord) {
      if let problem = socket.send(LogForm.journald.encode(record), waits: !isLost) {
        stream.write(lines(record, problem.why))
      } else {
        tellRestored()
      }
    }

    /// The record as a line for standard error; before the first of them, a record that says why.
    private func lines(_ record: LogRecord, _ why: String) -> [UInt8] {
      missed.withLock { missed in
        let isFirst = missed == nil && level <= .warning
        missed = (missed ?? 0) + 1
        return (isFirst ? LogForm.json.encode(LogRecord(.logFallback(why: why))) : []) + LogForm.json.encode(record)
      }
    }

    private var isLost: Bool { missed.withLock { $0 != nil } }

    private func tellRestored() {
      missed.withLock { missed in
        guard let count = missed else { return }
        let isTold =
          level > .notice
          || socket.send(LogForm.journald.encode(LogRecord(.logRestored(.diverted(count)))), waits: false) == nil
        missed = isTold ? nil : count
      }
    }
  }
}
