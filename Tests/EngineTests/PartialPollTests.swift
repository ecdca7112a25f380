import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

/// Lists that are longer than one poll holds: here a hundred rows, as the server gives one a page.
@Suite("More tasks than one poll holds")
struct PartialPollTests {
  private static func rig(
    _ tasks: [ModelTask], _ rules: RuleSet = .completes, _ adjust: (inout Settings) -> Void = { _ in }
  ) throws -> EngineRig {
    var rig = try EngineRig(tasks, rules) {
      for endpoint in Endpoint.allCases { $0.limits[endpoint] = RateLimit(requests: 100_000, per: .seconds(60)) }
      adjust(&$0)
    }
    rig.tenant.pageCap = 1
    rig.latency = .milliseconds(1)
    return rig
  }

  /// Tasks of which those at these places, from 1, are to be done.
  private static func tasks(_ count: Int, send: (Int) -> Bool) -> [ModelTask] {
    (1...count).map { ModelTask(String(10_000 + $0), step: send($0) ? "Send" : "Other") }
  }

  /// The first and the last offset of each poll.
  private func parts(_ rig: EngineRig) -> [[Int]] {
    var parts: [[Int]] = []
    var last = Int.min
    for case .list(_, let offset) in rig.sends.map(\.call) {
      if offset == last + 1 { parts[parts.count - 1][1] = offset } else { parts.append([offset, offset]) }
      last = offset
    }
    return parts
  }

  @Test("each poll goes on where the one before ended, and begins anew behind the end: all tasks are seen and done")
  func goesOn() throws {
    var rig = try Self.rig(Self.tasks(250) { $0 > 245 })
    rig.start()
    rig.run(170)
    // Some rows are read again, as the list may have shrunk before them.
    #expect(parts(rig).prefix(5).map { $0 } == [[0, 99], [90, 189], [180, 249], [0, 99], [90, 189]])
    for place in 246...250 { #expect(rig.tenant[String(10_000 + place)]?.isOpen == false) }
    #expect(rig.writes.count == 5 && rig.said(.intentSuperseded).isEmpty)
  }

  @Test("a list of ten thousand tasks and one more shows the last one to the next poll")
  func tenThousand() throws {
    var rig = try Self.rig(Self.tasks(10_001) { $0 == 10_001 }) { $0.pollEvery = .seconds(60) }
    rig.tenant.pageCap = TaskQuery.pageSize
    rig.start()
    rig.run(58)
    #expect(rig.count(.list) == 100 && rig.writes.isEmpty && rig.said(.pollPartial).count == 1)
    rig.run(60)
    #expect(rig.writes.count == 1)
  }

  @Test(
    "it is told once, with numbers and what a person can do, and stands in the status until one poll holds all again")
  func told() throws {
    var rig = try Self.rig(Self.tasks(250) { _ in false })
    rig.start()
    rig.run(300)
    #expect(
      rig.said(.pollPartial).map(\.message) == [
        "acme: one poll does not hold all tasks: it has read 100 of about 250 PENDING tasks. The next poll goes on there, "
          + "and each task is seen once in every 3 polls; to see them more often, poll fewer statuses, or have the rules name "
          + "the statuses and entity types that they are about"
      ])
    #expect(rig.said(.pollPartial).first?.level == .warning)
    #expect(rig.journal.standings.last?.trouble?.contains("more tasks than one poll holds") == true)
    #expect(rig.journal.standings.last?.tasks == 250, "those of all parts")
    for place in 51...250 { rig.tenant[String(10_000 + place)] = nil }
    rig.run(200)
    #expect(rig.journal.standings.last?.trouble == nil && rig.journal.standings.last?.tasks == 50)
    for place in 51...250 { rig.tenant[String(10_000 + place)] = ModelTask(String(10_000 + place), step: "Other") }
    rig.run(100)
    #expect(rig.said(.pollPartial).count == 2)
  }

  @Test("effects that wait for their turn wait on while other parts are read, and each decision is told once")
  func candidatesStay() throws {
    var rig = try Self.rig(Self.tasks(250) { $0 <= 100 }) {
      $0.limits[.complete] = RateLimit(requests: 10, per: .seconds(60))
    }
    rig.start()
    rig.run(500)
    #expect(rig.writes.count >= 75, "the limit is used although most polls show none of them")
    rig.run(500)
    #expect(rig.tenant.open.count == 150 && rig.writes.count == 100)
    #expect(rig.said(.decisionAct).count == 100 && rig.said(.intentSuperseded).isEmpty)
  }

  @Test("an effect that is planned again is not dropped because another part of the list was read")
  func plannedStays() throws {
    var rig = try Self.rig(Self.tasks(250) { $0 == 3 })
    rig.always[.complete] = .fail(Wire.refused)
    rig.start()
    rig.run(25)
    #expect(rig.states("10003").last == .planned)
    rig.run(90)
    #expect(parts(rig).count >= 3 && rig.said(.intentSuperseded).isEmpty)
    rig.always[.complete] = nil
    rig.run(400)
    #expect(rig.states("10003").last == .done && rig.said(.intentSuperseded).isEmpty)
  }

  @Test("a planned effect on a task that was in no part of a whole round is dropped")
  func plannedOfGone() throws {
    var rig = try Self.rig(Self.tasks(250) { $0 == 3 })
    rig.always[.complete] = .fail(Wire.refused)
    rig.start()
    rig.run(25)
    #expect(rig.states("10003").last == .planned)
    rig.tenant["10003"] = nil
    rig.run(400)
    #expect(rig.states("10003").last == .superseded)
  }

  @Test("a single run reads all parts, does what is to be done in each, and then ends", arguments: [false, true])
  func once(dry: Bool) throws {
    var rig = try Self.rig(Self.tasks(250) { $0 % 50 == 7 }) {
      $0.runsOnce = true
      if dry { $0.mode = .dry }
    }
    rig.start()
    rig.run(600)
    #expect(rig.ending == .nothingLeft && rig.writes.count == (dry ? 0 : 5))
    #expect(rig.said(.decisionAct).count == 5)
    if dry { #expect(parts(rig) == [[0, 99], [90, 189], [180, 249]]) }
  }

  @Test("who only looks is shown one part, and told so")
  func look() throws {
    var rig = try Self.rig(Self.tasks(250) { _ in false }) {
      $0.runsOnce = true
      $0.mode = .dry
      $0.patience = .look
    }
    rig.start()
    rig.run(60)
    #expect(rig.ending == .nothingLeft && rig.count(.list) == 100 && rig.said(.pollPartial).count == 1)
  }

  @Test(
    "the stop button is looked for in all parts: nothing is begun before, and it holds until no part shows it twice")
  func stopButton() throws {
    var tasks = Self.tasks(250) { $0 == 1 }
    tasks[219].step = "Stop the robot"
    var rig = try Self.rig(tasks) { $0.stopButton = StopButton(workflow: "Onboarding", step: "Stop the robot") }
    rig.start()
    rig.run(400)
    #expect(rig.count(.detail) == 0 && rig.writes.isEmpty)
    #expect(rig.said(.holdSet).count == 1 && rig.said(.holdReleased).isEmpty)
    rig.tenant["10220"] = nil
    rig.run(300)
    #expect(rig.said(.holdReleased).count == 1 && rig.writes.count == 1)
  }

  @Test("a pool counts the open tasks of all parts")
  func pool() throws {
    var tasks = Self.tasks(250) { _ in false }
    for place in 0..<80 { tasks[place].user = "ana" }
    for place in 190..<200 { tasks[place].user = "bea" }
    for place in 245..<250 { tasks[place].step = "Route" }
    var rig = try Self.rig(tasks, RuleSet(rule("route", "Route", then: .toPool(Pool(.leastLoaded, "ana", "bea")))))
    rig.start()
    rig.run(170)
    for place in 246...250 { #expect(rig.tenant[String(10_000 + place)]?.user == "bea") }
  }

  @Test(
    "a row that cannot be read is told once, although most polls do not show it, and is forgotten once it is mended")
  func unreadableRow() throws {
    func round(mended: Bool) -> [EngineRig.Script] {
      [0..<100, 90..<190, 180..<250].flatMap { part in
        part.map { place in
          var row = ModelTask(String(10_000 + place), step: "Other").row.members ?? []
          if place == 120, !mended, let status = row.firstIndex(where: { $0.key == "status" }) {
            row[status].value = .unreadable
          }
          return .reply(
            Wire.success(.array([.object(row)]), meta: .object([JSONMember("total", .number("250"))])))
        }
      }
    }
    var rig = try Self.rig([])
    rig.script[.list] = round(mended: false) + round(mended: false) + round(mended: true) + round(mended: false)
    rig.start()
    rig.run(170)
    #expect(rig.said(.pollRowUnreadable).count == 1 && rig.said(.pollRowUnreadable)[0].message.contains("task 10120"))
    #expect(rig.journal.standings.contains { $0.trouble == "1 row of the list cannot be read" })
    rig.run(170)
    #expect(rig.said(.pollRowUnreadable).count == 2, "mended, and then not any more")
  }

  @Test("a poll that breaks off in a later part reads that part again")
  func breaksOff() throws {
    var rig = try Self.rig(Self.tasks(250) { $0 == 250 })
    rig.start()
    rig.run(28)
    rig.script[.list] = Array(repeating: .reply(Wire.html(502)), count: 20)
    rig.run(300)
    let offsets = rig.sends.compactMap { if case .list(_, let offset) = $0.call { offset } else { nil } }
    // The page four times, then two of its rows by themselves.
    #expect(offsets.dropFirst(100).prefix(18).map { $0 } == (1...3).flatMap { _ in [90, 90, 90, 90, 90, 91] })
    #expect(rig.writes.count == 1)
  }

  @Test("two lists go on each by itself, and a short one is read whole with each poll")
  func twoLists() throws {
    var tasks = Self.tasks(250) { $0 == 240 }
    for place in 0..<3 {
      tasks[place].isOverdue = true
      tasks[place].status = TaskStatus.inProgress
    }
    var rig = try Self.rig(tasks) { $0.pollsOverdue = true }
    rig.start()
    rig.run(100)
    let overdue = rig.sends.compactMap { sent -> Int? in
      if case .list(let query, let offset) = sent.call, query.overdueOnly { offset } else { nil }
    }
    #expect(Array(overdue.prefix(6)) == [0, 1, 2, 0, 1, 2])
    #expect(rig.writes.count == 1)
  }
}
