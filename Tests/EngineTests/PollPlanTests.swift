import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Which lists are asked for")
struct PollPlanTests {
  private func rule(_ id: String, status: [String]? = [TaskStatus.pending], types: [String] = [], overdue: Bool? = nil)
    -> Rule
  {
    func any(_ texts: [String]) -> TextTest { .anyOf(texts.map { .equals($0) }) }
    var parts = [Condition.test(.text(.step, .equals("Send")))]
    if let status { parts.append(.test(.text(.status, any(status)))) }
    if !types.isEmpty { parts.append(.test(.text(.entityType, any(types)))) }
    if let overdue { parts.append(.test(.flag(.overdue, overdue))) }
    return Rule(
      id: id, stage: .live, when: .all(parts), action: .send, fingerprint: id, source: .init(file: "f", line: 1))
  }

  /// The answers that list so many tasks.
  private func pages(_ total: Int) -> [EngineRig.Script] {
    stride(from: 0, to: total, by: 100).map { first in
      .reply(
        Wire.success(
          .array((first..<min(first + 100, total)).map { ModelTask("\($0)", step: "Other").row }),
          meta: .object([JSONMember("total", .number(String(total)))])))
    }
  }

  private func queries(_ rig: EngineRig) -> [TaskQuery] {
    rig.sends.compactMap { if case .list(let query, _) = $0.call { query } else { nil } }
  }

  private func firstPoll(_ rules: RuleSet, _ adjust: @escaping (inout Settings) -> Void = { _ in }) throws
    -> [TaskQuery]
  {
    var rig = try EngineRig([], rules) {
      $0.pollsOverdue = true
      $0.statuses = [TaskStatus.pending, TaskStatus.inProgress]
      adjust(&$0)
    }
    rig.start()
    rig.run(20)
    return queries(rig)
  }

  private let pending = TaskQuery(status: TaskStatus.pending)
  private let inProgress = TaskQuery(status: TaskStatus.inProgress)
  private let overdue = TaskQuery(overdueOnly: true)

  @Test("a status that no rule takes is not asked for, nor what is overdue where no rule wants to know")
  func statuses() throws {
    #expect(try firstPoll(RuleSet(rule("a"))) == [pending])
    #expect(try firstPoll(RuleSet(rule("a"), rule("b", status: [TaskStatus.inProgress]))) == [pending, inProgress])
    #expect(try firstPoll(RuleSet(rule("a", overdue: true))) == [pending, overdue])
    #expect(try firstPoll(RuleSet(rule("a", overdue: false))) == [pending, overdue])
  }

  @Test("rules that take tasks of a status which is not listed by itself may find them among the overdue ones")
  func uncovered() throws {
    #expect(try firstPoll(RuleSet(rule("a", status: nil))) == [pending, inProgress, overdue])
    #expect(try firstPoll(RuleSet(rule("a", status: [TaskStatus.pending, "PAUSED"]))) == [pending, overdue])
  }

  @Test("a stop button is looked for among all statuses, and without rules the lists show that the server answers")
  func all() throws {
    let button = try firstPoll(RuleSet(rule("a"))) { $0.stopButton = StopButton(workflow: "W", step: "S") }
    #expect(button == [pending, inProgress])
    #expect(try firstPoll(RuleSet(rule("a", status: ["PAUSED"]))) == [pending, inProgress, overdue])
  }

  @Test("where all tasks take more pages than there are types that matter, each type is asked for by itself")
  func byType() throws {
    var rig = try EngineRig([], RuleSet(rule("a", types: ["CUENTA"]), rule("b", types: ["CLIENTE"])))
    rig.script[.list] = pages(250)
    rig.start()
    rig.run(50)
    #expect(
      queries(rig) == [
        pending, pending, pending, TaskQuery(status: TaskStatus.pending, entityType: "CLIENTE"),
        TaskQuery(status: TaskStatus.pending, entityType: "CUENTA"),
      ])
  }

  @Test("where that takes more calls after all, all tasks are asked for again, and the attempt is not repeated soon")
  func notWorth() throws {
    var rig = try EngineRig([], RuleSet(rule("a", types: ["CUENTA"])))
    rig.script[.list] = pages(150) + pages(250) + pages(150) + pages(150)
    rig.start()
    rig.run(110)
    let types = queries(rig).map { $0.entityType ?? "all" }
    #expect(types == ["all", "all", "CUENTA", "CUENTA", "CUENTA", "all", "all", "all", "all"])
  }

  @Test("few tasks, pools that count, a stop button or a type with a strange name leave the list as it is")
  func notByType() throws {
    var counting = rule("a", types: ["CUENTA"])
    counting.safeguards.limit = Safeguards.Limit(share: 0.5)
    for (rules, tasks) in [
      (RuleSet(rule("a", types: ["CUENTA"])), 60), (RuleSet(counting), 250),
      (RuleSet(rule("a", types: ["Cuenta ü"])), 250),
    ] {
      var rig = try EngineRig([], rules)
      rig.script[.list] = pages(tasks) + pages(tasks) + pages(tasks)
      rig.start()
      rig.run(80)
      #expect(queries(rig).count >= 3 && queries(rig).allSatisfy { $0 == pending })
    }
  }

  @Test("new rules are asked for with the next poll")
  func reload() throws {
    var rig = try EngineRig([], RuleSet(rule("a"))) { $0.statuses = [TaskStatus.pending, TaskStatus.inProgress] }
    rig.start()
    rig.run(5)
    rig.handle(.reload(RuleSet(rule("b", status: [TaskStatus.inProgress]))))
    rig.run(20)
    #expect(queries(rig) == [pending, inProgress])
  }
}
