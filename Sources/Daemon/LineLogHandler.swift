import Foundation
package import Logging

/// Writes each record as one line.
package struct LineLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let form: LogForm
  private let stream: LogStream

  package init(form: LogForm, level: Logger.Level, stream: LogStream = .standardError) {
    self.form = form
    self.stream = stream
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    stream.write(form.encode(LogRecord(event.level, event.message.description, all, at: Date())))
  }
}
