import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("How things stand, for commands that look")
struct StandingTests {
  @Test("in an hour of idle polls it is journalled once a minute, and each time with the poll before it")
  func rarely() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(3_600)
    #expect((55...65).contains(rig.journal.standings.count), "\(rig.journal.standings.count)")
    for standing in rig.journal.standings {
      let polled = try #require(standing.polledAt)
      #expect((0...2).contains(standing.at.timeIntervalSince(polled)) && standing.tasks == 1 && standing.trouble == nil)
    }
  }

  @Test("however much happens between two polls, a poll brings one at most")
  func notPerEvent() throws {
    var rig = try EngineRig((1...200).map { ModelTask("\($0)", step: "Send") })
    rig.start()
    rig.run(600)
    #expect(rig.count(.complete) > 80)
    #expect(rig.journal.standings.count <= rig.count(.list))
  }

  @Test("it tells the queue as the poll's decisions left it, the rules, the mode, and the budgets")
  func content() throws {
    var rig = try EngineRig((1...30).map { ModelTask("\($0)", step: "Send") })
    rig.held = [.complete]
    rig.start()
    rig.run(20)
    let first = try #require(rig.journal.standings.first)
    #expect(first.tasks == 30 && first.mode == .live && first.rules == rig.rules.fingerprint)
    #expect((20...30).contains(first.queued) && first.held == 0)
    #expect(first.budgets.map(\.endpoint) == Endpoint.allCases)
    let (list, complete) = (first.budgets[0], first.budgets[2])
    // Looks draw on the same limit, and the first ones are under way already.
    #expect((1...9).contains(list.used) && list.limit == 30 && list.waiting == 0 && list.sharedWith == [.detail])
    #expect(complete.limit == 10 && complete.waiting == first.queued && complete.drainsIn > 60)
  }

  @Test("a hold and a change of the queue are told at the next poll, and what only passes with time is not")
  func changes() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(185)
    let quiet = rig.journal.standings.count
    rig.tenant["2"] = ModelTask("2", step: "Other")
    rig.run(31)
    #expect(rig.journal.standings.count == quiet + 1)
    #expect(rig.journal.standings.last?.tasks == 2)
  }

  @Test("what is blocked is counted while the task and the rule are as they were, and what a limit keeps back, too")
  func blockedAndCapped() throws {
    var misfit = ModelTask("1", step: "Send")
    misfit.results = ["approved"]
    let rules = RuleSet(rule("send", "Send", then: .send).guarded { $0.limit = .init(perHour: 2) })
    var rig = try EngineRig([misfit] + (2...6).map { ModelTask("\($0)", step: "Send") }, rules)
    rig.start()
    rig.run(600)
    let standing = try #require(rig.journal.standings.last)
    #expect(rig.count(.complete) == 2 && standing.blocked == 1)
    #expect(standing.capped == 3 && standing.queued >= 3)
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.tenant.change(TaskID("1")) { $0.step = "Other" }
    rig.run(100)
    #expect(rig.journal.standings.last?.blocked == 0)
    rig.run(3_600)
    #expect(rig.count(.complete) == 4 && rig.journal.standings.last?.capped == 1)
    rig.hold()
    rig.run(100)
    #expect(rig.journal.standings.last?.capped == 0)
  }

  @Test("a wait says whether it needs a person: credentials and permissions do, a server that cannot be read does not")
  func needsPerson() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(40)
    rig.always[.list] = .reply(Wire.html(502))
    rig.run(200)
    #expect(rig.journal.standings.last?.waits.map(\.needsPerson) == [false])
    rig.always[.list] = .reply(Wire.refusal(403))
    rig.run(200)
    #expect(rig.journal.standings.last?.waits.map(\.needsPerson) == [true])
    rig.always[.list] = .reply(Wire.refusal(401))
    rig.run(400)
    #expect(rig.journal.standings.last?.waits.first?.what == "everything")
    #expect(rig.journal.standings.last?.waits.first?.needsPerson == true)
  }

  @Test("trouble is told although no poll comes to its end, and its end as well")
  func trouble() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(40)
    rig.always[.list] = .reply(Wire.html(502))
    rig.run(700)
    let last = try #require(rig.journal.standings.last)
    #expect(last.trouble?.contains("502") == true)
    let polled = try #require(last.polledAt)
    #expect(last.at.timeIntervalSince(polled) > 300)
    rig.always[.list] = nil
    rig.run(400)
    #expect(rig.journal.standings.last?.trouble == nil)
    rig.always[.list] = .reply(Wire.refusal(401))
    rig.run(200)
    #expect(rig.journal.standings.last?.trouble == "credentials refused")
  }

  @Test("the last word comes before the end, also at the end of a single run; who only looks says nothing")
  func end() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(40)
    let before = rig.journal.standings.count
    rig.handle(.stop)
    #expect(rig.ending == .stopped && rig.journal.standings.count == before + 1)
    #expect(rig.journal.standings.last?.at == rig.stamp.wall)

    var once = try EngineRig([ModelTask("1", step: "Other")]) { $0.runsOnce = true }
    once.start()
    once.run(40)
    #expect(once.ending == .nothingLeft && once.journal.standings.count == 1)

    var look = try EngineRig([ModelTask("1", step: "Other")]) {
      ($0.runsOnce, $0.mode, $0.patience) = (true, .dry, .look)
    }
    look.start()
    look.run(40)
    #expect(look.ending == .nothingLeft && look.journal.standings.isEmpty)
  }

  @Test("a journal that cannot keep the last word does not keep the engine from ending")
  func lastWordFails() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(40)
    rig.failingCommits = 3
    rig.handle(.stop)
    #expect(rig.ending == .stopped)
  }
}
