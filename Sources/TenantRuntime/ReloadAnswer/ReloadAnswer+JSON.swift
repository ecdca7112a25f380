import Foundation
package import JSON

extension ReloadAnswer {
  /// What `reload` prints; the keys are stable.
  ///
  /// It is not what the daemon writes for the command: that is ``json``.
  package var output: JSONValue {
    .object([
      JSONMember("verdict", .string(verdict.rawValue)), JSONMember("why", .text(why)),
      JSONMember("since", .time(since)),
      JSONMember("process", .integer(Int(process))), JSONMember("remarks", .list(remarks)),
      JSONMember("tenants", .array(tenants.map(\.output))),
    ])
  }
}

extension ReloadAnswer.Tenant {
  fileprivate var output: JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("change", .string(change.rawValue)),
      JSONMember("why", .text(why)),
      JSONMember("since", .time(since)), JSONMember("mistakes", .list(mistakes ?? [])),
      JSONMember("rules", rules?.output ?? .null), JSONMember("outlook", outlook?.output ?? .null),
    ])
  }
}

extension RuleChanges {
  fileprivate var output: JSONValue {
    .object([
      JSONMember("added", .list(added)), JSONMember("removed", .list(removed)), JSONMember("changed", .list(changed)),
      JSONMember("reordered", .bool(reordered)),
    ])
  }
}

extension ReloadOutlook {
  fileprivate var output: JSONValue {
    .object([
      JSONMember("at", .time(at)), JSONMember("tasks", .integer(tasks)), JSONMember("differing", .integer(differing)),
      JSONMember("unclear", .integer(unclear)),
    ])
  }
}

extension JSONValue {
  fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  fileprivate static func time(_ date: Date?) -> JSONValue { text(date?.formatted(.iso8601)) }
  fileprivate static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
