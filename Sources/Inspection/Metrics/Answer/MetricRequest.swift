/// A request of HTTP/1 as far as an answer to it depends on it.
///
/// It comes from anybody who can connect.
///
/// Source: RFC 9112 §2 to §5, RFC 9110 §12.5.1.
struct MetricRequest: Sendable, Equatable {
  var isHead: Bool
  var format: MetricFormat

  /// The status with which a request is turned away.
  enum Refusal: Int, Error {
    case badRequest = 400
    case notFound = 404
    case methodNotAllowed = 405
    case misdirected = 421
    case version = 505
  }

  /// Reads the head of a request, without the empty line behind it.
  init(head: [UInt8]) throws(Refusal) {
    // By bytes: to Swift, CR and LF are one character.
    var lines: [Substring] = []
    for line in head.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let text = String(validating: line, as: UTF8.self) else { throw .badRequest }
      lines.append(text[...])
    }
    guard let first = lines.first else { throw .badRequest }
    let words = first.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words.allSatisfy({ !$0.isEmpty }), words[2].hasPrefix("HTTP/") else { throw .badRequest }
    guard words[2] == "HTTP/1.0" || words[2] == "HTTP/1.1" else { throw .version }
    var (accepted, hosts) = ([Substring](), [Substring]())
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { throw .badRequest }
      let value = line[line.index(after: colon)...].trimmed
      switch line[..<colon].lowercased() {
      case "accept": accepted.append(value)
      case "host": hosts.append(value)
      default: break
      }
    }
    guard hosts.count == 1 || (hosts.isEmpty && words[2] == "HTTP/1.0") else { throw .badRequest }
    // A page of some other place, in somebody's browser, could have a name of its own lead here.
    if let host = hosts.first, !Self.isAddress(host) { throw .misdirected }
    guard words[1].prefix(while: { $0 != "?" }) == "/metrics" else { throw .notFound }
    switch words[0] {
    case "GET": isHead = false
    case "HEAD": isHead = true
    default: throw .methodNotAllowed
    }
    format = Self.accepts(accepted, "application/openmetrics-text") ? .openmetrics : .prometheus
  }

  /// True for a literal address or `localhost`, with or without a port.
  private static func isAddress(_ host: Substring) -> Bool {
    if host.hasPrefix("[") {
      return host.dropFirst().prefix { $0 != "]" }.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    let name = host.prefix { $0 != ":" }
    return name.lowercased() == "localhost"
      || (!name.isEmpty && name.allSatisfy { ("0"..."9").contains($0) || $0 == "." })
  }

  /// True where a type is named, and not with a weight of nothing.
  private static func accepts(_ values: [Substring], _ type: String) -> Bool {
    values.flatMap { $0.split(separator: ",") }.contains { range in
      let parts = range.split(separator: ";").map { $0.trimmed.lowercased() }
      let isRefused = parts.dropFirst().contains { part in
        part.hasPrefix("q=") && Double(part.dropFirst(2)).map { $0 <= 0 } ?? true
      }
      return parts.first == type && !isRefused
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
