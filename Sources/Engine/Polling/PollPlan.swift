import GeoTareas
import Rules

/// The list calls that see all tasks which a tenant's rules can match, and no others.
struct PollPlan: Sendable, Equatable {
  /// The statuses to request; each takes a call of its own.
  var statuses: [String]
  /// Whether to ask the server which tasks are overdue.
  var asksOverdue: Bool
  /// The only entity types that matter; empty where any may matter.
  var entityTypes: [String]

  init(_ settings: Settings, for rules: RuleSet) {
    let reach = rules.reach
    let wanted = settings.statuses.filter { reach.statuses?.contains($0) ?? true }
    // A task may press the stop button although no rule matches it. And a list that no rule needs shows at least that
    // the server answers.
    statuses = settings.stopButton != nil || wanted.isEmpty ? settings.statuses : wanted
    // The overdue list holds tasks of every status, so it is also wanted where rules take statuses that are not polled.
    let isCovered = reach.statuses.map { $0.isSubset(of: settings.statuses) } ?? false
    asksOverdue = settings.pollsOverdue && (reach.asksOverdue || !isCovered)
    let isFree = settings.stopButton == nil && !reach.countsOthers
    // The server's filter may compare in its own way, so only plain names are left to it.
    let types = reach.entityTypes?.sorted() ?? []
    entityTypes = isFree && types.allSatisfy(\.isPlainName) ? types : []
  }

  func queries(byType: Bool, overdueOfAll: Bool) -> [TaskQuery] {
    let types = byType ? entityTypes.map(Optional.some) : [nil]
    var queries = statuses.flatMap { status in types.map { TaskQuery(status: status, entityType: $0) } }
    guard asksOverdue else { return queries }
    for status in overdueOfAll ? [nil] : statuses.map(Optional.some) {
      queries += types.map { TaskQuery(status: status, overdueOnly: true, entityType: $0) }
    }
    return queries
  }
}

extension String {
  /// True for capitals, digits and underscores, as in the names of the documented types.
  fileprivate var isPlainName: Bool {
    !isEmpty && utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
