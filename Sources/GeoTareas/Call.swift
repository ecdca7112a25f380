/// A call of the API, without the secrets that go with it.
package enum Call: Sendable, Equatable {
  case login
  case list(TaskQuery, offset: Int)
  case detail(TaskID)
  case write(TaskID, Write)

  package var endpoint: Endpoint {
    switch self {
    case .login: .login
    case .list: .list
    case .detail: .detail
    case .write(_, let write): write.endpoint
    }
  }
}
