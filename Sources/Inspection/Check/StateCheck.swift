import Glibc
import Journal
import Platform
import RuleFiles

/// What is wrong with a state directory, as far as that can be seen without changing anything.
struct StateProblem: Sendable, Equatable {
  /// True where the daemon could not start with it; false where it may be right elsewhere or on purpose.
  var isError: Bool
  /// What is wrong, and what to do.
  var text: String
}

/// Looks at a state directory without a journal being opened, for `check`.
struct StateCheck: Sendable {
  /// In the order in which they were found.
  private(set) var problems: [StateProblem] = []
  /// Why it was not looked at, or not wholly; nil where it was.
  private(set) var unseen: String?

  /// - Parameter allowVolatile: Leaves out that the file system forgets.
  init(path: String, allowVolatile: Bool) {
    let path = path.withoutTrailingSlashes
    let what = "the state directory \(path.quotedForShell)"
    var info = stat()
    guard stat(path, &info) == 0 else {
      switch errno {
      case ENOENT: lookAbove(path, what, allowVolatile)
      case ENOTDIR: add("\(what) cannot be made: a part of its path is not a directory")
      case let code: unseen = "\(what): \(systemError(code))"
      }
      return
    }
    guard info.st_mode & S_IFMT == S_IFDIR else {
      add("\(what) is not a directory; expected one, or nothing yet")
      return
    }
    if info.st_mode & 0o022 != 0 {
      let mode = String(info.st_mode & 0o7777, radix: 8)
      add("\(what) has mode 0\(mode): others may write to it; run: chmod 0700 \(path.quotedForShell)")
    }
    if !allowVolatile { lookAtFileSystem(of: info, what) }
    guard geteuid() == 0 || geteuid() == info.st_uid else {
      unseen = "\(what), which belongs to the user \(UserName.inWords(info.st_uid))"
      return
    }
    if geteuid() != 0, access(path, R_OK | W_OK | X_OK) != 0 {
      add("\(what) cannot be used by its owner; run: chmod 0700 \(path.quotedForShell)")
    }
    for file in StateFiles.paths(in: path) { lookAt(file, ownedAs: info, path) }
  }

  /// The directory is not there yet: whether it can be made.
  private mutating func lookAbove(_ path: String, _ what: String, _ allowVolatile: Bool) {
    let parent = path.parentFolder
    var info = stat()
    guard stat(parent, &info) == 0 else {
      switch errno {
      case ENOENT:
        let folder = parent.quotedForShell
        warn("\(what) cannot be made: there is no folder \(folder); run: mkdir -p \(folder)")
      case let code: unseen = "\(what): \(systemError(code))"
      }
      return
    }
    guard info.st_mode & S_IFMT == S_IFDIR else {
      return add("\(what) cannot be made: \(parent.quotedForShell) is not a directory")
    }
    if !allowVolatile { lookAtFileSystem(of: info, what) }
    if access(parent, W_OK | X_OK) != 0 {
      unseen = "\(what), which is not there yet and cannot be made by who runs this"
    }
  }

  private mutating func lookAtFileSystem(of info: stat, _ what: String) {
    guard let name = StateFiles.forgetfulFileSystem(of: info) else { return }
    warn(
      "\(what) lies on \(name), which loses data at a restart or does not lock reliably: the daemon refuses it without "
        + "--allow-volatile-state; name a folder on a local disk")
  }

  /// The daemon opens its files as the directory's owner.
  private mutating func lookAt(_ file: String, ownedAs directory: stat, _ path: String) {
    var info = stat()
    guard lstat(file, &info) == 0 else { return }
    guard info.st_mode & S_IFMT == S_IFREG else { return add("\(file.quotedForShell) is not a regular file") }
    if info.st_uid != directory.st_uid {
      let (user, owner) = (UserName.inWords(info.st_uid), UserName.inWords(directory.st_uid))
      add(
        "\(file.quotedForShell) belongs to the user \(user), and the state directory to the user \(owner), who could "
          + "not open it; run: chown --reference=\(path.quotedForShell) \(file.quotedForShell)")
    } else if info.st_mode & 0o022 != 0 {
      let mode = String(info.st_mode & 0o7777, radix: 8)
      add("\(file.quotedForShell) has mode 0\(mode): others may write to it; run: chmod 0600 \(file.quotedForShell)")
    }
  }

  private mutating func add(_ text: String) { problems.append(StateProblem(isError: true, text: text)) }

  private mutating func warn(_ text: String) { problems.append(StateProblem(isError: false, text: text)) }
}

extension String {
  /// The path without the slashes at its end: what is behind the last slash is then its last part.
  fileprivate var withoutTrailingSlashes: String {
    guard let last = lastIndex(where: { $0 != "/" }) else { return isEmpty ? self : "/" }
    return String(self[...last])
  }
}
