package import Glibc

/// The files of a state directory, for those who look at it from outside.
package enum StateFiles {
  /// The journal, its mark and its lock; they need not be there.
  package static func paths(in directory: String) -> [String] {
    let directory = StateDirectory(path: directory)
    return [directory.database, directory.mark, directory.lock]
  }

  /// The name of the file system on which something lies, where it is one that forgets at a restart or does not lock
  /// reliably; nil for others, and where the kernel does not say.
  package static func forgetfulFileSystem(of status: stat) -> String? {
    StateDirectory.forgetfulFileSystem(device: status.st_dev)
  }
}
