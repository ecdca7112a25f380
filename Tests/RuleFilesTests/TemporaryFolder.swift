import Foundation
import Glibc

/// A folder of a test's own, removed with it.
///
/// Nobody else may write it nor its files, whatever the umask is.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rulefiles-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chmod(path, 0o755)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, with the folders on its way, and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, bytes: Array(text.utf8))
  }

  @discardableResult
  func write(_ name: String, bytes: [UInt8]) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    var parent = url.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    while parent.path.count > path.count {
      chmod(parent.path, 0o755)
      parent.deleteLastPathComponent()
    }
    try Data(bytes).write(to: url)
    chmod(url.path, 0o644)
    return url.path
  }
}

/// A rule file with one rule for each id.
func ruleFile(_ ids: String...) -> String {
  "schema: 1\nrules:\n"
    + ids.map { "  - id: \($0)\n    when: { step: \($0) }\n    then: { complete: { result: x } }\n" }.joined()
}
