import Glibc

/// Files that are made together or not at all, and none of them in place of another one.
package struct NewFiles: Sendable {
  /// A file to be made.
  package struct File: Sendable {
    package var path: String
    package var bytes: [UInt8]
    /// Its rights, whatever the umask.
    package var mode: UInt32
    /// Whether an empty file may be there, which it replaces: a package puts one where the configuration will be.
    package var fillsEmpty: Bool

    package init(_ path: String, _ bytes: [UInt8], mode: UInt32, fillsEmpty: Bool = false) {
      self.path = path
      self.bytes = bytes
      self.mode = mode
      self.fillsEmpty = fillsEmpty
    }
  }

  /// A folder that is made where there is none, with its rights, whatever the umask.
  package struct Folder: Sendable {
    package var path: String
    package var mode: UInt32

    package init(_ path: String, mode: UInt32) {
      self.path = path
      self.mode = mode
    }
  }

  /// Why nothing was made, for people.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package var description: String
  }

  /// The outer ones first.
  package var folders: [Folder]
  package var files: [File]

  package init(folders: [Folder], files: [File]) {
    self.folders = folders
    self.files = files
  }

  /// The paths of the files that are there already, and of what is there instead of a folder.
  package var obstacles: [String] {
    folders.map(\.path).filter { Self.kind($0, follows: true).map { $0 != S_IFDIR } ?? false }
      + files.filter { Self.isTaken($0) }.map(\.path)
  }

  /// Makes them, durably; on a failure, what was made before it is removed again, and what was empty is empty again.
  ///
  /// Each file appears whole. A file that somebody else makes meanwhile is not replaced. Blocks on the disk.
  package func make() throws(Failure) {
    var made: [String] = []
    var folders: [String] = []
    var filled: [String] = []
    func undo() {
      for path in made { unlink(path) }
      for path in filled { truncate(path, 0) }
      for path in folders.reversed() { rmdir(path) }
    }
    do throws(Failure) {
      for folder in self.folders where Self.kind(folder.path, follows: true) == nil {
        guard mkdir(folder.path, folder.mode) == 0 else { throw Self.failure("make the folder", folder.path) }
        folders.append(folder.path)
        chmod(folder.path, folder.mode)
      }
      for file in files {
        made.append(Self.temporary(file.path))
        try Self.write(file)
      }
      for file in files {
        if try Self.publish(file) { filled.append(file.path) } else { made.append(file.path) }
      }
      for folder in Set(files.map(\.path.parentFolder) + folders.map(\.parentFolder)) {
        try Self.sync(folder, O_RDONLY | O_DIRECTORY)
      }
    } catch {
      undo()
      throw error
    }
  }

  private static func temporary(_ path: String) -> String { "\(path).\(getpid()).new" }

  private static func write(_ file: File) throws(Failure) {
    let path = temporary(file.path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("make", path) }
    defer { close(descriptor) }
    do throws(SystemFailure) { try writeAll(file.bytes, to: descriptor) } catch {
      throw failure("write", path, error.code)
    }
    guard fchmod(descriptor, file.mode) == 0, fsync(descriptor) == 0 else { throw failure("write", path) }
  }

  /// Gives a file its name, never in place of one that has something in it; returns whether an empty one had it.
  private static func publish(_ file: File) throws(Failure) -> Bool {
    let temporary = temporary(file.path)
    if file.fillsEmpty, kind(file.path) == S_IFREG, !isTaken(file) {
      guard rename(temporary, file.path) == 0 else { throw failure("fill", file.path) }
      return true
    }
    do throws(SystemFailure) { try giveName(file.path, to: temporary) } catch {
      throw failure("make", file.path, error.code)
    }
    return false
  }

  private static func isTaken(_ file: File) -> Bool {
    var info = stat()
    guard lstat(file.path, &info) == 0 else { return false }
    return !(file.fillsEmpty && info.st_mode & S_IFMT == S_IFREG && info.st_size == 0)
  }

  private static func kind(_ path: String, follows: Bool = false) -> mode_t? {
    var info = stat()
    guard (follows ? stat(path, &info) : lstat(path, &info)) == 0 else { return nil }
    return info.st_mode & S_IFMT
  }

  private static func sync(_ path: String, _ flags: Int32) throws(Failure) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("write", path) }
  }

  private static func failure(_ what: String, _ path: String, _ code: Int32 = errno) -> Failure {
    let advice = code == EACCES || code == EPERM ? "; use sudo, or choose a folder of your own" : ""
    return Failure(description: "cannot \(what) \(path): \(systemError(code))\(advice)")
  }
}
