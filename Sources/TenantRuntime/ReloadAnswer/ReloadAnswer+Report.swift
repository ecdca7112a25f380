package import Records

extension ReloadAnswer {
  /// What the log tells of it.
  package var facts: Report.Reloaded {
    let rules = tenants.compactMap(\.rules)
    let outlooks = tenants.compactMap(\.outlook)
    var facts = Report.Reloaded(summary: summary, changes: changes)
    facts.rulesAdded = rules.reduce(0) { $0 + $1.added.count }
    facts.rulesRemoved = rules.reduce(0) { $0 + $1.removed.count }
    facts.rulesChanged = rules.reduce(0) { $0 + $1.changed.count }
    facts.tasks = outlooks.reduce(0) { $0 + $1.tasks }
    facts.differing = outlooks.reduce(0) { $0 + $1.differing }
    facts.unclear = outlooks.reduce(0) { $0 + $1.unclear }
    return facts
  }
}
