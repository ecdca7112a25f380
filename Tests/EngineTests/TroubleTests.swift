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

@Suite("A bad task costs itself")
struct TroubleTests {
  private static let cheap = RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100))

  private func sending(_ ids: Range<Int>) -> [ModelTask] { ids.map { ModelTask("\($0)", step: "Send") } }

  private func old(_ ids: Range<Int>) -> [ModelTask] {
    ids.map {
      var task = ModelTask("\($0)", step: "Send")
      task.isOverdue = true
      return task
    }
  }

  @Test(
    "tasks whose details a gateway answers, or nobody, keep nobody else from acting", arguments: [1, 8, 20],
    [true, false])
  func gateway(bad: Int, answers: Bool) throws {
    var rig = try EngineRig(sending(100..<100 + bad) + sending(200..<218))
    for id in 100..<100 + bad {
      if answers {
        rig.badDetails[TaskID("\(id)")] = Wire.html(502)
      } else {
        rig.silent.insert(TaskID("\(id)"))
      }
    }
    rig.start()
    rig.run(300)
    #expect(rig.tenant.open.count == bad && rig.tenant.open.allSatisfy { $0.rawValue.hasPrefix("1") })
    rig.tenant["300"] = ModelTask("300", step: "Send")
    rig.run(60)
    #expect(rig.tenant["300"]?.isOpen == false)
  }

  @Test("the same where rules ask for the details")
  func gatewayOfFacts() throws {
    func quoted(_ id: Int) -> ModelTask {
      var task = ModelTask("\(id)", step: "Send")
      task.quote = [JSONMember("total", .string("5"))]
      return task
    }
    var rig = try EngineRig((100..<108).map(quoted) + (200..<218).map(quoted), Self.cheap)
    for id in 100..<108 { rig.badDetails[TaskID("\(id)")] = Wire.html(502) }
    rig.start()
    rig.run(300)
    #expect(rig.tenant.open.count == 8)
  }

  @Test("where few details may be read, tasks that no call has failed for have theirs before those that calls fail for")
  func soundFirst() throws {
    func quoted(_ id: Int) -> ModelTask {
      var task = ModelTask("\(id)", step: "Send")
      task.quote = [JSONMember("total", .string("5"))]
      return task
    }
    var rig = try EngineRig((100..<108).map(quoted), Self.cheap) { $0.limits[.detail]?.requests = 6 }
    for id in 100..<108 { rig.badDetails[TaskID("\(id)")] = Wire.html(502) }
    rig.start()
    rig.run(600)
    rig.tenant["300"] = quoted(300)
    let before = rig.sends.count
    rig.run(180)
    let details = rig.sends.dropFirst(before).map(\.call).filter { $0.endpoint == .detail }
    // One turn in five is another's.
    #expect(details.prefix(2).contains(.detail(TaskID("300"))), "\(details)")
    #expect(details.contains { $0 != .detail(TaskID("300")) }, "the others have their turns too: \(details)")
    #expect(rig.tenant["300"]?.isOpen == false)
  }

  @Test("a task that cannot be looked at is tried ever more seldom, told once, and named among what waits")
  func told() throws {
    var rig = try EngineRig(sending(1..<4))
    rig.badDetails[TaskID("1")] = Wire.html(502)
    rig.start()
    rig.run(3_600)
    #expect(rig.said(.decisionBlocked).map(\.level) == [.warning])
    #expect(
      rig.said(.decisionBlocked).first?.message.contains("alone for now: its detail is answered 502") == true)
    let waits = try #require(rig.journal.standings.last?.waits)
    #expect(waits.map(\.task) == ["1"] && waits.first?.until != nil && waits.first?.since != nil)
    rig.badDetails = [:]
    rig.run(120)
    #expect(rig.tenant.open.isEmpty && rig.journal.standings.last?.waits.isEmpty == true)
  }

  @Test("forty listed tasks whose details are not there cost no more than their own calls, and are told once each")
  func phantoms() throws {
    var rig = try EngineRig(old(100..<140) + sending(200..<205)) {
      $0.limits[.detail]?.requests = 10
      $0.reads = .separate
    }
    for id in 100..<140 { rig.badDetails[TaskID("\(id)")] = Wire.refusal(404, "NOT_FOUND") }
    rig.start()
    rig.run(300)
    #expect(rig.tenant.open.count == 40)
    for id in 300..<304 { rig.tenant["\(id)"] = ModelTask("\(id)", step: "Send") }
    rig.run(90)
    #expect(rig.tenant.open.count == 40)
    rig.run(3_600)
    #expect((1...40).contains(rig.said(.decisionBlocked).count))
    #expect(Set(rig.said(.decisionBlocked).map { $0["task"] }).count == rig.said(.decisionBlocked).count)
  }

  @Test("where list and detail disagree for good, that is told, and the task is looked at ever more seldom")
  func disagreement() throws {
    var rig = try EngineRig.completing()
    rig.staleDetail = rig.tenant
    rig.staleDetail?.change(TaskID("1")) { $0.user = "eva" }
    rig.start()
    rig.run(3_600)
    #expect(rig.count(.detail) < 15 && rig.writes.isEmpty)
    #expect(rig.said(.decisionBlocked).map(\.level) == [.warning])
    #expect(rig.said(.decisionBlocked).first?.message.contains("list and detail disagree") == true)
  }

  @Test(
    "a single run ends although list and detail disagree for good, and does not say that all is well",
    arguments: [{ $0.user = "eva" }, { $0.status = TaskStatus.inProgress }] as [@Sendable (inout ModelTask) -> Void],
    [true, false])
  func onceDisagreement(change: @Sendable (inout ModelTask) -> Void, asksDetails: Bool) throws {
    var task = ModelTask("1", step: "Send")
    task.quote = [JSONMember("total", .string("5"))]
    var rig = try EngineRig([task], asksDetails ? Self.cheap : .completes) { $0.runsOnce = true }
    rig.staleDetail = rig.tenant
    rig.staleDetail?.change(TaskID("1"), change)
    rig.start()
    rig.run(600)
    #expect(rig.ending == .leftUndone && rig.writes.isEmpty)
    #expect(rig.said(.pollFailed).last?.message.contains("left undone") == true)
  }

  @Test(
    "after an hour in which no detail could be read the first effect comes within a minute",
    arguments: [
      EngineRig.Script.reply(Wire.html(502)), .reply(Wire.refusal(500)), .reply(Wire.refusal(404)),
      .reply(Wire.refusal(403)), .fail(Wire.lost), .fail(Wire.refused),
    ], [1, 5, 30])
  func detailOutage(script: EngineRig.Script, tasks: Int) throws {
    // What the API itself refuses of one task or two is theirs.
    if tasks == 1, case .reply(let answer) = script, [403, 404].contains(answer.status) { return }
    var rig = try EngineRig(sending(100..<100 + tasks))
    rig.always[.detail] = script
    rig.start()
    rig.run(3_600)
    #expect(rig.writes.isEmpty)
    rig.always = [:]
    rig.run(60)
    #expect(!rig.writes.isEmpty)
    rig.run(400)
    #expect(rig.tenant.open.isEmpty)
  }

  @Test(
    "after any outage of the server the first effect comes within a minute of its end",
    arguments: [
      EngineRig.Script.reply(Wire.html(502)), .reply(Wire.refusal(500)), .reply(Wire.html(302)), .reply(Wire.html(200)),
      .reply(Wire.refusal(403)), .reply(Wire.refusal(404)), .fail(Wire.lost), .fail(Wire.refused),
      .fail(TransportError(kind: .tls, reach: .notSent, detail: "expired")),
      .fail(TransportError(kind: .refusedAddress, reach: .notSent, detail: "acme leads to 10.0.0.1")),
      .fail(TransportError(kind: .tooLarge, reach: .maybeSent, detail: "larger than allowed")),
    ], [Outage(pollEvery: 30, lasts: 200), Outage(pollEvery: 900, lasts: 4_000), Outage(pollEvery: 60, lasts: 20_000)])
  func outage(script: EngineRig.Script, outage: Outage) throws {
    var rig = try EngineRig([ModelTask("0", step: "Other")]) { $0.pollEvery = .seconds(outage.pollEvery) }
    rig.start()
    rig.run(5)
    for endpoint in [Endpoint.list, .detail, .complete] { rig.always[endpoint] = script }
    rig.run(Double(outage.lasts) / 2)
    rig.tenant["1"] = ModelTask("1", step: "Send")
    rig.run(Double(outage.lasts) / 2)
    let isSeen = rig.said(.pollFailed).count + rig.said(.tenantPaused).count + rig.said(.tenantForbidden).count > 0
    rig.always = [:]
    // Where no poll was due there was no outage to be seen.
    rig.run(isSeen ? 60 : Double(outage.pollEvery))
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  struct Outage: Sendable {
    var pollEvery: Int
    var lasts: Int
  }

  @Test("a page that fails is asked for again by itself, and the pages before it are not")
  func page() throws {
    var rig = try EngineRig((100..<350).map { ModelTask("\($0)", step: "Other") })
    rig.start()
    rig.run(29)
    let before = rig.sends.count
    rig.script[.list] = [.pass, .reply(Wire.html(502)), .fail(Wire.lost)]
    rig.run(20)
    let offsets = rig.sends.dropFirst(before).compactMap {
      if case .list(_, let offset) = $0.call { offset } else { nil }
    }
    #expect(offsets == [0, 100, 100, 100, 200])
    #expect(rig.said(.pollFailed).isEmpty)
  }

  @Test("behind a gateway that answers one call in five with a page of its own, most polls come to their end")
  func hiccups() throws {
    var rig = try EngineRig((100..<1_050).map { ModelTask("\($0)", step: "Other") })
    rig.script[.list] = (0..<2_000).map { $0 % 5 == 3 ? .reply(Wire.html(502)) : .pass }
    rig.start()
    rig.run(3_600)
    // Ten pages and some more, at thirty a minute.
    let polls = rig.said(.tenantSummary).compactMap { $0["polls"].flatMap { Int($0) } }.reduce(0, +)
    #expect(polls > 100 && rig.said(.pollFailed).isEmpty, "\(polls) polls")
  }
}
