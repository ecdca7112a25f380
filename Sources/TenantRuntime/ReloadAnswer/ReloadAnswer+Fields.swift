import Engine
package import Records

extension ReloadAnswer {
  /// The totals as fields of a log record.
  package var fields: [Report.Field] {
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
