import Foundation
import Glibc
import Needs
import Testing

/// Looking without touching.
@Suite(.limit(minutes: 10)) struct PlanTests {
  @Test("a plan names the payload and the price, sends no write, and tells work by its exit code")
  func plan() async throws {
    try await World.with { world in
      let plan = try world.start("plan", "--exit-code", "--allow-volatile-state")
      #expect(await plan.exit() == .code(1), "\(plan.errors.text)")
      #expect(
        plan.output.lines.prefix(2) == [
          "tenant acme: 1 to do",
          "1. task 674839201748392018  complete  {\"result_code\":\"sent\",\"captured_data\":"
            + "{\"email_address\":\"contact@acme.com\",\"template\":\"Premium Welcome\"}}  rule send-welcome",
        ])
      let rest = plan.output.lines.dropFirst(2)
      #expect(rest.first?.hasPrefix("cost: 2 API calls (1 complete, 1 detail), about ") == true, "\(plan.output.text)")
      let limits = rest.dropFirst().first ?? ""
      #expect(limits.hasPrefix("limits: list ") && limits.contains("; complete 0/10 used; "), "\(limits)")
      #expect(
        rest.dropFirst(2) == [
          "rules, in the order they are tried:", "  1.  send-welcome  live  list only  takes 1: 1 now",
        ])
      let json = try world.start("plan", "--format", "json", "--allow-volatile-state")
      #expect(await json.exit() == .code(0))
      let fields = try JSONDecoder().decode([String: String].self, from: Data(json.output.text.utf8))
      #expect(fields["task"] == RuleTexts.example)
      #expect(fields["endpoint"] == "complete")
      #expect(
        Set(fields.keys) == [
          "tenant", "task", "rule", "rule_fingerprint", "endpoint", "body", "held_by", "held_why", "held_until",
        ])
      let rules = try world.start("plan", "--format", "json", "--rules", "--allow-volatile-state")
      #expect(await rules.exit() == .code(0))
      #expect(
        rules.output.text
          == #"{"tenant":"acme","place":1,"rule":"send-welcome","stage":"live","needs_detail":false,"takes":1,"#
          + #""goes":1,"watches":0,"settled":0,"blocked":0,"undecided":0,"held":[]}"# + "\n")
      let budgets = try world.start("plan", "--format", "json", "--limits", "--allow-volatile-state")
      #expect(await budgets.exit() == .code(0))
      #expect(budgets.output.lines.count == 1)
      #expect(budgets.output.text.hasPrefix(#"{"tenant":"acme","limits":[{"endpoint":"list","limit":30,"used":"#))
      let complete =
        #"{"endpoint":"complete","limit":10,"used":0,"foreign":0,"penalty":0,"next_free_s":0,"shared_with":[],"#
        + #""waiting":1,"drain_s":0}"#
      #expect(budgets.output.text.contains(complete), "\(budgets.output.text)")
      let traffic = try await world.sandbox.traffic()
      #expect(traffic["complete", default: .none].total == 0)
      #expect(traffic["detail", default: .none].total == 0)
      try world.expectNoSecret(in: plan, json, budgets)
      // The plans took their calls from the same ledger as the run that follows.
      let run = try await world.runOnce()
      #expect(run.exit == .code(0))
      for (endpoint, traffic) in try await world.sandbox.traffic() { #expect(traffic.limited == 0, "\(endpoint)") }
    }
  }

  @Test("while the daemon runs, plan and journal list show what it sees, without asking the server")
  func besideDaemon() async throws {
    try await World.with(rules: RuleTexts.handOver) { world in
      try await world.sandbox.inject("delay:400", at: "reassign")
      let daemon = try world.daemon()
      await world.sandbox.request("/reassign -> 200")
      let logins = try await world.sandbox.traffic()["login", default: .none].total
      let plan = try world.start("plan", "--exit-code", "--allow-volatile-state")
      // What is in flight is not to be done any more.
      #expect(await plan.exit() == .code(0), "\(plan.output.text)\(plan.errors.text)")
      #expect(plan.output.text.hasPrefix("tenant acme: 0 to do, as seen by the daemon at "), "\(plan.output.text)")
      #expect(try await world.intents().map { $0["state"] } == ["armed"])
      #expect(try await world.sandbox.traffic()["login", default: .none].total == logins)
      daemon.kill(SIGKILL)
      _ = await daemon.exit()
    }
  }

  @Test("while the daemon runs, plan and why know the details that it read, and when; plan says where a limit bites")
  func detailsBesideDaemon() async throws {
    try await World.with(rules: RuleTexts.verified) { world in
      let daemon = try world.daemon("--dry-run")
      try await daemon.record("decision.act")
      let plan = try world.start("plan", "--allow-volatile-state")
      #expect(await plan.exit() == .code(0), "\(plan.errors.text)")
      #expect(plan.output.lines.first?.hasPrefix("tenant acme: 1 to do, as seen by the daemon at ") == true)
      #expect(plan.output.lines.first?.hasSuffix("; 1 of them would wait") == true, "\(plan.output.text)")
      #expect(
        plan.output.lines.dropFirst(3) == [
          "rules, in the order they are tried:",
          "  1.  send-verified  live  reads the detail  takes 1: 1 would wait: limit (the sum of 'weight' may be 10 per "
            + "day, 10 of it left)",
        ], "\(plan.output.text)")
      let why = try world.start("why", RuleTexts.example, "--allow-volatile-state")
      #expect(await why.exit() == .code(0), "\(why.errors.text)")
      #expect(why.output.text.contains("its detail as it was read at "), "\(why.output.text)")
      #expect(why.output.text.contains("<- decides") && !why.output.text.contains("unknown"), "\(why.output.text)")
      let detail = try await world.sandbox.traffic()["detail", default: .none].total
      #expect(detail == 1)
      daemon.kill(SIGTERM)
      _ = await daemon.exit()
    }
  }

  @Test("a dry run decides and journals its decisions, and sends no write")
  func dryRun() async throws {
    try await World.with { world in
      let daemon = try world.daemon("--once", "--dry-run")
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      let decisions = daemon.records(of: "decision.act")
      #expect(decisions.map(\.task) == [RuleTexts.example])
      #expect(decisions.first?.fields["dry"] == "true")
      #expect(try await world.intents().isEmpty)
      let traffic = try await world.sandbox.traffic()
      #expect(traffic["complete", default: .none].total == 0)
      #expect(traffic["reassign", default: .none].total == 0)
      let journal = try Data(contentsOf: URL(filePath: world.folder + "/state/journal.sqlite"))
      #expect(String(decoding: journal, as: UTF8.self).contains("send-welcome"))
    }
  }

  @Test("a plan with wrong credentials ends with 77, of an unknown tenant with 64")
  func refused() async throws {
    try await World.with { world in
      let unknown = try world.start("plan", "--tenant", "nobody", "--allow-volatile-state")
      #expect(await unknown.exit() == .code(64))
      #expect(unknown.errors.text.contains("there is no tenant 'nobody'"))
      try world.write("wrong", to: "password", mode: 0o600)
      let plan = try world.start("plan", "--allow-volatile-state")
      #expect(await plan.exit() == .code(77), "\(plan.errors.text)")
      #expect(plan.errors.text.contains("refuses the credentials"), "\(plan.errors.text)")
    }
  }

  @Test("a journal list without a journal says so and ends with 74")
  func noJournal() async throws {
    try await World.with { world in
      let list = try world.start("journal", "list")
      #expect(await list.exit() == .code(74))
      #expect(list.errors.text.contains("there is no journal in"))
    }
  }
}
