package import Foundation
package import Logging
package import Records

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
  package let fields: [Report.Field]

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
      .map { Report.Field($0.key, LogText.safe("\($0.value)", cap: caps.value)) }
      .sorted(by: Self.precedes)
  }

  /// A record about the log itself.
  package init(_ name: Report.Name, _ level: Logger.Level, _ message: String, _ fields: [Report.Field] = []) {
    self.date = Date()
    self.level = level
    event = name.rawValue
    let caps = LogText.caps(of: name.rawValue)
    self.message = LogText.safe(message, cap: caps.message)
    self.fields = fields.map { Report.Field($0.key, LogText.safe($0.value, cap: caps.value)) }
  }

  private static func precedes(_ left: Report.Field, _ right: Report.Field) -> Bool {
    let places = [left, right].map { order.firstIndex(of: $0.key) ?? order.count }
    return places[0] == places[1] ? left.key < right.key : places[0] < places[1]
  }
}
