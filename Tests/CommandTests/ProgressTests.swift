import Foundation
import Needs
import Testing

/// Long work on a terminal, and elsewhere.
@Suite(.limit(minutes: 10)) struct ProgressTests {
  private static let rewritten = "\u{1B}[K"

  @Test("a plan that waits for the server says what it reads on standard error, and erases it; the output stays clean")
  func plan() async throws {
    try await World.with { world in
      // The sandbox divides it by its scale: two seconds.
      try await world.sandbox.inject("delay:40", at: "list")
      let terminal = try PseudoTerminal()
      let plan = try world.start(errorsOn: terminal, "plan", "--allow-volatile-state")
      #expect(await plan.exit() == .code(0))
      let drawn = await terminal.end()
      #expect(drawn.contains("\racme: reading the list, for "), "\(drawn.debugDescription)")
      #expect(drawn.hasSuffix("\r" + Self.rewritten), "\(drawn.debugDescription)")
      let left = drawn.split(separator: "\r").last.map(String.init)
      #expect(left == Self.rewritten && !drawn.contains("\n"), "\(drawn.debugDescription)")
      #expect(plan.output.text.hasPrefix("tenant acme") && !plan.output.text.contains("\u{1B}"))
    }
  }

  @Test("in a pipe nothing is said of it; a terminal that cannot go back gets plain lines")
  func elsewhere() async throws {
    try await World.with { world in
      try await world.sandbox.inject("delay:40", at: "list")
      let piped = try world.start("plan", "--allow-volatile-state")
      #expect(await piped.exit() == .code(0))
      #expect(piped.errors.text.isEmpty, "\(piped.errors.text)")
      try await world.sandbox.inject("delay:40", at: "list")
      let terminal = try PseudoTerminal()
      let dumb = try world.start(errorsOn: terminal, kind: "dumb", "plan", "--allow-volatile-state")
      #expect(await dumb.exit() == .code(0))
      let drawn = await terminal.end()
      #expect(drawn.hasPrefix("capataz: acme: reading the list, for "), "\(drawn.debugDescription)")
      #expect(!drawn.contains("\u{1B}"))
    }
  }

  @Test("what else is told erases the line first: an answer that fails begins at the margin")
  func failing() async throws {
    try await World.with { world in
      try world.configure { $0.timeout = "3s" }
      try await world.sandbox.inject("hang", at: "list", count: 9)
      let terminal = try PseudoTerminal()
      let plan = try world.start(errorsOn: terminal, "plan", "--allow-volatile-state")
      #expect(await plan.exit() == .code(1))
      let drawn = await terminal.end()
      #expect(drawn.contains("\r" + Self.rewritten + "capataz: tenant 'acme': "), "\(drawn.debugDescription)")
    }
  }
}
