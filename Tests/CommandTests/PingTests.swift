import Foundation
import Glibc
import Needs
import Testing

/// Dead-man's calls of the real daemon to a real receiver.
@Suite(.limit(minutes: 5)) struct PingTests {
  private static let secret = "/ping/5f1c9f0e-dead-mans-secret"

  /// A world whose configuration names a receiver.
  private static func with(
    status: Int = 200, address: String? = nil, rules: String = RuleTexts.welcome,
    _ body: (World, CallReceiver) async throws -> Void
  ) async throws {
    let receiver = try CallReceiver(status: status)
    defer { receiver.stop() }
    try await World.with(rules: rules) { world in
      try world.write(address ?? "http://127.0.0.1:\(receiver.port)\(secret)\n", to: "ping-url", mode: 0o600)
      try configure(world)
      try await body(world, receiver)
    }
  }

  private static func configure(_ world: World, ping: String = "ping: { url: { file: ping-url }, every: 1s }") throws {
    let text = try String(contentsOfFile: world.folder + "/config.yaml", encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("ping:") }
    try world.write(
      lines.joined(separator: "\n").replacing("\ntenants:", with: "\n\(ping)\ntenants:"), to: "config.yaml")
  }

  private static func stop(_ daemon: ChildProcess) async {
    daemon.kill(SIGTERM)
    #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
    #expect(!daemon.errors.text.contains("dead-mans-secret"))
  }

  @Test("a start is told, then success while all tenants are polled; where one cannot be read, the calls stay away")
  func calls() async throws {
    try await Self.with { world, receiver in
      let daemon = try world.daemon()
      let start = await receiver.wait(for: "GET \(Self.secret)/start")
      #expect(start == 1)
      _ = await receiver.wait(for: "GET \(Self.secret)", count: 2)
      try await world.sandbox.inject("status:500", at: "list", count: 10_000)
      try await daemon.record("poll.failed")
      let before = receiver.calls.count
      try await world.sandbox.clearFaults()
      try await daemon.record("poll.recovered")
      _ = await receiver.wait(for: "GET \(Self.secret)", count: 1, from: before)
      await Self.stop(daemon)
      #expect(Set(receiver.calls) == ["GET \(Self.secret)/start", "GET \(Self.secret)"])
    }
  }

  @Test("what needs a person is told, and a receiver that does not know such calls costs one record")
  func failure() async throws {
    try await Self.with { world, receiver in
      try await world.sandbox.inject("status:422", at: "complete", count: 10)
      let daemon = try world.daemon()
      _ = await receiver.wait(for: "GET \(Self.secret)/fail")
      // Only once that was taken do calls of success go on; one of them is to fail.
      _ = await receiver.wait(for: "GET \(Self.secret)", count: 1, from: receiver.calls.count)
      receiver.answer(404)
      let told = try await daemon.record("ping.failed")
      #expect(told.level == "warning" && told.message.contains("ping-url") && told.message.contains("404"))
      receiver.answer(204)
      try await daemon.record("ping.recovered")
      await Self.stop(daemon)
      #expect(daemon.records(of: "ping.failed").count == 1)
    }
  }

  @Test("a receiver that takes the connection and never answers delays neither effects nor the stop")
  func hanging() async throws {
    // Nobody accepts: the kernel does.
    let (listener, port) = try LoopbackClient.listen()
    defer { close(listener) }
    try await Self.with(address: "http://127.0.0.1:\(port)\(Self.secret)") { world, _ in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      await Self.stop(daemon)
      #expect(daemon.records(of: "daemon.stop").count == 1)
    }
  }

  @Test(
    "an address that cannot be used is told once, in words without it, and the tenants are worked for; a reload mends it",
    arguments: ["", "ftp://host\(secret)", "http://example.com\(secret)", "https://user:pw@host\(secret)", "\(secret)"])
  func unusable(_ address: String) async throws {
    try await Self.with(address: address) { world, receiver in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      let told = try await daemon.record("ping.failed")
      #expect(told.level == "err" && told.message.contains("secret file"))
      #expect(told.message.hasSuffix("mend it and reload"))
      try world.write("http://127.0.0.1:\(receiver.port)\(Self.secret)", to: "ping-url", mode: 0o600)
      let reload = try world.start("reload")
      #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
      #expect(reload.output.text.contains("dead-man's calls begin"))
      _ = await receiver.wait(for: "GET \(Self.secret)")
      await Self.stop(daemon)
      #expect(daemon.records(of: "ping.failed").count == 1)
    }
  }

  @Test("a reload takes the receiver over, keeps the one of before where the new one cannot be used, or takes it away")
  func reload() async throws {
    let other = try CallReceiver()
    defer { other.stop() }
    try await Self.with(rules: RuleTexts.idle) { world, receiver in
      let daemon = try world.daemon()
      _ = await receiver.wait(for: "GET \(Self.secret)")
      func reloaded() async throws -> String {
        let reload = try world.start("reload")
        #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
        return reload.output.text
      }
      #expect(try await !reloaded().contains("call"), "nothing has changed")
      try world.write("https://\u{1}", to: "ping-url", mode: 0o600)
      #expect(try await reloaded().contains("'ping' was not taken over"))
      let before = receiver.calls.count
      _ = await receiver.wait(for: "GET \(Self.secret)", from: before)
      try world.write("http://127.0.0.1:\(other.port)/other/secret?a=b", to: "ping-url", mode: 0o600)
      #expect(try await reloaded().contains("dead-man's calls go where"))
      _ = await other.wait(for: "GET /other/secret?a=b")
      #expect(!other.calls.contains { $0.contains("/start") }, "nothing has started")
      try Self.configure(world, ping: "")
      #expect(try await reloaded().contains("dead-man's calls end"))
      await Self.stop(daemon)
    }
  }

  @Test("a single run tells its start and how it ended; a dry run calls nobody")
  func runs() async throws {
    try await Self.with { world, receiver in
      let dry = try world.daemon("--once", "--dry-run")
      #expect(await dry.exit() == .code(0) && receiver.calls.isEmpty)
      try await world.sandbox.inject("status:422", at: "complete")
      _ = try await world.runOnce()
      #expect(receiver.calls.last == "GET \(Self.secret)/fail", "an effect was refused")
      let good = try await world.runOnce()
      #expect(good.exit == .code(0) && receiver.calls.last == "GET \(Self.secret)", "\(good.process.errors.text)")
    }
  }

  @Test("check looks at the file of the address like at any secret")
  func check() async throws {
    try await Self.with { world, _ in
      chmod(world.folder + "/ping-url", 0o644)
      let check = try world.start("check")
      #expect(await check.exit() == .code(1))
      #expect(check.errors.text.contains("'ping': secret file"), "\(check.errors.text)")
    }
  }
}
