import GeoTareas

/// Answers as the API, a gateway or a broken line gives them.
enum Wire {
  static func json(_ status: Int, _ body: JSONValue, _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", "application/json")] + headers, body: Array(body.text.utf8))
  }

  static func success(_ data: JSONValue, meta: JSONValue = .object([]), status: Int = 200) -> HTTPResponse {
    json(
      status,
      .object([JSONMember("success", .bool(true)), JSONMember("data", data), JSONMember("meta", meta)]))
  }

  static func refusal(_ status: Int, _ code: String = "CODE", _ headers: [HTTPHeader] = []) -> HTTPResponse {
    json(
      status,
      .object([
        JSONMember("success", .bool(false)), JSONMember("data", .null),
        JSONMember("error", .object([JSONMember("code", .string(code)), JSONMember("message", .string("why"))])),
      ]), headers)
  }

  static func html(_ status: Int, _ headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", "text/html")] + headers,
      body: Array("<html>Bad gateway</html>".utf8))
  }

  static let login = success(.object([JSONMember("authorization", .string("jwt"))]))
  static let lost = TransportError(kind: .timeout, reach: .maybeSent, detail: "no answer in time")
  static let refused = TransportError(kind: .connect, reach: .notSent, detail: "connection refused")
  static let cancelled = TransportError(kind: .cancelled, reach: .maybeSent, detail: "given up")
}

extension JSONValue {
  static func id(_ text: String?) -> JSONValue {
    guard let text else { return .null }
    return .object([JSONMember("id", .string(text)), JSONMember("name", .string("name of \(text)"))])
  }
}
