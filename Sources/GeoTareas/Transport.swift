package import Foundation

/// Carries one request to a server and its answer back.
///
/// It is the only connection between the program and the network: libcurl in the daemon, a script in tests.
package protocol Transport: Sendable {
  /// Sends `request` exactly once and waits for the whole answer.
  ///
  /// The request's ``HTTPRequest/permit`` is asked right before the first byte. If it refuses, nothing is sent, and the
  /// error is `cancelled` with the permit's words. An implementation never repeats a request and never follows a
  /// redirect. When the calling task is cancelled, it throws ``TransportError`` of kind `cancelled`; `reach` says
  /// whether the server may have seen the request.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

/// A request as it goes out.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable { case get = "GET", post = "POST" }

  /// The value of a header: plain text, or a secret that no log may show.
  package enum HeaderValue: Sendable {
    case plain(String)
    case secret(Secret)
  }

  /// A request's body: JSON text, marked secret where it holds a password.
  package enum Body: Sendable {
    case none
    case json([UInt8])
    case secretJSON(Secret)
  }

  package var endpoint: Endpoint
  package var method: Method
  /// The absolute address, percent-encoded.
  package var url: String
  package var headers: [(name: String, value: HeaderValue)]
  package var body: Body
  /// Asked before the first byte; nil when there is nothing to ask.
  package var permit: SendPermit?

  package init(
    endpoint: Endpoint, method: Method, url: String, headers: [(name: String, value: HeaderValue)], body: Body = .none
  ) {
    self.endpoint = endpoint
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// A server's whole answer.
package struct HTTPResponse: Sendable, Equatable {
  package var status: Int
  /// Header fields in the order in which they came; names as sent.
  package var headers: [HTTPHeader]
  package var body: [UInt8]
  /// When the server's certificate expires; nil without TLS.
  package var certificateEnds: Date?

  package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first value of a header, by its case-insensitive name; nil when absent.
  package func header(_ name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
  }
}

/// One header field of an answer.
package struct HTTPHeader: Sendable, Equatable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Field names are ASCII, and their case does not matter (RFC 9110 §5.1).
  func isNamed(_ other: String) -> Bool {
    guard name.utf8.count == other.utf8.count else { return false }
    return zip(name.utf8, other.utf8).allSatisfy { Self.folded($0) == Self.folded($1) }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

/// The last check of a request: asked once, when the connection is made and before the first byte goes out.
///
/// Nil when the request may go, otherwise why not, in words for people. It is called on the transport's thread, so it
/// must be quick and must not wait. A request that is held back ends as `cancelled`, provably not sent.
package typealias SendPermit = @Sendable () -> String?
