import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Pace and turns")
struct PaceTests {
  private func tasks(_ count: Int, _ change: (inout ModelTask) -> Void = { _ in }) -> [ModelTask] {
    (1...count).map { number in
      var task = ModelTask("\(1_000 + number)", step: "Send")
      change(&task)
      return task
    }
  }

  private func times(of endpoint: Endpoint, _ rig: EngineRig) -> [Double] {
    rig.sends.filter { $0.call.endpoint == endpoint }.map { Double($0.at.nanoseconds) / 1e9 }
  }

  @Test("a backlog is worked off evenly, at nearly all of the permitted rate, however long a look takes")
  func evenly() throws {
    var rig = try EngineRig(tasks(90))
    rig.latency = .milliseconds(400)
    rig.start()
    rig.run(600)
    let writes = times(of: .complete, rig)
    let gaps = zip(writes.dropFirst(), writes).map { $0 - $1 }
    // Ten a minute for ten minutes; a token comes back a window, the margin and its own way after it was taken.
    #expect((96...99).contains(rig.count(.complete) + 9), "\(rig.count(.complete))")
    // Once what was saved while nothing waited is used up, and a first window was watched for others, in which one token is
    // left to them: a spacing, less what the write before it was late, 0.3 s at most.
    #expect(gaps.dropFirst(9).allSatisfy { (5.57...8.2).contains($0) }, "\(gaps)")
    #expect(rig.said(.rateLimited).isEmpty)
  }

  @Test("a look goes ahead of its write, so that the write goes the moment it may; no task is looked at twice for it")
  func lookAhead() throws {
    var rig = try EngineRig(tasks(20))
    rig.latency = .milliseconds(500)
    rig.start()
    rig.run(100)
    let looks = rig.count(.detail)
    #expect(rig.writes.count >= 16 && looks <= rig.writes.count + 2, "\(looks) looks, \(rig.writes.count) writes")
  }

  @Test("what is overdue goes before all else and as soon as the limit allows, but every fifth turn is another's")
  func urgentFirst() throws {
    var all = tasks(60)
    for place in all.indices where place % 2 == 0 { all[place].dueDate = "2026-01-01T00:00:00" }
    var rig = try EngineRig(all)
    rig.start()
    rig.run(10)
    let late = Set(all.indices.filter { $0 % 2 == 0 }.map { all[$0].id })
    let first = rig.writes.compactMap { if case .write(let task, _) = $0 { late.contains(task) } else { nil } }
    // All tokens at once, but for those of the pace's own turns.
    #expect(first.count == 10 && first.count { $0 } >= 8, "\(first)")
    rig.run(300)
    let order = rig.writes.compactMap { if case .write(let task, _) = $0 { late.contains(task) } else { nil } }
    let others = order.prefix(35).count { !$0 }
    #expect((4...8).contains(others), "\(others) others among the first 35")
  }

  @Test("completions and reassignments take turns until it is known whether they share a limit, which they soon show")
  func turnsForEvidence() throws {
    let given = (1...60).map { ModelTask(String(100 + $0), step: "Route") }
    let completed = (1...8).map { ModelTask(String(900 + $0), step: "Send") }
    let rules = RuleSet(rule("route", "Route", then: .toUser("maria")), rule("send", "Send", then: .send))
    var rig = try EngineRig(given + completed, rules)
    rig.start()
    rig.run(60)
    #expect(rig.count(.complete) >= 6, "\(rig.count(.complete)) completions, \(rig.count(.reassign)) reassignments")
    rig.run(120)
    #expect(rig.count(.reassign) >= 24, "\(rig.count(.reassign)) reassignments in three minutes")
  }

  @Test("where lists and details draw on one limit that polls alone would use up, looks have their turns as well")
  func looksBesidePolls() throws {
    var rig = try EngineRig {
      $0.pollEvery = .seconds(15)
      $0.pollsOverdue = true
      $0.reads = .shared
      for endpoint in [Endpoint.list, .detail] { $0.limits[endpoint]?.requests = 8 }
    }
    rig.start()
    rig.run(300)
    for task in tasks(6) { rig.tenant[task.id.rawValue] = task }
    rig.run(300)
    #expect(rig.writes.count == 6, "\(rig.writes.count) of six within five minutes")
    #expect(rig.count(.list) > rig.count(.detail) * 3)
  }

  @Test("no more details are read than writes can follow soon; what is overdue is read all the same")
  func admission() throws {
    func quoted(_ number: Int) -> ModelTask {
      var task = ModelTask("\(1_000 + number)", step: "Send")
      task.quote = [JSONMember("total", .string("5"))]
      return task
    }
    var rig = try EngineRig(
      (1...120).map(quoted), RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 10))
    ) {
      $0.reads = .separate
      $0.writes = .separate
    }
    rig.start()
    rig.run(115)
    // Two windows of both writes' limits are ready, and those that were written.
    let read = rig.count(.detail)
    #expect((50...60).contains(read), "\(read) details for \(rig.writes.count) writes")
    rig.run(1_000)
    #expect(rig.tenant.open.isEmpty)
  }

  @Test("pages and details that draw on one limit take turns, so that a long list does not keep rules from deciding")
  func pagesAndDetails() throws {
    func quoted(_ number: Int) -> ModelTask {
      var task = ModelTask("\(1_000 + number)", step: "Send")
      task.quote = [JSONMember("total", .string("500"))]
      return task
    }
    var rig = try EngineRig((1...40).map(quoted), RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 10))) {
      $0.reads = .shared
    }
    rig.tenant.pageCap = 1
    rig.start()
    rig.run(240)
    #expect(
      rig.count(.list) > 80 && rig.count(.detail) >= 15, "\(rig.count(.list)) pages, \(rig.count(.detail)) details")
  }

  @Test("a refusal is remembered over a restart: nothing goes before the wait is over")
  func block() throws {
    var rig = try EngineRig.completing()
    rig.script[.complete] = [.reply(Wire.refusal(429, "RATE_LIMITED", [HTTPHeader("Retry-After", "300")]))]
    rig.start()
    rig.run(20)
    #expect(rig.count(.complete) == 1)
    rig.restart()
    rig.run(250)
    #expect(rig.count(.complete) == 1)
    rig.run(100)
    #expect(rig.count(.complete) == 2 && rig.tenant["1"]?.isOpen == false)
  }

  @Test(
    "the summary and the gauges tell of each limit: used, of others, when the next may go, how long the queue takes")
  func gauges() throws {
    var rig = try EngineRig(tasks(60)) { $0.writes = .shared }
    rig.start()
    rig.run(130)
    let gauges = Dictionary(uniqueKeysWithValues: rig.engine.gauges(at: rig.now).map { ($0.endpoint, $0) })
    let complete = try #require(gauges[.complete])
    #expect(complete.usage.limit == 10 && (8...10).contains(complete.usage.used) && complete.sharedWith == [.reassign])
    #expect(complete.waiting > 30 && complete.drain > .seconds(150) && complete.drain < .seconds(330))
    rig.run(900)
    let summary = try #require(rig.said(.tenantSummary).first)
    #expect(summary.fields.contains { $0.key == "budget_complete" && $0.value.hasSuffix("/10") })
  }
}
