package import Foundation
import Log

/// What is sent: one event of one tenant, however often it came within a time.
package struct Notice: Sendable, Equatable, Codable {
  /// The most records that are quoted.
  package static let mostQuoted = 5
  /// What stands for the event where a notice is about several.
  package static let several = "several"

  /// Names it for receivers, so that one that comes twice is known as such.
  package var id: UUID
  package var host: String
  package var tenant: String?
  package var event: String
  /// The most serious level of its records, by name.
  package var level: String
  /// How many records it is about.
  package var count: Int
  /// The times of the first and the last of them.
  package var first: Date
  package var last: Date
  /// True where an earlier notice told of the same within the time before.
  package var goesOn: Bool
  /// The first few records, oldest first.
  package var records: [HeardRecord]
  /// Since when it waits to be sent.
  package var since: Date
}

/// What is counted until it is sent.
struct Fold: Sendable, Equatable, Codable {
  var records: [HeardRecord] = []
  var count = 0
  var first = Date.distantPast
  var last = Date.distantPast
  var level = LogEntry.Level.debug.rawValue
  var host: String?
  /// When it is sent, or, if nothing has come until then, forgotten.
  var due: Date
  /// True once a notice was made of it.
  var goesOn = false

  init(due: Date) { self.due = due }

  mutating func add(_ record: HeardRecord) {
    if count == 0 { (first, last, level, host) = (record.at, record.at, record.level.rawValue, record.host) }
    count += 1
    first = min(first, record.at)
    last = max(last, record.at)
    if let known = LogEntry.Level(rawValue: level), record.level.isAtLeast(known) { level = record.level.rawValue }
    if records.count < Notice.mostQuoted { records.append(record) }
  }
}
