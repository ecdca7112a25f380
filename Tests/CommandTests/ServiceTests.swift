import Foundation
import Glibc
import Log
import Needs
import Testing

/// The daemon under a service manager.
@Suite(.limit(minutes: 10)) struct ServiceTests {
  @Test("it is ready although the tenant is down, tells a reload and its end, and feeds the watchdog meanwhile")
  func notifications() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      await world.sandbox.stop()
      let manager = try NotifySocket()
      defer { manager.end() }
      let daemon = try world.daemon(
        environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "600000"])
      let ready = try #require(await manager.line("READY=1"))
      let status = try #require(await manager.line("STATUS=", from: ready.next))
      #expect(status.value.hasPrefix("STATUS=1 of 1 tenants working"))
      var next = status.next
      for _ in 0..<3 { next = try #require(await manager.line("WATCHDOG=1", from: next)).next }
      let trouble = try #require(await manager.line("STATUS=0 of 1 tenants working", from: ready.next))
      #expect(trouble.value.contains("acme: "))

      let mark = manager.messages.lines.count
      daemon.kill(SIGHUP)
      let reloading = try #require(await manager.line("RELOADING=1", from: mark))
      let time = try #require(await manager.line("MONOTONIC_USEC=", from: reloading.next))
      #expect(time.next == reloading.next + 1, "both stand in one message")
      #expect((Int(time.value.dropFirst("MONOTONIC_USEC=".count)) ?? 0) > 0)
      let again = try #require(await manager.line("READY=1", from: time.next))
      daemon.kill(SIGTERM)
      #expect(await manager.line("STOPPING=1", from: again.next) != nil)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "poll.failed").count == 1)
    }
  }

  @Test("a refused reload is told and ended as a good one is, with what came of it")
  func refusedReload() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let manager = try NotifySocket()
      defer { manager.end() }
      let daemon = try world.daemon(environment: ["NOTIFY_SOCKET": manager.path])
      try await daemon.record("tenant.ok")
      let mark = manager.messages.lines.count
      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      let reloading = try #require(await manager.line("RELOADING=1", from: mark))
      let ready = try #require(await manager.line("READY=1", from: reloading.next))
      let status = try #require(await manager.line("STATUS=", from: ready.next))
      #expect(status.next == ready.next + 1, "both stand in one message")
      #expect(status.value.contains("last reload refused"), "\(status.value)")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("a stop that waits for a write's answer asks for more time, again and again until the answer is there")
  func longStop() async throws {
    try await World.with { world in
      try await world.sandbox.inject("delay:100", at: "complete")
      let manager = try NotifySocket()
      defer { manager.end() }
      let daemon = try world.daemon(environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "300000"])
      await world.sandbox.request("/complete -> 200")
      daemon.kill(SIGTERM)
      let stopping = try #require(await manager.line("STOPPING=1"))
      var next = stopping.next
      for _ in 0..<2 { next = try #require(await manager.line("EXTEND_TIMEOUT_USEC=60000000", from: next)).next }
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "intent.done").count == 1)
    }
  }

  @Test("out of file descriptors nothing is sent, a reload is refused, and the work is done once there are some again")
  func noDescriptors() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")
      // What is open stays open; nothing more can be opened.
      try await limitDescriptors(of: daemon, to: 3)
      daemon.kill(SIGHUP)
      try await daemon.record("daemon.reload.failed")
      let failed = try await daemon.record("poll.failed")
      #expect(failed.message.contains("(connect)"), "\(failed.message)")
      let count = daemon.errors.lines.count
      try await limitDescriptors(of: daemon, to: 256)
      daemon.kill(SIGHUP)
      try await daemon.record("daemon.reload.ok", from: count)
      try await daemon.record("intent.done", from: count)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "poll.failed").count == 1)
      #expect(try await world.sandbox.history().history.count == 1)
    }
  }

  private func limitDescriptors(of child: ChildProcess, to count: Int) async throws {
    let arguments = ["--pid", String(child.pid), "--nofile=\(count):"]
    let tool = try ChildProcess("/usr/bin/prlimit", arguments, environment: [:])
    #expect(await tool.exit() == .code(0), "\(tool.errors.text)")
  }

  @Test("a watchdog meant for another process is not fed")
  func foreignWatchdog() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let manager = try NotifySocket()
      let daemon = try world.daemon(
        environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"])
      try await daemon.record("tenant.ok")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      manager.end()
      await manager.messages.end()
      #expect(manager.messages.lines.contains("READY=1"))
      #expect(!manager.messages.lines.contains("WATCHDOG=1"))
    }
  }

  @Test("every line of the log is a record with its four keys, at every level, and none holds a secret")
  func log() async throws {
    try await World.with(setup: { $0.logLevel = "debug" }) { world in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      let argv = try Data(contentsOf: URL(filePath: "/proc/\(daemon.pid)/cmdline"))
      for secret in World.secrets { #expect(!String(decoding: argv, as: UTF8.self).contains(secret)) }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.output.text.isEmpty)
      #expect(!daemon.errors.lines.isEmpty)
      for line in daemon.errors.lines { #expect(LogRecord(line) != nil, "\(line)") }
      let events = daemon.records.map(\.event)
      #expect(
        events.filter { $0 != "tenant.summary" } == [
          "daemon.start", "daemon.ready", "tenant.ok", "decision.act", "intent.armed", "intent.done", "daemon.stopping",
          "daemon.stop",
        ])
      try world.expectNoSecret(in: daemon)
    }
  }

  @Test("a program that stops reading the log does not stop the daemon")
  func nobodyReads() async throws {
    try await World.with(rules: RuleTexts.welcome) { world in
      let shell = try ChildProcess(
        "/bin/sh",
        [
          "-c", "exec \"$@\" 2>&1 >/dev/null | true; wait", "sh", World.program, "--config",
          world.folder + "/config.yaml", "run", "--once", "--allow-volatile-state",
        ], environment: [:])
      #expect(await shell.exit() == .code(0))
      #expect(try await world.sandbox.history().history.count == 1)
    }
  }
}
