import Foundation
import Glibc
import Platform

/// The directory that holds the journal, its lock and its mark.
///
/// Every file in it belongs to the directory's owner, whoever makes it: see ``Ownership``.
struct StateDirectory: Sendable {
  let path: String

  var database: String { path + "/journal.sqlite" }
  var lock: String { path + "/capataz.lock" }
  var mark: String { path + "/journal.mark" }

  /// The database for SQLite as one that nobody writes.
  ///
  /// It is then read without the files beside it, which a reader of a directory at rest would have to make.
  /// Source: <https://www.sqlite.org/uri.html#uriimmutable>.
  var databaseAtRest: String {
    let plain = Set("/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let path = database.utf8.map { byte in
      plain.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return "file:\(path.joined())?immutable=1"
  }

  /// True where this process can make no files here.
  var isSealed: Bool { access(path, W_OK) != 0 }

  /// True while there are commits that are not in the database itself, or somebody has it open.
  var hasLog: Bool { access(database + "-wal", F_OK) == 0 }

  /// Makes the directory, for this user alone, if it is missing; refuses one that cannot hold a journal.
  func prepare(allowVolatile: Bool) throws(JournalError) {
    var info = stat()
    if stat(path, &info) != 0 {
      let code = errno
      guard code == ENOENT else { throw .system("stat", code, file: path) }
      guard mkdir(path, 0o700) == 0 else { throw .system("mkdir", errno, file: path) }
      try Self.sync(directory: path + "/..")
      guard stat(path, &info) == 0 else { throw .system("stat", errno, file: path) }
    }
    guard info.st_mode & S_IFMT == S_IFDIR else {
      throw .unsuitable(directory: path, why: "it is not a directory")
    }
    guard info.st_mode & 0o022 == 0 else {
      throw .unsuitable(directory: path, why: "others may write to it; run chmod 700 on it")
    }
    guard !allowVolatile else { return }
    if let name = Self.forgetfulFileSystem(device: info.st_dev) {
      throw .unsuitable(
        directory: path,
        why: "it lies on \(name), which loses data at a restart or does not lock reliably; use a local disk")
    }
  }

  /// File systems that forget at a restart, or on which SQLite's locks and shared memory are unreliable.
  private static let forgetful: Set<String> = [
    "tmpfs", "ramfs", "nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs",
  ]

  /// The name of the file system on `device`, where it is one of these.
  static func forgetfulFileSystem(device: dev_t) -> String? {
    fileSystem(device: device).flatMap { forgetful.contains($0) ? $0 : nil }
  }

  /// The kernel's name for the type of file system on `device`; nil when it does not say.
  ///
  /// Source: proc_pid_mountinfo(5): the third field is the device, and the first after the lone hyphen is the type.
  private static func fileSystem(device: dev_t) -> String? {
    let device = UInt64(device)
    let major = (device >> 8) & 0xfff | (device >> 32) & 0xffff_f000
    let minor = device & 0xff | (device >> 12) & 0xffff_ff00
    guard let text = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2] == "\(major):\(minor)", let hyphen = fields.dropFirst(6).firstIndex(of: "-"),
        hyphen + 1 < fields.count
      else { continue }
      return String(fields[hyphen + 1])
    }
    return nil
  }

  /// The length of a file here; nil when there is none.
  func size(of file: String) throws(JournalError) -> Int? {
    try Self.identity(of: file)?.size
  }

  /// Identifies the file that a path leads to.
  struct Identity: Equatable {
    var device: UInt
    var inode: UInt
    var size: Int

    func isSameFile(as other: Identity) -> Bool { device == other.device && inode == other.inode }
  }

  static func identity(of file: String) throws(JournalError) -> Identity? {
    var info = stat()
    guard lstat(file, &info) != 0 else {
      guard info.st_mode & S_IFMT == S_IFREG else {
        throw .corrupt(file: file, detail: "it is not a regular file")
      }
      return Identity(device: UInt(info.st_dev), inode: UInt(info.st_ino), size: info.st_size)
    }
    let code = errno
    guard code == ENOENT else { throw .system("stat", code, file: file) }
    return nil
  }

  /// Makes an empty file that only its owner can use; replaces an older one of that name.
  func create(_ file: String) throws(JournalError) {
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refusal("open", errno, file: file) }
    defer { Glibc.close(descriptor) }
    try give(descriptor, file)
  }

  /// Gives an open file to the owner of the directory, where this process is root and can do so.
  func give(_ descriptor: Int32, _ file: String) throws(JournalError) {
    guard Ownership.give(descriptor, toOwnerOf: path) else { throw .system("fchown", errno, file: file) }
  }

  /// Renames `temporary`, whose bytes are durable, to `file`, durably.
  func publish(_ temporary: String, as file: String) throws(JournalError) {
    try Self.sync(file: temporary, flags: O_RDONLY)
    guard rename(temporary, file) == 0 else { throw .system("rename", errno, file: file) }
    try Self.sync(directory: path)
  }

  /// Gives files that root may have left here to the owner of the directory.
  ///
  /// Call it before any of them is open in this process, and while nobody else makes any. SQLite itself gives the files
  /// that it makes beside a database to the database's owner.
  func giveAll() throws(JournalError) {
    for file in [database, mark] + ["-wal", "-shm"].map({ database + $0 }) {
      guard Ownership.give(file, toOwnerOf: path) else { throw .system("fchown", errno, file: file) }
    }
  }

  /// Throws where a file exists that this process cannot read and write.
  func requireAccess(to file: String) throws(JournalError) {
    guard access(file, R_OK | W_OK) != 0 else { return }
    let code = errno
    if code != ENOENT { throw refusal("open", code, file: file) }
  }

  /// The error of a system call on a file here.
  ///
  /// If the file belongs to somebody else, the error says what to do.
  func refusal(_ call: String, _ code: Int32, file: String) -> JournalError {
    var info = stat()
    guard code == EACCES || code == EPERM else { return .system(call, code, file: file) }
    // Somebody who may not use the directory at all has run the command as the wrong user.
    guard stat(path, &info) == 0, info.st_uid == geteuid(), lstat(file, &info) == 0 else {
      return .system(call, code, file: file)
    }
    guard info.st_uid != geteuid() else {
      return .unsuitable(directory: path, why: "\(file) cannot be opened: \(systemError(code))")
    }
    return .unsuitable(
      directory: path,
      why: "\(file) belongs to user \(info.st_uid), and this process is user \(geteuid()); "
        + "as root: chown --reference=\(path) \(file)")
  }

  /// The error of an opening; ``JournalError/full(file:)`` where the cause is a lack of room.
  ///
  /// SQLite has many words for a file that it could not make or enlarge.
  func orFull(_ error: JournalError) -> JournalError {
    guard case .io = error else { return error }
    var info = statvfs()
    guard statvfs(path, &info) == 0 else { return error }
    let room = UInt64(info.f_bavail) * UInt64(info.f_frsize)
    return room < Self.leastRoom || (info.f_files > 0 && info.f_favail == 0) ? .full(file: database) : error
  }

  /// The least room that the files beside the database need.
  private static let leastRoom: UInt64 = 65_536

  private static func sync(directory: String) throws(JournalError) {
    try sync(file: directory, flags: O_RDONLY | O_DIRECTORY)
  }

  private static func sync(file: String, flags: Int32) throws(JournalError) {
    let descriptor = open(file, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", errno, file: file) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .system("fsync", errno, file: file) }
  }
}
