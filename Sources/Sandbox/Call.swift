/// A request to a documented endpoint that has passed the first checks.
struct Call: Sendable {
  var request: SandboxRequest
  var route: Route
  var identity: RateLimiter.Identity
  var moment: SandboxMoment
  /// The parsed body of a POST; null for a GET.
  var body: SandboxJSON

  /// - Throws: `BAD_REQUEST` when the tenant header, the content type or JSON is missing.
  init(
    _ request: SandboxRequest, _ route: Route, identity: RateLimiter.Identity, moment: SandboxMoment
  ) throws(ErrorReply) {
    guard request.header("tenant") != nil else { throw ErrorReply(.badRequest, "The tenant header is required") }
    self.request = request
    self.route = route
    self.identity = identity
    self.moment = moment
    body = .null
    guard request.method == "POST" else { return }
    let type = request.header("Content-Type")?.split(separator: ";").first?.lowercased() ?? ""
    guard type.filter({ $0 != " " && $0 != "\t" }) == "application/json" else {
      throw ErrorReply(.badRequest, "Content-Type must be application/json")
    }
    guard !request.isBodyTooLong else { throw ErrorReply(.badRequest, "The body is too long") }
    do {
      body = try SandboxJSON(parsing: request.body)
    } catch {
      throw ErrorReply(.badRequest, "The body is not JSON: \(error.reason)")
    }
  }
}
