import Glibc

/// An IP address: 4 or 16 bytes in network order.
package struct IPAddress: Sendable, Equatable {
  /// The kind of network an address belongs to, by IANA's special-purpose registries.
  package enum Scope: String, Sendable {
    case global, loopback
    case privateNetwork = "private"
    case linkLocal = "link-local"
    case multicast, unspecified, reserved
  }

  package let bytes: [UInt8]

  /// Reads a literal in its usual form, an IPv6 one with or without brackets; nil for a name.
  package init?(literal: String) {
    let isBracketed = literal.hasPrefix("[") && literal.hasSuffix("]")
    let text = isBracketed ? String(literal.dropFirst().dropLast()) : literal
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] where family == AF_INET6 || !isBracketed {
      var bytes = [UInt8](repeating: 0, count: count)
      if inet_pton(family, text, &bytes) == 1 {
        self.bytes = bytes
        return
      }
    }
    return nil
  }

  /// Copies the address out of a socket address; nil for another family or a short one.
  package init?(socketAddress: UnsafeRawBufferPointer, family: Int32) {
    switch family {
    case AF_INET where socketAddress.count >= MemoryLayout<sockaddr_in>.size:
      let address = socketAddress.loadUnaligned(as: sockaddr_in.self)
      bytes = withUnsafeBytes(of: address.sin_addr) { Array($0) }
    case AF_INET6 where socketAddress.count >= MemoryLayout<sockaddr_in6>.size:
      let address = socketAddress.loadUnaligned(as: sockaddr_in6.self)
      bytes = withUnsafeBytes(of: address.sin6_addr) { Array($0) }
    default: return nil
    }
  }

  private init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// The address's scope; an IPv6 address that contains an IPv4 one has the scope of the latter.
  package var scope: Scope { bytes.count == 4 ? scopeOfVersion4 : scopeOfVersion6 }

  private var scopeOfVersion4: Scope {
    switch (bytes[0], bytes[1], bytes[2]) {
    case (0, 0, 0) where bytes[3] == 0: .unspecified
    case (127, _, _): .loopback
    case (10, _, _), (172, 16...31, _), (192, 168, _): .privateNetwork
    case (100, 64...127, _): .privateNetwork  // shared between carrier and customer, RFC 6598
    case (169, 254, _): .linkLocal  // holds the metadata address of most clouds
    case (224...239, _, _): .multicast
    case (0, _, _), (240..., _, _), (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113):
      .reserved
    default: .global
    }
  }

  private var scopeOfVersion6: Scope {
    if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] < 2 { return bytes[15] == 1 ? .loopback : .unspecified }
    let zeros = bytes.prefix { $0 == 0 }.count
    switch (bytes[0], bytes[1]) {
    case (0xff, _): return .multicast
    case (0xfe, 0x80...0xbf): return .linkLocal
    case (0xfe, 0xc0...0xff), (0xfc...0xfd, _): return .privateNetwork
    case (0x20, 0x02): return IPAddress(bytes[2..<6]).scope  // 6to4, RFC 3056
    case (0x20, 0x01) where bytes[2...3] == [0, 0] || bytes[2...3] == [0x0d, 0xb8]: return .reserved
    case (0, 0x64) where bytes[2...3] == [0xff, 0x9b]:
      // The translation prefix of RFC 6052. The neighbouring one of RFC 8215 is for local use.
      return bytes[4..<12].allSatisfy { $0 == 0 } ? IPAddress(bytes[12...]).scope : .privateNetwork
    case (0, 0) where zeros >= 12 || (zeros == 10 && bytes[10...11] == [0xff, 0xff]):
      return IPAddress(bytes[12...]).scope
    case (0x20...0x3f, _): return .global  // 2000::/3, the only unicast range given out
    default: return .reserved
    }
  }
}

extension IPAddress: CustomStringConvertible {
  package var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "an unreadable address" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
