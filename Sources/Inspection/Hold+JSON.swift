import Foundation
import GeoTareas
package import JSON
package import Pacing
package import Records

extension Hold {
  /// For programs; its keys are stable.
  ///
  /// Without a tenant it holds all of them, without a rule all rules, without a task all tasks.
  ///
  /// - Parameter now: The clocks by which the end is told, where it ends by itself; nil for those by which it was set.
  package func json(asOf now: ClockReading? = nil) -> JSONValue {
    .object([
      JSONMember("hold", .integer(number)), JSONMember("tenant", .optional(tenant)),
      JSONMember("rule", .optional(rule)), JSONMember("task", .optional(task?.rawValue)),
      JSONMember("why", .string(why)), JSONMember("by", .string(by)),
      JSONMember("since", .string(since.formatted(.iso8601))),
      JSONMember(
        "until", .optional(term.map { term in now.map { term.end(asOf: $0) } ?? term.end }?.formatted(.iso8601))),
    ])
  }
}
