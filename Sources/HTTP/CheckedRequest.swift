import CCurl
import GeoTareas

/// A request that is safe to send: nothing in it can add a header, change the method or leave TLS.
struct CheckedRequest: Sendable {
  let request: HTTPRequest
  /// The host of the address as libcurl understands it, IPv6 literals in brackets.
  let host: String
  /// True for `http` to a loopback literal, the only use of `http`; such a request passes by the proxy.
  let isPlainLoopback: Bool

  /// Fields that frame the message, which only libcurl may write.
  private static let reserved: Set<String> = ["connection", "content-length", "expect", "host", "transfer-encoding"]

  init(_ request: HTTPRequest) throws(TransportError) {
    guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Self.refusal("the address holds a space, a control byte or a byte outside ASCII; percent-encode it")
    }
    let (scheme, host) = try Self.parse(request.url)
    let isLoopback = IPAddress(literal: host)?.scope == .loopback
    guard scheme == "https" || (scheme == "http" && isLoopback) else {
      throw Self.refusal("\(host): the address must begin with https:// (http:// is for loopback literals only)")
    }
    for header in request.headers { try Self.check(header.name, header.value) }
    if request.method == .get, request.hasBody {
      throw Self.refusal("\(host): a GET request carries no body")
    }
    self.request = request
    self.host = host
    self.isPlainLoopback = scheme == "http"
  }

  static func refusal(_ detail: String) -> TransportError {
    TransportError(kind: .invalidRequest, reach: .notSent, detail: detail)
  }

  /// Reads scheme and host by libcurl's own parser, so that both sides see the same host.
  private static func parse(_ url: String) throws(TransportError) -> (scheme: String, host: String) {
    let handle = curl_url()
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_PATH_AS_IS) | UInt32(CURLU_DISALLOW_USER)
    let code = curl_url_set(handle, CURLUPART_URL, url, flags)
    func part(_ part: CURLUPart) -> String? {
      var text: UnsafeMutablePointer<CChar>?
      defer { curl_free(text) }
      guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
      return String(cString: text)
    }
    guard code == CURLUE_OK, let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST) else {
      // The parser's words name what is wrong, and quote nothing from the address.
      let reason = curl_url_strerror(code).map { String(cString: $0) } ?? "unreadable"
      throw refusal("the address cannot be used: \(reason)")
    }
    return (scheme.lowercased(), host.lowercased())
  }

  private static func check(_ name: String, _ value: HTTPRequest.HeaderValue) throws(TransportError) {
    guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
      throw refusal("a header's name holds a byte that RFC 9110 does not allow")
    }
    guard !reserved.contains(name.lowercased()) else {
      throw refusal("header '\(name)' is the transport's to write; leave it out")
    }
    let isSafe =
      switch value {
      case .plain(let text): text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
      case .secret(let secret): secret.isHeaderSafe
      }
    guard isSafe else {
      throw refusal("the value of header '\(name)' holds a control byte or a byte outside ASCII")
    }
  }

  /// True for the bytes of a field name, RFC 9110 section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension HTTPRequest {
  var hasBody: Bool {
    if case .none = body { false } else { true }
  }
}
