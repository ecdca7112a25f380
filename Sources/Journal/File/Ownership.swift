import Glibc

/// Who owns the files of the state directory: always the directory's owner, the daemon's user, whoever makes them.
///
/// Root runs commands beside the daemon and while it is stopped. A file that still belonged to root would keep the
/// daemon from starting.
package enum Ownership {
  /// Gives an open file to the owner of `directory`; true if that worked, or this process is not root.
  package static func give(_ descriptor: Int32, toOwnerOf directory: String) -> Bool {
    guard let owner = owner(of: directory) else { return true }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return false }
    if info.st_uid == owner.user, info.st_gid == owner.group { return true }
    return fchown(descriptor, owner.user, owner.group) == 0
  }

  /// Gives a file, named by its path, to the owner of `directory`; true as well where there is no file.
  ///
  /// A link stays as it is, and so does a file with a second name. The directory's owner could have put it there in
  /// order to be given a file that lies elsewhere.
  static func give(_ file: String, toOwnerOf directory: String) -> Bool {
    guard let owner = owner(of: directory) else { return true }
    var info = stat()
    guard lstat(file, &info) == 0 else { return errno == ENOENT }
    guard info.st_mode & S_IFMT == S_IFREG, info.st_nlink == 1, info.st_uid != owner.user else { return true }
    let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return errno == ENOENT }
    defer { close(descriptor) }
    var opened = stat()
    guard fstat(descriptor, &opened) == 0, opened.st_ino == info.st_ino, opened.st_nlink == 1 else { return false }
    return fchown(descriptor, owner.user, owner.group) == 0
  }

  /// Nil where nothing can or need be given away.
  private static func owner(of directory: String) -> (user: uid_t, group: gid_t)? {
    var info = stat()
    guard geteuid() == 0, stat(directory, &info) == 0, info.st_uid != 0 else { return nil }
    return (info.st_uid, info.st_gid)
  }
}
