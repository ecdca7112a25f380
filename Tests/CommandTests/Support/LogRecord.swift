import Foundation
import Log

/// One record of the daemon's log, as JSON lines have it.
struct LogRecord: Sendable {
  let fields: [String: String]

  /// Nil when the line is not an object of texts with the four keys that every record has.
  init?(_ line: String) {
    guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(line.utf8)),
      ["ts", "level", "event", "msg"].allSatisfy({ fields[$0] != nil })
    else { return nil }
    self.fields = fields
  }

  var event: String { fields["event", default: ""] }
  var level: String { fields["level", default: ""] }
  var message: String { fields["msg", default: ""] }
  var task: String? { fields["task"] }
}

/// What was waited for and did not come before the process ended.
struct NotLogged: Error, CustomStringConvertible {
  var event: String
  var log: String

  var description: String { "no '\(event)' in:\n\(log)" }
}

extension ChildProcess {
  /// The records written so far; lines of other forms are left out.
  var records: [LogRecord] { errors.lines.compactMap(LogRecord.init) }

  func records(of event: String) -> [LogRecord] { records.filter { $0.event == event } }

  /// Waits for a record of `event`; `start` counts lines of standard error.
  @discardableResult
  func record(
    _ event: String? = nil, from start: Int = 0, where matches: (LogRecord) -> Bool = { _ in true }
  ) async throws -> LogRecord {
    let found = await whileNotCancelled {
      await errors.first(from: start) { line in
        LogRecord(line).flatMap { (event == nil || $0.event == event) && matches($0) ? $0 : nil }
      }
    }
    guard let found else { throw NotLogged(event: event ?? "record of the kind", log: errors.text) }
    return found.value
  }

  /// Waits until an event was told of so many tasks, or the process ends; the tasks it was told of.
  func tasks(of event: String, untilThereAre count: Int) async -> Set<String> {
    var tasks: Set<String> = []
    var next = 0
    while tasks.count < count {
      let found = await whileNotCancelled {
        await errors.first(from: next) { line in
          LogRecord(line).flatMap { $0.event == event ? $0.task : nil }
        }
      }
      guard let found else { break }
      tasks.insert(found.value)
      next = found.next
    }
    return tasks
  }
}
