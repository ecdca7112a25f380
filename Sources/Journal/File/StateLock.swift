import Glibc

/// The lock that keeps a second instance out of a state directory; it is held as long as this object lives.
///
/// Programs that are started in the meantime do not inherit it. Source: flock(2).
final class StateLock: Sendable {
  private let descriptor: Int32

  /// F_OFD_GETLK and F_OFD_SETLK, which the C library's header shows only with GNU's extensions.
  private static let (ask, set): (Int32, Int32) = (36, 37)

  /// Takes the lock, or throws ``JournalError/heldByAnother(directory:holder:)`` at once.
  init(_ directory: StateDirectory) throws(JournalError) {
    let file = directory.lock
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw directory.refusal("open", errno, file: file) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = Self.holder(descriptor)
      Glibc.close(descriptor)
      guard code == EWOULDBLOCK else { throw .system("flock", code, file: file) }
      throw .heldByAnother(directory: directory.path, holder: holder)
    }
    do throws(JournalError) { try directory.give(descriptor, file) } catch {
      Glibc.close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    // This second kind of lock can be queried without being taken, for those who only want to know. It does not matter
    // whether it is granted.
    Self.command(descriptor, Self.set, F_WRLCK)
    // Only for people to read: it may be missing or out of date.
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  deinit {
    // Closing alone would leave the lock with a forked child that has not started its program yet.
    Self.command(descriptor, Self.set, F_UNLCK)
    flock(descriptor, LOCK_UN)
    Glibc.close(descriptor)
  }

  /// Whether somebody holds the lock.
  ///
  /// It takes no lock, so nobody who wants it is turned away in the meantime.
  ///
  /// Source: fcntl(2), "Open file description locks".
  static func isHeld(in directory: StateDirectory) -> Bool {
    let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { Glibc.close(descriptor) }
    return command(descriptor, ask, F_RDLCK) != F_UNLCK
  }

  /// Sets, clears or queries a lock on the whole file.
  ///
  /// Returns the lock type that the kernel leaves, which is the answer to a query.
  @discardableResult
  private static func command(_ descriptor: Int32, _ command: Int32, _ type: Int32) -> Int32 {
    var request = flock()
    request.l_type = Int16(type)
    request.l_whence = Int16(SEEK_SET)
    let result = withUnsafeMutablePointer(to: &request) { fcntl(descriptor, command, UnsafeMutableRawPointer($0)) }
    return result == 0 ? Int32(request.l_type) : F_UNLCK
  }

  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes.prefix(count).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
