import Foundation
import Glibc
import JSON
import Logging
import Records

/// The form of a record: how its bytes are written.
package enum LogForm: Sendable, Equatable {
  /// A line for people at a terminal; colour if asked for.
  case text(colour: Bool)
  /// One JSON object per line, for programs.
  case json
  /// A datagram for the systemd journal, see ``JournaldFields``.
  case journald

  /// The record's bytes; a line includes its end.
  package func encode(_ record: LogRecord) -> [UInt8] {
    switch self {
    case .text(let colour): Array(Self.text(record, colour).utf8)
    case .json: Array(Self.json(record).utf8)
    case .journald: JournaldFields.encode(JournaldFields.of(record))
    }
  }

  private static func json(_ record: LogRecord) -> String {
    let stamp = record.date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let known = [("ts", stamp), ("level", record.level.syslogName), ("event", record.event), ("msg", record.message)]
    return JSONValue.line(known + record.fields.map { ($0.key, $0.value) }) + "\n"
  }

  private static func text(_ record: LogRecord, _ colour: Bool) -> String {
    let time = localTime(record.date)
    let (start, end) = colour ? (record.level.colour, "\u{1B}[0m") : ("", "")
    let level = record.level.syslogName.padding(toLength: 7, withPad: " ", startingAt: 0)
    let name = record.event.padding(toLength: max(18, record.event.count), withPad: " ", startingAt: 0)
    let fields = record.fields.filter { !LogField.isNeedless($0.key, $0.value, beside: record.message) }
    let tail = fields.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: " ")
    return "\(time) \(start)\(level)\(end) \(name) \(record.message)" + (tail.isEmpty ? "\n" : "  \(tail)\n")
  }
}

/// A value in a line for people; in quotes where it could be read as several values, or as none.
private func quoted(_ value: String) -> String {
  guard value.isEmpty || value.contains(where: { $0 == " " || $0 == "\"" }) else { return value }
  return "\"" + value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
}

/// The time of day in the machine's zone.
private func localTime(_ date: Date) -> String {
  var seconds = time_t(date.timeIntervalSince1970)
  var parts = tm()
  localtime_r(&seconds, &parts)
  return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
}

extension Logger.Level {
  /// The level's name as users know it.
  var syslogName: String {
    switch self {
    case .trace, .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error, .critical: "err"
    }
  }

  /// The level's number for syslog and the systemd journal.
  ///
  /// Source: syslog(3).
  package var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error, .critical: 3
    }
  }

  fileprivate var colour: String {
    switch self {
    case .trace, .debug: "\u{1B}[2m"
    case .info: ""
    case .notice: "\u{1B}[32m"
    case .warning: "\u{1B}[33m"
    case .error, .critical: "\u{1B}[31m"
    }
  }
}
