package import Foundation

/// An order to begin no effects while it is in force.
package struct Hold: Sendable, Hashable {
  /// The name under which the daemon holds a rule itself.
  package static let signature = "capataz"

  /// The number that the journal gives, rising; people release a hold by it.
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

  /// Whether an effect of `rule` in `tenant` must wait for this hold.
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

/// What others did in the journal since the engine last heard of it.
package struct JournalNews: Sendable, Equatable {
  /// All holds in force for the tenant now, oldest first.
  package var holds: [Hold]
  /// Holds that were set since then and are no longer in force, oldest first.
  ///
  /// They have not been reported.
  package var passed: [Hold]
  /// Parked intents that a person has given a verdict on since then, oldest first.
  package var resolved: [Intent]

  package init(holds: [Hold] = [], passed: [Hold] = [], resolved: [Intent] = []) {
    self.holds = holds
    self.passed = passed
    self.resolved = resolved
  }
}
