import Foundation
import Glibc
import Journal

/// Where a running daemon leaves its word on a reload for whoever asked: two files in the state directory.
///
/// The first byte of the first one is locked for as long as the daemon runs, by the kind of lock of which the kernel tells
/// the owner's process id, so that nobody has to believe a number in a file. The second byte is locked by who wants all
/// or nothing, for as long as they wait. The second file holds the last answer. Source: fcntl(2).
package final class ReloadResponder: Sendable {
  private let directory: String
  private let descriptor: Int32

  static func lock(in directory: String) -> String { directory + "/reload.lock" }
  static func answer(in directory: String) -> String { directory + "/reload.json" }

  /// Opens the desk of this process; nil when the directory cannot take it, or another daemon has it.
  ///
  /// Signals must be taken in from now on. One desk a directory and a process: to close any descriptor of the file gives
  /// the lock up.
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
    // An answer of another life says nothing about this one.
    unlink(Self.answer(in: directory))
  }

  deinit { close(descriptor) }

  /// True while somebody waits who wants all or nothing.
  var isAskedForAll: Bool {
    var request = Self.byte(1, F_WRLCK)
    return fcntl(descriptor, F_GETLK, &request) == 0 && Int32(request.l_type) != F_UNLCK
  }

  /// Leaves an answer in place of the one before, whole; false when it could not be written.
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

  /// The process that has the desk of a directory; nil when none has, 0 when it is in a container that cannot be seen from
  /// here.
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

  /// The word of the daemon that has the desk of a directory on its last reload, or on what it left out at its start; nil
  /// where there is none, or it cannot be read.
  package static func lastAnswer(in directory: String) -> ReloadAnswer? {
    guard let owner = owner(in: directory), let answer = answer(from: directory) else { return nil }
    return owner == 0 || owner == answer.process ? answer : nil
  }

  /// The last answer that was left in a directory, by whatever process.
  static func answer(from directory: String) -> ReloadAnswer? {
    (try? Data(contentsOf: URL(filePath: answer(in: directory)))).flatMap { ReloadAnswer(json: $0) }
  }

  /// Says, for as long as the descriptor is open, that all or nothing is wanted; nil where that cannot be said.
  ///
  /// The lock is of the descriptor, not of the process, so that to look for the owner does not give it up.
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
