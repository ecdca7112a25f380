import GeoTareas

extension SandboxTenant {
  /// Handles a call as the vendor's page says: authentication, permission, validation, then the effect.
  mutating func handle(_ call: Call) -> SandboxResponse {
    do throws(ErrorReply) {
      if call.route == .login { return try logIn(call) }
      let account = try authorize(call)
      switch call.route {
      case .list:
        let query = try ListQuery(call.request.query)
        if query.isFirstPage { listStarts.append(call.moment.elapsed) }
        return try cached(call, for: account) { (tenant) throws(ErrorReply) in tenant.list(query, at: call.moment) }
      case .detail(let id):
        return try cached(call, for: account) { (tenant) throws(ErrorReply) in
          guard let task = tenant.book.tasks[id] else { throw .unknownTask }
          return .success(task.detail(in: tenant.zone))
        }
      case .complete, .reassign, .login:
        return .success(try apply(call.route, call.body, by: .init(user: account.name, moment: call.moment)))
      }
    } catch {
      return error.response
    }
  }

  /// Makes the effect of an authorised write.
  mutating func apply(_ route: Route, _ body: SandboxJSON, by act: TaskBook.Act) throws(ErrorReply) -> SandboxJSON {
    switch route {
    case .complete(let id): try book.complete(id, CompletionForm(body), by: act, random: &dataRandom)
    case .reassign(let id): try book.reassign(id, ReassignmentForm(body), by: act)
    case .list, .detail, .login: throw ErrorReply(.internalError, "Not a write")
    }
  }

  /// Checks token, API key, tenant and permission.
  func authorize(_ call: Call) throws(ErrorReply) -> SandboxConfiguration.Account {
    guard let token = Self.token(of: call.request),
      let account = sessions.account(for: token, at: call.moment.elapsed),
      call.request.header("X-API-Key") == configuration.apiKey, isTenantKnown(call.request)
    else { throw ErrorReply(.unauthorized, "Invalid or expired token or API key") }
    let permission: SandboxConfiguration.Account.Permission = call.route.endpoint.isWrite ? .execute : .read
    guard account.permissions.contains(permission) else {
      throw ErrorReply(.forbidden, "The user lacks the permission \(permission.rawValue)")
    }
    return account
  }

  /// The token of `Authorization: Bearer …`; nil when there is none.
  static func token(of request: SandboxRequest) -> String? {
    let parts = request.header("Authorization")?.split(separator: " ") ?? []
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }

  private func isTenantKnown(_ request: SandboxRequest) -> Bool {
    configuration.tenant.map { $0 == request.header("tenant") } ?? true
  }

  private mutating func logIn(_ call: Call) throws(ErrorReply) -> SandboxResponse {
    guard call.body.members != nil else { throw .invalid("The body must be an object") }
    guard let email = call.body["email"]?.string, !email.isEmpty else { throw .invalid("email is required") }
    guard let password = call.body["password"]?.string, !password.isEmpty else {
      throw .invalid("password is required")
    }
    let account = configuration.accounts.first { $0.email == email && $0.password == password }
    guard let account, isTenantKnown(call.request) else {
      throw ErrorReply(.unauthorized, "Invalid credentials")
    }
    let token = sessions.open(for: account, at: call.moment.elapsed, random: &dataRandom)
    return .success(["authorization": .string(token)])
  }

  /// Answers a read from the cache, or makes the answer and keeps it.
  private mutating func cached(
    _ call: Call, for account: SandboxConfiguration.Account,
    _ make: (SandboxTenant) throws(ErrorReply) -> SandboxResponse
  ) throws(ErrorReply) -> SandboxResponse {
    let key = AnswerCache.Key(user: account.id, target: call.request.path + "?" + call.request.query)
    if let response = cache.answer(for: key, at: call.moment.elapsed) { return response }
    let response = try make(self)
    cache.store(response, for: key, at: call.moment.elapsed)
    return response
  }

  private func list(_ query: ListQuery, at moment: SandboxMoment) -> SandboxResponse {
    let matching = book.order.lazy.compactMap { book.tasks[$0] }.filter { query.matches($0, at: moment.unix) }
    let all = Array(matching)
    let page = all.dropFirst(query.offset).prefix(query.limit)
    return .success(
      .array(page.map { $0.row(in: zone) }),
      meta: [
        "total": SandboxJSON(all.count), "limit": SandboxJSON(query.limit), "offset": SandboxJSON(query.offset),
      ])
  }
}
