import Glibc

/// A datagram socket as a service manager or the systemd journal has one.
package final class DatagramSocket: Sendable {
  private let descriptor: Int32

  /// - Parameter name: a path, or `@` and a name in the abstract namespace.
  package init(_ name: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    if name.hasPrefix("@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0 else { throw Missing(description: "no socket at \(name)") }
  }

  deinit { close(descriptor) }

  /// The next datagram; nil if none is there, for a datagram on this machine arrives before its sender goes on.
  package func next() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return count < 0 ? nil : Array(buffer[..<count])
  }

  package func nextText() -> String? { next().map { String(decoding: $0, as: UTF8.self) } }
}
