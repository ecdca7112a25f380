import Glibc
import Synchronization

/// A file descriptor that takes whole lines.
package struct LogStream: Sendable {
  /// Standard error.
  package static let standardError = LogStream(descriptor: STDERR_FILENO)

  private let descriptor: Int32
  private let kind: Kind

  private enum Kind { case socket, file, other }

  /// Keeps lines of several threads apart; true while a passing line stands on the terminal.
  private static let gate = Mutex(false)

  /// How much a pipe takes without waiting, if it takes anything.
  ///
  /// Source: pipe(7), PIPE_BUF.
  private static let part = 4_096

  /// - Parameter descriptor: Open for writing for as long as this is used.
  package init(descriptor: Int32) {
    self.descriptor = descriptor
    var about = stat()
    let mode = fstat(descriptor, &about) == 0 ? about.st_mode & S_IFMT : 0
    kind = mode == S_IFSOCK ? .socket : mode == S_IFREG ? .file : .other
  }

  /// Writes all bytes, however long that takes; gives up silently when the descriptor takes no more.
  package func write(_ bytes: some RandomAccessCollection<UInt8>) {
    Self.gate.withLock { isPassing in
      // What goes elsewhere is not in its way.
      if isPassing, isatty(descriptor) == 1 { Self.erase(&isPassing) }
      var rest = Array(bytes)[...]
      // A log that cannot be written is no reason to stop working, because the journal has what matters.
      while !rest.isEmpty, let count = send(rest, flags: 0), count > 0 { rest = rest.dropFirst(count) }
    }
  }

  /// Draws a line on the terminal that standard error is, in place of the last one.
  ///
  /// Whatever is written to a terminal next takes its place. An empty one erases it.
  package static func draw(passing line: String) {
    gate.withLock { isPassing in
      if line.isEmpty { return erase(&isPassing) }
      isPassing = true
      _ = standardError.send(Array(("\r" + line + "\u{1B}[K").utf8)[...], flags: 0)
    }
  }

  private static func erase(_ isPassing: inout Bool) {
    guard isPassing else { return }
    isPassing = false
    _ = standardError.send(Array("\r\u{1B}[K".utf8)[...], flags: 0)
  }

  /// Writes what the descriptor takes without waiting, and returns the rest; nothing where it will never take more.
  func writeNow(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let rest = Self.gate.withLockIfAvailable { isPassing in
      // What goes elsewhere is not in its way.
      if isPassing, isatty(descriptor) == 1 { Self.erase(&isPassing) }
      var rest = bytes[...]
      while !rest.isEmpty {
        guard let count = sendNow(rest) else { return [] as ArraySlice<UInt8> }
        if count == 0 { break }
        rest = rest.dropFirst(count)
      }
      return rest
    }
    return rest ?? bytes[...]
  }

  /// How many bytes were taken at once; 0 where it would have to wait, nil where it will never take any.
  private func sendNow(_ bytes: ArraySlice<UInt8>) -> Int? {
    switch kind {
    case .socket: return send(bytes, flags: Int32(MSG_DONTWAIT))
    case .file: return send(bytes, flags: 0)
    case .other:
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&request, 1, 0) >= 0 else { return errno == EINTR ? 0 : nil }
      return request.revents == 0 ? 0 : send(bytes.prefix(Self.part), flags: 0)
    }
  }

  private func send(_ bytes: ArraySlice<UInt8>, flags: Int32) -> Int? {
    while true {
      let count = bytes.withUnsafeBytes { bytes in
        kind == .socket
          ? Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags | Int32(MSG_NOSIGNAL))
          : Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 { return count }
      if errno == EAGAIN, flags != 0 { return 0 }
      if errno != EINTR { return nil }
    }
  }
}
