package import GeoTareas

extension SandboxTenant {
  /// Every task as it truly is, in the order of the list.
  package var tasks: [SandboxTaskRecord] { book.order.compactMap { book.tasks[$0] }.map(SandboxTaskRecord.init) }

  /// Every effect that was applied, in order.
  package var history: [SandboxEffect] { book.effects }

  /// Every attempt on a completed task, and every late one that was no longer valid, in order.
  package var refusals: [SandboxEffect] { book.refusals }

  /// What an endpoint has seen so far.
  package func traffic(of endpoint: Endpoint) -> EndpointTraffic { traffic[endpoint] ?? EndpointTraffic() }

  /// Answers the control endpoints under `/_sandbox/`: no limit, no authentication, no faults.
  mutating func control(_ request: SandboxRequest) -> SandboxResponse {
    switch (request.method, request.path.dropFirst("/_sandbox/".count)) {
    case ("GET", "state"): return .json(["tasks": .array(tasks.map(\.json))])
    case ("GET", "history"):
      return .json(["history": .array(history.map(\.json)), "refused": .array(refusals.map(\.json))])
    case ("GET", "stats"): return .json(stats)
    case ("POST", "faults"):
      do {
        try injectFault(from: request)
        return .json(["queued": SandboxJSON(faults.entries.count)])
      } catch {
        return error.response
      }
    case ("DELETE", "faults"):
      clearFaults()
      return .json(["queued": 0])
    default: return ErrorReply(.notFound, "No such control endpoint").response
    }
  }

  private var stats: SandboxJSON { .object(Endpoint.allCases.map { .init($0.rawValue, traffic(of: $0).json) }) }

  /// A summary of one of several tenants: its traffic, its effects, and when reading of its lists began.
  var summary: SandboxJSON {
    [
      "tenant": .string(configuration.tenant ?? ""), "stats": stats, "effects": SandboxJSON(history.count),
      "refused": SandboxJSON(refusals.count),
      "list_starts": .array(listStarts.map { SandboxJSON(Int(($0.seconds * 1_000).rounded())) }),
    ]
  }

  private mutating func injectFault(from request: SandboxRequest) throws(ErrorReply) {
    guard let body = try? SandboxJSON(parsing: request.body) else {
      throw ErrorReply(.badRequest, "The body is not JSON")
    }
    guard let name = body["endpoint"]?.string, let endpoint = Endpoint(rawValue: name) ?? (name == "any" ? .list : nil)
    else { throw .invalid("endpoint must be list, detail, complete, reassign, login or any") }
    guard let fault = body["fault"]?.string.flatMap(SandboxFault.init) else {
      throw .invalid("fault is not one of those the sandbox knows")
    }
    let count = body["count"].map { $0.int } ?? 1
    guard let count, count == -1 || count > 0 else { throw .invalid("count must be an integer above 0, or -1") }
    inject(fault, at: name == "any" ? nil : endpoint, count: count)
  }
}
