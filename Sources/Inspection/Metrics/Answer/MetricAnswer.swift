/// The one answer to a request for metrics: `GET` or `HEAD` of `/metrics`; nothing else is there.
package struct MetricAnswer: Sendable {
  /// The longest head of a request that is read, in bytes.
  package static let mostBytes = 8_192

  package var status: Int
  /// The whole answer, as it is sent.
  package var bytes: [UInt8]

  /// Answers a request.
  ///
  /// - Parameters:
  ///   - head: The head of the request, without the empty line behind it.
  ///   - metrics: All families; nil where they cannot be read, which the answer says without saying why.
  package init(to head: [UInt8], metrics: () -> [MetricFamily]?) {
    do throws(MetricRequest.Refusal) {
      let request = try MetricRequest(head: head)
      guard let families = metrics() else {
        self.init(503, "The metrics cannot be read; the log of the service says why.", isHead: request.isHead)
        return
      }
      let text = request.format.text(families)
      self.init(200, request.format.contentType, text, isHead: request.isHead)
    } catch { self.init(error.rawValue, error.words) }
  }

  /// An answer to what is no request.
  package static let tooSlow = MetricAnswer(408, "The request did not come in time.")
  package static let tooLong = MetricAnswer(431, "The request is too long.")
  package static let cutOff = MetricAnswer(400, MetricRequest.Refusal.badRequest.words)

  private init(_ status: Int, _ words: String, isHead: Bool = false) {
    self.init(status, "text/plain; charset=utf-8", words + "\n", isHead: isHead)
  }

  private init(_ status: Int, _ type: String, _ body: String, isHead: Bool) {
    self.status = status
    let body = Array(body.utf8)
    let allow = status == 405 ? "Allow: GET, HEAD\r\n" : ""
    let head =
      "HTTP/1.1 \(status) \(Self.phrase(status))\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\(allow)"
      + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    bytes = Array(head.utf8) + (isHead ? [] : body)
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 421: "Misdirected Request"
    case 431: "Request Header Fields Too Large"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
  }
}

extension MetricRequest.Refusal {
  fileprivate var words: String {
    switch self {
    case .badRequest: "This is no request of HTTP/1.1."
    case .notFound: "There is only /metrics here."
    case .methodNotAllowed: "Metrics can only be read: GET or HEAD."
    case .misdirected: "Ask by an address or as localhost: no other name leads here."
    case .version: "This speaks HTTP/1.1."
    }
  }
}
