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

/// The rig itself checks that no wake lies in the past.
@Suite("Being woken")
struct WakeTests {
  @Test("an idle engine is woken twice per poll or less")
  func idle() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")]) { $0.pollsOverdue = true }
    rig.start()
    rig.run(36_000)
    #expect((1_200...2_450).contains(rig.ticks))
  }

  @Test(
    "in no condition in which work has to wait is the engine woken in a loop",
    arguments: [
      [Endpoint.list: EngineRig.Script.reply(Wire.refusal(401))], [.list: .reply(Wire.html(502))],
      [.list: .reply(Wire.refusal(429))], [.login: .reply(Wire.refusal(401))], [.login: .reply(Wire.html(502))],
      [.login: .reply(Wire.refusal(429))], [.detail: .reply(Wire.refusal(429))], [.detail: .reply(Wire.refusal(403))],
      [.detail: .reply(Wire.refusal(401))], [.detail: .fail(Wire.refused)], [.detail: .fail(Wire.lost)],
      [.complete: .reply(Wire.refusal(429))], [.complete: .reply(Wire.refusal(401))], [.complete: .fail(Wire.refused)],
      [.complete: .fail(Wire.lost)], [.complete: .reply(Wire.html(302))], [.complete: .reply(Wire.html(502))],
      [.complete: .fail(Wire.lost), .detail: .reply(Wire.refusal(429))],
      [.complete: .reply(Wire.success(.object([JSONMember("task_id", .string("x"))])))],
    ] as [[Endpoint: EngineRig.Script]])
  func waiting(always: [Endpoint: EngineRig.Script]) throws {
    var rig = try EngineRig((1...30).map { ModelTask("\($0)", step: "Send") })
    rig.always = always
    rig.start()
    rig.run(7_200)
    #expect(rig.ticks < 2_500, "\(rig.ticks) ticks in two hours")
    #expect(rig.sends.count < 2_800)
  }

  @Test(
    "nor while answers do not come", arguments: [Endpoint.login, .list, .detail, .complete])
  func unanswered(endpoint: Endpoint) throws {
    var rig = try EngineRig((1...30).map { ModelTask("\($0)", step: "Send") })
    rig.held = [endpoint]
    rig.start()
    rig.run(7_200)
    #expect(rig.ticks < 600)
  }

  @Test("a task that was just read and may not go keeps no other from a look, nor the engine from being woken for it")
  func capped() throws {
    let rules = RuleSet(
      rule("sum", "Sum", then: .takesOver()).ifTotal(atMost: 1_000).limited(
        .init(sumPerDay: .init(of: "total", atMost: 5))),
      rule("send", "Send", then: .takesOver()).ifTotal(atMost: 1_000))
    let tasks = (1...30).map { number in
      var task = ModelTask.quoted("\(1_000 + number)", total: .string("100"))
      if number > 2 { task.step = "Sum" }
      return task
    }
    var rig = try EngineRig(tasks, rules) {
      $0.pollEvery = .seconds(3_600)
      ($0.reads, $0.writes) = (.separate, .separate)
      $0.limits[.detail]?.requests = 11
      $0.limits[.complete]?.requests = 1
    }
    rig.start()
    rig.run(70)
    #expect(rig.writes.count == 2, "\(rig.writes.count) of two, in two windows of the limit")
  }

  /// In which order refusals and answers come decides from when on a token can be counted on; so many orders are tried.
  @Test("whatever the server refuses in between, the next write goes in its time and waits for no poll")
  func refusedBetween() throws {
    let scripts: [EngineRig.Script] = [
      .pass, .reply(Wire.refusal(429)), .reply(Wire.refusal(429, "RATE_LIMITED", [HTTPHeader("Retry-After", "20")])),
    ]
    for number in 0..<162 {
      var rig = try EngineRig([], .reassigns) {
        $0.pollEvery = .seconds(1_200)
        for (endpoint, requests) in [Endpoint.list: 5, .detail: 8, .complete: 3, .reassign: 3] {
          $0.limits[endpoint]?.requests = requests
        }
      }
      rig.latency = .milliseconds(100 + number / 27 * 120)
      rig.start()
      var born = 0
      for wave in [[number, number / 3, number / 9], [2, number % 2, 1], [0, 1, 0]] {
        rig.script[.reassign] = wave.map { scripts[$0 % 3] }
        for _ in 0..<3 {
          born += 1
          rig.tenant["\(born)"] = ModelTask("\(born)", step: "Route")
        }
        rig.run(1_190)
        #expect(rig.holders.allSatisfy { $0 == "maria" }, "\(number): \(rig.holders)")
        rig.run(10)
      }
    }
  }

  @Test("the same events at the same times give the same effects")
  func deterministic() throws {
    var runs: [[Report]] = []
    for _ in 0..<2 {
      var rig = try EngineRig((1...20).map { ModelTask("\($0)", step: "Send") })
      rig.always[.complete] = .fail(Wire.lost)
      rig.start()
      rig.run(600)
      runs.append(rig.told)
    }
    #expect(runs[0] == runs[1] && runs[0].count > 40)
  }

  @Test("the summary comes every quarter of an hour with what happened since the last")
  func summary() throws {
    var late = ModelTask("9", step: "Other")
    late.isOverdue = true
    var rig = try EngineRig([ModelTask("1", step: "Send"), late]) { $0.pollsOverdue = true }
    rig.start()
    rig.run(1_850)
    let summaries = rig.said(.tenantSummary).map {
      Dictionary(uniqueKeysWithValues: $0.fields.map { ($0.key, $0.value) })
    }
    let facts = rig.told.compactMap { if case .tenantSummary(let summary) = $0.event { summary } else { nil } }
    #expect(summaries.count == 2)
    #expect(facts.map { $0.counts[.intentDone] ?? 0 } == [1, 0])
    #expect(facts.map { $0.counts[.decisionAct] ?? 0 } == [1, 0])
    #expect(summaries.first?["tenant"] == "acme" && summaries.first?["queue"] == "0")
    #expect(summaries.first?["oldest_overdue"] == "2026-03-17T11:30:00")
    #expect(summaries.first?["budget_list"]?.hasSuffix("/30") == true && summaries.first?["parked"] == "0")
    #expect(summaries.first?["polls"].flatMap { Int($0) }.map { (29...31).contains($0) } == true)
  }

  @Test("the summary's message counts what was done, also what only reading proved, and says what waits")
  func summaryMessage() throws {
    var rig = try EngineRig.reassigning()
    rig.script[.reassign] = [.appliedThenFail(Wire.lost)]
    rig.start()
    rig.run(1_850)
    #expect(
      rig.said(.tenantSummary).map(\.message) == [
        "acme: 15 min: 1 done, 0 in doubt, 0 refused; queue 0; parked 0; writes 0/10",
        "acme: 15 min: 0 done, 0 in doubt, 0 refused; queue 0; parked 0; writes 0/10",
      ])
  }

  @Test("a number stands with its noun as people write it")
  func counted() {
    #expect([0, 1, 2].map { $0.counted("task") } == ["0 tasks", "1 task", "2 tasks"])
    #expect([1, 2].map { $0.counted("match", "matches") } == ["1 match", "2 matches"])
  }

  @Test(
    "durations read as people write them",
    arguments: [
      (Duration.milliseconds(250), "250 ms"), (.milliseconds(1_500), "1.5 s"), (.seconds(60), "60 s"),
      (.seconds(900), "15 min"),
    ])
  func words(duration: Duration, text: String) {
    #expect(duration.inWords == text)
  }
}
