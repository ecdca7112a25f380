import Foundation
import Glibc
import Needs
import Testing

/// What was done is explained long after: by the rule, the conditions and the values of then.
@Suite("The past explained", .limit(minutes: 10)) struct PastTests {
  private static let task = "674839201748392018"

  private static func rules(_ id: String, _ template: String, owner: String) -> String {
    """
    schema: 1
    facts:
      account: { entity_type: CUENTA }
    rules:
      - id: \(id)
        title: Welcome mail
        owner: \(owner)
        stage: live
        when: { workflow: New Account Onboarding, step: Send Welcome Email, all_of: [account], entity_label: Acme Corp }
        then: { complete: { result: sent, captured_data: { email_address: a@b.c, template: \(template) } } }

    """
  }

  @Test(
    "a rule that acted, was edited twice and removed: why and journal show tell its text, conditions and values of then"
  )
  func edited() async throws {
    try await World.with(rules: Self.rules("send-welcome", "Premium Welcome", owner: "Ana")) { world in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      for rules in [
        Self.rules("send-welcome", "Basic Welcome", owner: "Bea"),
        Self.rules("send-welcome", "Standard", owner: "Carlos"),
        Self.rules("another", "Standard", owner: "Dora"),
      ] {
        try world.write(rules, to: "rules/rules.yaml")
        let reload = try world.start("reload")
        #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
      }
      for command in [["why", Self.task, "--allow-volatile-state"], ["journal", "show", "acme-1"]] {
        let child = try world.start(command)
        #expect(await child.exit() == .code(0), "\(child.errors.text)")
        let text = child.output.text
        for part in [
          "acme-1  done  complete it with 'sent'", "(Welcome mail; owner Ana)", "not among the rules any more",
          "New Account Onboarding / Send Welcome Email  CUENTA Acme Corp", "true    entity_label 'Acme Corp'",
          "true    fact account", "template: Premium Welcome", "account: { entity_type: CUENTA }",
        ] { #expect(text.contains(part), "\(part): \(text)") }
        for part in ["Basic Welcome", "Bea", "Carlos"] { #expect(!text.contains(part), "\(text)") }
      }
      let export = try world.start("journal", "export", "--format", "text")
      #expect(await export.exit() == .code(0))
      let kinds = export.output.lines.compactMap { line in
        line.split(separator: " ").first { $0.hasPrefix("rules.") }.map(String.init)
      }
      #expect(kinds == ["rules.start", "rules.reload", "rules.reload", "rules.reload"], "\(export.output.text)")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("a list says how much it left out, and that nothing fits; a tenant that is not there is named with the nearest")
  func honest() async throws {
    try await World.with(rules: RuleTexts.handOver) { world in
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      for (arguments, code, said) in [
        (["journal", "list", "--state", "parked"], 0, "capataz: no intents fit\n"),
        (["journal", "list", "--tenant", "acmee"], 1, "capataz: there is no tenant 'acmee'; did you mean 'acme'?\n"),
        (["journal", "decisions", "--kind", "shadow"], 0, "capataz: no decisions fit\n"),
        (["journal", "list", "--since", "1h"], 0, ""), (["journal", "list", "--limit", "0"], 64, nil),
      ] as [([String], Int32, String?)] {
        let child = try world.start(arguments)
        #expect(await child.exit() == .code(code), "\(arguments)")
        guard let said else { continue }
        #expect(code == 1 ? child.errors.text.hasPrefix(said) : child.errors.text == said, "\(arguments)")
      }
      let decisions = try world.start("journal", "decisions", "--limit", "1", "--format", "json")
      #expect(await decisions.exit() == .code(0))
      #expect(decisions.output.lines.count == 1 && decisions.output.text.contains(#""tenant":"acme""#))
    }
  }

  @Test("commands that only look leave the journal as it is, but for the requests that count for the limits")
  func looking() async throws {
    try await World.with(rules: RuleTexts.handOver) { world in
      let plan = try world.start("plan", "--allow-volatile-state")
      #expect(await plan.exit() == .code(0), "\(plan.errors.text)")
      let why = try world.start("why", Self.task, "--allow-volatile-state")
      #expect(await why.exit() == .code(0), "\(why.errors.text)")
      let export = try world.start("journal", "export")
      #expect(await export.exit() == .code(0), "\(export.errors.text)")
      #expect(export.output.text == "")
      let decisions = try world.start("journal", "decisions")
      #expect(await decisions.exit() == .code(0))
      #expect(decisions.errors.text == "capataz: no decisions yet\n")
    }
  }

  @Test("a forecast does not list what is done")
  func ahead() async throws {
    try await World.with(rules: RuleTexts.handOver) { world in
      let forecast = try world.start("forecast", "--format", "json", "--allow-volatile-state")
      #expect(await forecast.exit() == .code(0), "\(forecast.errors.text)")
      #expect(forecast.output.text.contains("hand-over"))
      try await world.sandbox.inject("wrong_task", at: "reassign")
      let daemon = try world.daemon()
      try await daemon.record("tenant.paused")
      let reload = try world.start("reload")
      #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
      try await daemon.record("intent.verified")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      let after = try world.start("forecast", "--format", "json", "--allow-volatile-state")
      #expect(await after.exit() == .code(0), "\(after.errors.text)")
      #expect(!after.output.text.contains("hand-over"), "\(after.output.text)")
    }
  }
}
