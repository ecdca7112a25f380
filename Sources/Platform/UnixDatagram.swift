import Glibc

/// A socket that sends datagrams to paths, and is not connected to any: who listens there may be replaced meanwhile.
///
/// Source: unix(7), sendto(2).
package final class UnixDatagram: Sendable {
  /// Why a datagram was not taken.
  package enum Failure: Error, Sendable, Equatable {
    case pathTooLong
    /// The error number of the system; EAGAIN where it may be taken a little later.
    case system(Int32)
  }

  private let descriptor: Int32

  /// Opens a socket that closes with the last reference to it.
  ///
  /// - Parameter patience: How long a datagram waits for a receiver that is behind; nil for as long as it takes.
  package init(patience: Duration? = nil) {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard let (seconds, attoseconds) = patience?.components else { return }
    var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Sends one datagram.
  ///
  /// - Parameters:
  ///   - path: Where the receiver listens; one that begins with `@` is a name in the abstract namespace.
  ///   - waits: False to give up at once on a receiver that is behind.
  package func send(_ bytes: [UInt8], to path: String, waits: Bool = true) throws(Failure) {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    var path = Array(path.utf8)
    guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { throw .pathTooLong }
    // An abstract name begins with a zero byte and ends with its length; a path ends with a zero byte.
    let isAbstract = path.first == UInt8(ascii: "@")
    if isAbstract { path[0] = 0 }
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
    let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
    let length = socklen_t(start + path.count + (isAbstract ? 0 : 1))
    let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
    let failure = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32? in
        while sendto(descriptor, bytes, bytes.count, flags, address, length) < 0 {
          if errno != EINTR { return errno }
        }
        return nil
      }
    }
    if let failure { throw .system(failure) }
  }
}
