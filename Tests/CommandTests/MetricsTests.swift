import Foundation
import Glibc
import Needs
import Testing

/// Metrics, as the program gives them.
@Suite(.limit(minutes: 10)) struct MetricsTests {
  private func metrics(_ world: World, _ arguments: String...) async throws -> String {
    let child = try world.start(["status", "--format", "openmetrics"] + arguments)
    #expect(await child.exit() == .code(0) && child.errors.text.isEmpty, "\(child.errors.text)")
    #expect(child.output.text.hasSuffix("\n# EOF\n"))
    return child.output.text
  }

  /// What answers a request that comes on standard input; the last line of the script is the request's.
  private func answer(_ world: World, to request: String, before: [String] = []) async throws -> ChildProcess {
    let child = try ChildProcess(
      "/bin/sh",
      ["-c", "request=$1; shift; printf \"$request\" | \"$@\"", "sh", request] + before
        + [World.program, "--config", world.folder + "/config.yaml", "answer-metrics"],
      environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
    _ = await child.exit()
    return child
  }

  @Test("before the first start, while the daemon runs, after it was killed, and after the next one: counters go on")
  func life() async throws {
    try await World.with { world in
      let before = try await metrics(world)
      #expect(before.contains("\ncapataz_up 0\n") && !FileManager.default.fileExists(atPath: world.folder + "/state"))
      #expect(before.contains(#"capataz_journal_state{capataz_journal_state="none"} 1"#))
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      let running = try await metrics(world)
      #expect(running.contains("\ncapataz_up 1\n") && running.contains("\ncapataz_reload_last_successful 1\n"))
      #expect(running.contains(#"capataz_intents_total{tenant="acme",rule="send-welcome",outcome="done"} 1"#))
      #expect(running.contains(#"capataz_requests_total{tenant="acme",endpoint="login",code="2xx"} 1"#))
      daemon.kill(SIGKILL)
      _ = await daemon.exit()
      #expect(try await metrics(world).contains("\ncapataz_up 0\n"))
      #expect(try await world.runOnce().exit == .code(0))
      let after = try await metrics(world, "--by", "tenant")
      #expect(after.contains(#"capataz_intents_total{tenant="acme",outcome="done"} 1"#) && !after.contains("rule="))
      #expect(after.contains(#"capataz_requests_total{tenant="acme",endpoint="login",code="2xx"} 2"#))
      #expect(after.contains(#"capataz_effect_delay_seconds_count{tenant="acme"} 1"#))
    }
  }

  @Test("a request on standard input is answered on standard output, and nothing else is")
  func request() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      #expect(try await world.runOnce().exit == .code(0))
      let get = try await answer(world, to: "GET /metrics HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
      #expect(get.output.text.hasPrefix("HTTP/1.1 200 OK\r\n") && get.output.text.contains("\ncapataz_up 0\n"))
      #expect(get.errors.text.isEmpty, "\(get.errors.text)")
      let other = try await answer(world, to: "POST /metrics HTTP/1.0\\r\\n\\r\\n")
      #expect(other.output.text.hasPrefix("HTTP/1.1 405 "))
      let cut = try await answer(world, to: "GET /metrics HTTP/1.0\\r\\n")
      #expect(cut.output.text.hasPrefix("HTTP/1.1 400 "))
      let long = try await answer(world, to: "GET /metrics HTTP/1.0\\r\\nX: " + String(repeating: "x", count: 9_000))
      #expect(long.output.text.hasPrefix("HTTP/1.1 431 "))
      let nothing = try await answer(world, to: "")
      #expect(nothing.output.text.isEmpty && nothing.errors.text.isEmpty)
      #expect(await nothing.exit() == .code(0))
    }
  }

  @Test(
    "whoever may not read the journal is told so as by other commands, and gets no half of the metrics",
    .enabled { try Need.root.isMet() && Privileges.canBeDropped.isMet() })
  func forbidden() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.giveStateAway()
      let daemon = try world.daemonOfOther("--once")
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      for format in ["openmetrics", "prometheus"] {
        let config = ["--config", world.folder + "/config.yaml", "status", "--format", format]
        let command = Privileges.none + [World.program] + config
        let child = try ChildProcess(command[0], Array(command.dropFirst()), environment: ["PATH": "/usr/bin:/bin"])
        #expect(await child.exit() == .code(74))
        #expect(child.output.text.isEmpty && child.errors.text.contains("sudo"), "\(child.errors.text)")
      }
      let answer = try await answer(world, to: "GET /metrics HTTP/1.0\\r\\n\\r\\n", before: Privileges.none)
      #expect(answer.output.text.hasPrefix("HTTP/1.1 503 ") && !answer.output.text.contains(world.folder))
      #expect(answer.errors.text.contains("sudo"), "\(answer.errors.text)")
    }
  }

  @Test("metrics that cannot all be written are no success")
  func full() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let child = try ChildProcess(
        "/bin/sh",
        ["-c", "exec \"$0\" \"$@\" >/dev/full", World.program, "--config", world.folder + "/config.yaml", "status"]
          + ["--format", "prometheus"], environment: ["PATH": "/usr/bin:/bin"])
      #expect(await child.exit() == .code(74))
      #expect(child.errors.text.contains("could not be written"), "\(child.errors.text)")
    }
  }
}
