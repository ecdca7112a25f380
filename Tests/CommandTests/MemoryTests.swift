import Foundation
import Glibc
import Testing

/// What other programs of the same user may see of a running daemon.
@Suite(.timeLimit(.minutes(10))) struct MemoryTests {
  /// Nobody's number, under whom a test that root runs starts its programs: root may see everything.
  private static let nobody: uid_t = 65_534
  private static let isRoot = geteuid() == 0

  /// What a command line begins with to be run by an ordinary user.
  private static let ordinary =
    isRoot ? ["/usr/bin/setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups"] : []

  /// Whether an ordinary user can start the programs under test.
  private static let canRun: Bool = {
    guard isRoot else { return true }
    var path = World.program
    while path != "/" {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & 0o001 != 0 else { return false }
      path = (path as NSString).deletingLastPathComponent
    }
    return FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
  }()

  private func canRead(_ file: String) async throws -> Bool {
    let command = Self.ordinary + ["/bin/cat", file]
    let reader = try ChildProcess(command[0], Array(command.dropFirst()), environment: [:])
    return await reader.exit() == .code(0)
  }

  @Test("is neither its memory nor its environment, and no core file", .enabled(if: canRun, "needs an ordinary user"))
  func sealed() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let files = try FileManager.default.subpathsOfDirectory(atPath: world.folder)
      for file in [""] + files where Self.isRoot { chown(world.folder + "/" + file, Self.nobody, Self.nobody) }
      let daemon = try world.daemon(tracer: Self.ordinary)
      try await daemon.record("tenant.ok")
      for file in ["environ", "maps", "auxv"] {
        #expect(!(try await canRead("/proc/\(daemon.pid)/\(file)")), "\(file)")
      }
      let limits = try String(contentsOfFile: "/proc/\(daemon.pid)/limits", encoding: .utf8)
      let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
      #expect(core.split(separator: " ").suffix(3) == ["0", "0", "bytes"], "\(core)")
      // The sandbox is such a program without the seal: its files can be read, so the test could have failed.
      let command = Self.ordinary + [World.sandboxProgram, "--port", "0"]
      let other = try ChildProcess(command[0], Array(command.dropFirst()), environment: [:])
      defer { other.kill(SIGKILL) }
      _ = await other.output.first { $0.contains("listening on") ? $0 : nil }
      #expect(try await canRead("/proc/\(other.pid)/environ"))
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }
}
