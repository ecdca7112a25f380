import Foundation
package import Logging

/// Writes each record as one line.
package struct LineLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  package let outlet: LogOutlet

  /// - Parameter most: How many records wait where nobody reads the lines, see ``LogOutlet``.
  package init(
    form: LogForm, level: Logger.Level, stream: LogStream = .standardError, most: Int = LogOutlet.most
  ) {
    outlet = LogOutlet(Lines(form: form, stream: stream), most: most, tellsLosses: level <= .warning)
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    outlet.write(LogRecord(event.level, event.message.description, all, at: Date()))
  }

  private struct Lines: LogSink {
    package let form: LogForm
    package let stream: LogStream

    package func begin(_ record: LogRecord) -> LogOutlet.Work? {
      let rest = stream.writeNow(form.encode(record))
      if rest.isEmpty { return nil }
      return { [stream] in stream.write(rest) }
    }

    package func write(_ record: LogRecord) { stream.write(form.encode(record)) }
  }
}
