import Foundation
import Glibc
import Synchronization

/// A TLS server made of the `openssl` command, with a certificate signed by itself.
///
/// It answers every request with a status page. Certificate and key live in a directory of their own.
final class TLSServer: Sendable {
  static let openssl = "/usr/bin/openssl"

  let port: UInt16
  let certificateFile: String
  private let directory: URL
  private let process: Mutex<Process>

  /// Starts a server whose certificate is for `name`, as `IP:…` or `DNS:…`, and ended yesterday if it is to be expired.
  init(name: String = "IP:127.0.0.1", isExpired: Bool = false, options: [String] = []) async throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let certificate = directory.appending(path: "certificate.pem").path
    let key = directory.appending(path: "key.pem").path
    let maker = Self.command(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test".split(separator: " ")
        .map(String.init) + ["-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate])
    try await Self.runToEnd(maker)
    if isExpired {
      try await Self.runToEnd(
        Self.command(["x509", "-in", certificate, "-signkey", key, "-days", "-1", "-out", certificate]))
    }
    let server = Self.command(
      ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key] + options)
    let output = Pipe()
    server.standardOutput = output
    try server.run()
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    let reading = output.fileHandleForReading
    Thread.detachNewThread {
      // Reads on to the end, so that the server never waits for room in the pipe.
      while case let data = reading.availableData, !data.isEmpty {
        for text in String(decoding: data, as: UTF8.self).split(separator: "\n") { line.yield(String(text)) }
      }
      line.finish()
    }
    var port: UInt16?
    for await text in lines where text.hasPrefix("ACCEPT") {
      port = text.split(separator: ":").last.flatMap { UInt16($0) }
      break
    }
    guard let port else { throw NoFailure() }
    self.port = port
    self.certificateFile = certificate
    self.process = Mutex(server)
  }

  deinit {
    // The command inherits a mask that blocks SIGTERM.
    _ = process.withLock { kill($0.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: directory)
  }

  private static func command(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: openssl)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  private static func runToEnd(_ process: Process) async throws {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in end.finish() }
    try process.run()
    for await _ in ends {}
  }
}
