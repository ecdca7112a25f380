import Foundation
import Glibc

/// The programs built beside this one, and a folder for a daemon, which is removed in the end.
final class Toolbox {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  let folder: URL
  private let programs: URL

  init() throws {
    // The daemon refuses files that others can write.
    umask(0o022)
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    programs = URL(filePath: program).deletingLastPathComponent()
    folder = FileManager.default.temporaryDirectory.appending(path: "capataz-benchmark-\(UUID().uuidString)")
    for name in ["capataz", "capataz-sandbox"] {
      guard FileManager.default.isExecutableFile(atPath: programs.appending(path: name).path) else {
        throw Failure(description: "there is no '\(name)' beside this program: build it, or use `make bench`")
      }
    }
    try write("sandbox-password\n", to: "password", isSecret: true)
    try write("gtk_sandbox_0123456789\n", to: "api-key", isSecret: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to name: String, isSecret: Bool = false) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    if isSecret { try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path) }
  }

  /// A program built beside this one, not yet started.
  func process(_ name: String, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = programs.appending(path: name)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs the daemon by the folder's `config.yaml` until `isDone`, which is asked once a second with the number of the process.
  func runDaemon(until isDone: (_ process: Int32) throws -> Bool) throws {
    let config = folder.appending(path: "config.yaml").path
    let daemon = process("capataz", ["--config", config, "run", "--allow-volatile-state"])
    try write("", to: "log")
    daemon.standardError = try FileHandle(forWritingTo: folder.appending(path: "log"))
    try daemon.run()
    defer {
      daemon.terminate()
      daemon.waitUntilExit()
    }
    while true {
      guard daemon.isRunning else {
        let log = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
        throw Failure(description: "the daemon ended by itself:\n\(log.suffix(2_000))")
      }
      if try isDone(daemon.processIdentifier) { return }
      Thread.sleep(forTimeInterval: 1)
    }
  }
}
