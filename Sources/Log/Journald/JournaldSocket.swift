import Glibc
import Platform

/// The socket on which the systemd journal takes records of its native protocol.
///
/// It is not connected, so a journal that was restarted is reached again by its path. It is opened only once, so
/// records reach the journal even when the process has no file descriptors left.
package final class JournaldSocket: Sendable {
  /// Where the journal listens.
  package static let path = "/run/systemd/journal/socket"

  private let path: String
  private let descriptor: Int32

  /// - Parameters:
  ///   - path: Where the journal listens.
  ///   - patience: How long a record waits for a journal that is behind.
  package init(path: String = JournaldSocket.path, patience: Duration = .seconds(1)) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let (seconds, attoseconds) = patience.components
    var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Why a datagram was not taken.
  package struct Problem: Sendable, Equatable {
    package var why: String
    /// True where it may be taken a little later.
    package var isBusy = false
  }

  /// Sends a datagram; nil when the journal has it, otherwise why not.
  ///
  /// - Parameter waits: False to give up at once on a journal that is behind.
  package func send(_ bytes: [UInt8], waits: Bool = true) -> Problem? {
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let path = Array(path.utf8)
    guard path.count < MemoryLayout.size(ofValue: name.sun_path) else {
      return Problem(why: "\(self.path): the path is too long")
    }
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count + 1)
    let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
    return withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        while sendto(descriptor, bytes, bytes.count, flags, address, length) < 0 {
          if errno != EINTR { return Problem(why: "\(self.path): \(Self.reason)", isBusy: errno == EAGAIN) }
        }
        return nil
      }
    }
  }

  private static var reason: String { errno == EAGAIN ? "it takes nothing" : systemError() }

  /// True where standard error is the stream that the systemd journal gave us.
  ///
  /// - Parameter stream: `$JOURNAL_STREAM`: device and inode of that stream, separated by a colon. An inherited
  ///   variable may name another stream than ours. Source: systemd.exec(5).
  package static func isBehind(_ descriptor: Int32 = STDERR_FILENO, stream: String?) -> Bool {
    var about = stat()
    guard let stream, fstat(descriptor, &about) == 0 else { return false }
    return stream == "\(about.st_dev):\(about.st_ino)"
  }
}
