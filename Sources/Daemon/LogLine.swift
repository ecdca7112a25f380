package import Foundation
import Glibc
package import Logging

/// The form of a log line.
package enum LogLine: Sendable {
  /// For people at a terminal; colour if asked for.
  case text(colour: Bool)
  /// One JSON object a line, for programs.
  case json

  /// Fields in the order people look for them; others follow by name.
  private static let order = [
    "tenant", "task", "rule", "intent", "attempt", "action", "status", "request_id", "duration_ms",
  ]

  /// The line of a record, with its end; every value is made safe by ``LogText``.
  package func format(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at date: Date) -> String {
    let event = metadata["event"].map { "\($0)" } ?? "-"
    let fields = metadata.filter { $0.key != "event" }.map { ($0.key, LogText.safe("\($0.value)")) }.sorted(
      by: Self.precedes)
    let message = LogText.safe(message, cap: LogText.messageCap)
    switch self {
    case .json: return Self.json(level, event, message, fields, date)
    case .text(let colour): return Self.text(level, event, message, fields, date, colour)
    }
  }

  private static func precedes(_ left: (String, String), _ right: (String, String)) -> Bool {
    let places = [left, right].map { order.firstIndex(of: $0.0) ?? order.count }
    return places[0] == places[1] ? left.0 < right.0 : places[0] < places[1]
  }

  private static func json(
    _ level: Logger.Level, _ event: String, _ message: String, _ fields: [(String, String)], _ date: Date
  ) -> String {
    let stamp = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let known = [("ts", stamp), ("level", level.syslogName), ("event", event), ("msg", message)]
    return LineEncoder.object(known + fields) + "\n"
  }

  private static func text(
    _ level: Logger.Level, _ event: String, _ message: String, _ fields: [(String, String)], _ date: Date,
    _ colour: Bool
  ) -> String {
    let time = localTime(date)
    let (start, end) = colour ? (level.colour, "\u{1B}[0m") : ("", "")
    let name = event.padding(toLength: max(18, event.count), withPad: " ", startingAt: 0)
    let tail = fields.map { "\($0.0)=\(quoted($0.1))" }.joined(separator: " ")
    return
      "\(time) \(start)\(level.syslogName.padding(toLength: 7, withPad: " ", startingAt: 0))\(end) \(name) \(message)"
      + (tail.isEmpty ? "\n" : "  \(tail)\n")
  }
}

/// A value of a line for people, in quotes where it could be taken for more than one, or for none.
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
  /// The level's name in the product's words.
  var syslogName: String {
    switch self {
    case .trace, .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error, .critical: "err"
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
