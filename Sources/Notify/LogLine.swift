import Foundation
import JSON
package import Log

/// Reads a line of the log: one of `journalctl -o json`, or one of the log's own JSON form.
///
/// Nothing in it is trusted: every text is made safe and cut as the log cuts it. A line of another kind, or of another
/// program, is nil.
package enum LogLine {
  /// The longest line that is read.
  package static let longest = 1 << 20

  /// The `MESSAGE_ID`s with which systemd says that a unit has failed or was not started.
  ///
  /// Source: sd-messages.h: SD_MESSAGE_UNIT_FAILURE_RESULT, SD_MESSAGE_UNIT_FAILED.
  private static let failures: Set = ["d9b373ed55a64feb8242e02dbe79a49c", "be02cf6855d2428ba40df7e9d022f03d"]

  package static func record(_ bytes: [UInt8]) -> HeardRecord? {
    guard bytes.count <= longest, bytes.first == UInt8(ascii: "{") else { return nil }
    let value: JSONValue
    do throws(JSONError) { value = try JSONReader.read(bytes) } catch { return nil }
    return value["MESSAGE"] == nil ? ours(value) : entry(value)
  }

  /// A line of the log's JSON form.
  private static func ours(_ value: JSONValue) -> HeardRecord? {
    guard let stamp = value["ts"]?.string, let at = try? Date(stamp, strategy: stampForm),
      let level = value["level"]?.string.flatMap({ LogEntry.Level(rawValue: $0) }),
      let event = value["event"]?.string, let message = value["msg"]?.string
    else { return nil }
    return record(at, level, event, message) { value[$0]?.string }
  }

  private static let stampForm = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// An entry of the systemd journal.
  private static func entry(_ value: JSONValue) -> HeardRecord? {
    guard let message = text(value["MESSAGE"]) else { return nil }
    let stamp = text(value["_SOURCE_REALTIME_TIMESTAMP"]) ?? text(value["__REALTIME_TIMESTAMP"])
    let at = stamp.flatMap { Int64($0) }.map { Date(timeIntervalSince1970: Double($0) / 1_000_000) } ?? Date()
    var record: HeardRecord?
    if text(value["SYSLOG_IDENTIFIER"]) == "capataz", let event = text(value["EVENT"]),
      let level = text(value["PRIORITY"]).flatMap({ Int($0) }).flatMap({ LogEntry.Level(priority: $0) })
    {
      record = self.record(at, level, event, message) { text(value[$0.uppercased()]) }
    } else if text(value["_PID"]) == "1", text(value["MESSAGE_ID"]).map({ failures.contains($0) }) == true {
      record = self.record(at, .err, HeardRecord.unitFailed, message) { _ in nil }
    }
    record?.host = text(value["_HOSTNAME"]).map { LogText.safe($0, cap: 253) }
    record?.cursor = text(value["__CURSOR"])
    return record
  }

  /// The text of a field, which the journal gives as bytes where it is not printable, and as a list where it was given
  /// several times.
  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): return text
    case .array(let values):
      if case .array? = values.first { return text(values.first) }
      if case .string? = values.first { return text(values.first) }
      let bytes = values.compactMap { value -> UInt8? in if case .number(let text) = value { UInt8(text) } else { nil }
      }
      return bytes.count == values.count ? String(decoding: bytes, as: UTF8.self) : nil
    default: return nil
    }
  }

  private static func record(
    _ at: Date, _ level: LogEntry.Level, _ event: String, _ message: String, _ field: (String) -> String?
  ) -> HeardRecord {
    let caps = LogText.caps(of: event)
    var record = HeardRecord(
      at: at, level: level, event: LogText.safe(event, cap: 64),
      tenant: field("tenant").map { LogText.safe($0, cap: 64) },
      message: LogText.safe(message, cap: caps.message))
    for key in HeardRecord.used {
      if let value = field(key) { record.fields[key] = LogText.safe(value) }
    }
    return record
  }
}

extension LogEntry.Level {
  /// The level of a priority of syslog(3); nil for none.
  init?(priority: Int) {
    switch priority {
    case 0...3: self = .err
    case 4: self = .warning
    case 5: self = .notice
    case 6: self = .info
    case 7: self = .debug
    default: return nil
    }
  }

  /// Whether it is as serious as another one, or more.
  package func isAtLeast(_ other: LogEntry.Level) -> Bool {
    let order = LogEntry.Level.allCases
    return (order.firstIndex(of: self) ?? 0) >= (order.firstIndex(of: other) ?? 0)
  }
}
