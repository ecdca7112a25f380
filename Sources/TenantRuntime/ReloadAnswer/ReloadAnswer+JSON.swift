import Foundation
package import JSON

extension ReloadAnswer {
  /// What `reload` prints; the keys are stable.
  ///
  /// It is not what the daemon writes for the command: that is ``json``.
  package var output: JSONValue {
    .object([
      JSONMember("verdict", .string(verdict.rawValue)), JSONMember("why", .optional(why)),
      JSONMember("since", .time(since)),
      JSONMember("process", .integer(process)), JSONMember("remarks", .texts(remarks)),
      JSONMember("tenants", .array(tenants.map(\.output))),
    ])
  }
}

extension ReloadAnswer.Tenant {
  fileprivate var output: JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("change", .string(change.rawValue)),
      JSONMember("why", .optional(why)),
      JSONMember("since", .time(since)), JSONMember("mistakes", .texts(mistakes ?? [])),
      JSONMember("rules", rules?.output ?? .null), JSONMember("outlook", outlook?.output ?? .null),
    ])
  }
}

extension RuleChanges {
  /// For programs: the ids; the keys are stable.
  package var output: JSONValue {
    .object([
      JSONMember("added", .texts(added)), JSONMember("removed", .texts(removed)),
      JSONMember("changed", .texts(changed)),
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
  fileprivate static func time(_ date: Date?) -> JSONValue { .optional(date?.formatted(.iso8601)) }
}
