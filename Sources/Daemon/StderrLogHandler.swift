import Foundation
import Glibc
package import Logging
import Synchronization

/// Writes each record as one line to standard error, whole and at once.
package struct StderrLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let line: LogLine

  /// Lines of several threads do not mix.
  private static let gate = Mutex(())

  package init(line: LogLine, level: Logger.Level) {
    self.line = line
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let bytes = Array(line.format(event.level, event.message.description, all, at: Date()).utf8)
    Self.gate.withLock { _ in
      var start = 0
      while start < bytes.count {
        let written = bytes[start...].withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        // A log that cannot be written is no reason to stop working: the journal has what matters.
        guard written > 0 else { return }
        start += written
      }
    }
  }
}
