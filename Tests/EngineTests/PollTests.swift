import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Reading the tasks")
struct PollTests {
  private func page(_ ids: Range<Int>, total: Int? = nil, step: String = "Other") -> EngineRig.Script {
    let meta: [JSONMember] = total.map { [JSONMember("total", .number(String($0)))] } ?? []
    return .reply(Wire.success(.array(ids.map { ModelTask("\($0)", step: step).row }), meta: .object(meta)))
  }

  private func offsets(_ rig: EngineRig) -> [Int] {
    rig.sends.compactMap { if case .list(_, let offset) = $0.call { offset } else { nil } }
  }

  @Test("from login over poll, look and arming to done, each step after the one it needs")
  func wholeWay() throws {
    var rig = try EngineRig.completing()
    rig.start()
    rig.run(5)
    #expect(rig.calls() == [.login, .list, .detail, .complete])
    #expect(rig.states("1") == [.armed, .done])
    #expect(rig.tenant["1"]?.status == TaskStatus.completed)
    #expect(
      rig.reports.map(\.name) == [.tenantOK, .decisionAct, .intentArmed, .intentDone])
    #expect(rig.journal.requests.values.allSatisfy { $0.settled != nil })
    #expect(rig.journal.views.count == 1 && rig.journal.decisions.map(\.kind) == [.act])
    rig.run(120)
    #expect(rig.writes.count == 1)
  }

  @Test("nothing is sent, not even a login, before a tenant's turn to begin; then polls keep their time")
  func firstPoll() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")]) { settings in
      settings.firstPollAfter = .seconds(12)
      settings.logsIn = true
    }
    let start = rig.now
    rig.start()
    rig.run(11.9)
    #expect(rig.sends.isEmpty)
    rig.run(88)
    #expect(rig.sends.first?.call.endpoint == .login)
    #expect(rig.sends.first?.at == start + .seconds(12))
    #expect(rig.count(.list) == 3)
  }

  @Test("pages are read until one is empty, or short with nothing more announced")
  func pages() throws {
    var rig = try EngineRig()
    rig.script[.list] = [page(0..<100, total: 230), page(100..<200, total: 230), page(200..<230, total: 230)]
    rig.start()
    rig.run(10)
    #expect(offsets(rig) == [0, 100, 200])
  }

  @Test("a short page is followed by another if the total says so, and an empty one ends it whatever the total says")
  func shortPages() throws {
    var rig = try EngineRig()
    rig.script[.list] = [
      page(0..<25, total: 1_000_000), page(25..<50, total: 1_000_000), page(0..<0, total: 1_000_000),
    ]
    rig.start()
    rig.run(10)
    #expect(offsets(rig) == [0, 25, 50])
  }

  @Test("a full page without a total is followed by another")
  func fullPage() throws {
    var rig = try EngineRig()
    rig.script[.list] = [page(0..<100), page(0..<0)]
    rig.start()
    rig.run(10)
    #expect(offsets(rig) == [0, 100])
  }

  @Test("a server that gives fewer rows than it is asked for, and says no total, is read to its end")
  func clamped() throws {
    var rig = try EngineRig([ModelTask("70", step: "Send")])
    rig.script[.list] = [
      page(0..<25), page(25..<50), page(50..<70), page(70..<71, step: "Send"), page(0..<0), page(71..<96),
      page(71..<96),
      page(0..<5), page(0..<5), page(0..<0), page(0..<3, total: 3),
    ]
    rig.start()
    rig.run(5)
    #expect(rig.tenant["70"]?.isOpen == false)
    rig.run(120)
    // Until an empty page comes, or one without news; a total that is reached saves the further call.
    #expect(Array(offsets(rig).prefix(11)) == [0, 25, 50, 70, 71, 0, 25, 0, 5, 0, 0])
    #expect(rig.said(.pollPartial).isEmpty)
  }

  @Test("a page whose rows cannot be read is no end, one that repeats them is")
  func clampedUnreadable() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")])
    let nulls = EngineRig.Script.reply(Wire.success(.array([.null, .null])))
    rig.script[.list] = [page(5..<7), nulls, page(1..<2, step: "Send"), nulls, nulls]
    rig.start()
    rig.run(20)
    #expect(offsets(rig) == [0, 2, 4, 5, 7])
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("a page that repeats the one before ends the query: the offset is not honoured", arguments: [false, true])
  func repeatedPage(overdue: Bool) throws {
    var rig = try EngineRig { $0.pollsOverdue = overdue }
    rig.always[.list] = page(0..<100, total: 100_000)
    rig.start()
    rig.run(25)
    #expect(offsets(rig) == (overdue ? [0, 100, 0, 100] : [0, 100]))
  }

  @Test("a task on two pages is acted on once")
  func twoPages() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")])
    rig.script[.list] = [page(0..<100, total: 150, step: "Other"), page(1..<2, total: 101, step: "Send")]
    rig.start()
    rig.run(20)
    #expect(rig.writes.count == 1)
  }

  @Test("overdue tasks are asked for too, and go first")
  func overdue() throws {
    var late = ModelTask("9", step: "Send")
    late.isOverdue = true
    late.status = TaskStatus.inProgress
    var rig = try EngineRig([ModelTask("1", step: "Send"), late]) { $0.pollsOverdue = true }
    rig.start()
    rig.run(10)
    #expect(rig.calls().prefix(3) == [.login, .list, .list])
    let order = rig.sends.compactMap { if case .detail(let id) = $0.call { id.rawValue } else { nil } }
    #expect(order == ["9", "1"])
    #expect(rig.tenant["9"]?.isOpen == false)
  }

  @Test("an overdue list that holds completed tasks makes the next poll ask for each status by itself")
  func overdueOfAll() throws {
    var done = ModelTask("9", step: "Send")
    done.status = TaskStatus.completed
    var rig = try EngineRig {
      $0.pollsOverdue = true
      $0.statuses = [TaskStatus.pending, TaskStatus.inProgress]
    }
    rig.script[.list] = [
      page(0..<0), page(0..<0),
      .reply(Wire.success(.array([done.row]), meta: .object([JSONMember("total", .number("1"))]))),
    ]
    rig.start()
    rig.run(40)
    let queries = rig.sends.compactMap { if case .list(let query, _) = $0.call { query } else { nil } }
    #expect(queries.prefix(3).last == TaskQuery(overdueOnly: true))
    #expect(
      queries.dropFirst(3) == [
        TaskQuery(status: "PENDING"), TaskQuery(status: "IN_PROGRESS"),
        TaskQuery(status: "PENDING", overdueOnly: true), TaskQuery(status: "IN_PROGRESS", overdueOnly: true),
      ])
    #expect(rig.writes.isEmpty)
  }

  @Test("a poll that fails is told once, tried again at least once a minute, and its end is told")
  func failure() throws {
    var rig = try EngineRig()
    rig.always[.list] = .reply(Wire.html(502))
    rig.start()
    rig.run(500)
    #expect(rig.said(.pollFailed).count == 1)
    // Four tries of its page each time, and two of single rows.
    #expect((40...90).contains(rig.count(.list)))
    let times = rig.sends.filter { $0.call.endpoint == .list }.map(\.at)
    #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 <= .seconds(60) })
    rig.always[.list] = nil
    rig.run(60)
    #expect(rig.said(.pollRecovered).count == 1)
    #expect(rig.said(.pollFailed).count == 1)
  }

  @Test(
    "whatever a poll is answered that is no list, nothing is concluded from it",
    arguments: [
      Wire.html(200), Wire.success(.object([])), Wire.success(.null), Wire.refusal(403), Wire.refusal(500),
      Wire.html(302),
      HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", "application/json")], body: Array("{\"succ".utf8)),
    ])
  func notAList(answer: HTTPResponse) throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = .reply(answer)
    rig.start()
    rig.run(20)
    let told = rig.said(answer.status == 403 ? .tenantForbidden : .pollFailed)
    #expect(told.count == 1 && rig.journal.views.isEmpty && rig.count(.detail) == 0)
  }

  @Test("a certificate that is not accepted is told once, until an answer came")
  func certificate() throws {
    var rig = try EngineRig()
    rig.always[.list] = .fail(TransportError(kind: .tls, reach: .notSent, detail: "expired"))
    rig.start()
    rig.run(900)
    #expect(rig.count(.list) > 3 && rig.said(.tlsVerifyFailed).map(\.level) == [.err])
  }

  private static let tooLarge = EngineRig.Script.fail(
    TransportError(kind: .tooLarge, reach: .maybeSent, detail: "the answer is larger than allowed"))
  private static let privateAddress = EngineRig.Script.fail(
    TransportError(kind: .refusedAddress, reach: .notSent, detail: "acme leads to 10.0.0.1, a private address"))

  /// How many rows were asked for, from which on.
  private func asked(_ rig: EngineRig) -> [[Int]] {
    rig.sends.compactMap { if case .list(let query, let offset) = $0.call { [query.limit, offset] } else { nil } }
  }

  @Test("a page that is too large is asked for in smaller ones, which grow again")
  func largePage() throws {
    var rig = try EngineRig()
    rig.script[.list] = [
      Self.tooLarge, Self.tooLarge, page(0..<25, total: 200), page(25..<75, total: 200), page(75..<175, total: 200),
      page(175..<200, total: 200),
    ]
    rig.start()
    rig.run(20)
    #expect(asked(rig) == [[100, 0], [50, 0], [25, 0], [50, 25], [100, 75], [100, 175]])
    #expect(rig.reports.map(\.name) == [.tenantOK] && rig.journal.views.map(\.rows.count) == [200])
  }

  @Test("a row that is too large by itself is left out and told; the others go on")
  func largeRow() throws {
    var rig = try EngineRig([ModelTask("2", step: "Send")])
    rig.script[.list] =
      Array(repeating: Self.tooLarge, count: 7) + [page(1..<2, total: 3), page(2..<3, total: 3, step: "Send")]
    rig.start()
    rig.run(20)
    #expect(asked(rig) == [100, 50, 25, 12, 6, 3, 1].map { [$0, 0] } + [[1, 1], [2, 2]])
    let told = rig.said(.pollRowUnreadable)
    #expect(told.map(\.level) == [.warning] && rig.said(.pollFailed).isEmpty)
    #expect(told.first?.message.contains("the row at offset 0 of PENDING tasks (larger than an answer may be)") == true)
    #expect(rig.tenant["2"]?.isOpen == false)
  }

  @Test("a server that minds no limit pauses its tenant: told once, tried once a minute and at a reload")
  func largeWhateverIsAsked() throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = Self.tooLarge
    rig.start()
    rig.run(890)
    #expect(rig.count(.list) > 100 && rig.writes.isEmpty)
    #expect(rig.said(.tenantPaused).map(\.level) == [.err])
    rig.always[.list] = nil
    rig.handle(.reload(rig.rules))
    rig.run(20)
    #expect(rig.states("1") == [.armed, .done] && rig.said(.pollRecovered).count == 1)
  }

  @Test("a name that leads to a private address pauses its tenant: told once, tried once a minute")
  func privateAddress() throws {
    var rig = try EngineRig.completing()
    rig.always[.list] = Self.privateAddress
    rig.start()
    rig.run(890)
    #expect(rig.count(.list) > 40 && rig.said(.tenantPaused).map(\.level) == [.err] && rig.said(.pollFailed).isEmpty)
    #expect(rig.writes.isEmpty)
    rig.always[.list] = nil
    rig.run(60)
    #expect(rig.states("1") == [.armed, .done] && rig.said(.pollRecovered).count == 1)
  }

  @Test("a write that would have gone to a private address is not tried again before a poll goes where it should")
  func privateAddressOfWrite() throws {
    var rig = try EngineRig.completing()
    rig.always[.complete] = Self.privateAddress
    rig.start()
    rig.run(5)
    rig.always[.list] = Self.privateAddress
    rig.run(600)
    #expect(rig.states("1") == [.armed, .planned] && rig.writes.count == 1)
    #expect(rig.said(.tenantPaused).count == 1)
    (rig.always[.list], rig.always[.complete]) = (nil, nil)
    rig.handle(.reload(rig.rules))
    rig.run(60)
    #expect(rig.states("1").last == .done && rig.writes.count == 2)
  }

  @Test("a text of megabytes makes its field unknown and nothing else: the tasks beside it go on")
  func hugeText() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Send")])
    let huge = String(repeating: "x", count: 100_000)
    func row(_ id: String, _ changes: (inout [JSONMember]) -> Void) -> JSONValue {
      var members = ModelTask(id, step: "Send").row.members ?? []
      changes(&members)
      return .object(members)
    }
    let known = row("2") { $0.append(JSONMember("notes", .string(huge))) }
    let unknown = row("1") { members in
      for index in members.indices where members[index].key == "step_name" { members[index].value = .string(huge) }
    }
    rig.always[.list] = .reply(Wire.success(.array([unknown, known, .object([JSONMember("id", .string(huge))])])))
    rig.start()
    rig.run(20)
    #expect(rig.states("1").isEmpty && rig.states("2") == [.armed, .done])
    #expect(rig.said(.pollRowUnreadable).map(\.level) == [.warning])
  }

  @Test("rows that leave out what matters are left alone")
  func unreadableRows() throws {
    var rig = try EngineRig.completing()
    let bare = JSONValue.object([
      JSONMember("id", .string("1")), JSONMember("instance_id", .string("1")), JSONMember("step_name", .string("Send")),
      JSONMember("status", .string("PENDING")),
    ])
    rig.always[.list] = .reply(Wire.success(.array([bare, .null, .number("7")])))
    rig.start()
    rig.run(40)
    #expect(rig.count(.detail) == 0 && rig.said(.pollFailed).isEmpty)
  }

  @Test("a condition on something unknown is told once and never acts")
  func undecided() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], RuleSet(rule("id", "x", of: .entityID, then: .send)))
    rig.start()
    rig.run(100)
    #expect(rig.said(.decisionUnknown).count == 1 && rig.count(.detail) == 0)
  }

  @Test("the view of the tasks is journalled when it changes, and now and then when it does not")
  func view() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")])
    rig.start()
    rig.run(250)
    #expect(rig.journal.views.count == 1)
    rig.tenant.change(TaskID("1")) { $0.label = "new" }
    rig.run(40)
    #expect(rig.journal.views.count == 2)
    rig.run(400)
    #expect(rig.journal.views.count == 3)
  }
}
