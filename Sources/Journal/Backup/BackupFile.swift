import Glibc
import Platform

/// The file that a backup becomes: under another name until it is whole, for its owner alone, and never in place of another.
struct BackupFile {
  let path: String
  /// The name while it is written.
  let unfinished: String
  /// Open until ``close()``: to close a second descriptor of a database would drop SQLite's locks on it.
  private let descriptor: Int32

  /// Makes the unfinished file.
  init(_ path: String) throws(BackupError) {
    var info = stat()
    if lstat(path, &info) == 0 {
      throw info.st_mode & S_IFMT == S_IFDIR ? .isFolder(path) : .exists(path)
    }
    guard errno == ENOENT else { throw .io(path, systemError()) }
    self.path = path
    unfinished = "\(path).\(getpid()).unfinished"
    descriptor = open(unfinished, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .io(unfinished, systemError()) }
    // The umask may have taken something away.
    fchmod(descriptor, 0o600)
  }

  /// Waits for the disk.
  ///
  /// Done now and then, it keeps the disk's queue short for others.
  func settle() throws(BackupError) {
    guard fdatasync(descriptor) == 0 else { throw .io(unfinished, systemError()) }
  }

  var size: Int64 {
    var info = stat()
    return fstat(descriptor, &info) == 0 ? Int64(info.st_size) : 0
  }

  /// Gives the file its name, durably, unless there is one of that name by now.
  func publish() throws(BackupError) {
    guard fsync(descriptor) == 0 else { throw .io(unfinished, systemError()) }
    do throws(SystemFailure) { try giveName(path, to: unfinished) } catch {
      throw error.code == EEXIST ? .exists(path) : .io(path, systemError(error.code))
    }
    let folder = open(path.parentFolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .io(path, systemError()) }
    defer { Glibc.close(folder) }
    guard fsync(folder) == 0 else { throw .io(path, systemError()) }
  }

  /// Closes the descriptor; what is unfinished is deleted.
  func close() {
    Glibc.close(descriptor)
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(unfinished + suffix) }
  }
}

/// Why no backup was made.
package enum BackupError: Error, Equatable, CustomStringConvertible {
  /// A file of that name is there already.
  case exists(String)
  case isFolder(String)
  /// The file cannot be written.
  case io(String, String)
  /// The copy is not what was copied.
  case differs(String, String)
  /// The journal cannot be read.
  case journal(JournalError)

  package var description: String {
    switch self {
    case .exists(let path): "\(path) exists, and a backup overwrites nothing; give another name"
    case .isFolder(let path): "\(path) is a folder; name a file in it, such as \(path)/journal.backup"
    case .io(let path, let why): "the backup \(path) cannot be written: \(why). Nothing is left of it"
    case .differs(let path, let why):
      "the backup \(path) is not what the journal holds: \(why). It was deleted; check the disk, and try another place"
    case .journal(let error): error.description
    }
  }
}
