package import GeoTareas
package import Records

/// What stands still because of the server.
package enum Standstill: Sendable, Equatable {
  case everything, list, details, writes
  case endpoint(Endpoint)
  case task(String)
  /// In the words of the daemon.
  case other(String)

  package init(_ wait: Wait) {
    self =
      switch wait.what {
      case Wait.What.everything: .everything
      case Wait.What.list: .list
      case Wait.What.details: .details
      case Wait.What.writes: .writes
      default: wait.task.map { .task($0) } ?? Endpoint(rawValue: wait.what).map { .endpoint($0) } ?? .other(wait.what)
      }
  }

  /// The name in JSON.
  package var name: String {
    switch self {
    case .everything: "everything"
    case .list: "list"
    case .details: "details"
    case .writes: "writes"
    case .endpoint(let endpoint): endpoint.rawValue
    case .task: "task"
    case .other: "other"
    }
  }
}
