package import GeoTareas
package import JSON

/// Answers as the API, a gateway or a broken line gives them.
package enum Wire {
  package static let jsonHeaders = [HTTPHeader("Content-Type", "application/json")]

  package static func json(_ status: Int, _ body: JSONValue, _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: jsonHeaders + headers, body: body.bytes)
  }

  package static func success(_ data: JSONValue, meta: JSONValue = .object([]), status: Int = 200) -> HTTPResponse {
    json(
      status,
      .object([JSONMember("success", .bool(true)), JSONMember("data", data), JSONMember("meta", meta)]))
  }

  package static func refusal(_ status: Int, _ code: String = "CODE", _ headers: [HTTPHeader] = []) -> HTTPResponse {
    json(
      status,
      .object([
        JSONMember("success", .bool(false)), JSONMember("data", .null),
        JSONMember("error", .object([JSONMember("code", .string(code)), JSONMember("message", .string("why"))])),
      ]), headers)
  }

  package static func html(_ status: Int, _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", "text/html")] + headers,
      body: Array("<html>Bad gateway</html>".utf8))
  }

  package static let login = success(.object([JSONMember("authorization", .string("jwt"))]))
  package static let internalError = refusal(500, "INTERNAL_ERROR")
  package static let rateLimited = refusal(429, "RATE_LIMITED")
  package static let unauthorized = refusal(401, "UNAUTHORIZED")
  package static let lost = TransportError(kind: .timeout, reach: .maybeSent, detail: "no answer in time")
  package static let refused = TransportError(kind: .connect, reach: .notSent, detail: "connection refused")
  package static let untrusted = TransportError(kind: .tls, reach: .notSent, detail: "certificate has expired")
  package static let cancelled = TransportError(kind: .cancelled, reach: .maybeSent, detail: "given up")
}

extension JSONValue {
  package static func id(_ text: String?) -> JSONValue {
    guard let text else { return .null }
    return .object([JSONMember("id", .string(text)), JSONMember("name", .string("name of \(text)"))])
  }
}
