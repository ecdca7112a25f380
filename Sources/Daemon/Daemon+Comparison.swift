import Engine
import Foundation
import Journal
import Pacing
import RuleFiles
import Rules

/// What a reload changes about rules, and about the tasks that were seen last.
extension Daemon {
  /// Adds to `answer` how the rules of tenants that were there before differ.
  ///
  /// The tasks are those that the journal keeps of the last poll, as for `plan`; without any, or without a journal, only
  /// the rules are compared. They are not read where nothing could be decided differently.
  func compare(_ old: LoadedConfiguration, _ new: LoadedConfiguration, _ answer: inout ReloadAnswer) {
    let before = old.sides
    let after = new.sides
    let reader = try? JournalReader.open(directory: loaded.configuration.state)
    defer { reader?.close() }
    for place in answer.tenants.indices {
      let name = answer.tenants[place].tenant
      guard let mine = before[name], let theirs = after[name] else { continue }
      let changes = RuleChanges(from: mine.rules, to: theirs.rules)
      answer.tenants[place].rules = changes
      if mine.tenant == theirs.tenant, mine.rules == theirs.rules { continue }
      guard let listing = try? reader?.latestListing(tenant: name) else { continue }
      answer.tenants[place].outlook = ReloadOutlook(of: listing, from: mine, to: theirs, at: clock.now().wall)
    }
  }
}

extension LoadedConfiguration {
  /// Tenants with their rules, by name.
  fileprivate var sides: [String: ReloadOutlook.Side] {
    let sides = configuration.tenants.compactMap { tenant in rules[tenant.name].map { (tenant.name, (tenant, $0)) } }
    return Dictionary(sides, uniquingKeysWith: { first, _ in first })
  }
}

extension ReloadAnswer {
  /// The sums as fields of a log record.
  var fields: [Report.Field] {
    let rules = tenants.compactMap(\.rules)
    let outlooks = tenants.compactMap(\.outlook)
    let counts = [
      ("rules_added", rules.reduce(0) { $0 + $1.added.count }),
      ("rules_removed", rules.reduce(0) { $0 + $1.removed.count }),
      ("rules_changed", rules.reduce(0) { $0 + $1.changed.count }),
      ("tasks", outlooks.reduce(0) { $0 + $1.tasks }),
      ("tasks_differing", outlooks.reduce(0) { $0 + $1.differing }),
      ("tasks_unclear", outlooks.reduce(0) { $0 + $1.unclear }),
    ]
    return counts.map { .init($0, String($1)) }
  }
}
