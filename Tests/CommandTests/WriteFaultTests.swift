import Needs
import Testing

/// Everything that can happen to a write, against the real server: the end must be right and nothing done twice.
@Suite(.limit(minutes: 10)) struct WriteFaultTests {
  /// A fault on the first write, and what must have come of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: String
    /// Writes that reach the server in all.
    var requests: Int
    /// Effects in the end.
    var effects = 1
    var state = "done"
    var exit: Int32 = 0

    var testDescription: String { fault }
  }

  static let cases = [
    // The answer is lost or says nothing, and the effect is there: reading proves it, nothing is sent again.
    Case(fault: "lost_after", requests: 1),
    Case(fault: "applied_500", requests: 1),
    Case(fault: "half_json", requests: 1),
    Case(fault: "empty", requests: 1),
    Case(fault: "delay:60", requests: 1),
    Case(fault: "late:40", requests: 1),
    // The effect is not there: only after the time for late effects is it sent again.
    Case(fault: "lost_before", requests: 2),
    Case(fault: "html:502", requests: 2),
    Case(fault: "hang", requests: 2),
    Case(fault: "status:500", requests: 2),
    Case(fault: "status:503", requests: 2),
    Case(fault: "redirect", requests: 2),
    // The server itself says that it did nothing, and asking later helps.
    Case(fault: "status:401", requests: 2),
    Case(fault: "status:429", requests: 2),
    // It says so, and asking later does not help.
    Case(fault: "status:400", requests: 1, effects: 0, state: "refused"),
    // It is about our user, and the task is not used up.
    Case(fault: "status:403", requests: 1, effects: 0, state: "planned", exit: 77),
    Case(fault: "status:404", requests: 1, effects: 0, state: "refused"),
    Case(fault: "status:409", requests: 1, effects: 0, state: "refused"),
    // Whoever answers for another task is not to be trusted: writes stop for a person.
    Case(fault: "wrong_task", requests: 1, exit: 1),
  ]

  @Test("a completion is made once, whatever becomes of its answer", arguments: cases)
  func completion(_ fault: Case) async throws { try await check(fault, "complete", RuleTexts.welcome) }

  @Test("a reassignment is made once, whatever becomes of its answer", arguments: cases)
  func reassignment(_ fault: Case) async throws { try await check(fault, "reassign", RuleTexts.handOver) }

  private func check(_ fault: Case, _ endpoint: String, _ rules: String) async throws {
    try await World.with(rules: rules, setup: { $0.timeout = "2s" }) { world in
      try await world.sandbox.inject(fault.fault, at: endpoint)
      let run = try await world.runOnce()
      let log = run.process.errors.text
      #expect(run.exit == .code(fault.exit), "\(log)")
      let seen = try await world.sandbox.history()
      #expect(seen.history.count == fault.effects, "\(log)")
      #expect(seen.refused.isEmpty, "\(log)")
      #expect(try await world.sandbox.traffic()[endpoint]?.total == fault.requests, "\(log)")
      #expect(try await world.intents().map { $0["state"] } == [fault.state], "\(log)")
      switch fault.exit {
      case 1: #expect(run.process.records(of: "tenant.paused").map(\.level) == ["err"])
      case 77: #expect(run.process.records(of: "tenant.forbidden").map(\.level) == ["err", "err"])
      default: break
      }
    }
  }
}
