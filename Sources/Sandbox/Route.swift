import GeoTareas

/// Where a request goes.
enum Route: Sendable, Equatable {
  case login
  case list
  case detail(String)
  case complete(String)
  case reassign(String)

  private static let prefix = "/apidev/v1/"

  /// The endpoint a method and path name; nil for everything that is not documented.
  init?(method: String, path: String) {
    guard path.hasPrefix(Self.prefix) else { return nil }
    let parts = path.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
    switch (method, parts.count) {
    case ("POST", 1) where parts[0] == "login": self = .login
    case ("GET", 2) where parts[0] == "workflow" && parts[1] == "tasks": self = .list
    case ("GET", 3) where parts[0] == "workflow" && parts[1] == "tasks" && !parts[2].isEmpty:
      self = .detail(String(parts[2]))
    case ("POST", 4) where parts[0] == "workflow" && parts[1] == "tasks" && parts[3] == "complete":
      self = .complete(String(parts[2]))
    case ("POST", 4) where parts[0] == "workflow" && parts[1] == "tasks" && parts[3] == "reassign":
      self = .reassign(String(parts[2]))
    default: return nil
    }
  }

  var endpoint: Endpoint {
    switch self {
    case .login: .login
    case .list: .list
    case .detail: .detail
    case .complete: .complete
    case .reassign: .reassign
    }
  }
}
