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

@Suite("Details on demand")
struct FactTests {
  private static let cheap = RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100))

  private func bare(_ id: String, total: String) -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.quote = [JSONMember("total", .string(total))]
    return task
  }

  @Test("details are fetched only where the list does not rule the task out, and a no costs nothing more")
  func lazily() throws {
    var rig = try EngineRig([bare("1", total: "100.01"), ModelTask("2", step: "Other")], Self.cheap)
    rig.start()
    rig.run(590)
    #expect(rig.sends.filter { $0.call.endpoint == .detail }.map(\.call) == [.detail(TaskID("1"))])
    #expect(rig.writes.isEmpty && rig.journal.all.isEmpty)
  }

  @Test("details that say yes are the look before the write as well: the server would answer the same again")
  func servesAsLook() throws {
    var rig = try EngineRig([bare("1", total: "100.00")], Self.cheap)
    rig.start()
    rig.run(5)
    #expect(rig.calls() == [.login, .list, .detail, .complete] && rig.tenant["1"]?.isOpen == false)
    #expect(rig.said(.decisionAct).count == 1)
  }

  @Test("details that are no longer fresh when the write may go are read anew")
  func looksAnew() throws {
    var rig = try EngineRig([bare("1", total: "100.00")], Self.cheap)
    rig.hold(rule: "send")
    rig.start()
    rig.run(12)
    #expect(rig.calls() == [.login, .list, .detail])
    rig.release()
    rig.run(5)
    #expect(rig.calls() == [.login, .list, .detail, .detail, .complete] && rig.tenant["1"]?.isOpen == false)
  }

  @Test("a rule whose values need captured data fetches them before it decides")
  func values() throws {
    var rig = try EngineRig([.quoted("1", total: .string("5.00"))], RuleSet(rule("send", "Send", then: .takesOver())))
    rig.start()
    rig.run(5)
    #expect(rig.calls() == [.login, .list, .detail, .complete])
  }

  @Test("a dry run fetches details, decides, and writes nothing", arguments: [true, false])
  func dry(once: Bool) throws {
    var rig = try EngineRig([bare("1", total: "1"), bare("2", total: "101")], Self.cheap) {
      $0.mode = .dry
      $0.runsOnce = once
    }
    rig.start()
    rig.run(200)
    #expect(rig.count(.detail) == 2 && rig.writes.isEmpty)
    #expect(rig.engine.candidates.map(\.task.rawValue) == ["1"] && rig.journal.decisions.map(\.kind) == [.dry])
    #expect(rig.ending == (once ? .nothingLeft : nil))
  }

  @Test("who looks at the journal decides by the details that were read, while the task looks the same in the list")
  func keptForLooking() throws {
    var rig = try EngineRig([bare("1", total: "100"), bare("2", total: "101")], Self.cheap) { $0.mode = .dry }
    rig.start()
    rig.run(10)
    var listing = try #require(rig.journal.views.last)
    func candidates(_ listing: TaskListing) -> [String] {
      Engine.deciding(listing, knowing: Recollection(), settings: rig.settings, rules: rig.rules, at: rig.stamp)
        .candidates.map(\.task.rawValue)
    }
    #expect(rig.journal.details.keys.sorted().map(\.rawValue) == ["1", "2"])
    #expect(candidates(listing).isEmpty)
    listing.details = rig.journal.details
    #expect(candidates(listing) == ["1"])
    for index in listing.rows.indices { listing.rows[index].task.status = .value(TaskStatus.inProgress) }
    #expect(candidates(listing).isEmpty)
  }

  @Test("a detail counts at the end of a poll that takes longer than details are believed")
  func slowPolls() throws {
    let others = (1...15).map { ModelTask("\($0)", step: "Other") }
    var rig = try EngineRig(others + [bare("20", total: "5")], Self.cheap) {
      $0.limits[.list] = RateLimit(requests: 1, per: .seconds(60))
      $0.reads = .separate
    }
    rig.tenant.pageCap = 1
    rig.start()
    rig.run(3 * 17 * 61)
    #expect(rig.tenant["20"]?.isOpen == false)
    #expect(rig.count(.detail) <= 2)
  }

  @Test("a changed list row is read anew, but no task twice within the age of the server's cache")
  func anew() throws {
    var rig = try EngineRig([bare("1", total: "101")], Self.cheap) { $0.pollEvery = .seconds(5) }
    rig.start()
    for turn in 0..<60 {
      rig.run(5)
      rig.tenant.change(TaskID("1")) { $0.user = "u\(turn)" }
    }
    let times = rig.sends.filter { $0.call.endpoint == .detail }.map(\.at)
    #expect(times.count > 5)
    #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= rig.settings.staleness })
  }

  @Test("polls that overtake a slow detail do not ask for it again, and its answer counts")
  func slow() throws {
    var rig = try EngineRig([bare("1", total: "1")], Self.cheap) { $0.pollEvery = .seconds(5) }
    rig.held = [.detail]
    rig.start()
    rig.run(30)
    #expect(rig.count(.detail) == 1)
    rig.held = [.list]
    rig.run(6)
    rig.held = []
    rig.run(8)
    #expect(rig.tenant["1"]?.isOpen == false && rig.count(.detail) == 2)
  }

  @Test(
    "after a failure the details are asked for later, and a single run waits for them",
    arguments: [
      EngineRig.Script.reply(Wire.refusal(401)), .reply(Wire.refusal(429)), .reply(Wire.refusal(500)),
      .reply(Wire.html(502)), .fail(Wire.lost), .fail(Wire.refused),
    ], [true, false])
  func failure(script: EngineRig.Script, dry: Bool) throws {
    var rig = try EngineRig([bare("1", total: "1")], Self.cheap) {
      $0.runsOnce = true
      $0.mode = dry ? .dry : .live
    }
    rig.script[.detail] = [script]
    rig.start()
    rig.run(600)
    #expect(rig.ending == .nothingLeft && rig.count(.detail) == 2)
    #expect(dry ? rig.engine.candidates.count == 1 : rig.tenant["1"]?.isOpen == false)
  }

  @Test("a task that may not be read is told of once; a single run ends all the same")
  func forbidden() throws {
    var rig = try EngineRig([bare("1", total: "1"), bare("2", total: "1")], Self.cheap) { $0.runsOnce = true }
    rig.badDetails = [TaskID("1"): Wire.refusal(403, "FORBIDDEN")]
    rig.start()
    rig.run(600)
    #expect(rig.ending == .leftUndone && rig.tenant["2"]?.isOpen == false && rig.tenant["1"]?.isOpen == true)
    #expect(rig.said(.decisionBlocked).count == 1)
    #expect(rig.said(.pollFailed).map(\.message).allSatisfy { $0.contains("1 task is left undone: task 1: ") })
  }

  @Test("a server that gives no details is not hurried", arguments: [Wire.refused, Wire.lost])
  func outage(error: TransportError) throws {
    var rig = try EngineRig((1...200).map { bare("\($0)", total: "1") }, Self.cheap)
    rig.always[.detail] = .fail(error)
    rig.start()
    rig.run(1_800)
    #expect(rig.count(.detail) < 300 && rig.said(.pollFailed).count < 10, "\(rig.count(.detail)) details")
    #expect(rig.ticks < 700, "\(rig.ticks) ticks")
    rig.always = [:]
    rig.run(400)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("a captured field that is not there decides nothing, and says so once")
  func missing() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], Self.cheap)
    rig.start()
    rig.run(500)
    #expect(rig.writes.isEmpty && rig.count(.detail) == 1 && rig.said(.decisionUnknown).count == 1)
  }

  @Test("more tasks than the limit of details allows are read bit by bit, without being woken in a loop")
  func many() throws {
    let tasks = (1...90).map { bare("\($0)", total: $0 % 30 == 0 ? "1" : "101") }
    var rig = try EngineRig(
      tasks, RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100).limited(.init(perDay: 1))))
    rig.start()
    rig.run(400)
    #expect(rig.count(.complete) == 1 && rig.count(.detail) == 90)
    #expect(rig.ticks < 250, "\(rig.ticks) ticks")
  }

  @Test("a task that may not be read is asked for now and then, and told of no more than once")
  func stillForbidden() throws {
    var rig = try EngineRig([bare("1", total: "1")], Self.cheap)
    rig.badDetails = [TaskID("1"): Wire.refusal(403, "FORBIDDEN")]
    rig.start()
    rig.run(3_000)
    #expect((2...5).contains(rig.count(.detail)) && rig.reports.count { $0.level == .warning } == 1)
    rig.badDetails = [:]
    rig.run(1_000)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  /// Polls alone use up what lists and details share, so that one is always under way.
  private func busy(_ task: ModelTask) throws -> EngineRig {
    try EngineRig([task], Self.cheap) {
      $0.pollEvery = .seconds(15)
      $0.pollsOverdue = true
      $0.reads = .shared
      for endpoint in [Endpoint.list, .detail] { $0.limits[endpoint]?.requests = 8 }
    }
  }

  @Test("so it is where the refusal comes while a poll is under way")
  func forbiddenAmidPolls() throws {
    var rig = try busy(bare("1", total: "1"))
    rig.badDetails = [TaskID("1"): Wire.refusal(403, "FORBIDDEN")]
    rig.start()
    rig.run(3_000)
    #expect((2...5).contains(rig.count(.detail)), "\(rig.count(.detail)) details")
    #expect(rig.said(.decisionBlocked).count == 1)
  }

  @Test(
    "a task whose detail shows it in other hands than the list is read ever more seldom, and told, amid polls as well")
  func disagreesAmidPolls() throws {
    var task = bare("1", total: "1")
    task.ailment = Ailment(.otherHands)
    var rig = try busy(task)
    rig.start()
    rig.run(3_000)
    #expect((3...10).contains(rig.count(.detail)), "\(rig.count(.detail)) details")
    #expect(rig.said(.decisionBlocked).count == 1)
  }

  @Test(
    "in no condition in which details have to wait is the engine woken in a loop",
    arguments: [
      EngineRig.Script.reply(Wire.refusal(401)), .reply(Wire.refusal(429)), .reply(Wire.refusal(403)),
      .reply(Wire.refusal(404)), .reply(Wire.refusal(503)), .reply(Wire.html(302)), .reply(Wire.success(.null)),
    ])
  func noLoop(script: EngineRig.Script) throws {
    var rig = try EngineRig((1...60).map { bare("\($0)", total: "1") }, Self.cheap)
    rig.always[.detail] = script
    rig.start()
    rig.run(3_600)
    #expect(rig.ticks < rig.sends.count + 600, "\(rig.ticks) ticks in an hour, for \(rig.sends.count) calls")
    #expect(rig.sends.count < 2_000 && rig.writes.isEmpty)
  }

  @Test("new rules judge by details that were read for the old ones")
  func reload() throws {
    var rig = try EngineRig([bare("1", total: "101")], Self.cheap)
    rig.start()
    rig.run(40)
    rig.handle(.reload(RuleSet(rule("send", "Send", then: .send, version: 2).ifTotal(atMost: 200))))
    rig.run(5)
    #expect(rig.tenant["1"]?.isOpen == false && rig.count(.detail) == 2)
  }

  @Test("a stop gives details up and ends at once")
  func stop() throws {
    var rig = try EngineRig([bare("1", total: "1")], Self.cheap)
    rig.held = [.detail]
    rig.start()
    rig.run(5)
    rig.handle(.stop)
    #expect(rig.ending == .stopped && rig.cancelled.count == 1 && rig.said(.pollFailed).isEmpty)
  }

  @Test("a detail that the journal could not note is asked for again")
  func journalFull() throws {
    var rig = try EngineRig([bare("1", total: "1")], Self.cheap)
    rig.held = [.list]
    rig.start()
    rig.run(2)
    rig.failingCommits = 1
    rig.commitsBeforeFailure = 2
    rig.release(.list)
    rig.held = []
    rig.run(200)
    #expect(rig.commitFailures == 1 && rig.tenant["1"]?.isOpen == false)
  }
}
