package import Foundation
import Glibc

/// A folder for one test, gone when the last reference to it is.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// - Parameter parent: For sockets `/tmp`, since the path of one has 107 bytes and other places may be deep.
  package init(in parent: String = FileManager.default.temporaryDirectory.path) throws {
    path = parent + "/capataz-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    chmod(file, mode)
    return file
  }

  @discardableResult
  package func write(_ text: String, to name: String, mode: mode_t = 0o600) throws -> String {
    try write(Array(text.utf8), to: name, mode: mode)
  }
}
