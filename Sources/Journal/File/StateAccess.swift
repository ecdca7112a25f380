import Glibc
import Platform

/// Whether this process may use a state directory, and what a person does where it may not.
package enum StateAccess {
  /// Why this process may not use a state directory: whose it is, and what to do, in a sentence; nil where it may, or
  /// where the cause is not one of rights.
  ///
  /// Most people who read it have forgotten sudo.
  ///
  /// - Parameter files: Files in it that it must be able to read and write, where they exist.
  package static func objection(to path: String, files: [String] = []) -> String? {
    guard isDenied(path, R_OK | W_OK | X_OK) else {
      return files.first { isDenied($0, R_OK | W_OK) }.map { objection(to: path, file: $0) }
        ?? objection(toMaking: path)
    }
    var info = stat()
    guard stat(path, &info) == 0 else {
      // Behind a folder that only root may enter, as systemd keeps the state of services with users of their own.
      if let user = userOfService(behind: path) { return whose(path, "'\(user)'") }
      return "the state directory \(path) is for the daemon's user and root alone; use sudo"
    }
    guard info.st_uid == geteuid() else { return whose(path, UserName.inWords(info.st_uid)) }
    let mode = String(info.st_mode & 0o777, radix: 8)
    return "the state directory \(path) keeps out its own user (mode 0\(mode)); run: chmod 700 \(path)"
  }

  private static func whose(_ path: String, _ user: String) -> String {
    "the state directory \(path) belongs to the user \(user); use sudo"
  }

  private static func objection(to path: String, file: String) -> String {
    var info = stat()
    guard lstat(file, &info) == 0, info.st_uid != geteuid() else {
      return "\(file) keeps out its own user; run: chmod 600 \(file)"
    }
    return "\(file) belongs to the user \(UserName.inWords(info.st_uid)), in the state directory of another user; "
      + "run: sudo chown --reference=\(path) \(file)"
  }

  /// Where the directory does not exist and this process may not make it.
  private static func objection(toMaking path: String) -> String? {
    guard access(path, F_OK) != 0, errno == ENOENT else { return nil }
    let folder = path.parentFolder
    guard isDenied(folder, W_OK | X_OK) else { return nil }
    var info = stat()
    let owner = stat(folder, &info) == 0 ? ", which belongs to the user \(UserName.inWords(info.st_uid))" : ""
    return "the state directory \(path) does not exist, and cannot be made in \(folder)\(owner); use sudo"
  }

  /// The user of a service whose state directory is a link into systemd's folder for such; nil for others.
  private static func userOfService(behind path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let target = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard target.hasPrefix("private/") || target.hasPrefix("/var/lib/private/") else { return nil }
    return UserName.exists("capataz") ? "capataz" : nil
  }

  private static func isDenied(_ path: String, _ mode: Int32) -> Bool {
    guard faccessat(AT_FDCWD, path, mode, AT_EACCESS) != 0 else { return false }
    return errno == EACCES || errno == EPERM
  }
}

extension StateDirectory {
  /// The error of an opening; ``JournalError/denied(_:)`` where this process has no right to the directory or a file in
  /// it.
  func orDenied(_ error: JournalError) -> JournalError {
    guard case .io(_, let detail) = error, Self.speaksOfRights(detail) else { return error }
    let files = [database, database + "-wal", database + "-shm", lock, mark]
    return StateAccess.objection(to: path, files: files).map { .denied($0) } ?? error
  }

  /// How the system and SQLite say it: "unable to open database file", "attempt to write a readonly database".
  private static func speaksOfRights(_ detail: String) -> Bool {
    detail.hasSuffix(systemError(EACCES)) || detail.hasSuffix(systemError(EPERM)) || detail.contains("unable to open")
      || detail.contains("readonly") || detail.contains("access permission denied")
  }
}
