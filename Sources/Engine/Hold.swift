package import Foundation

/// A stop button that is pressed: effects are not begun while it is in force.
package struct Hold: Sendable, Hashable {
  /// What the daemon signs with when it holds a rule itself.
  package static let signature = "capataz"

  /// Given by the journal, rising; people release by it.
  package var number: Int64
  /// Nil for all tenants.
  package var tenant: String?
  /// Nil for all rules.
  package var rule: String?
  package var why: String
  /// Who set it.
  package var by: String
  package var since: Date

  package init(number: Int64, tenant: String?, rule: String?, why: String, by: String, since: Date) {
    self.number = number
    self.tenant = tenant
    self.rule = rule
    self.why = why
    self.by = by
    self.since = since
  }

  /// Whether an effect of `rule` in `tenant` waits for this.
  package func covers(tenant: String, rule: String) -> Bool {
    (self.tenant ?? tenant) == tenant && (self.rule ?? rule) == rule
  }

  /// What is held: "rule 'inbox' of tenant 'acme'".
  package var scope: String {
    switch (tenant, rule) {
    case (let tenant?, let rule?): "rule '\(rule)' of tenant '\(tenant)'"
    case (let tenant?, nil): "tenant '\(tenant)'"
    case (nil, let rule?): "rule '\(rule)'"
    case (nil, nil): "everything"
    }
  }
}

/// What others did in the journal since the engine was last told.
package struct JournalNews: Sendable, Equatable {
  /// All that are in force for the tenant now, oldest first.
  package var holds: [Hold]
  /// Those that were set since and are in force no more, oldest first: nobody has told of them yet.
  package var passed: [Hold]
  /// Parked intents that a person has given a verdict on since, oldest first.
  package var resolved: [Intent]

  package init(holds: [Hold] = [], passed: [Hold] = [], resolved: [Intent] = []) {
    self.holds = holds
    self.passed = passed
    self.resolved = resolved
  }
}
