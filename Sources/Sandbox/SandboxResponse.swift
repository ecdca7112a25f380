/// An answer, and how it is to be delivered.
package struct SandboxResponse: Sendable, Equatable {
  /// One header field.
  package struct Header: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What happens on the wire.
  package enum Delivery: Sendable, Equatable {
    case answer
    /// The connection is closed and not one byte is sent.
    case drop
    /// Nothing is sent until the client goes away, five minutes at most.
    case hang
  }

  package var status: Int
  package var headers: [Header]
  package var body: [UInt8]
  package var delivery: Delivery
  /// Real time to wait before the delivery; the effect, if any, has already been made.
  package var delay: Duration

  package init(
    status: Int, headers: [Header] = [], body: [UInt8] = [], delivery: Delivery = .answer, delay: Duration = .zero
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
    self.delay = delay
  }

  /// The first value of a header, by its case-insensitive name; nil when absent.
  package func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }

  /// The body read as JSON; nil when it is not JSON.
  package var json: SandboxJSON? { try? SandboxJSON(parsing: body) }

  /// Replaces a header or adds it.
  mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    headers.append(Header(name, value))
  }
}

extension SandboxResponse {
  static func json(_ value: SandboxJSON, status: Int = 200) -> SandboxResponse {
    SandboxResponse(
      status: status, headers: [Header("Content-Type", "application/json")], body: Array(value.text.utf8))
  }

  /// The documented envelope of success.
  static func success(_ data: SandboxJSON, meta: SandboxJSON = .object([])) -> SandboxResponse {
    .json(["success": true, "data": data, "meta": meta])
  }

  /// A page as a proxy in front of the API would send it.
  static func html(_ status: Int) -> SandboxResponse {
    let page = "<html><head><title>\(status)</title></head><body><h1>\(status)</h1><hr>proxy</body></html>\n"
    return SandboxResponse(status: status, headers: [Header("Content-Type", "text/html")], body: Array(page.utf8))
  }
}
