import Glibc
import Platform
import RuleFiles

/// Whether only its owner can use a secret's file, and whether that owner may be trusted.
///
/// A file that others can read is no secret, and its owner can replace it, just as the owner of a rule file can change
/// what is done. So the file must belong to root or to the user who runs this. Source: inode(7).
package struct SecretSafety: Sendable {
  /// The numbers of the users, besides root, whose files are accepted.
  private let owners: [uid_t]
  /// The user to whom the state directory belongs, and so the daemon's; nil where that is not known, or root.
  private let daemon: uid_t?

  /// - Parameters:
  ///   - state: The state directory, for commands: root may use what belongs to its owner, the daemon's user.
  ///   - isCheck: True when nothing is read and anybody may ask, so that the daemon's user is accepted for everybody.
  ///   - user: The number of the user to check for; nil for the user who runs this.
  package init(state: String? = nil, isCheck: Bool = false, user: UInt32? = nil) {
    let user = user ?? geteuid()
    var status = stat()
    let isOnBehalf = (user == 0 || isCheck) && state.map { stat($0, &status) == 0 } == true
    owners = (isOnBehalf ? [status.st_uid] : []) + [user]
    daemon = isOnBehalf && status.st_uid != 0 ? status.st_uid : nil
  }

  /// What is wrong with the file at a path.
  ///
  /// The file is not opened, so that callers who may not read it can ask.
  package func problem(with path: String, as what: String) -> SecretProblem? {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      return SecretProblem(isUnsafe: false, text: "\(what) cannot be looked at: \(systemError())")
    }
    if let text = problem(status, of: path, as: what) { return SecretProblem(isUnsafe: true, text: text) }
    return status.st_size == 0 ? SecretProblem(isUnsafe: true, text: "\(what) is empty; put the secret there") : nil
  }

  /// Why the daemon could not read a file that is safe; nil where it could, or its user is not known.
  package func obstacle(to path: String, as what: String) -> SecretProblem? {
    var status = stat()
    guard let daemon, lstat(path, &status) == 0, status.st_uid == 0 else { return nil }
    return SecretProblem(
      isUnsafe: false,
      text: "\(what) belongs to root, and only root can read it, but the state directory belongs to user \(daemon), as "
        + "whom the daemon runs; run: chown \(daemon) \(path.quotedForShell)")
  }

  /// What is wrong with a file according to its status, and how to mend it; nil when nothing is.
  func problem(_ status: stat, of path: String, as what: String) -> String? {
    let name = path.quotedForShell
    guard status.st_mode & S_IFMT != S_IFLNK else {
      return "\(what) is a symbolic link, which another user could turn; name the file itself"
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return "\(what) is not a regular file" }
    guard status.st_uid == 0 || owners.contains(status.st_uid) else {
      let right = owners[0] == 0 ? "root" : String(owners[0])
      return
        "\(what) belongs to user \(status.st_uid), who could put another in its place; expected root"
        + "\(owners[0] == 0 ? "" : " or user \(right)"); run: chown \(right) \(name)"
    }
    guard status.st_mode & 0o077 != 0 else { return nil }
    let mode = String(status.st_mode & 0o777, radix: 8)
    return "\(what) has mode 0\(mode), so that others can read it; run: chmod 0400 \(name)"
  }
}

/// What keeps a secret's file from being used.
package struct SecretProblem: Sendable, Equatable {
  /// True when the file exists and would be refused; false when it is missing, or cannot be seen from here.
  package var isUnsafe: Bool
  /// Which secret, why, and what to do.
  package var text: String
}
