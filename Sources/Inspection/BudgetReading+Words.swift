import Engine
import GeoTareas
import Records

extension [BudgetReading] {
  /// All of them on one line, endpoints with a shared limit together: "complete and reassign 3/10 used, next free in 4
  /// s".
  var words: String {
    var told: Set<Endpoint> = []
    return compactMap { budget in
      guard told.insert(budget.endpoint).inserted else { return nil }
      told.formUnion(budget.sharedWith)
      return budget.words
    }.joined(separator: "; ")
  }
}

extension BudgetReading {
  fileprivate var words: String {
    var text = ([endpoint] + sharedWith).map(\.rawValue).joined(separator: " and ") + " \(used)/\(limit) used"
    if foreign > 0 { text += ", \(foreign) by others" }
    if penalty > 0 { text += ", \(penalty) given up after refusals" }
    switch nextFreeIn {
    case nil: text += ", next free after an answer"
    case 0?: break
    case let seconds?: text += ", next free in \(TenantStatus.rough(seconds))"
    }
    return text
  }
}
