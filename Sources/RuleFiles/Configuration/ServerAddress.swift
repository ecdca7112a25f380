import Glibc

/// The address of a server, checked: an origin, without a path.
struct ServerAddress: Equatable {
  var scheme: String
  /// In lower case; an IPv6 address has no brackets here.
  var host: String
  var port: Int?

  enum Problem: Error, Equatable {
    case noScheme, unknownScheme, userInfo, host, port, plainHTTP
    /// Plain http to the name of this machine; with the same address in digits.
    case localName(String)
    /// Text after the origin, at this many characters from the beginning, and the origin by itself.
    case surplus(Surplus, offset: Int, origin: String)
  }

  /// Parts that do not belong to an origin.
  enum Surplus: Equatable {
    /// A path to the API, which capataz adds by itself.
    case apiPath
    case path, query, fragment
  }

  /// The address as text.
  var text: String {
    let shown = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(shown)\(port.map { ":\($0)" } ?? "")"
  }

  /// Reads `https://host`, with an optional port; a slash at the end is ignored.
  ///
  /// Plain `http` is accepted only for a loopback address in digits, because a name could lead elsewhere.
  static func parse(_ text: String) throws(Problem) -> ServerAddress {
    let (address, surplus) = try split(text)
    guard address.scheme == "https" || isLoopback(address.host) else {
      guard address.host == "localhost" else { throw .plainHTTP }
      throw .localName(ServerAddress(scheme: address.scheme, host: "127.0.0.1", port: address.port).text)
    }
    if let surplus { throw surplus }
    return address
  }

  /// Reads the address of a proxy: `http` or `https`, any host.
  static func parseProxy(_ text: String) throws(Problem) -> ServerAddress {
    let (address, surplus) = try split(text)
    if let surplus { throw surplus }
    return address
  }

  /// The origin, and what is wrong with the text after it.
  private static func split(_ text: String) throws(Problem) -> (ServerAddress, surplus: Problem?) {
    let lower = text.lowercased()
    guard let scheme = ["https", "http"].first(where: { lower.hasPrefix("\($0)://") }) else {
      throw text.utf8.split(separator: UInt8(ascii: ":")).count > 1 && text.contains("://") ? .unknownScheme : .noScheme
    }
    var rest = text.dropFirst(scheme.count + 3)
    guard !rest.contains("@") else { throw .userInfo }
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let tail = rest[end...]
    let offset = text.unicodeScalars.distance(from: text.startIndex, to: end)
    rest = rest[..<end]
    var port: Int?
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      let digits = rest[rest.index(after: colon)...]
      guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(digits), (1...65_535).contains(number)
      else { throw .port }
      port = number
      rest = rest[..<colon]
    }
    let address = ServerAddress(scheme: scheme, host: try checkedHost(String(rest).lowercased()), port: port)
    return (address, surplus(tail).map { .surplus($0, offset: offset, origin: address.text) })
  }

  private static func surplus(_ tail: Substring) -> Surplus? {
    let path = tail.prefix { $0 != "?" && $0 != "#" }
    if path.contains(where: { $0 != "/" }) { return path.lowercased().contains("/apidev") ? .apiPath : .path }
    return tail.dropFirst(path.count).first.map { $0 == "?" ? .query : .fragment }
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

  /// True for a loopback address in digits.
  var isOnThisMachine: Bool { Self.isLoopback(host) }

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
  /// It repeats only the origin of the address, because the rest may contain a password.
  var advice: String {
    switch self {
    case .noScheme: "the address has no scheme; expected https://host"
    case .unknownScheme: "unknown scheme; expected https://host"
    case .userInfo: "the address holds a user name or password; remove it"
    case .host: "the host is not a host name or an address; expected for example https://acme.geotareas.com"
    case .port: "the port is not a number from 1 to 65535"
    case .surplus(.apiPath, _, let origin):
      "the address has the path of the API, which capataz adds by itself; write only the origin: \(origin)"
    case .surplus(let surplus, _, let origin):
      "the address has a \(surplus); expected only the origin: write \(origin)"
    case .localName(let digits): "http is only for a loopback address in digits, not for its name; write \(digits)"
    case .plainHTTP: "http is only for a loopback address such as http://127.0.0.1:8080; write https"
    }
  }

  /// Where in the address the mistake begins, if that is known.
  var offset: Int { if case .surplus(_, let offset, _) = self { offset } else { 0 } }
}
