import Foundation
import Glibc
import Journal
import Log
package import TenantRuntime

/// Where a running daemon leaves its answer to a reload: two files in the state directory.
///
/// The first byte of the first file is locked while the daemon runs. The kernel reports the process id of such a lock's
/// owner, so nobody needs to trust a number in a file. The second byte is locked by whoever wants all or nothing, for
/// as long as they wait. The second file holds the last answer. Source: fcntl(2).
package final class ReloadResponder: Sendable {
  private let directory: String
  private let descriptor: Int32

  static func lock(in directory: String) -> String { directory + "/reload.lock" }
  static func answer(in directory: String) -> String { directory + "/reload.json" }

  /// Opens the desk of this process; nil when the directory cannot hold it, or another daemon has it.
  ///
  /// The process must handle signals from now on. Open only one per directory and process: closing any descriptor of
  /// the file releases the lock.
  init?(in directory: String) {
    let file = Self.lock(in: directory)
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    _ = Ownership.give(descriptor, toOwnerOf: directory)
    var request = Self.byte(0, F_WRLCK)
    guard fcntl(descriptor, F_SETLK, &request) == 0 else {
      close(descriptor)
      return nil
    }
    self.directory = directory
    self.descriptor = descriptor
    // An answer of an earlier run says nothing about this one.
    unlink(Self.answer(in: directory))
  }

  deinit { close(descriptor) }

  /// True while somebody waits who wants all or nothing.
  var isAskedForAll: Bool {
    var request = Self.byte(1, F_WRLCK)
    return fcntl(descriptor, F_GETLK, &request) == 0 && Int32(request.l_type) != F_UNLCK
  }

  /// Replaces the last answer, as a whole; false when it could not be written.
  @discardableResult
  func leave(_ answer: ReloadAnswer) -> Bool {
    let file = Self.answer(in: directory)
    let temporary = file + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    _ = Ownership.give(descriptor, toOwnerOf: directory)
    let bytes = SecretFilter.shared.cleaned(Array((answer.json + "\n").utf8))
    return write(descriptor, bytes, bytes.count) == bytes.count && rename(temporary, file) == 0
  }

  /// The process that has the desk of a directory.
  ///
  /// Nil when no process has it; 0 when that process is in a container that cannot be seen from here.
  static func owner(in directory: String) -> pid_t? {
    let descriptor = open(lock(in: directory), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var request = byte(0, F_RDLCK)
    guard fcntl(descriptor, F_GETLK, &request) == 0, Int32(request.l_type) != F_UNLCK else { return nil }
    return request.l_pid
  }

  /// `F_OFD_SETLK`, which the imported headers leave out.
  private static let lockOfDescriptor: Int32 = 37

  /// The running daemon's answer to its last reload, or about what it left out at its start.
  ///
  /// Nil where there is no daemon or answer, or it cannot be read.
  package static func lastAnswer(in directory: String) -> ReloadAnswer? {
    guard let owner = owner(in: directory), let answer = answer(from: directory) else { return nil }
    return owner == 0 || owner == answer.process ? answer : nil
  }

  /// The last answer that any process left in a directory.
  static func answer(from directory: String) -> ReloadAnswer? {
    (try? Data(contentsOf: URL(filePath: answer(in: directory)))).flatMap { ReloadAnswer(json: $0) }
  }

  /// Asks for all or nothing, for as long as the returned descriptor is open; nil where that is impossible.
  ///
  /// The lock belongs to the descriptor, not to the process, so that looking for the owner does not release it.
  static func askForAll(in directory: String) -> Int32? {
    let descriptor = open(lock(in: directory), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    var request = byte(1, F_RDLCK)
    guard fcntl(descriptor, lockOfDescriptor, &request) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private static func byte(_ place: off_t, _ type: Int32) -> flock {
    var request = flock()
    request.l_type = Int16(type)
    request.l_whence = Int16(SEEK_SET)
    request.l_start = place
    request.l_len = 1
    return request
  }
}
