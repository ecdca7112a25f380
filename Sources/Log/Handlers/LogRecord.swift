package import Foundation
package import Logging
import Records

/// A record of the log, before it has a form.
///
/// ``LogText`` has made every value safe.
package struct LogRecord: Sendable, Equatable {
  package let date: Date
  package let level: Logger.Level
  /// The event's stable name; `-` where there is none.
  package let event: String
  package let message: String
  /// In the order in which people look for them; others follow by name.
  package let fields: [LogEntry.Field]

  private static let order = [
    "tenant", "task", "rule", "intent", "attempt", "action", "status", "request_id", "duration_ms",
  ]

  /// Makes the record of a message and its metadata; `event` in the metadata is the event's name.
  package init(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at date: Date) {
    self.date = date
    self.level = level
    let event = metadata["event"].map { LogText.safe("\($0)") } ?? "-"
    let caps = LogText.caps(of: event)
    self.event = event
    self.message = LogText.safe(message, cap: caps.message)
    fields = metadata.filter { $0.key != "event" }
      .map { LogEntry.Field($0.key, LogText.safe("\($0.value)", cap: caps.value)) }
      .sorted(by: Self.precedes)
  }

  /// A record about the log itself.
  init(_ about: Report.Event) {
    let entry = LogEntry(Report(about))
    self.date = Date()
    self.level = entry.level.logged
    event = entry.name.rawValue
    let caps = LogText.caps(of: event)
    self.message = LogText.safe(entry.message, cap: caps.message)
    self.fields = entry.fields.map { LogEntry.Field($0.key, LogText.safe($0.value, cap: caps.value)) }
  }

  private static func precedes(_ left: LogEntry.Field, _ right: LogEntry.Field) -> Bool {
    let places = [left, right].map { order.firstIndex(of: $0.key) ?? order.count }
    return places[0] == places[1] ? left.key < right.key : places[0] < places[1]
  }
}
