import Foundation
import Glibc
import Needs
import Testing

/// `hold`, `release` and `resolve` as they are typed.
@Suite(.limit(minutes: 10)) struct HoldCommandTests {
  @Test("before the first start everything is held; plan says so, a run writes nothing, and the release lets it go on")
  func firstStart() async throws {
    try await World.with { world in
      let hold = try world.start("hold", "--why", "not \u{1B}[31myet", "--allow-volatile-state")
      #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      #expect(hold.output.text == "hold 1: everything is held until 'capataz release 1'\n")
      let still = try await world.runOnce()
      #expect(still.exit == .code(0), "\(still.process.errors.text)")
      #expect(still.process.records(of: "hold.set").count == 1)
      #expect(try await world.sandbox.history().history.isEmpty)
      #expect(try await world.sandbox.traffic()["detail", default: .none].total == 0)
      let plan = try world.start("plan", "--exit-code", "--allow-volatile-state")
      #expect(await plan.exit() == .code(0), "\(plan.errors.text)")
      #expect(plan.output.lines.last?.hasPrefix("acme: nothing to do now, 1 held back, of ") == true)
      #expect(
        plan.output.text.contains("held back by hold (hold 1 on everything, by ")
          && !plan.output.text.contains("\u{1B}"))
      let json = try world.start("plan", "--format", "json", "--allow-volatile-state")
      #expect(await json.exit() == .code(0))
      let held = #""held_by":"hold","held_why":"hold 1 on everything, by "#
      #expect(json.output.text.contains(held), "\(json.output.text)")
      let release = try world.start("release")
      #expect(await release.exit() == .code(0), "\(release.errors.text)")
      #expect(release.output.text.hasPrefix("released hold 1: everything, by "))
      let run = try await world.runOnce()
      #expect(run.exit == .code(0))
      #expect(try await world.sandbox.history().history.count == 1)
    }
  }

  @Test("a daemon that runs is held and released from beside it")
  func besideDaemon() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      let hold = try world.start("hold", "--tenant", "acme", "--rule", "nothing", "--why", "audit", "--format", "json")
      #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      let start = #"{"hold":1,"tenant":"acme","rule":"nothing","task":null,"why":"audit","by":""#
      #expect(hold.output.text.hasPrefix(start))
      try await daemon.record("hold.set")
      let release = try world.start("release", "--rule", "nothing")
      #expect(await release.exit() == .code(0), "\(release.errors.text)")
      try await daemon.record("hold.released")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("a hold for a time, on one task, says until when; status says it, and the daemon that runs ends it by itself")
  func ends() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      let hold = try world.start("hold", "--task", "12", "--for", "2s", "--why", "audit")
      #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      #expect(hold.output.text.hasPrefix("hold 1: task 12 is held until 20"), "\(hold.output.text)")
      #expect(hold.output.text.hasSuffix(", or 'capataz release 1'\n"))
      let long = try world.start("hold", "--for", "1.5h", "--why", "audit", "--format", "json")
      #expect(await long.exit() == .code(0), "\(long.errors.text)")
      #expect(long.output.text.contains(#""until":"20"#))
      let status = try world.start("status")
      #expect(await status.exit() == .code(0), "\(status.errors.text)")
      #expect(status.output.text.contains(", until 20"), "\(status.output.text)")
      let told = try await daemon.record("hold.released")
      #expect(told.message.contains("task 12 is not held any more: the time of hold 1 is over"))
      let export = try world.start("journal", "export")
      #expect(await export.exit() == .code(0))
      #expect(export.output.text.contains(#""who":"capataz","why":"its time is over: audit""#))
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test(
    "a time that is none, or too short or too long, is refused with what to write, and nothing is held",
    arguments: ["0h", "-2h", "2", "2 hours", "never", "400d", "10ms"])
  func wrongTime(length: String) async throws {
    try await World.with { world in
      let hold = try world.start("hold", "--for=\(length)", "--why", "audit", "--allow-volatile-state")
      #expect(await hold.exit() == .code(64), "\(hold.errors.text)")
      #expect(hold.errors.text.contains("--for '\(length)'"))
      #expect(!FileManager.default.fileExists(atPath: world.folder + "/state/journal.sqlite"))
    }
  }

  @Test("mistakes in rules, or in another tenant's settings, keep nobody from stopping something")
  func besideMistakes() async throws {
    try await World.with(rules: "schema: 1\nrules: 7\n") { world in
      let setup = Setup(url: world.sandbox.url)
      var broken = setup
      broken.every = "30"
      try world.write(setup.yaml + "\n" + broken.tenant("zeta") + "\n", to: "config.yaml")
      for words in [[], ["--tenant", "acme"], ["--tenant", "acme", "--rule", "whatever"]] {
        let hold = try world.start(["hold", "--why", "stop", "--allow-volatile-state"] + words)
        #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      }
      let stranger = try world.start("hold", "--why", "stop", "--tenant", "acne")
      #expect(await stranger.exit() == .code(1) && stranger.errors.text.contains("did you mean 'acme'"))
      let status = try world.start("status")
      #expect(await status.exit() == .code(0), "\(status.errors.text)")
      #expect(status.output.text.contains("tenant acme") && status.errors.text.contains("2 mistakes"))
      let release = try world.start("release", "1")
      #expect(await release.exit() == .code(0), "\(release.errors.text)")
      try world.write(setup.yaml.replacing("log: {", with: "log: 7 {"), to: "config.yaml")
      #expect(await (try world.start("hold", "--why", "stop")).exit() == .code(78))
    }
  }

  @Test("of several holds one is named by its number, or all are meant")
  func several() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      for rule in [[], ["--rule", "nothing"], ["--rule", "nothing"]] {
        let hold = try world.start(["hold", "--why", "audit", "--allow-volatile-state"] + rule)
        #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      }
      let vague = try world.start("release", "--rule", "nothing")
      #expect(await vague.exit() == .code(1))
      #expect(vague.errors.text.contains("name one by its number") && vague.errors.text.contains("hold 3: rule"))
      let wrong = try world.start("release", "2", "7")
      #expect(await wrong.exit() == .code(1))
      #expect(wrong.errors.text.contains("no such hold is in force"))
      let one = try world.start("release", "2")
      #expect(await one.exit() == .code(0))
      let all = try world.start("release", "--all")
      #expect(await all.exit() == .code(0))
      #expect(all.output.lines.count == 2, "\(all.output.text)")
    }
  }

  @Test("a tenant or a rule that is nowhere is refused with a suggestion, unless it is forced")
  func unknown() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let tenant = try world.start("hold", "--tenant", "acne", "--why", "audit")
      #expect(await tenant.exit() == .code(1))
      #expect(tenant.errors.text.contains("there is no tenant 'acne'; did you mean 'acme'?"))
      let rule = try world.start("hold", "--rule", "nothin", "--why", "audit")
      #expect(await rule.exit() == .code(1))
      #expect(rule.errors.text.contains("there is no rule 'nothin'; did you mean 'nothing'?"), "\(rule.errors.text)")
      #expect(!FileManager.default.fileExists(atPath: world.folder + "/state/journal.sqlite"))
      let forced = try world.start("hold", "--rule", "gone", "--why", "audit", "--force", "--allow-volatile-state")
      #expect(await forced.exit() == .code(0), "\(forced.errors.text)")
      try world.write("nonsense", to: "rules/rules.yaml")
      let broken = try world.start("hold", "--why", "audit", "--state", world.folder + "/state")
      #expect(await broken.exit() == .code(0), "\(broken.errors.text)")
    }
  }

  @Test("what cannot be resolved or released is told by the exit code")
  func nothingToDo() async throws {
    try await World.with { world in
      let none = try world.start("resolve", "acme-1", "--done", "--why", "seen")
      #expect(await none.exit() == .code(74))
      #expect(none.errors.text.contains("there is no journal in"))
      let early = try world.start("release")
      #expect(await early.exit() == .code(74))
      #expect(try await world.runOnce().exit == .code(0))
      let done = try world.start("resolve", "acme-1", "--drop", "--why", "seen")
      #expect(await done.exit() == .code(1))
      #expect(
        done.errors.text.contains("intent 'acme-1' is neither parked nor refused but done"), "\(done.errors.text)")
      let missing = try world.start("resolve", "acme-7", "--drop", "--why", "seen")
      #expect(await missing.exit() == .code(1))
      #expect(missing.errors.text.contains("there is no intent 'acme-7'"))
      let release = try world.start("release")
      #expect(await release.exit() == .code(1))
    }
  }
}
