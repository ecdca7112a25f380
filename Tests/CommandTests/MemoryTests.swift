import Foundation
import Glibc
import Needs
import Testing

/// What other programs of the same user may see of a running daemon.
@Suite(.limit(minutes: 10)) struct MemoryTests {
  private static let ordinary = Privileges.none

  private func canRead(_ file: String) async throws -> Bool {
    let command = Self.ordinary + ["/bin/cat", file]
    let reader = try ChildProcess(command[0], Array(command.dropFirst()), environment: [:])
    return await reader.exit() == .code(0)
  }

  @Test("is neither its memory nor its environment, and no core file", .enabled { try Privileges.canBeDropped.isMet() })
  func sealed() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
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
