import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Stopping, reloading, running once")
struct LifeTests {
  @Test(
    "a stop gives up reads and ends at once when no write is under way", arguments: [Endpoint.login, .list, .detail])
  func stopReading(endpoint: Endpoint) throws {
    var rig = try EngineRig.completing()
    rig.held = [endpoint]
    rig.start()
    rig.run(5)
    let underWay = rig.pending.map(\.id)
    rig.handle(.stop)
    #expect(rig.cancelled == underWay && underWay.count == 1 && rig.ending == .stopped)
  }

  @Test("a stop waits for the write under way, keeps its outcome, and begins nothing new")
  func stopWriting() throws {
    var rig = try EngineRig((1...3).map { ModelTask("\($0)", step: "Send") })
    rig.held = [.complete]
    rig.start()
    rig.run(3)
    let sent = rig.sends.count
    rig.handle(.stop)
    #expect(rig.ending == nil && rig.cancelled.isEmpty)
    rig.held = []
    rig.run(10)
    #expect(rig.ending == .stopped && rig.sends.count == sent)
    #expect(rig.states("1") == [.armed, .done] && rig.writes.count == 1)
    rig.handle(.tick)
    #expect(rig.sends.count == sent)
  }

  @Test("a look that comes back after the stop leads to no write")
  func stopBetween() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Route")]) { $0.writes = .separate }
    rig.rules = RuleSet(rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")))
    rig.engine = Engine(settings: rig.settings, rules: rig.rules)
    rig.held = [.complete]
    rig.latency = .seconds(1)
    rig.start()
    // Login, list and the looks take a second each; task 1 is looked at first.
    rig.run(2.5)
    let look = rig.pending.first { $0.call == .detail(TaskID("1")) }
    rig.give(try #require(look))
    #expect(rig.writes.count == 1)
    let other = try #require(rig.pending.first { $0.call == .detail(TaskID("2")) })
    rig.handle(.stop)
    rig.handle(.answered(other.id, .success(rig.tenant.read(other.call))))
    rig.held = []
    rig.run(5)
    #expect(rig.ending == .stopped && rig.writes.count == 1)
  }

  @Test("a reload polls at once and judges by the new rules; an old look does nothing")
  func reload() throws {
    var rig = try EngineRig.completing()
    rig.held = [.detail]
    rig.start()
    rig.run(2)
    rig.handle(.reload(RuleSet(rule("send", "Send", then: .toUser("maria"), version: 2))))
    rig.held = []
    rig.run(5)
    #expect(rig.writes.map(\.endpoint) == [.reassign])
  }

  @Test("a rule edited after its effect does not repeat it")
  func edited() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], RuleSet(rule("g", "Route", then: .toGroup("audit"))))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(3)
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.handle(.reload(RuleSet(rule("g2", "Route", then: .toGroup("audit"), version: 2))))
    rig.run(100)
    #expect(rig.writes.count == 1)
  }

  @Test("a single run ends when nothing is left, after a poll that must show what its own effects led to")
  func once() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")]) { $0.runsOnce = true }
    rig.rules = RuleSet(rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")))
    rig.engine = Engine(settings: rig.settings, rules: rig.rules)
    rig.tenant.nextStep = ["Send": "Route"]
    rig.start()
    rig.run(300)
    #expect(rig.ending == .nothingLeft && rig.writes.map(\.endpoint) == [.complete, .reassign])
  }

  @Test("a single run with nothing to do ends after one poll", arguments: [true, false])
  func onceIdle(dry: Bool) throws {
    var rig = try EngineRig(dry ? [ModelTask("1", step: "Send")] : []) {
      $0.runsOnce = true
      $0.mode = dry ? .dry : .live
    }
    rig.start()
    rig.run(10)
    #expect(rig.ending == .nothingLeft && rig.calls() == [.login, .list])
  }

  @Test(
    "a single run does not end while an effect that had a setback is still wanted",
    arguments: [
      (Endpoint.complete, EngineRig.Script.fail(Wire.refused)), (.complete, .reply(Wire.refusal(401))),
      (.complete, .reply(Wire.refusal(429))), (.complete, .fail(Wire.lost)), (.complete, .appliedThenFail(Wire.lost)),
      (.complete, .reply(Wire.html(302))), (.detail, .reply(Wire.refusal(500))), (.detail, .fail(Wire.lost)),
      (.detail, .reply(Wire.html(502))), (.detail, .reply(Wire.refusal(401))), (.detail, .reply(Wire.refusal(429))),
    ])
  func onceSetback(endpoint: Endpoint, script: EngineRig.Script) throws {
    var rig = try EngineRig.completing { $0.runsOnce = true }
    rig.script[endpoint] = [script]
    rig.start()
    rig.run(600)
    #expect(rig.ending == .nothingLeft && rig.tenant["1"]?.isOpen == false)
  }

  @Test("a single run ends when it is refused or nothing can be reached")
  func onceFails() throws {
    var refused = try EngineRig.completing { $0.runsOnce = true }
    refused.always[.login] = .reply(Wire.refusal(401))
    refused.start()
    refused.run(10)
    #expect(refused.ending == .credentialsRefused)
    for endpoint in [Endpoint.list, .login, .detail] {
      var unreachable = try EngineRig.completing { $0.runsOnce = true }
      unreachable.always[endpoint] = .fail(Wire.refused)
      unreachable.start()
      unreachable.run(3_000)
      #expect(unreachable.ending == (endpoint == .detail ? .leftUndone : .unreachable))
    }
    var stopped = try EngineRig.completing { $0.runsOnce = true }
    stopped.script[.complete] = [
      .reply(Wire.success(.object([JSONMember("task_id", .string("other"))])))
    ]
    stopped.start()
    stopped.run(600)
    #expect(stopped.ending == .unreachable)
  }

  @Test(
    "a single run tries a dead server three times, a look twice, within seconds, whatever the time between polls",
    arguments: [(Settings.Patience.work, 3, 15.0), (.look, 2, 3.0)])
  func givesUp(patience: Settings.Patience, tries: Int, seconds: Double) throws {
    var rig = try EngineRig.completing {
      $0.runsOnce = true
      $0.patience = patience
      $0.pollEvery = .seconds(600)
    }
    rig.always[.list] = .fail(Wire.refused)
    rig.start()
    rig.run(seconds)
    #expect(rig.ending == .unreachable)
    #expect(rig.count(.list) == tries)
    // What a look came to is told by its command.
    let warnings = rig.reports.filter { $0.level == .warning || $0.level == .err }
    #expect(warnings.map(\.level) == (patience == .look ? [] : [.warning, .err]))
    #expect(warnings.allSatisfy { $0.message.contains("refused") })
  }

  @Test("a look that fails once and then works ends as if nothing had been")
  func looksAgain() throws {
    var rig = try EngineRig.completing {
      $0.runsOnce = true
      $0.mode = .dry
      $0.patience = .look
    }
    rig.script[.list] = [.fail(Wire.refused)]
    rig.start()
    rig.run(5)
    #expect(rig.ending == .nothingLeft && rig.engine.candidates.count == 1)
  }

  @Test("a single run that may not read one of its tasks says so and ends")
  func onceForbidden() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Send")]) { $0.runsOnce = true }
    rig.badDetails = [TaskID("1"): Wire.refusal(403, "FORBIDDEN")]
    rig.start()
    rig.run(600)
    #expect(rig.ending == .leftUndone && rig.tenant["2"]?.isOpen == false)
    #expect(rig.said(.decisionBlocked).first?.message.contains("403") == true)
  }

  @Test("an ending waits for the write under way")
  func onceWaits() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Route")]) {
      $0.runsOnce = true
      $0.writes = .separate
    }
    rig.rules = RuleSet(rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")))
    rig.engine = Engine(settings: rig.settings, rules: rig.rules)
    rig.held = [.complete]
    rig.always[.reassign] = .reply(Wire.refusal(401))
    rig.start()
    rig.run(3)
    for endpoint in [Endpoint.list, .login] { rig.always[endpoint] = .reply(Wire.refusal(401)) }
    rig.run(100)
    #expect(rig.ending == nil && rig.said(.tenantAuthFailed).count == 1)
    rig.release(.complete)
    #expect(rig.states("1") == [.armed, .done] && rig.ending == .credentialsRefused)
  }
}
