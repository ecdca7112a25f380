import Glibc
import Synchronization

/// A descriptor that takes lines, each whole.
package struct LogStream: Sendable {
  /// Standard error.
  package static let standardError = LogStream(descriptor: STDERR_FILENO)

  private let descriptor: Int32

  /// Lines of several threads do not mix.
  private static let gate = Mutex(())

  /// - Parameter descriptor: Open for writing for as long as this is used.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes all bytes at once; gives up silently where the descriptor takes no more.
  package func write(_ bytes: [UInt8]) {
    Self.gate.withLock { _ in
      var start = 0
      while start < bytes.count {
        let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        // A log that cannot be written is no reason to stop working: the journal has what matters.
        guard written > 0 else { return }
        start += written
      }
    }
  }
}
