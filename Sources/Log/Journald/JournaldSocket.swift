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
  private let socket: UnixDatagram

  /// - Parameters:
  ///   - path: Where the journal listens.
  ///   - patience: How long a record waits for a journal that is behind.
  package init(path: String = JournaldSocket.path, patience: Duration = .seconds(1)) {
    self.path = path
    socket = UnixDatagram(patience: patience)
  }

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
    do throws(UnixDatagram.Failure) {
      try socket.send(bytes, to: path, waits: waits)
      return nil
    } catch {
      switch error {
      case .pathTooLong: return Problem(why: "\(path): the path is too long")
      case .system(EAGAIN): return Problem(why: "\(path): it takes nothing", isBusy: true)
      case .system(let code): return Problem(why: "\(path): \(systemError(code))")
      }
    }
  }

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
