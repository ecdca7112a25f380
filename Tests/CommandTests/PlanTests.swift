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
        plan.output.lines.prefix(4) == [
          "tenant acme", "", "to do now, in this order:",
          "  1.  New Account Onboarding / Send Welcome Email  Acme Corp  complete 'sent'  send-welcome  live  "
            + RuleTexts.example,
        ], "\(plan.output.text)")
      let rest = plan.output.lines.dropFirst(5)
      #expect(rest.first?.hasPrefix("cost: 2 API calls (1 complete, 1 detail), about ") == true, "\(plan.output.text)")
      let limits = rest.dropFirst().first ?? ""
      #expect(limits.hasPrefix("limits: list ") && limits.contains("; complete 0/10 used; "), "\(limits)")
      #expect(
        rest.dropFirst(2).prefix(3) == [
          "rules, in the order they are tried:", "  1.  send-welcome  live  list only  takes 1: 1 now", "",
        ])
      #expect(plan.output.lines.last?.hasPrefix("acme: 1 to do now, of ") == true, "\(plan.output.text)")
      let verbose = try world.start("plan", "--verbose", "--allow-volatile-state")
      #expect(await verbose.exit() == .code(0))
      let payload =
        "      complete {\"result_code\":\"sent\",\"captured_data\":"
        + "{\"email_address\":\"contact@acme.com\",\"template\":\"Premium Welcome\"}}\n"
      #expect(verbose.output.text.contains(payload), "\(verbose.output.text)")
      let json = try world.start("plan", "--format", "json", "--allow-volatile-state")
      #expect(await json.exit() == .code(0))
      struct Action: Decodable {
        struct Body: Decodable { var result_code: String }
        var task: String
        var kind: String
        var turn: Int
        var endpoint: String
        var body: Body
        var held_by: String?
      }
      let action = try JSONDecoder().decode(Action.self, from: Data(json.output.text.utf8))
      #expect(action.task == RuleTexts.example && action.endpoint == "complete" && action.body.result_code == "sent")
      #expect(action.kind == "act" && action.turn == 1 && action.held_by == nil)
      let rules = try world.start("plan", "--format", "json", "--by-rule", "--allow-volatile-state")
      #expect(await rules.exit() == .code(0))
      #expect(
        rules.output.text
          == #"{"tenant":"acme","place":1,"rule":"send-welcome","stage":"live","needs_detail":false,"takes":1,"#
          + #""goes":1,"watches":0,"settled":0,"blocked":0,"undecided":0,"held":[]}"# + "\n")
      let budgets = try world.start("plan", "--format", "json", "--limits", "--allow-volatile-state")
      #expect(await budgets.exit() == .code(0))
      #expect(budgets.output.lines.count == 1)
      #expect(
        budgets.output.text.hasPrefix(
          #"{"tenant":"acme","limits":[{"tenant":"acme","endpoint":"list","limit":30,"used":"#))
      let complete =
        #"{"tenant":"acme","endpoint":"complete","limit":10,"used":0,"foreign":0,"penalty":0,"next_free_s":0,"#
        + #""shared_with":[],"waiting":1,"drain_s":0}"#
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
      #expect(plan.output.text.hasPrefix("tenant acme, as the daemon saw it at "), "\(plan.output.text)")
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
      #expect(plan.output.lines.last?.hasPrefix("acme: nothing to do now, 1 held back, of ") == true)
      #expect(plan.output.text.contains("\nthe daemon runs with --dry-run: it sends nothing\n"), "\(plan.output.text)")
      let heading = "held back by limit (the sum of 'weight' may be 10 per day, 10 of it left):"
      #expect(plan.output.lines.contains(heading), "\(plan.output.text)")
      let rules = plan.output.lines.drop { !$0.hasPrefix("rules, ") }
      #expect(
        rules.prefix(2) == [
          "rules, in the order they are tried:",
          "  1.  send-verified  live  reads the detail  takes 1: 1 would wait: limit (the sum of 'weight' may be 10 per "
            + "day, 10 of it left)",
        ], "\(plan.output.text)")
      let why = try world.start("why", RuleTexts.example, "--allow-volatile-state")
      #expect(await why.exit() == .code(0), "\(why.errors.text)")
      #expect(why.output.text.contains("its detail as it was read at "), "\(why.output.text)")
      #expect(why.output.text.contains("<- decides") && !why.output.text.contains("unknown"), "\(why.output.text)")
      // Details of other tasks may be read to learn the forms of their steps.
      #expect(world.sandbox.process.errors.lines.count { $0.contains("/tasks/\(RuleTexts.example) -> ") } == 1)
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

  @Test("what other rules decide differently is shown task by task; mistakes in them end with 78, as those of others")
  func otherRules() async throws {
    try await World.with { world in
      try world.write(RuleTexts.handOver, to: "other/rules.yaml")
      let path = world.folder + "/other"
      let compared = try world.start("plan", "--rules", path, "--exit-code", "--allow-volatile-state")
      #expect(await compared.exit() == .code(1), "\(compared.errors.text)")
      let lines = compared.output.lines
      #expect(
        lines.first?.hasPrefix("tenant acme: the rules of \(path) against those of the configuration, on ") == true)
      #expect(
        lines[1] == "1 rule added (hand-over), 1 rule removed (send-welcome)"
          && lines[2].hasPrefix("1 of ") && lines[2].hasSuffix(" tasks would be decided differently"))
      #expect(
        lines.suffix(3) == [
          "  \(RuleTexts.example)  New Account Onboarding / Send Welcome Email  Acme Corp",
          "    now   send-welcome: complete 'sent'", "    then  hand-over: Sales Team -> Maria Garcia",
        ], "\(compared.output.text)")
      let same = try world.start("plan", "--rules", world.folder + "/rules", "--exit-code", "--allow-volatile-state")
      #expect(await same.exit() == .code(0), "\(same.errors.text)")
      #expect(same.output.lines[1] == "the rules mean the same", "\(same.output.text)")
      try world.write(RuleTexts.handOver.replacing("stage: live", with: "stage: alive"), to: "other/rules.yaml")
      let wrong = try world.start("plan", "--rules", path)
      #expect(await wrong.exit() == .code(78))
      #expect(wrong.errors.text.contains("\(path)/rules.yaml:4:12: error: ") && wrong.errors.text.contains("^"))
      #expect(wrong.output.text.isEmpty)
      let none = try world.start("plan", "--rules", "/nowhere")
      #expect(await none.exit() == .code(78))
      for other in ["--verbose", "--by-rule"] {
        let clash = try world.start("plan", "--rules", path, "--format", "json", other)
        #expect(await clash.exit() == .code(64), "\(other)")
      }
      try world.expectNoSecret(in: compared)
    }
  }

  @Test("with --exit-code a server that cannot be read is no work: 69; without it 1, as with every command")
  func unreachable() async throws {
    try await World.with { world in
      await world.sandbox.stop()
      for (options, code) in [
        (["--exit-code"], Int32(69)), ([], 1), (["--rules", world.folder + "/rules", "--exit-code"], 69),
      ] {
        let plan = try world.start(["plan", "--allow-volatile-state"] + options)
        #expect(await plan.exit() == .code(code), "\(options): \(plan.errors.text)")
        #expect(plan.errors.text.contains("could not be read from \(world.sandbox.url)"), "\(plan.errors.text)")
      }
    }
  }

  @Test(
    "a plan with wrong credentials ends with 77, of an unknown tenant with 1 and the nearest name, or 64 under --exit-code"
  )
  func refused() async throws {
    try await World.with { world in
      for (options, code) in [([], Int32(1)), (["--exit-code"], 64), (["--rules", world.folder + "/rules"], 1)] {
        let unknown = try world.start(["plan", "--tenant", "acne", "--allow-volatile-state"] + options)
        #expect(await unknown.exit() == .code(code), "\(options)")
        #expect(unknown.errors.text.hasPrefix("capataz: there is no tenant 'acne'; did you mean 'acme'?\nUsage: "))
      }
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
