package import Glibc

// Files that appear whole, or not at all.

/// Writes all of `bytes`, however many calls that takes.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemFailure) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw SystemFailure() }
    rest = rest.dropFirst(count)
  }
}

/// Puts a file with these bytes in place of the one of that name, if there is one; durably, and as a whole.
///
/// - Parameter mode: Its rights, without those that the umask takes.
package func replaceFile(_ path: String, by bytes: [UInt8], mode: mode_t) throws(SystemFailure) {
  let unfinished = path + ".new"
  unlink(unfinished)
  let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
  guard descriptor >= 0 else { throw SystemFailure(at: unfinished) }
  defer { close(descriptor) }
  do throws(SystemFailure) {
    try writeAll(bytes, to: descriptor)
  } catch {
    throw SystemFailure(error.code, at: unfinished)
  }
  guard fsync(descriptor) == 0, rename(unfinished, path) == 0 else { throw SystemFailure(at: path) }
}

/// Gives an unfinished file its name, never in place of another; the code is `EEXIST` where there is one.
///
/// On a file system without links it is renamed, after a look whether the name is free.
///
/// - Parameter link: As link(2).
package func giveName(
  _ path: String, to unfinished: String, link: (String, String) -> Int32 = { Glibc.link($0, $1) }
) throws(SystemFailure) {
  if link(unfinished, path) == 0 {
    unlink(unfinished)
    return
  }
  // What file systems without links answer.
  guard [EPERM, ENOSYS, EOPNOTSUPP].contains(errno) else { throw SystemFailure() }
  var info = stat()
  guard lstat(path, &info) != 0 else { throw SystemFailure(EEXIST) }
  guard rename(unfinished, path) == 0 else { throw SystemFailure() }
}
