import Glibc

/// The lock that keeps a second instance out of a state directory, held as long as this object lives.
///
/// Not inherited by programs that are started meanwhile. Source: flock(2).
final class StateLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or throws ``JournalError/heldByAnother(directory:holder:)`` at once.
  init(_ directory: StateDirectory) throws(JournalError) {
    let file = directory.lock
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .system("open", errno, file: file) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = Self.holder(descriptor)
      Glibc.close(descriptor)
      guard code == EWOULDBLOCK else { throw .system("flock", code, file: file) }
      throw .heldByAnother(directory: directory.path, holder: holder)
    }
    self.descriptor = descriptor
    // For people only; that it may be missing or stale does no harm.
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  deinit {
    // Closing alone would leave the lock with a child that was forked and has not come to its program yet.
    flock(descriptor, LOCK_UN)
    Glibc.close(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes.prefix(count).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
