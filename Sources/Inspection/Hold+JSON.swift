import Foundation
package import JSON
package import Records

extension Hold {
  /// For programs; its keys are stable.
  ///
  /// Without a tenant it holds all of them, without a rule all rules.
  package var json: JSONValue {
    .object([
      JSONMember("hold", .number(String(number))), JSONMember("tenant", .optional(tenant)),
      JSONMember("rule", .optional(rule)), JSONMember("why", .string(why)), JSONMember("by", .string(by)),
      JSONMember("since", .string(since.formatted(.iso8601))),
    ])
  }
}
