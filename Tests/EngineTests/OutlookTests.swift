import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("What the rules make of the tasks now")
struct OutlookTests {
  private func rig(
    _ tasks: [ModelTask], _ rules: RuleSet, _ adjust: (inout Settings) -> Void = { $0.mode = .dry }
  ) throws -> EngineRig {
    var rig = try EngineRig(tasks, rules, adjust)
    rig.start()
    rig.run(10)
    return rig
  }

  private func sending(_ count: Int) -> [ModelTask] { (1...count).map { ModelTask("\($0)", step: "Send") } }

  @Test("limits that count tasks let as many go as they leave room for, and say which they are")
  func limits() throws {
    let cases: [(limit: Safeguards.Limit, goes: Int, why: String)] = [
      (.init(perCycle: 2), 2, "2 per cycle"), (.init(perHour: 3), 3, "3 per hour"), (.init(perDay: 1), 1, "1 per day"),
      (.init(share: 0.4), 2, "40 % of 5 tasks"), (.init(perCycle: 4, perHour: 1), 1, "1 per hour"),
    ]
    for (limit, goes, why) in cases {
      let rig = try rig(sending(5), RuleSet(rule("send", "Send", then: .send).limited(limit)))
      let outlook = rig.engine.outlook(at: rig.stamp)
      let rule = try #require(outlook.rules.first)
      #expect(rule.takes == 5 && rule.goes == goes, "\(why)")
      #expect(
        rule.restraints.map { [$0.key.safeguard.rawValue, $0.key.text, "\($0.value)"] }
          == [["limit", why, "\(5 - goes)"]])
      // The most urgent go first.
      #expect(Set(outlook.restraints.keys) == Set(rig.engine.candidates.dropFirst(goes).map(\.task)))
      #expect(
        rig.engine.price(at: rig.now, besides: Set(outlook.restraints.keys)).calls == [.detail: goes, .complete: goes])
    }
  }

  @Test("what was done before counts, also for who only looks")
  func before() throws {
    var rig = try rig(sending(5), RuleSet(rule("send", "Send", then: .send).limited(.init(perHour: 3)))) {
      $0.limits[.complete] = RateLimit(requests: 1, per: .seconds(600))
    }
    #expect(rig.writes.count == 1)
    rig.run(60)
    let listing = try #require(rig.journal.views.last)
    let engine = Engine.deciding(
      listing, knowing: rig.journal.recollect(listing.rows.map(\.task.id), instances: []),
      recovery: rig.journal.recovery(),
      settings: rig.settings, rules: rig.rules, at: rig.stamp)
    let rule = try #require(engine.outlook(at: rig.stamp).rules.first)
    #expect(rule.goes == 2 && rule.restraints.values.reduce(0, +) == 2)
    // The token of the first completion is on its way for a while yet.
    #expect(engine.price(at: rig.now).time > .seconds(500))
  }

  @Test("a daily sum lets through what fits into it, and says what is left")
  func sum() throws {
    let tasks = [("1", "60"), ("2", "50"), ("3", "40")].map { ModelTask.quoted($0.0, total: .string($0.1)) }
    let limit = Safeguards.Limit(sumPerDay: .init(of: "total", atMost: 100))
    let rig = try rig(tasks, RuleSet(rule("send", "Send", then: .takesOver()).limited(limit)))
    let outlook = rig.engine.outlook(at: rig.stamp)
    #expect(outlook.rules.first?.goes == 2 && outlook.rules.first?.needsDetails == true)
    #expect(
      outlook.restraints.mapValues(\.text) == [TaskID("2"): "the sum of 'total' may be 100 per day, 40 of it left"])
  }

  @Test("a closed calendar, the cooldown, the hops and a person's hand hold back until they are over")
  func guards() throws {
    let office = WorkCalendar(name: "office", zone: .gmt, open: [:])
    let cases: [(hold: Restraint.Safeguard, change: (inout Safeguards) -> Void)] = [
      (.runWithin, { $0.runWithin = office }), (.cooldown, { $0.cooldown = .minutes(30) }),
      (.maxHops, { $0.maxHops = 1 }),
      (.afterHumanTouch, { $0.afterHumanTouch = .minutes(30) }),
    ]
    for (hold, change) in cases {
      var rig = try rig(
        [ModelTask("1", step: "Route")], RuleSet(rule("route", "Route", then: .toUser("maria")).guarded(change))
      ) { _ in }
      rig.run(60)
      rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
      rig.run(90)
      let outlook = rig.engine.outlook(at: rig.stamp)
      #expect(outlook.restraints.values.map(\.safeguard) == [hold])
      #expect(outlook.rules.first?.goes == 0 && outlook.rules.first?.takes == 1)
      let ends = [.cooldown, .afterHumanTouch].contains(hold)
      #expect((outlook.restraints.values.first?.until != nil) == ends, "\(hold)")
    }
  }

  @Test("the rules are told apart by what they take, watch, cannot decide and have done, in their order")
  func counts() throws {
    var quoted = ModelTask("3", step: "Quote")
    quoted.quote = nil
    let rules = RuleSet(
      rule("route", "Route", then: .toUser("maria")), rule("watch", "Send", stage: .shadow, then: .send),
      rule("cheap", "Quote", then: .send).ifTotal(atMost: 100), rule("idle", "None", then: .send))
    var there = ModelTask("4", step: "Route")
    there.user = "maria"
    let tasks = [ModelTask("1", step: "Route"), ModelTask("2", step: "Send"), quoted, there]
    var rig = try EngineRig(tasks, rules) { $0.mode = .dry }
    rig.held = [.detail]
    rig.start()
    rig.run(10)
    let outlook = rig.engine.outlook(at: rig.stamp).rules
    #expect(outlook.map(\.rule) == ["route", "watch", "cheap", "idle"])
    #expect(outlook.map(\.needsDetails) == [false, false, true, false])
    #expect(outlook.map(\.takes) == [2, 1, 0, 0])
    #expect(outlook.map(\.goes) == [1, 0, 0, 0])
    #expect(outlook.map(\.settled) == [1, 0, 0, 0])
    #expect(outlook.map(\.watches) == [0, 1, 0, 0])
    #expect(outlook.map(\.undecided) == [0, 0, 1, 0])
  }
}
