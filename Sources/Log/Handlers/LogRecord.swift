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
  /// In the order of ``LogField``, which is that in which people look for them; others follow by name.
  package let fields: [LogEntry.Field]

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
  init(_ about: Report.Event) { self.init(LogEntry(Report(about)), at: Date()) }

  /// The record of an entry.
  package init(_ entry: LogEntry, at date: Date) {
    self.date = date
    self.level = entry.level.logged
    event = entry.name.rawValue
    let caps = LogText.caps(of: event)
    self.message = LogText.safe(entry.message, cap: caps.message)
    fields = entry.fields.map { LogEntry.Field($0.key, LogText.safe($0.value, cap: caps.value)) }
      .sorted(by: Self.precedes)
  }

  private static func precedes(_ left: LogEntry.Field, _ right: LogEntry.Field) -> Bool {
    let places = [left, right].map { LogField.places[$0.key] ?? .max }
    return places[0] == places[1] ? left.key < right.key : places[0] < places[1]
  }
}
