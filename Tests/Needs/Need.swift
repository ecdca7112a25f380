import Foundation
import Glibc

/// Something of the machine that a test cannot do without: a command, a file system, a right.
///
/// A test that needs one says so with `.enabled { try Need.sqlite.isMet() }`. Where it is missing the test is not run, and
/// never in silence: that is told on standard error, `make test` tells it again at its end, and where the environment has
/// `CI=true` the test fails.
package struct Need: Sendable {
  /// Thrown by ``isMet(file:)`` where nothing may be left out.
  package struct Missing: Error, CustomStringConvertible {
    package let description: String
  }

  /// In words, as "the command sqlite3".
  package let name: String
  /// Why it is missing; nil where it is there.
  package let obstacle: String?

  package init(_ name: String, obstacle: String?) {
    self.name = name
    self.obstacle = obstacle
  }

  /// A command of the system, by its path.
  package static func command(_ path: String) -> Need {
    let isThere = FileManager.default.isExecutableFile(atPath: path)
    return Need("the command \(path)", obstacle: isThere ? nil : "it is not there; run: make setup")
  }

  /// Whether the machine has it.
  ///
  /// Says so where it has not; throws ``Missing`` then if the environment has `CI=true`.
  package func isMet(file: String = #fileID) throws -> Bool {
    guard let obstacle else { return true }
    let text = "NOT TRIED: tests in \(file) need \(name): \(obstacle)"
    Self.tell(text)
    if ProcessInfo.processInfo.environment["CI"] == "true" { throw Missing(description: text) }
    return false
  }

  /// On standard error, and in the file that `make test` shows at its end.
  private static func tell(_ text: String) {
    let line = Data("\(text)\n".utf8)
    try? FileHandle.standardError.write(contentsOf: line)
    guard let path = ProcessInfo.processInfo.environment["CAPATAZ_NOT_TRIED"],
      let file = try? FileHandle(forWritingTo: URL(filePath: path))
    else { return }
    _ = try? file.seekToEnd()
    try? file.write(contentsOf: line)
    try? file.close()
  }
}

extension Need {
  package static let sqlite = command("/usr/bin/sqlite3")
  package static let openssl = command("/usr/bin/openssl")

  /// A file system that forgets, where everybody may write.
  package static let memoryFiles: Need = {
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    let isThere = mounts.contains(" /dev/shm tmpfs ") && FileManager.default.isWritableFile(atPath: "/dev/shm")
    return Need("a tmpfs on /dev/shm", obstacle: isThere ? nil : "there is none that may be written")
  }()

  /// To be root, who alone can give files away and be somebody else.
  package static let root = Need(
    "to be root, and setpriv of util-linux",
    obstacle: getuid() != 0
      ? "this is user \(getuid())"
      : FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") ? nil : "there is no /usr/bin/setpriv")

  /// To mount file systems that nobody else sees.
  package static let ownMounts: Need = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["--mount", "/bin/sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    process.standardError = FileHandle.nullDevice
    let isThere = (try? process.run()) != nil
    if isThere { process.waitUntilExit() }
    let works = isThere && process.terminationStatus == 0
    return Need("mounts of one's own", obstacle: works ? nil : "unshare --mount does not work here; only root may")
  }()
}
