import JSON

/// Turns calls into HTTP requests of one tenant.
///
/// Source: the vendor's pages "Authentication", "Login" and "Workflow Tasks".
package struct RequestBuilder: Sendable {
  /// Scheme, host and port, without a slash at the end.
  package var origin: String
  /// The company's host name, sent as the `tenant` header.
  package var tenant: String
  package var apiKey: Secret

  private static let prefix = "/apidev/v1"

  package init(origin: String, tenant: String, apiKey: Secret) {
    self.origin = origin
    self.tenant = tenant
    self.apiKey = apiKey
  }

  /// The login request.
  ///
  /// It carries no API key, because the vendor's page does not ask for one.
  package func login(email: String, password: Secret) -> HTTPRequest {
    let body = password.withBytes { bytes in
      // A password that is not UTF-8 is sent with replacement characters and refused by the server.
      JSONValue.object([
        JSONMember("email", .string(email)), JSONMember("password", .string(String(decoding: bytes, as: UTF8.self))),
      ]).text
    }
    return HTTPRequest(
      endpoint: .login, method: .post, url: origin + Self.prefix + "/login",
      headers: [
        ("tenant", .plain(tenant)), ("Content-Type", .plain("application/json")),
        ("Accept", .plain("application/json")),
      ],
      body: .secretJSON(Secret(body)))
  }

  /// The request of a call other than login; nil when the task's id cannot stand in a path.
  package func request(for call: Call, token: Secret) -> HTTPRequest? {
    switch call {
    case .login: return nil
    case .list(let query, let offset):
      var items = ["limit=\(query.limit)", "offset=\(offset)"]
      if let status = query.status { items.append("status=\(percentEncoded(status.utf8))") }
      if let type = query.entityType { items.append("entity_type=\(percentEncoded(type.utf8))") }
      if query.overdueOnly { items.append("overdue_only=true") }
      return get(.list, "/workflow/tasks?" + items.joined(separator: "&"), token)
    case .detail(let id):
      guard let segment = id.pathSegment else { return nil }
      return get(.detail, "/workflow/tasks/\(segment)", token)
    case .write(let id, let write):
      guard let segment = id.pathSegment else { return nil }
      var headers = authenticated(token)
      headers.append(("Content-Type", .plain("application/json")))
      return HTTPRequest(
        endpoint: write.endpoint, method: .post,
        url: origin + Self.prefix + "/workflow/tasks/\(segment)/\(write.endpoint.rawValue)",
        headers: headers, body: .json(write.body.bytes))
    }
  }

  private func get(_ endpoint: Endpoint, _ path: String, _ token: Secret) -> HTTPRequest {
    HTTPRequest(endpoint: endpoint, method: .get, url: origin + Self.prefix + path, headers: authenticated(token))
  }

  private func authenticated(_ token: Secret) -> [(name: String, value: HTTPRequest.HeaderValue)] {
    [
      ("Authorization", .secret(token.prefixed(by: "Bearer "))), ("X-API-Key", .secret(apiKey)),
      ("tenant", .plain(tenant)), ("Accept", .plain("application/json")),
    ]
  }
}
