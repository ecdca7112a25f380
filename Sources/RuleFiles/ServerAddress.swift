import Glibc

/// The address of a server, checked.
struct ServerAddress: Equatable {
  var scheme: String
  /// In lower case; an IPv6 address stands without its brackets.
  var host: String
  var port: Int?
  /// Without a slash at the end; empty for none.
  var path: String

  enum Problem: Error, Equatable {
    case noScheme, unknownScheme, userInfo, query, host, port, path, plainHTTP
  }

  /// The address as text.
  var text: String {
    let shown = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(shown)\(port.map { ":\($0)" } ?? "")\(path)"
  }

  /// Reads `https://host`, with a port or a path if there is one.
  ///
  /// Plain `http` is taken only to a loopback address in digits: a name could lead elsewhere.
  static func parse(_ text: String) throws(Problem) -> ServerAddress {
    let address = try split(text)
    guard address.scheme == "https" || isLoopback(address.host) else { throw .plainHTTP }
    return address
  }

  /// Reads the address of a proxy: `http` or `https`, any host, no path.
  static func parseProxy(_ text: String) throws(Problem) -> ServerAddress {
    let address = try split(text)
    guard address.path.isEmpty else { throw .path }
    return address
  }

  private static func split(_ text: String) throws(Problem) -> ServerAddress {
    let lower = text.lowercased()
    guard let scheme = ["https", "http"].first(where: { lower.hasPrefix("\($0)://") }) else {
      throw text.utf8.split(separator: UInt8(ascii: ":")).count > 1 && text.contains("://") ? .unknownScheme : .noScheme
    }
    var rest = text.dropFirst(scheme.count + 3)
    guard !rest.contains("@") else { throw .userInfo }
    guard !rest.contains("?"), !rest.contains("#") else { throw .query }
    var path = ""
    if let slash = rest.firstIndex(of: "/") {
      path = String(rest[slash...])
      while path.hasSuffix("/") { path.removeLast() }
      rest = rest[..<slash]
    }
    let safe = path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") }
    guard safe, !path.contains("/."), !path.contains("//") else { throw .path }
    var port: Int?
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      let digits = rest[rest.index(after: colon)...]
      guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(digits), (1...65_535).contains(number)
      else { throw .port }
      port = number
      rest = rest[..<colon]
    }
    return ServerAddress(scheme: scheme, host: try checkedHost(String(rest).lowercased()), port: port, path: path)
  }

  private static func checkedHost(_ host: String) throws(Problem) -> String {
    if host.hasPrefix("["), host.hasSuffix("]") {
      let address = String(host.dropFirst().dropLast())
      var parsed = in6_addr()
      guard inet_pton(AF_INET6, address, &parsed) == 1 else { throw .host }
      return address
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let isGood =
      host.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
          && label.utf8.allSatisfy { $0.isNameByte }
      }
    guard isGood else { throw .host }
    return host
  }

  private static func isLoopback(_ host: String) -> Bool {
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
    var six = in6_addr()
    guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
    return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
  }
}

extension ServerAddress.Problem {
  /// What to write instead, for people.
  ///
  /// Nothing of the address is repeated: a password may stand in it.
  var advice: String {
    switch self {
    case .noScheme: "the address has no scheme; expected https://host"
    case .unknownScheme: "unknown scheme; expected https://host"
    case .userInfo: "the address holds a user name or password; remove it"
    case .query: "the address has a query or a fragment; remove it"
    case .host: "the host is not a host name or an address; expected for example https://acme.geotareas.com"
    case .port: "the port is not a number from 1 to 65535"
    case .path: "the path cannot be used; remove it"
    case .plainHTTP: "http is only for a loopback address such as http://127.0.0.1:8080; write https"
    }
  }
}
